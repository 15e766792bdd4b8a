/** A secret that a run used is nowhere afterwards: on disk, in the clipboard, in exports, in what editors show, in any form. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { type Sandbox, startSandbox } from '../../../src/sandbox';
import { formsIn } from '../../secrets/forms';

interface Api {
  transcript(): {
    readonly rows: readonly { readonly text: string; readonly event?: number }[];
    readonly state: { readonly summary?: { readonly text: string } };
  };
}
interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** Every form of it differs from the others: an umlaut, quotes, `&`, `+`, `=`, `/`. */
const secret = 'pä"ss&w0rd+k=y/7-never-shown';
/** RFC 6750 §2.1: a token has no other characters. */
const token = 'tok/en+7~never.shown==';
const user = 'alice';

const imapScript = `### PLAIN
starttls
auth PLAIN alice {{$secret vault}}
S: OK
C: LOGOUT

### LOGIN
starttls
auth LOGIN alice {{$secret vault}}
S: OK
C: LOGOUT

### A token
starttls
auth XOAUTH2 alice {{$secret token}}
S: NO
C: LOGOUT

### In a literal, and back
starttls
auth PLAIN alice {{$secret vault}}
C: APPEND INBOX """
Subject: {{$secret vault | urlencode}}

{{$secret vault}} {{$secret vault | base64}} {{$secret vault | hex}}
"""
S: OK
C: SELECT INBOX
S: OK
C: FETCH * BODY[]
S: OK
C: NOOP {{$secret vault | base64}}
S: BAD
C: LOGOUT
`;

const smtpScript = `### Mail with it
C: EHLO client.example
starttls
C: EHLO client.example
auth PLAIN alice {{$secret vault}}
S: 235
C: NOOP {{$secret vault | base64}}
C: MAIL FROM:<alice@example.test>
C: RCPT TO:<alice@example.test>
C: DATA
S: 354
C: """
Subject: {{$secret vault | urlencode}}

{{$secret token}} {{$secret vault | hex}}
"""
S: 250
C: QUIT
`;

const leaksIn = (what: string, octets: Uint8Array | string): readonly string[] =>
  [secret, token].flatMap((one) => formsIn(octets, one, user)).map((form) => `${what}: ${form}`);

