/** The extension in a browser (vscode.dev): everything but running, for there are no sockets. */
import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { type FileRequest, methods } from '../../../language-server/src/messages';
import { clientOptions } from '../client-options';
import { pasteAsScript } from '../commands/paste-as-script';

// The types here are node's; a browser has this, too.
declare const Worker: new (url: string) => Worker;

let client: LanguageClient | undefined;

export function activate({ extensionUri, subscriptions }: vscode.ExtensionContext): void {
  const main = vscode.Uri.joinPath(extensionUri, 'dist', 'web', 'language-server.js');
  const started = new LanguageClient('mailwright', 'Mailwright', clientOptions(), new Worker(main.toString(true)));
  client = started;
  started.onRequest(methods.readFile, async ({ uri }: FileRequest) => {
    try {
      return new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.parse(uri)));
    } catch {
      return null;
    }
  });
  started.onRequest(methods.readFolder, async ({ uri }: FileRequest) => {
    try {
      const entries = await vscode.workspace.fs.readDirectory(vscode.Uri.parse(uri));
      return entries.map(([name, type]) => ({ name, isFolder: (type & vscode.FileType.Directory) !== 0 }));
    } catch {
      return [];
    }
  });
  // The client tells the user itself when it does not start.
  void started.start().catch(() => {});
  subscriptions.push(pasteAsScript());
  for (const command of ['runSession', 'runThrough', 'runSelection', 'runFile', 'runAgain'].map(
    (name) => `mailwright.${name}`,
  ))
    subscriptions.push(vscode.commands.registerCommand(command, notHere));
}

/** What a lens or a key of the desktop's does here. */
const notHere = (): Thenable<string | undefined> =>
  vscode.window.showInformationMessage('Sessions need sockets: open this folder in VS Code on a computer to run them.');

export const deactivate = (): Promise<void> | undefined => (client?.needsStop() ? client.stop() : undefined);
