/** An account of the sandbox as the mailboxes view has it. */
import { describe, expect, it } from 'vitest';
import { ok } from '../../src/base';
import {
  appendMessages,
  copyAll,
  createFolder,
  deleteFolder,
  emptyFolder,
  markAllRead,
  moveFolder,
  renameFolder,
  setSubscribed,
} from '../../src/mailbox';
import { toScript } from '../../src/transcript/script';
import { imap, passwords, start } from '../sandbox/harness';
import { accountOf, folderOf, foldersOf, good, said, until } from './harness';

const letter = (subject: string): string =>
  `From: bob@example.test\nTo: alice@example.test\nSubject: ${subject}\n\nHello.\n`;
const mail = (...subjects: readonly string[]) =>
  subjects.map((subject) => ({ user: 'alice', message: letter(subject) }));

describe('an account', () => {
  it('says nothing before it is asked for something', async () => {
    const sandbox = await start();
    const account = accountOf(sandbox);
    expect(account.state).toEqual({ kind: 'idle' });
    expect(said(account.log.events)).toEqual([]);
  });

  it('signs in by the strongest mechanism over TLS, and shows folders with their uses and figures', async () => {
    const sandbox = await start({ seed: mail('one', 'two') });
    const account = accountOf(sandbox);
    const { folders } = await foldersOf(account);
    expect(account.state).toEqual({ kind: 'ready', mechanism: 'SCRAM-SHA-256-PLUS', tls: true });
    expect(folders.map(({ label, role, counts }) => [label, role, counts?.messages, counts?.unseen])).toEqual([
      ['INBOX', 'inbox', 2, 2],
      ['Drafts', 'drafts', 0, 0],
      ['Sent', 'sent', 0, 0],
      ['Archive', 'archive', 0, 0],
      ['Junk', 'junk', 0, 0],
      ['Trash', 'trash', 0, 0],
    ]);
  });

  it.each([
    ['LIST-STATUS', ['LIST-STATUS']],
    ['LIST-EXTENDED', ['LIST-EXTENDED', 'LIST-STATUS', 'IMAP4REV2']],
    ['NAMESPACE', ['NAMESPACE', 'IMAP4REV2']],
    ['SPECIAL-USE', ['SPECIAL-USE']],
  ])('does without %s', async (_name, without) => {
    const sandbox = await start({ seed: mail('one'), without });
    const account = accountOf(sandbox);
    const { folders } = await foldersOf(account);
    expect(folders.map(({ name }) => name)).toContain('INBOX');
    await until(account, () => account.folder('INBOX')?.counts?.messages === 1);
    expect(account.folder('INBOX')?.subscribed).toBe(true);
  });

  it('has every action in a transcript of its own, which begins with signing in', async () => {
    const sandbox = await start();
    const account = accountOf(sandbox);
    const { space } = await foldersOf(account);
    account.allowChanges = true;
    good(await createFolder(account, space, 'Größe'));
    const action = account.log.actions.find(({ title }) => title === 'New folder Größe');
    expect(action?.outcome).toBe('done');
    const dialogue = said(account.transcript(action?.id));
    expect(dialogue).toContain('C: CREATE "Gr&APYA3w-e"');
    expect(dialogue[0]).toMatch(/^S: \* OK/);
    expect(dialogue.some((line) => line.startsWith('C: LIST'))).toBe(false);
    const script = toScript(account.transcript(action?.id));
    expect(script).toContain('starttls\n');
    expect(script).toContain('auth SCRAM-SHA-256-PLUS alice {{$secret alice}}\n');
    expect(script).toContain('C: CREATE "Gr&APYA3w-e"\nS: OK');
  });

  it('shows the secret nowhere', async () => {
    const sandbox = await start({
      without: [
        'AUTH=SCRAM-SHA-256',
        'AUTH=SCRAM-SHA-1',
        'AUTH=SCRAM-SHA-256-PLUS',
        'AUTH=SCRAM-SHA-1-PLUS',
        'AUTH=CRAM-MD5',
      ],
    });
    const account = accountOf(sandbox);
    await foldersOf(account);
    expect(account.state).toMatchObject({ mechanism: 'PLAIN' });
    const all = JSON.stringify(account.log.events) + toScript(account.transcript());
    expect(all).not.toContain(passwords.alice);
    expect(all).not.toContain(btoa(`\0alice\0${passwords.alice}`));
    expect(all).toContain('‹secret alice›');
  });

  it('does not begin to change anything before the user allows it', async () => {
    const sandbox = await start();
    const account = accountOf(sandbox);
    const { space } = await foldersOf(account);
    const before = account.log.events.length;
    const refused = await createFolder(account, space, 'New');
    expect(refused).toMatchObject({
      ok: false,
      error: { kind: 'read-only', advice: expect.stringContaining('Allow Changes') },
    });
    expect(account.log.events.slice(before).filter(({ kind }) => kind === 'sent')).toEqual([]);
  });

  it('makes, renames, moves, subscribes to, empties and deletes folders', async () => {
    const sandbox = await start({ seed: mail('one', 'two') });
    const account = accountOf(sandbox);
    const { space } = await foldersOf(account);
    account.allowChanges = true;
    good(await createFolder(account, space, 'Work'));
    good(await createFolder(account, folderOf(account, 'Work'), 'Plans & more'));
    expect(folderOf(account, 'Work/Plans &- more')).toMatchObject({
      label: 'Plans & more',
      parent: 'Work',
      subscribed: true,
    });
    good(await renameFolder(account, folderOf(account, 'Work'), space, 'Office'));
    expect(folderOf(account, 'Office/Plans &- more').subscribed).toBe(true);
    good(await moveFolder(account, folderOf(account, 'Office/Plans &- more'), folderOf(account, 'Archive')));
    good(await setSubscribed(account, folderOf(account, 'Archive/Plans &- more'), false));
    expect(folderOf(account, 'Archive/Plans &- more').subscribed).toBe(false);

    good(await copyAll(account, folderOf(account, 'INBOX'), folderOf(account, 'Office')));
    expect(folderOf(account, 'Office').counts).toMatchObject({ messages: 2, unseen: 2 });
    good(await markAllRead(account, folderOf(account, 'Office')));
    expect(folderOf(account, 'Office').counts).toMatchObject({ messages: 2, unseen: 0 });
    good(await emptyFolder(account, folderOf(account, 'Office')));
    expect(folderOf(account, 'Office').counts).toMatchObject({ messages: 0 });
    const bytes = new TextEncoder().encode(letter('three').replaceAll('\n', '\r\n'));
    good(await appendMessages(account, folderOf(account, 'Office'), [{ name: 'three.eml', bytes }]));
    expect(folderOf(account, 'Office').counts).toMatchObject({ messages: 1 });

    good(await deleteFolder(account, folderOf(account, 'Archive'), true));
    expect(account.folder('Archive/Plans &- more')).toBeUndefined();
    expect(account.log.actions.filter(({ outcome }) => outcome !== 'done')).toEqual([]);
  });

  it('tells of figures once: what is known already is no news', async () => {
    const account = accountOf(await start());
    await foldersOf(account);
    const told: string[] = [];
    account.onChange((change) => told.push(change.kind));
    good(await account.count('Drafts'));
    expect(told).toEqual([]);
    account.allowChanges = true;
    good(
      await account.act('Append', async ({ client }) =>
        ok(await client.append('Drafts', 'Subject: one\r\n\r\nhello\r\n')),
      ),
    );
    good(await account.count('Drafts'));
    expect(told).toContain('folder');
  });

  it('keeps the figures of INBOX fresh by IDLE', async () => {
    const sandbox = await start();
    const account = accountOf(sandbox);
    await foldersOf(account);
    const idles = new Promise<void>((resolve) =>
      account.log.onEvent((event) => {
        if (event.kind === 'received' && event.role === 'continuation') resolve();
      }),
    );
    await idles;
    const other = await imap(sandbox.imap);
    const text = letter('new').replaceAll('\n', '\r\n');
    other.send(`a APPEND INBOX {${text.length}+}\r\n${text}\r\n`);
    await until(account, () => account.folder('INBOX')?.counts?.unseen === 1);
    expect(folderOf(account, 'INBOX').counts).toMatchObject({ messages: 1, unseen: 1 });
  });

  it('watches the folder that was asked for last, and INBOX again when nobody does', async () => {
    const sandbox = await start();
    const account = accountOf(sandbox);
    const opened = (name: string) =>
      new Promise<void>((resolve) => {
        const end = account.log.onEvent((event) => {
          if (event.kind !== 'sent' || !event.wire.text.includes(`EXAMINE ${name}`)) return;
          end();
          resolve();
        });
      });
    await foldersOf(account);
    const drafts = opened('Drafts');
    const [endOfTrash, endOfDrafts] = [account.watch('Trash'), account.watch('Drafts')];
    await drafts;
    const trash = opened('Trash');
    endOfDrafts();
    await trash;
    const inbox = opened('INBOX');
    endOfTrash();
    endOfDrafts();
    await inbox;
  });
});
