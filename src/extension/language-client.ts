/** The language server on this computer: a process of its own, told which environment runs use and what they taught. */
import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { type EnvironmentChosen, methods, type ScriptRan } from '../../language-server/src/messages';
import type { LastRun } from '../language';
import { clientOptions } from './client-options';

export interface LanguageService {
  /** Resolves when it runs; when it does not, it has told the user, and everything but editing still works. */
  readonly started: Promise<void>;
  environmentChosen(name: string): void;
  scriptRan(document: vscode.TextDocument, knowledge: LastRun): void;
  stop(): Promise<void>;
}

export function languageService(extensionUri: vscode.Uri): LanguageService {
  const module = vscode.Uri.joinPath(extensionUri, 'dist', 'language-server.js').fsPath;
  const client = new LanguageClient(
    'mailwright',
    'Mailwright',
    { module, transport: TransportKind.ipc },
    clientOptions(),
  );
  const started = client.start().catch(() => {});
  const tell = (method: string, message: EnvironmentChosen | ScriptRan): void => {
    void started.then(() => (client.isRunning() ? client.sendNotification(method, message) : undefined));
  };
  return {
    started,
    environmentChosen: (chosen) => tell(methods.environment, { chosen }),
    scriptRan: ({ uri }, run) => tell(methods.lastRun, { uri: uri.toString(), run }),
    stop: () => (client.needsStop() ? client.stop() : Promise.resolve()),
  };
}
