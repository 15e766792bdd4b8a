/** Runs inside the extension host of a real workbench: how long after a session's lens the first line of its transcript is there. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';

interface Api {
  transcript(): { readonly rows: readonly { readonly kind: string; readonly text: string }[] };
}

const rounds = 21;
/** The first starts the sandbox and loads the engine. */
const warmUps = 3;

/** VS Code's contract for tests: resolves when all is done. */
export async function run(): Promise<void> {
  const api = await vscode.extensions.getExtension<Api>('mailwright.mailwright')?.activate();
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  const results = process.env.MAILWRIGHT_TEST_RESULTS;
  if (!api || folder === undefined || results === undefined) throw new Error('not in a workbench on a folder');
  const script = vscode.Uri.file(join(folder, 'lens.smtp'));
  await vscode.window.showTextDocument(script);
  const taken: number[] = [];
  for (let round = -warmUps; round < rounds; round++) {
    // Two sessions in turn: whose lines they are shows that they are not those of the run before.
    const index = Math.abs(round) % 2;
    const isThere = (): boolean => {
      const { rows } = api.transcript();
      return rows[0]?.text === `Session ${index}` && rows.some(({ kind }) => kind === 'line');
    };
    const began = performance.now();
    const ran = vscode.commands.executeCommand('mailwright.runSession', script, index);
    while (!isThere()) await new Promise((turn) => setImmediate(turn));
    const shown = performance.now() - began;
    if (round >= 0) taken.push(shown);
    await ran;
  }
  writeFileSync(results, JSON.stringify(taken));
}
