/** What an editor can ask the language server for, each feature once, over the protocol. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  CodeAction,
  CompletionList,
  Diagnostic,
  DocumentHighlight,
  DocumentLink,
  FoldingRange,
  Hover,
  InlayHint,
  Location,
  SelectionRange,
  SemanticTokens,
  SignatureHelp,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import { type Client, startClient } from './client';

let client: Client;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mailwright-features-'));
  client = await startClient({
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'scripts' }],
    capabilities: {
      textDocument: { completion: { completionItem: { snippetSupport: true } } },
      workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ['create'] } },
    },
  });
});
afterAll(async () => {
  await client.stop();
  rmSync(folder, { recursive: true, force: true });
});

let count = 0;
interface Asked {
  readonly uri: string;
  /** Where `|` stood in the text. */
  readonly position: { readonly line: number; readonly character: number };
  readonly diagnostics: readonly Diagnostic[];
  ask<T>(method: string, more?: object): Promise<T>;
}

/** Opens a script in which `|` marks the cursor. */
async function open(marked: string, name = `script-${++count}.smtp`): Promise<Asked> {
  const uri = pathToFileURL(join(folder, name)).href;
  const at = marked.indexOf('|');
  const before = marked.slice(0, at === -1 ? 0 : at).split('\n');
  const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  const published = client.published(uri);
  client.open(uri, marked.replace('|', ''), `${name.split('.').at(-1)}-session`);
  const diagnostics = await published;
  return {
    uri,
    position,
    diagnostics,
    ask: (method, more = {}) => client.connection.sendRequest(method, { textDocument: { uri }, position, ...more }),
  };
}

