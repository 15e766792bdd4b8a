/** The commands that run scripts: the session of a lens, the one at the cursor, the whole file. */
import * as vscode from 'vscode';
import { isScript } from '../languages';
import type { Runner } from '../runner';
import { scriptOf } from '../scripts';

/** They answer with the counts of what they ran, for other extensions and tests. */
export function runCommands(runner: Runner): vscode.Disposable[] {
  const scriptAt = async (uri: vscode.Uri | undefined): Promise<vscode.TextDocument | undefined> => {
    const document = uri ? await vscode.workspace.openTextDocument(uri) : vscode.window.activeTextEditor?.document;
    if (document && isScript(document)) return document;
    void vscode.window.showInformationMessage('Open a session script (.smtp, .imap, .pop3, .lmtp) to run it.');
    return undefined;
  };
  const command = vscode.commands.registerCommand;
  return [
    command('mailwright.runSession', async (uri?: vscode.Uri, index?: unknown, how?: unknown) => {
      const document = await scriptAt(uri);
      if (!document) return undefined;
      // a menu's second argument is something else
      const session = typeof index === 'number' ? index : sessionAtCursor(document);
      const earlier = how === 'with earlier' ? Array.from({ length: session }, (_, at) => at) : [];
      return runner.run(document, [...earlier, session]);
    }),
    command('mailwright.runFile', async (uri?: vscode.Uri) => {
      const document = await scriptAt(uri);
      return document ? runner.run(document) : undefined;
    }),
    command('mailwright.cancel', () => runner.cancel()),
  ];
}

/** The session in which the cursor stands; the first when it stands before all. */
function sessionAtCursor(document: vscode.TextDocument): number {
  const editor = vscode.window.visibleTextEditors.find((visible) => visible.document === document);
  const cursor = editor ? document.offsetAt(editor.selection.active) : 0;
  const { sessions } = scriptOf(document).program;
  const at = sessions.findLastIndex((session) => session.place.range.start <= cursor);
  return Math.max(0, at);
}
