/** Starts the language server: problems, formatting, outline. */
import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { languageIds } from './languages';

export function languageClient(extensionUri: vscode.Uri): LanguageClient {
  const module = vscode.Uri.joinPath(extensionUri, 'dist', 'language-server.js').fsPath;
  return new LanguageClient(
    'mailwright',
    'Mailwright',
    { module, transport: TransportKind.ipc },
    {
      documentSelector: languageIds.map((language) => ({ language })),
      synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher('**/*.{smtp,imap,pop3,lmtp}') },
    },
  );
}
