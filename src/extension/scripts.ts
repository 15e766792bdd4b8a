/** Documents as scripts: compiled from the editor's text, which may not be saved; and back from a script's file to its document. */
import { extname } from 'node:path';
import * as vscode from 'vscode';
import { compileText, endings, type LoadedScript } from '../host';

/** Compiles what the editor holds. `known`: variables that the environment defines. */
export const scriptOf = (document: vscode.TextDocument, known: Iterable<string> = []): LoadedScript =>
  compileText(fileOf(document), document.getText(), known);

/** The name by which a document's script is known: its path, with an ending that tells the protocol. */
export function fileOf(document: vscode.TextDocument): string {
  const path = document.uri.fsPath;
  if (endings[extname(path)]) return path;
  return `${path}.${document.languageId.replace('-session', '')}`;
}

/** The document of a script's file: one that is open (saved or not), else the file. */
export async function documentOf(file: string): Promise<vscode.TextDocument> {
  const open = vscode.workspace.textDocuments.find((document) => fileOf(document) === file);
  return open ?? (await vscode.workspace.openTextDocument(file));
}