describe('an editor', () => {
  it('gets completions that fit the place, as edits', async () => {
    const { ask } = await open('### One\nS: 220\nC: EHLO client.example\nC: MAI|\n');
    const { items } = await ask<CompletionList>('textDocument/completion');
    const mail = items.find(({ label }) => label === 'MAIL');
    expect(mail?.textEdit).toMatchObject({
      range: { start: { line: 3, character: 3 }, end: { line: 3, character: 6 } },
    });
    expect(mail?.detail).not.toBe('');
  });

  it('gets the grammar of the command being typed, and which argument is next', async () => {
    const { ask } = await open('auth alice\nC: FETCH 1 |\n', 'signature.imap');
    const help = await ask<SignatureHelp>('textDocument/signatureHelp');
    expect(help.signatures[0]?.label).toContain('FETCH');
    expect(help.activeParameter).toBe(1);
  });

  it('gets a hover with the RFC behind it', async () => {
    const { ask } = await open('C: EH|LO client.example\n');
    const { contents } = await ask<Hover>('textDocument/hover');
    expect(JSON.stringify(contents)).toContain('https://www.rfc-editor.org/rfc/rfc5321');
  });

  it('gets the fix of a problem', async () => {
    const { uri, diagnostics, ask } = await open('### Wrong\nC: EHLO client.example\nretyr 5s\n  C: NOOP\nend\n');
    const problem = diagnostics.find(({ code }) => code === 'unknown-directive');
    if (!problem) throw new Error('no problem');
    const actions = await ask<CodeAction[]>('textDocument/codeAction', {
      range: problem.range,
      context: { diagnostics: [problem] },
    });
    const edits = actions.find(({ kind }) => kind === 'quickfix')?.edit?.changes?.[uri];
    expect(edits).toEqual([{ range: problem.range, newText: 'retry' }]);
  });

  it('gets changes to what is right already, a new file among them', async () => {
    const { ask } = await open('### One\nS: 220\nC: EHLO client.example\nS: 250\nC: NOOP\nC: QUIT\n');
    const actions = await ask<CodeAction[]>('textDocument/codeAction', {
      range: { start: { line: 2, character: 0 }, end: { line: 4, character: 0 } },
      context: { diagnostics: [] },
    });
    const extract = actions.find(({ edit }) => edit?.documentChanges !== undefined);
    expect(extract?.kind).toBe('refactor.extract');
    expect(extract?.edit?.documentChanges?.[0]).toMatchObject({ kind: 'create' });
  });

  it('goes to a definition and finds the uses, also in another file that is not open', async () => {
    writeFileSync(join(folder, 'greet.smtp'), 'S: 220 {{@banner...}}\nC: EHLO client.example\n');
    const { uri, ask } = await open('### Main\ninclude ./greet.smtp\nlog {{ban|ner}}\nlog {{banner}}\n', 'main.smtp');
    const places = await ask<Location[]>('textDocument/definition');
    expect(places).toEqual([
      {
        uri: pathToFileURL(join(folder, 'greet.smtp')).href,
        range: { start: { line: 0, character: 10 }, end: { line: 0, character: 16 } },
      },
    ]);
    const uses = await ask<Location[]>('textDocument/references', { context: { includeDeclaration: true } });
    expect(uses).toHaveLength(3);
    const highlights = await ask<DocumentHighlight[]>('textDocument/documentHighlight');
    expect(highlights).toHaveLength(2);

    const edit = await ask<WorkspaceEdit>('textDocument/rename', { newName: 'welcome' });
    expect(Object.entries(edit.changes ?? {}).map(([file, edits]) => [file === uri, edits.length])).toEqual([
      [true, 2],
      [false, 1],
    ]);
  });

  it('renames from the included file, too: those that include it are found in the workspace', async () => {
    writeFileSync(join(folder, 'includes.smtp'), '### Includes\ninclude ./shared.smtp\nlog {{shared}}\n');
    const { ask } = await open('S: 220 {{@sha|red...}}\n', 'shared.smtp');
    const edit = await ask<WorkspaceEdit>('textDocument/rename', { newName: 'said' });
    expect(Object.keys(edit.changes ?? {})).toHaveLength(2);
  });

  it('is told why a name cannot be renamed', async () => {
    const { ask } = await open('### One\nC: MAIL FROM:<{{$u|uid}}@example.com>\n');
    await expect(ask('textDocument/prepareRename')).rejects.toThrow(/\S/);
  });

  it('gets links, folds, selections, colours and hints', async () => {
    const { uri, ask } = await open(
      '# See RFC 5321 §4.1.1.1.\n### One\nS: 220\nC: EH|LO client.example\nS: 250\nC: QUIT\n',
    );
    const [link] = await ask<DocumentLink[]>('textDocument/documentLink');
    expect(link?.target).toBe('https://www.rfc-editor.org/rfc/rfc5321#section-4.1.1.1');
    const folds = await ask<FoldingRange[]>('textDocument/foldingRange');
    expect(folds).toContainEqual(expect.objectContaining({ startLine: 1 }));
    const [selection] = await ask<SelectionRange[]>('textDocument/selectionRange', {
      positions: [{ line: 3, character: 5 }],
    });
    expect(selection?.parent?.range.start.line).toBeLessThanOrEqual(selection?.range.start.line ?? -1);
    const whole = { start: { line: 0, character: 0 }, end: { line: 6, character: 0 } };
    const { data } = await ask<SemanticTokens>('textDocument/semanticTokens/full');
    expect(data.length % 5).toBe(0);
    expect(data.length).toBeGreaterThan(0);
    expect((await ask<SemanticTokens>('textDocument/semanticTokens/range', { range: whole })).data).toEqual(data);

    await client.connection.sendNotification('mailwright/lastRun', {
      uri,
      run: {
        capabilities: {},
        mailboxes: [],
        answers: [
          {
            start: 'x# See RFC 5321 §4.1.1.1.\n### One\nS: 220\n'.length - 1,
            line: 'C: EHLO client.example',
            answer: '250 HELP',
          },
        ],
      },
    });
    const hints = await ask<InlayHint[]>('textDocument/inlayHint', { range: whole });
    expect(hints.map(({ label }) => label).join()).toContain('250 HELP');
  });

  it('formats a range, and what is being typed', async () => {
    const { ask } = await open('### One\nretry 5s\nC: NOOP\n    end|\n');
    const range = { start: { line: 2, character: 0 }, end: { line: 3, character: 0 } };
    const options = { tabSize: 2, insertSpaces: true };
    expect(await ask<TextEdit[]>('textDocument/rangeFormatting', { range, options })).toHaveLength(1);
    expect(await ask<TextEdit[]>('textDocument/onTypeFormatting', { ch: 'd', options })).toEqual([
      { range: { start: { line: 3, character: 0 }, end: { line: 3, character: 4 } }, newText: '' },
    ]);
  });

  it('is not shown a problem whose level is off', async () => {
    const script = '@unused = 1\n### One\nS: 220\nC: QUIT\n';
    expect((await open(script)).diagnostics.map(({ code }) => code)).toContain('unused-variable');
    const strict = await startClient({ initializationOptions: { levels: { 'unused-variable': 'off' } } });
    const uri = pathToFileURL(join(folder, 'levels.smtp')).href;
    const published = strict.published(uri);
    strict.open(uri, script);
    expect((await published).map(({ code }) => code)).not.toContain('unused-variable');
    await strict.stop();
  });
});
