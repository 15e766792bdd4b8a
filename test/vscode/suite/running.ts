/** Running scripts through the commands, as other extensions and key bindings do; and what the language server says in the editor. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';

interface Api {
  transcript(): {
    readonly rows: readonly { readonly kind: string; readonly mark?: string; readonly text: string }[];
    readonly state: { readonly running?: string; readonly summary?: { readonly text: string } };
  };
}
interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly cancelled: number;
}

const script = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;

/** Resolves when `found` gives something, asked at each event. */
const when = <T>(event: vscode.Event<unknown>, found: () => T | undefined): Promise<T> =>
  new Promise((resolve) => {
    const ask = (): void => {
      const value = found();
      if (value === undefined) return;
      listening.dispose();
      resolve(value);
    };
    const listening = event(ask);
    ask();
  });

describe('running scripts by command', () => {
  let folder: string;
  let api: Api;
  const uriOf = (name: string): vscode.Uri => vscode.Uri.file(join(folder, name));
  const write = (name: string, text: string): vscode.Uri => {
    writeFileSync(join(folder, name), text);
    return uriOf(name);
  };
  const runFile = (uri: vscode.Uri) => vscode.commands.executeCommand<Counts | undefined>('mailwright.runFile', uri);
  const dialogue = (): readonly string[] =>
    api.transcript().rows.map(({ mark = '', text }) => `${mark} ${text}`.trim());
  const problemsOf = (uri: vscode.Uri): readonly vscode.Diagnostic[] =>
    vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'mailwright run');

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mailwright-suite-'));
    const extension = vscode.extensions.getExtension<Api>('mailwright.mailwright');
    assert.ok(extension);
    api = await extension.activate();
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('answers with the counts, and the panel holds the dialogue', async () => {
    const uri = write('hello.smtp', script('### Hello', 'S: 220', 'C: EHLO client.example', 'C: QUIT', 'S: 221'));
    assert.deepEqual(await runFile(uri), { passed: 1, failed: 0, skipped: 0, cancelled: 0 });
    assert.ok(dialogue().includes('C: EHLO client.example'), dialogue().join('\n'));
    assert.ok(dialogue().some((line) => line.startsWith('S: 221')));
    assert.equal(api.transcript().state.summary?.text, '1 passed, 0 failed');
  });

  it('runs one session by its index', async () => {
    const uri = write(
      'two.imap',
      script('### One', 'C: NOOP', '### Two', 'C: CAPABILITY', 'S: * CAPABILITY IMAP4rev1'),
    );
    const counts = await vscode.commands.executeCommand<Counts>('mailwright.runSession', uri, 1);
    assert.equal(counts.passed, 1);
    assert.ok(dialogue().includes('Two') && !dialogue().includes('One'));
  });

  it('runs what the editor holds, saved or not, under the protocol of its language', async () => {
    const document = await vscode.workspace.openTextDocument({
      language: 'pop3-session',
      content: script('### Unsaved', 'S: +OK', 'C: QUIT'),
    });
    await vscode.window.showTextDocument(document);
    const counts = await vscode.commands.executeCommand<Counts>('mailwright.runFile');
    assert.equal(counts.passed, 1);
    assert.ok(dialogue().some((line) => line.startsWith('S: +OK')));
  });

  it('marks the line that failed, until the script is edited', async () => {
    const uri = write('wrong.smtp', script('### Wrong', 'C: EHLO client.example', 'S: 250-TELEPATHY'));
    const editor = await vscode.window.showTextDocument(uri);
    assert.equal((await runFile(uri))?.failed, 1);
    const [problem, ...more] = problemsOf(uri);
    assert.deepEqual(more, []);
    assert.deepEqual(problem?.range, new vscode.Range(2, 0, 2, 16));
    assert.equal(problem?.code, 'mismatch');
    assert.match(problem?.message ?? '', /expected: .*TELEPATHY/);
    const gone = when(vscode.languages.onDidChangeDiagnostics, () => (problemsOf(uri).length === 0 ? true : undefined));
    await editor.edit((edit) => edit.insert(new vscode.Position(2, 3), '2'));
    await gone;
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('does not run a script with an error', async () => {
    const uri = write('broken.smtp', script('### Broken', 'retyr 5s'));
    const messages: string[] = [];
    await replaced(
      'showErrorMessage',
      async (message: string) => void messages.push(message),
      async () => {
        assert.equal(await runFile(uri), undefined);
        await when(vscode.window.onDidChangeActiveTextEditor, () => messages[0]);
      },
    );
    assert.match(messages[0] ?? '', /broken\.smtp:2: /);
  });

  it('is cancelled by its command, and says goodbye', async () => {
    const uri = write('long.smtp', script('### Long', 'C: EHLO client.example', 'log now', 'wait 60s'));
    const running = runFile(uri);
    await poll(() => dialogue().includes('-- now'));
    assert.equal(await refusal(uri), 'A run is still going on.');
    await vscode.commands.executeCommand('mailwright.cancel');
    assert.deepEqual(await running, { passed: 0, failed: 0, skipped: 0, cancelled: 1 });
    assert.ok(dialogue().includes('C: QUIT'));
  });

  it('asks for a secret once, keeps it, and never shows it', async () => {
    const uri = write(
      'secret.smtp',
      script('### Secret', 'C: EHLO client.example', 'C: NOOP {{$secret vault}}', 'C: QUIT'),
    );
    const asked: string[] = [];
    const answer = async (options: vscode.InputBoxOptions): Promise<string> => {
      asked.push(`${options.title} ${options.password}`);
      return 'correct-horse';
    };
    await replaced('showInputBox', answer, async () => {
      assert.equal((await runFile(uri))?.passed, 1);
      assert.equal((await runFile(uri))?.passed, 1);
    });
    const question = 'Secret “vault” of the environment “sandbox” true';
    assert.deepEqual(asked, [question]);
    assert.ok(dialogue().includes('C: NOOP ‹secret vault›'), dialogue().join('\n'));
    assert.ok(!JSON.stringify(api.transcript()).includes('correct-horse'));

    const offered: string[] = [];
    const forget = async (items: readonly { readonly label: string; readonly description: string }[]) => {
      offered.push(...items.map(({ label, description }) => `${label} ${description}`));
      return items;
    };
    await replaced('showQuickPick', forget, async () => {
      await vscode.commands.executeCommand('mailwright.forgetSecret');
    });
    assert.deepEqual(offered, ['$(key) vault of sandbox']);
    await replaced('showInputBox', answer, async () => {
      assert.equal((await runFile(uri))?.passed, 1);
    });
    assert.deepEqual(asked, [question, question]);
  });

  it('runs in the environment that was chosen: its servers, its variables', async () => {
    const port = await closedPort();
    write(
      'mailwright.env.json',
      JSON.stringify({ away: { servers: { smtp: `smtp://127.0.0.1:${port}` }, variables: { us: 'client.example' } } }),
    );
    const uri = write('away.smtp', script('### Away', 'C: EHLO {{us}}'));
    await chooseEnvironment('away');
    try {
      assert.equal((await runFile(uri))?.failed, 1);
      assert.equal(problemsOf(uri)[0]?.code, 'connect');
      assert.ok(dialogue().some((line) => line.includes(`127.0.0.1:${port}`)));
    } finally {
      await chooseEnvironment('sandbox');
    }
  });

  const chooseEnvironment = async (name: string): Promise<void> => {
    await vscode.window.showTextDocument(uriOf('away.smtp'));
    const pick = async (items: readonly { readonly name: string }[]) => items.find((item) => item.name === name);
    await replaced('showQuickPick', pick, async () => {
      await vscode.commands.executeCommand('mailwright.chooseEnvironment');
    });
  };

  const refusal = async (uri: vscode.Uri): Promise<string | undefined> => {
    const messages: string[] = [];
    await replaced(
      'showWarningMessage',
      async (message: string) => void messages.push(message),
      async () => {
        assert.equal(await runFile(uri), undefined);
      },
    );
    return messages[0];
  };
});

describe('a script in the editor', () => {
  const open = async (language: string, content: string): Promise<vscode.TextDocument> => {
    const document = await vscode.workspace.openTextDocument({ language, content });
    await vscode.window.showTextDocument(document);
    return document;
  };

  it('has a Run lens over each session, and one for all', async () => {
    const { uri } = await open('smtp-session', script('### One', 'C: NOOP', '### Two', 'C: NOOP'));
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
    assert.deepEqual(
      lenses.map(({ range, command }) => [range.start.line, command?.title]),
      [
        [0, '$(play) Run'],
        [0, '$(run-all) Run all'],
        [2, '$(play) Run'],
        [2, '$(debug-continue) Run with earlier sessions'],
      ],
    );
  });

  it('is checked, outlined and formatted by the language server', async () => {
    const document = await open('smtp-session', script('### One', 'retry 5s', 'C: NOOP', 'end', 'qiut'));
    const [problem] = await when(vscode.languages.onDidChangeDiagnostics, () => {
      const found = vscode.languages.getDiagnostics(document.uri);
      return found.length > 0 ? found : undefined;
    });
    assert.equal(problem?.range.start.line, 4);
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ['One'],
    );
    await vscode.commands.executeCommand('editor.action.formatDocument');
    assert.equal(document.lineAt(2).text, '  C: NOOP');
  });
});

/** `vscode.window[name]` is another function while `body` runs: in these tests nobody is there to answer. */
async function replaced(
  name: 'showErrorMessage' | 'showInformationMessage' | 'showInputBox' | 'showQuickPick' | 'showWarningMessage',
  other: unknown,
  body: () => Promise<void>,
): Promise<void> {
  const original = Object.getOwnPropertyDescriptor(vscode.window, name);
  assert.ok(original);
  Object.defineProperty(vscode.window, name, { ...original, value: other });
  try {
    await body();
  } finally {
    Object.defineProperty(vscode.window, name, original);
  }
}

/** Asks each turn of the event loop: the panel has no event of its own. */
async function poll(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((turn) => setImmediate(turn));
}

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
