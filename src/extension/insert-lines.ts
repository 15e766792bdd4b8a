/** Puts whole lines at the cursor of the open script of a protocol; without one, into a new script. */
import * as vscode from 'vscode';

/** `lines` ends with a line end. */
export async function insertLines(lines: string, language: string): Promise<void> {
  const open = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors];
  const editor = open.find((one) => one?.document.languageId === language);
  if (!editor) {
    const document = await vscode.workspace.openTextDocument({ language, content: `### New session\n${lines}` });
    await vscode.window.showTextDocument(document);
    return;
  }
  const { document, selection } = editor;
  const line = document.lineAt(selection.active.line);
  // An empty line is filled; otherwise the lines go below the cursor's.
  const at = line.isEmptyOrWhitespace ? line.range.start : line.range.end;
  const text = line.isEmptyOrWhitespace ? lines.replace(/\n$/, '') : `\n${lines.replace(/\n$/, '')}`;
  await editor.edit((edit) => edit.insert(at, text));
  await vscode.window.showTextDocument(document, { viewColumn: editor.viewColumn ?? vscode.ViewColumn.Active });
}
