/** The language server as a program: an editor asks, it answers. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DocumentSymbol, TextEdit } from 'vscode-languageserver/node';
import { type Client, startClient } from './client';

let client: Client;
let folder: string;
const uriOf = (name: string): string => pathToFileURL(join(folder, name)).href;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mailwright-scripts-'));
  client = await startClient();
});
afterAll(async () => {
  expect(await client.stop()).toBe(0);
  rmSync(folder, { recursive: true, force: true });
});

const script = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;

describe('an editor that opens a script', () => {
  it('is told what the server can do', () => {
    expect(client.initialized.serverInfo).toEqual({ name: 'mailwright' });
    expect(client.initialized.capabilities).toMatchObject({
      documentFormattingProvider: true,
      documentSymbolProvider: true,
    });
  });

  it('hears of no problem in a good one', async () => {
    const uri = uriOf('good.smtp');
    const published = client.published(uri);
    client.open(uri, script('### Good', 'S: 220', 'C: EHLO client.example', 'S: 250', 'C: QUIT'));
    expect(await published).toEqual([]);
  });

  it('hears what is wrong, where, and what to do', async () => {
    const uri = uriOf('bad.smtp');
    const published = client.published(uri);
    client.open(uri, script('### Bad', 'C: EHLO client.example', '  retyr 5s'));
    const [problem] = await published;
    expect(problem).toMatchObject({
      severity: 1,
      source: 'mailwright',
      code: 'unknown-directive',
      range: { start: { line: 2, character: 2 }, end: { line: 2, character: 7 } },
    });
    expect(problem?.message).toMatch(/`retyr`.*\n.*retry/);
  });

  it('hears again after each edit', async () => {
    const uri = uriOf('edited.smtp');
    const first = client.published(uri);
    client.open(uri, script('C: EHLO client.example', 'qiut'));
    expect(await first).toHaveLength(1);
    const second = client.published(uri);
    await client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [
        { range: { start: { line: 1, character: 0 }, end: { line: 1, character: 4 } }, text: 'C: QUIT' },
      ],
    });
    expect(await second).toEqual([]);
  });

  it('hears the same of the same text only once, whatever made the server look again', async () => {
    const uri = uriOf('once.smtp');
    client.open(uri, script('### Once', 'S: 220', 'retyr 5s', '  C: NOOP', 'end'));
    await client.connection.sendNotification('mailwright/environment', { chosen: 'sandbox' });
    await client.connection.sendNotification('mailwright/environment', {});
    await client.connection.sendRequest('textDocument/hover', {
      textDocument: { uri },
      position: { line: 0, character: 0 },
    });
    expect(client.timesPublished(uri)).toBe(1);
  });

  it('has the language of a document that is not saved yet', async () => {
    const published = client.published('untitled:Untitled-1');
    client.open('untitled:Untitled-1', script('auth alice', 'C: SELECT INBOX', 'S: OK [READ-WRITE]'), 'imap-session');
    expect(await published).toEqual([]);
  });

  it('gets the outline: a symbol a session, from its title to the next', async () => {
    const uri = uriOf('outline.smtp');
    client.open(uri, script('@a = 1', '### First', 'C: NOOP', '', '### Second', 'connect imap', 'C: NOOP'));
    const symbols = await client.connection.sendRequest<DocumentSymbol[]>('textDocument/documentSymbol', {
      textDocument: { uri },
    });
    expect(symbols.map(({ name, range }) => [name, range.start.line, range.end.line])).toEqual([
      ['@a', 0, 1],
      ['First', 1, 4],
      ['Second', 4, 7],
    ]);
  });

  it('gets it formatted, and no edit when it is', async () => {
    const uri = uriOf('format.smtp');
    const ask = () =>
      client.connection.sendRequest<TextEdit[]>('textDocument/formatting', {
        textDocument: { uri },
        options: { tabSize: 2, insertSpaces: true },
      });
    client.open(uri, script('### Loose', 'retry 5s', 'C: NOOP', 'end'));
    expect(await ask()).toEqual([
      { range: { start: { line: 2, character: 0 }, end: { line: 3, character: 0 } }, newText: '  C: NOOP\n' },
    ]);
    await client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range: { start: { line: 2, character: 0 }, end: { line: 2, character: 0 } }, text: '  ' }],
    });
    expect(await ask()).toEqual([]);
  });
});

describe('a script that includes another', () => {
  it('is checked with the text that the editor has of it, saved or not', async () => {
    const included = uriOf('login.smtp');
    const including = uriOf('including.smtp');
    writeFileSync(join(folder, 'login.smtp'), script('C: EHLO client.example'));
    const clean = client.published(including);
    client.open(including, script('### Includes', 'include ./login.smtp', 'log {{name}}'));
    expect((await clean).map(({ code }) => code)).toEqual(['undefined-variable']);

    const again = client.published(including);
    client.open(included, script('S: 220 {{@name}}', 'C: EHLO client.example'));
    expect(await again).toEqual([]);
  });

  it('is told when there is no such file, and no longer once there is', async () => {
    const including = uriOf('early.smtp');
    const missing = client.published(including);
    client.open(including, script('### Early', 'include ./later.smtp'));
    const [problem] = await missing;
    expect(problem?.message).toContain('later.smtp');

    writeFileSync(join(folder, 'later.smtp'), script('C: NOOP'));
    const found = client.published(including);
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: uriOf('later.smtp'), type: 1 }],
    });
    expect(await found).toEqual([]);
  });
});
