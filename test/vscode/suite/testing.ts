/** The Test Explorer's items and runs, with the controller that the extension registered. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';

interface Api {
  readonly tests: {
    readonly controller: vscode.TestController;
    readonly profiles: ReadonlyMap<string, vscode.TestRunProfile>;
  };
  outcomes(document: vscode.TextDocument): ReadonlyMap<number, string>;
}

/** What a test run was told, as `passed Hello, SMTP`; its output apart. */
interface Told {
  readonly states: string[];
  readonly messages: vscode.TestMessage[];
  output: string;
}

const none = (): vscode.CancellationToken => new vscode.CancellationTokenSource().token;

describe('the Test Explorer', () => {
  let api: Api;
  const script = (name: string): vscode.TestItem => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const item = api.tests.controller.items.get(vscode.Uri.joinPath(folder, name).toString());
    assert.ok(item, `${name} is no test`);
    return item;
  };
  const children = (item: vscode.TestItem): readonly vscode.TestItem[] => [...item.children].map(([, child]) => child);
  const resolve = async (item?: vscode.TestItem): Promise<void> => {
    await api.tests.controller.resolveHandler?.(item);
  };

  /** Runs by the profile's own handler; the real run is told, and so are we. */
  const run = async (
    request: vscode.TestRunRequest,
    token = none(),
    onTold: (state: string) => void = () => {},
  ): Promise<Told> => {
    const { controller, profiles } = api.tests;
    const told: Told = { states: [], messages: [], output: '' };
    const tell = (state: string): void => {
      told.states.push(state);
      onTold(state);
    };
    const original = controller.createTestRun;
    controller.createTestRun = (...parameters) => {
      const real = original.apply(controller, parameters);
      return new Proxy(real, {
        get(target, name: keyof vscode.TestRun) {
          const value = target[name];
          if (typeof value !== 'function') return value;
          return (...all: unknown[]) => {
            const [first, second] = all;
            if (name === 'appendOutput') told.output += first;
            else if (name === 'end') tell('end');
            else tell(`${name} ${(first as vscode.TestItem).label}`);
            if (name === 'failed' || name === 'errored') told.messages.push(...[second as vscode.TestMessage].flat());
            return Reflect.apply(value, target, all);
          };
        },
      });
    };
    try {
      await profiles.get('sandbox')?.runHandler(request, token);
    } finally {
      controller.createTestRun = original;
    }
    return told;
  };

  before(async () => {
    const extension = vscode.extensions.getExtension<Api>('mailwright.mailwright');
    assert.ok(extension);
    api = await extension.activate();
    await resolve();
  });

  it('has every script of the workspace, and its sessions when they are asked for; no editor opens', async () => {
    const editors = vscode.window.visibleTextEditors.length;
    const item = script('dsn.smtp');
    await resolve(item);
    assert.deepEqual(
      children(item).map(({ label, range }) => [label, range?.start.line]),
      [
        ['Submit with NOTIFY=SUCCESS', 5],
        ['The report arrives', 26],
      ],
    );
    assert.deepEqual(
      children(item)[1]
        ?.tags.map(({ id }) => id)
        .toSorted(),
      ['environment:sandbox', 'imap', 'smtp'],
    );
    assert.equal(vscode.window.visibleTextEditors.length, editors);
  });

  it('offers a run in each environment; the chosen one is the default, and can run continuously', () => {
    const profile = api.tests.profiles.get('sandbox');
    assert.equal(profile?.label, 'sandbox');
    assert.equal(profile?.isDefault, true);
    assert.equal(profile?.supportsContinuousRun, true);
    assert.equal(profile?.tag?.id, 'environment:sandbox');
  });

  it('runs a script: its sessions pass, and the output is the dialogue', async () => {
    const { states, output } = await run(new vscode.TestRunRequest([script('hello.smtp')]));
    assert.deepEqual(states, ['enqueued Hello, SMTP', 'started Hello, SMTP', 'passed Hello, SMTP', 'end']);
    assert.match(output, /C: EHLO client\.example/);
    assert.equal(output.replaceAll('\r\n', '').includes('\n'), false);
  });

  it('runs the sessions that a session needs before it, and tells only of what was asked', async () => {
    const item = script('hello.smtp');
    assert.ok(item.uri);
    const editor = await vscode.window.showTextDocument(item.uri);
    const all = new vscode.Range(0, 0, editor.document.lineCount, 0);
    await editor.edit((edit) =>
      edit.replace(all, '### Ask\nC: EHLO client.example\nS: 250 {{@said...}}\n### Other\n### Use\nlog {{said}}\n'),
    );
    try {
      await resolve(item);
      const use = children(item).find(({ label }) => label === 'Use');
      assert.ok(use);
      const { states, output } = await run(new vscode.TestRunRequest([use]));
      assert.deepEqual(states, ['enqueued Use', 'started Use', 'passed Use', 'end']);
      assert.ok(output.includes('### Ask') && !output.includes('### Other'));
    } finally {
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    }
  });

  it('leaves out what is excluded', async () => {
    const item = script('dsn.smtp');
    await resolve(item);
    const [first, second] = children(item);
    assert.ok(first && second);
    const { states } = await run(new vscode.TestRunRequest([item], [second]));
    assert.deepEqual(states, [`enqueued ${first.label}`, `started ${first.label}`, `passed ${first.label}`, 'end']);
  });

  it('takes what the editor holds: a changed title is another test, a failure has both sides and its line', async () => {
    const item = script('hello.smtp');
    assert.ok(item.uri);
    const editor = await vscode.window.showTextDocument(item.uri);
    await editor.edit((edit) => {
      edit.replace(editor.document.lineAt(3).range, '### Hello, typo');
      edit.replace(editor.document.lineAt(6).range, 'S: 250-TELEPATHY');
    });
    try {
      const { states, messages } = await run(new vscode.TestRunRequest([item]));
      assert.deepEqual(states, ['enqueued Hello, typo', 'started Hello, typo', 'failed Hello, typo', 'end']);
      const [message] = messages;
      assert.equal(message?.expectedOutput, '250-TELEPATHY');
      assert.match(message?.actualOutput ?? '', /^250-/);
      assert.equal(message?.location?.uri.toString(), item.uri.toString());
      assert.equal(message?.location?.range.start.line, 6);
      assert.match(api.outcomes(editor.document).get(6) ?? '', /^✗ /);
      assert.match(api.outcomes(editor.document).get(5) ?? '', /^· 250-/);

      // the line that is edited loses what stood beside it, others keep it and move
      await editor.edit((edit) => edit.insert(new vscode.Position(4, 0), '# a comment\n'));
      assert.match(api.outcomes(editor.document).get(7) ?? '', /^✗ /);
      await editor.edit((edit) => edit.insert(new vscode.Position(7, 3), '2'));
      assert.equal(api.outcomes(editor.document).has(7), false);
      assert.match(api.outcomes(editor.document).get(6) ?? '', /^· 250-/);
    } finally {
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    }
  });

  it('says why a session was skipped, and why a script cannot run', async () => {
    const item = script('hello.smtp');
    assert.ok(item.uri);
    const editor = await vscode.window.showTextDocument(item.uri);
    const set = (line: number, text: string): Thenable<boolean> =>
      editor.edit((edit) => edit.replace(editor.document.lineAt(line).range, text));
    try {
      await set(4, 'needs TELEPATHY');
      const skipped = await run(new vscode.TestRunRequest([item]));
      assert.ok(skipped.states.includes('skipped Hello, SMTP'));
      assert.match(skipped.output, /skipped.*TELEPATHY/);
      assert.match(children(item)[0]?.description ?? '', /skipped: .*TELEPATHY/);
      await set(4, 'retyr 5s');
      const wrong = await run(new vscode.TestRunRequest([item]));
      assert.deepEqual(wrong.states, ['enqueued Hello, SMTP', 'errored Hello, SMTP', 'end']);
      assert.match(String(wrong.messages[0]?.message), /hello\.smtp:5: /);
      assert.equal(wrong.messages[0]?.location?.range.start.line, 4);
    } finally {
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    }
  });

  it('is cancelled in the middle: what waits does not begin', async () => {
    const item = script('hello.smtp');
    assert.ok(item.uri);
    const editor = await vscode.window.showTextDocument(item.uri);
    await editor.edit((edit) => edit.replace(editor.document.lineAt(7).range, 'wait 60s'));
    const source = new vscode.CancellationTokenSource();
    try {
      const { states } = await run(
        new vscode.TestRunRequest([item, script('hello.imap')]),
        source.token,
        (state) => state.startsWith('started') && source.cancel(),
      );
      assert.ok(states.includes('started Hello, SMTP'));
      assert.ok(!states.includes('started Hello, IMAP') && !states.some((state) => state.startsWith('passed')));
    } finally {
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    }
  });

  it('waits for its turn while another run goes on', async () => {
    const document = await vscode.workspace.openTextDocument({
      language: 'smtp-session',
      content: '### By hand\nC: EHLO client.example\nC: NOOP\n',
    });
    await vscode.window.showTextDocument(document);
    const [byHand, { states }] = await Promise.all([
      vscode.commands.executeCommand<{ readonly passed: number }>('mailwright.runFile'),
      run(new vscode.TestRunRequest([script('hello.pop3')])),
    ]);
    assert.equal(byHand.passed, 1);
    assert.ok(states.some((state) => state.startsWith('passed')));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});

describe('runs by command', () => {
  const open = async (content: string): Promise<vscode.TextEditor> =>
    vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'smtp-session', content }));
  const three = ['One', 'Two', 'Three'].map((title) => `### ${title}\nC: EHLO client.example\nC: NOOP\n`).join('');
  const passed = async (command: string, ...rest: readonly unknown[]): Promise<number | undefined> =>
    (await vscode.commands.executeCommand<{ readonly passed: number } | undefined>(command, ...rest))?.passed;

  it('run the sessions that are selected, those up to one, and the last ones again', async () => {
    const editor = await open(three);
    editor.selection = new vscode.Selection(4, 0, 7, 1);
    assert.equal(await passed('mailwright.runSelection'), 2);
    assert.equal(await passed('mailwright.runAgain'), 2);
    assert.equal(await passed('mailwright.runThrough', editor.document.uri, 2), 3);
    editor.selection = new vscode.Selection(5, 0, 5, 0);
    assert.equal(await passed('mailwright.runThrough'), 2);
    // the sessions are known by their titles, wherever they are now
    await editor.edit((edit) => edit.delete(new vscode.Range(0, 0, 3, 0)));
    assert.equal(await passed('mailwright.runAgain'), 1);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});
