/** Runs a script when it is saved, where the user's settings say so. */
import * as vscode from 'vscode';
import { isScript } from './languages';
import type { Runner } from './runner';

/** A save while the script's run waits for its turn makes no second one; what is wrong with the script its problems say. */
export function runOnSave(runner: Runner): vscode.Disposable {
  const waiting = new Set<string>();
  return vscode.workspace.onDidSaveTextDocument(async (document) => {
    const key = document.uri.toString();
    const wanted = vscode.workspace.getConfiguration('mailwright', document).get('run.onSave', false);
    if (!wanted || !isScript(document) || waiting.has(key)) return;
    waiting.add(key);
    try {
      await runner.run({ document, by: 'save', listener: { started: () => void waiting.delete(key) } });
    } finally {
      waiting.delete(key);
    }
  });
}
