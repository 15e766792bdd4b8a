/** Writes an account into the environment file through the editor, so that it can be undone and an open file stays whole. */
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { type EnvironmentFile, environmentFileName, findEnvironmentFile, readEnvironmentFile } from '../../host';
import { type AccountDraft, withAccount } from './draft';

/** The file that the workspace's scripts see, or where it is to be; a text: why there is none. */
export interface AccountFile {
  readonly uri: vscode.Uri;
  /** Absent: it is not there yet. */
  readonly file?: EnvironmentFile;
}

export function accountFile(): AccountFile | string {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const editor = vscode.window.activeTextEditor?.document.uri;
  const from = editor?.scheme === 'file' ? dirname(editor.fsPath) : folder?.uri.fsPath;
  if (from === undefined || folder?.uri.scheme === 'virtual') {
    return `Open a folder first: accounts are kept in its ${environmentFileName}.`;
  }
  const path = findEnvironmentFile(from);
  if (path === undefined) {
    return { uri: vscode.Uri.joinPath(folder?.uri ?? vscode.Uri.file(from), environmentFileName) };
  }
  const read = readEnvironmentFile(path);
  return read.ok ? { uri: vscode.Uri.file(path), file: read.value } : read.error;
}

/** Writes it; the answer says why not, if it was not. */
export async function writeAccount({ uri, file }: AccountFile, draft: AccountDraft): Promise<string | undefined> {
  if (!file) {
    const made = withAccount(undefined, [], draft);
    if (!made.ok) return made.error;
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(made.value));
    return undefined;
  }
  const document = await vscode.workspace.openTextDocument(uri);
  const before = document.getText();
  const after = withAccount(before, file.names, draft);
  if (!after.ok) return `${environmentFileName} is not JSON: ${after.error}`;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(document.positionAt(0), document.positionAt(before.length)), after.value);
  if (!(await vscode.workspace.applyEdit(edit)) || !(await document.save())) {
    return `${environmentFileName} cannot be written.`;
  }
  return undefined;
}
