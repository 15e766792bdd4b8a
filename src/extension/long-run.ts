/** A notification with a Cancel button for a run that takes long. */
import * as vscode from 'vscode';

/** A run that takes longer than this shows the notification, in milliseconds. */
const patience = 1_000;

/** How far a run is, in words: told whenever it has gone on. */
export interface Progress {
  readonly now: string;
  readonly onDidChange: vscode.Event<string>;
}

/** Waits for `running`; a press of Cancel aborts `controller`. */
export async function withProgress(
  title: string,
  running: Promise<unknown>,
  controller: AbortController,
  progress: Progress,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const long = new Promise<'long'>((resolve) => {
    timer = setTimeout(() => resolve('long'), patience);
  });
  const first = await Promise.race([running.then(() => 'done' as const), long]).finally(() => clearTimeout(timer));
  if (first === 'done') return;
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Running ${title}`, cancellable: true },
    async (shown, token) => {
      token.onCancellationRequested(() => controller.abort());
      shown.report({ message: progress.now });
      const changed = progress.onDidChange((message) => shown.report({ message }));
      await running.finally(() => changed.dispose());
    },
  );
}