/** All files below a folder. */
const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe('a secret', () => {
  let folder: string;
  let sandbox: Sandbox;
  let api: Api;
  const uriOf = (name: string): vscode.Uri => vscode.Uri.file(join(folder, name));
  const lastRuns: { readonly name: string; readonly counts: Counts | undefined }[] = [];

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mailwright-secrets-'));
    const extension = vscode.extensions.getExtension<Api>('mailwright.mailwright');
    assert.ok(extension);
    api = await extension.activate();
    sandbox = await startSandbox({ users: [{ user, password: secret }] });
    const { imap, smtp } = sandbox;
    writeFileSync(join(folder, 'ca.pem'), sandbox.ca);
    writeFileSync(
      join(folder, 'mailwright.env.json'),
      JSON.stringify({ vaulted: { servers: { imap, smtp }, ca: ['ca.pem'] } }),
    );
    writeFileSync(join(folder, 'all.imap'), imapScript);
    writeFileSync(join(folder, 'all.smtp'), smtpScript);
    await choose('vaulted');
    await replaced(
      vscode.window,
      'showInputBox',
      async ({ title }: vscode.InputBoxOptions) => (title?.includes('token') ? token : secret),
      async () => {
        for (const name of ['all.smtp', 'all.imap'])
          lastRuns.push({ name, counts: await vscode.commands.executeCommand('mailwright.runFile', uriOf(name)) });
      },
    );
  });
  after(async () => {
    await choose('sandbox');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const choose = async (name: string): Promise<void> => {
    await vscode.window.showTextDocument(uriOf('all.imap'));
    const pick = async (items: readonly { readonly name: string }[]) => items.find((item) => item.name === name);
    await replaced(vscode.window, 'showQuickPick', pick, async () => {
      await vscode.commands.executeCommand('mailwright.chooseEnvironment');
    });
  };

  it('serves its runs, and the panel has its mask', () => {
    const shown = JSON.stringify(api.transcript());
    for (const { name, counts } of lastRuns) assert.equal(counts?.failed, 0, `${name}: ${shown}`);
    assert.ok(shown.includes('‹secret vault›'), shown);
    assert.deepEqual(leaksIn('the panel', shown), []);
  });

  it('is in the clipboard after no command that copies', async () => {
    const copied: string[] = [];
    const clipboard = {
      readText: async () => copied.at(-1) ?? '',
      writeText: async (text: string) => void copied.push(text),
    };
    const events = api.transcript().rows.length;
    await replaced(vscode.env, 'clipboard', clipboard, async () => {
      for (const command of ['copyText', 'copyScript', 'copySwaks', 'copyCurl'])
        for (let event = 0; event < events; event++)
          await replaced(
            vscode.window,
            'showInformationMessage',
            async () => undefined,
            async () => {
              await vscode.commands.executeCommand(`mailwright.transcript.${command}`, { event });
            },
          );
    });
    assert.ok(copied.length > events, `${copied.length} texts were copied`);
    assert.ok(copied.some((text) => text.includes('‹secret vault›')));
    assert.deepEqual([...new Set(copied.flatMap((text) => leaksIn('copied', text)))], []);
  });

  it('is in no export', async () => {
    const exports = join(folder, 'exports');
    mkdirSync(exports);
    for (const format of ['JSON Lines', 'HTML page', 'Text']) {
      const target = vscode.Uri.file(join(exports, `run.${format}`));
      const pick = async (items: readonly { readonly label: string }[]) => items.find(({ label }) => label === format);
      await replaced(vscode.window, 'showQuickPick', pick, () =>
        replaced(
          vscode.window,
          'showSaveDialog',
          async () => target,
          () =>
            replaced(
              vscode.window,
              'showInformationMessage',
              async () => undefined,
              async () => {
                await vscode.commands.executeCommand('mailwright.transcript.export');
              },
            ),
        ),
      );
    }
    await replaced(
      vscode.window,
      'showSaveDialog',
      async () => vscode.Uri.file(join(exports, 'run.imap')),
      async () => {
        await vscode.commands.executeCommand('mailwright.transcript.saveScript');
      },
    );
    const files = filesIn(exports);
    assert.ok(files.length >= 4, files.join(', '));
    for (const file of files) assert.ok(readFileSync(file).length > 0, file);
    assert.deepEqual(
      files.flatMap((file) => leaksIn(file, readFileSync(file))),
      [],
    );
  });

  it('is in no editor: octets, comparisons, the saved script', async () => {
    const { rows } = api.transcript();
    await replaced(
      vscode.window,
      'showInformationMessage',
      async () => undefined,
      async () => {
        for (let event = 0; event < rows.length; event += 3)
          await vscode.commands.executeCommand('mailwright.transcript.showOctets', { event });
        await replaced(
          vscode.window,
          'showQuickPick',
          async (items: readonly unknown[]) => items[0],
          async () => {
            await vscode.commands.executeCommand('mailwright.transcript.compare');
          },
        );
      },
    );
    const documents = vscode.workspace.textDocuments;
    assert.ok(documents.some(({ uri }) => uri.scheme === 'mailwright-transcript'));
    assert.deepEqual(
      documents.flatMap((document) => leaksIn(document.uri.toString(), document.getText())),
      [],
    );
  });

  it('is in no file of the editor: settings, state, the runs that were, logs', () => {
    const profile = process.env.MAILWRIGHT_TEST_PROFILE;
    if (profile === undefined) throw new Error('the runner does not say where the profile is');
    const files = filesIn(profile);
    const transcripts = files.filter((file) => file.endsWith('.jsonl'));
    assert.ok(
      transcripts.some((file) => readFileSync(file, 'utf8').includes('‹secret vault›')),
      files.join('\n'),
    );
    assert.deepEqual(
      files.flatMap((file) => leaksIn(file, readFileSync(file))),
      [],
    );
  });
});

/** `holder[name]` is another while `body` runs: in these tests nobody is there to answer. */
async function replaced(holder: object, name: string, other: unknown, body: () => Promise<void>): Promise<void> {
  const original = Object.getOwnPropertyDescriptor(holder, name);
  assert.ok(original, name);
  Object.defineProperty(holder, name, { configurable: true, enumerable: true, value: other });
  try {
    await body();
  } finally {
    Object.defineProperty(holder, name, original);
  }
}
