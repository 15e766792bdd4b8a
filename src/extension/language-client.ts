/** The language server on this computer: a process of its own, told which environment runs use and what they taught. */
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
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
  let client: LanguageClient | undefined;
  let stopped = false;
  const start = async (): Promise<void> => {
    // The client library takes longer to load than all the rest of the extension: not while the editor waits for that.
    await new Promise((resolve) => setImmediate(resolve));
    const { LanguageClient, TransportKind } = await import('./language-library');
    if (stopped) return;
    client = new LanguageClient('mailwright', 'Mailwright', { module, transport: TransportKind.ipc }, clientOptions());
    // why it does not start, it has told the user
    await client.start().catch(() => {});
  };
  const started = start();
  const tell = (method: string, message: EnvironmentChosen | ScriptRan): void => {
    void started.then(() => (client?.isRunning() ? client.sendNotification(method, message) : undefined));
  };
  return {
    started,
    environmentChosen: (chosen) => tell(methods.environment, { chosen }),
    scriptRan: ({ uri }, run) => tell(methods.lastRun, { uri: uri.toString(), run }),
    async stop() {
      stopped = true;
      if (client?.needsStop()) await client.stop();
    },
  };
}
