/** What the language client is started with, on a computer and in a browser. */
import * as vscode from 'vscode';
import type { LanguageClientOptions } from 'vscode-languageclient';
import { languageIds } from './languages';

export const clientOptions = (): LanguageClientOptions => ({
  documentSelector: languageIds.map((language) => ({ language })),
  // Scripts that others include, and the environments' names.
  initializationOptions: {
    extension: true,
    levels: vscode.workspace.getConfiguration('mailwright').get('diagnostics.levels'),
  },
  synchronize: {
    configurationSection: 'mailwright',
    fileEvents: vscode.workspace.createFileSystemWatcher('**/{*.{smtp,imap,pop3,lmtp},mailwright.env.json}'),
  },
});
