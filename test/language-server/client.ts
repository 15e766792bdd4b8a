/** A language client over stdio: the server as a program, as any editor starts it. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import {
  createProtocolConnection,
  type Diagnostic,
  type InitializeParams,
  type InitializeResult,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

export interface Client {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  /** The next diagnostics that the server publishes for a document. */
  published(uri: string): Promise<readonly Diagnostic[]>;
  /** How often the server has published the diagnostics of a document. */
  timesPublished(uri: string): number;
  open(uri: string, text: string, languageId?: string): void;
  /** Ends the server; resolves with its exit code. */
  stop(): Promise<number | null>;
}

const main = join(import.meta.dirname, '../../language-server/src/main.ts');

/** Builds the server from its source and starts it with `--stdio`. */
export async function startClient(parameters: Partial<InitializeParams> = {}): Promise<Client> {
  const folder = mkdtempSync(join(tmpdir(), 'mailwright-language-server-'));
  const outfile = join(folder, 'language-server.js');
  await build({ entryPoints: [main], outfile, bundle: true, platform: 'node', target: 'node20', logLevel: 'warning' });
  const child = spawn(process.execPath, [outfile, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = new Promise<number | null>((done) => child.once('exit', done));
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const times = new Map<string, number>();
  const waiting = new Map<string, ((found: readonly Diagnostic[]) => void)[]>();
  connection.onNotification(
    'textDocument/publishDiagnostics',
    ({ uri, diagnostics }: { uri: string; diagnostics: readonly Diagnostic[] }) => {
      times.set(uri, (times.get(uri) ?? 0) + 1);
      const waiters = waiting.get(uri) ?? [];
      waiting.delete(uri);
      for (const resolve of waiters) resolve(diagnostics);
    },
  );
  connection.listen();
  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: {},
    ...parameters,
  });
  await connection.sendNotification('initialized', {});
  return {
    connection,
    initialized,
    published: (uri) => new Promise((resolve) => waiting.set(uri, [...(waiting.get(uri) ?? []), resolve])),
    timesPublished: (uri) => times.get(uri) ?? 0,
    open(uri, text, languageId = 'smtp-session') {
      void connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId, version: 1, text },
      });
    },
    async stop() {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      const code = await exited;
      connection.dispose();
      rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
}
