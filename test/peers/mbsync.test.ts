/** mbsync (isync), which keeps a mailbox and a Maildir the same. */
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox';
import { imap, listener, passwords, start } from '../sandbox/harness';
import { letter } from './messages';
import { caFile, type Ended, file, folder, portOf, run } from './program';

/** A Maildir store and a channel to all of alice's mailboxes. */
function synchroniser(sandbox: Sandbox, more = ''): { readonly maildir: string; sync(): Promise<Ended> } {
  const maildir = folder();
  const config = file(
    'mbsyncrc',
    `
IMAPAccount sandbox
Host localhost
Port ${portOf(sandbox.imap)}
User alice
Pass "${passwords.alice}"
SSLType STARTTLS
CertificateFile ${caFile(sandbox)}
${more}

IMAPStore remote
Account sandbox

MaildirStore local
Path ${maildir}/
Inbox ${maildir}/INBOX
SubFolders Verbatim

Channel all
Far :remote:
Near :local:
Patterns *
Create Both
Expunge Both
SyncState *
`,
  );
  return { maildir, sync: () => run('mbsync', ['--config', config, '--verbose', '--all']) };
}

/** The messages of a Maildir, by the name of the file. */
const messages = (maildir: string, mailbox: string): Map<string, string> =>
  new Map(
    ['cur', 'new'].flatMap((part) => {
      const path = join(maildir, mailbox, part);
      return readdirSync(path).map((name) => [join(path, name), readFileSync(join(path, name), 'utf8')] as const);
    }),
  );

/** mbsync keeps local line ends and marks what it has taken. */
const plain = (text: string): string => text.replaceAll('\r\n', '\n').replace(/^X-TUID: .*\n/m, '');

const seed = ['one', 'two', 'three'].map((subject) => ({ user: 'alice', message: letter(subject) }));

describe('mbsync', () => {
  it('fetches all mailboxes over STARTTLS, messages byte for byte', async () => {
    const { events, onEvent } = listener();
    const { maildir, sync } = synchroniser(await start({ seed, onEvent }));
    const ended = await sync();
    expect(ended.stderr).toBe('');
    expect(ended.status).toBe(0);
    expect(readdirSync(maildir)).toEqual(expect.arrayContaining(['Archive', 'Drafts', 'INBOX', 'Sent', 'Trash']));
    const texts = [...messages(maildir, 'INBOX').values()].map(plain).sort();
    expect(texts).toEqual(['one', 'three', 'two'].map((subject) => plain(letter(subject))));
    expect(events.map(({ kind }) => kind)).toContain('secured');
  });

  it('carries flags, new messages, deletions and new folders both ways', async () => {
    const sandbox = await start({ seed });
    const { maildir, sync } = synchroniser(sandbox);
    await sync();
    for (const [path, text] of messages(maildir, 'INBOX')) {
      const base = join(maildir, 'INBOX', 'cur', (path.split('/').at(-1) ?? '').replace(/:2,.*$/, ''));
      if (text.includes('Subject: one')) renameSync(path, `${base}:2,FS`);
      if (text.includes('Subject: two')) renameSync(path, `${base}:2,T`);
    }
    for (const part of ['cur', 'new', 'tmp']) mkdirSync(join(maildir, 'Plans', part), { recursive: true });
    writeFileSync(join(maildir, 'Plans', 'new', '1.1.here'), plain(letter('four')));
    const alice = await imap(sandbox.imap, 'alice', 'INBOX');
    alice.send('flag STORE 3 +FLAGS (\\Answered)\r\n');
    await alice.until(/^flag OK/);

    expect(await sync()).toMatchObject({ status: 0, stderr: '' });

    alice.send('news NOOP\r\n');
    await alice.until(/^news OK/);
    alice.send('fetch UID FETCH 1:* FLAGS\r\n');
    const lines = (await alice.until(/^fetch OK/)).join('\n');
    expect(lines).toMatch(/FETCH \(.*UID 1.*\\Flagged|FETCH \(.*\\Flagged.*UID 1/);
    expect(lines).not.toMatch(/UID 2\b/);
    expect([...messages(maildir, 'INBOX').keys()].some((path) => /:2,.*R/.test(path))).toBe(true);
    alice.send('status STATUS Plans (MESSAGES)\r\n');
    expect(await alice.until(/^status OK/)).toContain('* STATUS Plans (MESSAGES 1)');
    alice.end();

    const again = await sync();
    expect(again).toMatchObject({ status: 0, stderr: '' });
  });

  it('is told that a password is wrong', async () => {
    const sandbox = await start({ seed });
    const { sync } = synchroniser(sandbox, 'AuthMechs LOGIN');
    const other = await start({ users: [{ user: 'alice', password: 'another' }] });
    expect((await sync()).status).toBe(0);
    const wrong = synchroniser({ ...other }, 'AuthMechs LOGIN');
    const ended = await wrong.sync();
    expect(ended.status).not.toBe(0);
    expect(ended.stderr + ended.stdout).toMatch(/AUTHENTICATIONFAILED/);
  });
});
