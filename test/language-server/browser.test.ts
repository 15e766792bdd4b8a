/** The language server as a web worker: in a world that has what a browser has, and nothing of node's. */

import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

let bundle = '';
beforeAll(async () => {
  // A module of node's would be an error here: the platform is a browser.
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, '../../language-server/src/browser.ts')],
    bundle: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
  });
  bundle = outputFiles[0]?.text ?? '';
});

/** A worker, and the page's side of it: `files` is what the editor can read for it. */
function worker(files: Readonly<Record<string, string>>) {
  const inbox: Message[] = [];
  const waiting: { readonly wanted: (message: Message) => boolean; readonly found: (message: Message) => void }[] = [];
  let count = 0;
  const take = (message: Message): void => {
    if (message.method === 'mailwright/readFile' || message.method === 'mailwright/readFolder') {
      const { uri } = message.params as { uri: string };
      const result = message.method === 'mailwright/readFile' ? (files[uri] ?? null) : [];
      send({ id: message.id, result });
      return;
    }
    const at = waiting.findIndex(({ wanted }) => wanted(message));
    if (at === -1) inbox.push(message);
    else waiting.splice(at, 1)[0]?.found(message);
  };
  const world = {
    postMessage: (message: Message) => queueMicrotask(() => take(structuredClone(message))),
    addEventListener: () => undefined,
    onmessage: undefined as ((event: { data: unknown }) => void) | undefined,
    ...{
      TextDecoder,
      TextEncoder,
      URL,
      setTimeout,
      clearTimeout,
      queueMicrotask,
      structuredClone,
      atob,
      btoa,
      console,
    },
  };
  runInContext(bundle, createContext(world));
  const send = (message: object): void => world.onmessage?.({ data: { jsonrpc: '2.0', ...message } });
  const next = (wanted: (message: Message) => boolean): Promise<Message> => {
    const at = inbox.findIndex(wanted);
    if (at !== -1) return Promise.resolve(inbox.splice(at, 1)[0] as Message);
    return new Promise((found) => waiting.push({ wanted, found }));
  };
  const ask = async (method: string, params: unknown): Promise<unknown> => {
    const id = ++count;
    send({ id, method, params });
    return (await next((message) => message.id === id && message.method === undefined)).result;
  };
  const problems = async (wanted: (codes: readonly string[]) => boolean): Promise<readonly string[]> => {
    const codesOf = ({ params }: Message) =>
      (params as { diagnostics: { code: string }[] }).diagnostics.map(({ code }) => code);
    return codesOf(
      await next((message) => message.method === 'textDocument/publishDiagnostics' && wanted(codesOf(message))),
    );
  };
  const open = (uri: string, text: string): void =>
    send({
      method: 'textDocument/didOpen',
      params: { textDocument: { uri, languageId: 'smtp-session', version: 1, text } },
    });
  return { send, ask, problems, open };
}

const initialize = { processId: null, rootUri: null, capabilities: {} };

describe('the language server in a browser', () => {
  it('completes, hovers and finds problems', async () => {
    const { send, ask, problems, open } = worker({});
    expect(await ask('initialize', initialize)).toMatchObject({ capabilities: { hoverProvider: true } });
    send({ method: 'initialized', params: {} });
    const uri = 'vscode-vfs://github/owner/repository/a.smtp';
    open(uri, '### One\nC: EHLO client.example\nretyr 5s\n');
    expect(await problems(() => true)).toContain('unknown-directive');
    const at = { textDocument: { uri }, position: { line: 1, character: 4 } };
    expect(JSON.stringify(await ask('textDocument/hover', at))).toContain('EHLO');
    expect(JSON.stringify(await ask('textDocument/completion', at))).toContain('EHLO');
  });

  it('has the editor read what a script includes, and checks again when it has come', async () => {
    const uri = 'vscode-vfs://github/owner/repository/a.smtp';
    const files = { 'vscode-vfs://github/owner/repository/greeting.smtp': 'S: 220 {{@name}}\n' };
    const { send, ask, problems, open } = worker(files);
    await ask('initialize', initialize);
    send({ method: 'initialized', params: {} });
    open(uri, '### One\ninclude ./greeting.smtp\nlog {{name}}\nC: QUIT\n');
    expect(await problems(() => true)).not.toEqual([]);
    expect(await problems((codes) => !codes.includes('undefined-variable'))).not.toContain('no-such-file');
  });
});
