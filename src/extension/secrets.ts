/** Secrets in the editor's own secret storage; a missing one is asked for once, hidden. */
import * as vscode from 'vscode';

const key = (environment: string, name: string): string => `secret/${environment}/${name}`;

/** Finds the secret NAME of an environment, or asks the user for it and keeps the answer. */
export async function secret(
  storage: vscode.SecretStorage,
  environment: string,
  name: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const kept = await storage.get(key(environment, name));
  if (kept !== undefined) return kept;
  const answer = await prompt(
    `Secret “${name}” of the environment “${environment}”`,
    'It is kept in the secret storage of this editor.',
    signal,
  );
  if (answer !== undefined) await storage.store(key(environment, name), answer);
  return answer;
}

/** Asks for something hidden; undefined when the user refuses, or the run is cancelled. */
export async function prompt(title: string, hint: string, signal: AbortSignal): Promise<string | undefined> {
  const cancelled = new vscode.CancellationTokenSource();
  const cancel = (): void => cancelled.cancel();
  signal.addEventListener('abort', cancel);
  try {
    return await vscode.window.showInputBox(
      { title, prompt: hint, password: true, ignoreFocusOut: true },
      cancelled.token,
    );
  } finally {
    signal.removeEventListener('abort', cancel);
    cancelled.dispose();
  }
}

/** Forgets a secret that the user names. */
export async function forgetSecret(storage: vscode.SecretStorage, environment: string): Promise<void> {
  const name = await vscode.window.showInputBox({
    title: `Forget which secret of “${environment}”?`,
    placeHolder: 'NAME as in {{$secret NAME}}',
  });
  if (!name) return;
  const kept = (await storage.get(key(environment, name))) !== undefined;
  await storage.delete(key(environment, name));
  void vscode.window.showInformationMessage(
    kept
      ? `The secret “${name}” of “${environment}” is forgotten.`
      : `There is no secret “${name}” of “${environment}”.`,
  );
}
