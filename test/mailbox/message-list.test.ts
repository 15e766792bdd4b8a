/** The list of a folder's messages: first lines, pages, searches, orders, and what others do meanwhile. */
import { describe, expect, it } from 'vitest';
import {
  type MessageList,
  type MessageListChange,
  type MessageOrder,
  newestFirst,
  openMessageList,
} from '../../src/mailbox';
import { systemClock } from '../../src/net';
import { imap, start } from '../sandbox/harness';
import { accountOf, said } from './harness';

const message = (n: number, extra = ''): Uint8Array =>
  Buffer.from(
    `From: Sender ${n % 3} <s${n % 3}@example.test>\r\nSubject: number ${n}\r\nDate: Mon, 1 Jan 2024 10:00:${String(n % 60).padStart(2, '0')} +0000\r\n${extra}\r\nbody of ${n}\r\n`,
  );
const seeded = (count: number) =>
  start({ seed: Array.from({ length: count }, (_, n) => ({ user: 'alice', message: message(n + 1) })) });

/** Resolves at the first change that fits. */
const next = (list: MessageList, fits: (change: MessageListChange) => boolean): Promise<MessageListChange> =>
  new Promise((resolve) => {
    const end = list.onChange((change) => {
      if (!fits(change)) return;
      end();
      resolve(change);
    });
  });
const kind =
  (wanted: MessageListChange['kind']) =>
  (change: MessageListChange): boolean =>
    change.kind === wanted;

const subjects = async (list: MessageList, from = 0, to = 5): Promise<readonly (string | undefined)[]> =>
  (await list.lines(from, to)).map((line) => line?.subject);

const order = (by: MessageOrder['by'], ascending: boolean): MessageOrder => ({ by, ascending });

async function opened(count: number) {
  const sandbox = await seeded(count);
  const account = accountOf(sandbox);
  const list = openMessageList(account, 'INBOX', systemClock());
  await list.reload();
  return { sandbox, account, list };
}

describe('a folder', () => {
  it('shows the newest message first', async () => {
    const { list } = await opened(5);
    expect(list.state).toEqual({ kind: 'ready' });
    expect(list).toMatchObject({ size: 5, total: 5, sorts: true, title: 'INBOX' });
    expect(await subjects(list)).toEqual(['number 5', 'number 4', 'number 3', 'number 2', 'number 1']);
    expect((await list.lines(0, 1))[0]).toEqual({
      uid: 5,
      from: 'Sender 2',
      subject: 'number 5',
      date: Date.UTC(2024, 0, 1, 10, 0, 5),
      size: message(5).length,
      flags: ['\\Recent'],
      attachments: [],
    });
    expect(list.ref('sandbox/alice', 0)).toEqual({
      account: 'sandbox/alice',
      folder: 'INBOX',
      uidValidity: expect.stringMatching(/^\d+$/),
      uid: 5,
    });
  });

  it('is fetched a window at a time, and no window twice', async () => {
    const { account, list } = await opened(300);
    const fetches = () => said(account.transcript()).filter((line) => line.startsWith('C: UID FETCH'));
    expect(fetches()).toEqual([expect.stringContaining('UID FETCH 201:300 (')]);
    expect(await subjects(list, 100, 102)).toEqual(['number 200', 'number 199']);
    await list.lines(100, 102);
    expect(fetches()).toHaveLength(2);
    expect(fetches()[1]).toContain('UID FETCH 199:200 (');
    expect(account.log.actions.map(({ title }) => title)).toEqual([
      'Messages of INBOX',
      'Messages 101 to 102 of INBOX',
    ]);
  });

  it('that is empty has no lines', async () => {
    const { list } = await opened(0);
    expect(list).toMatchObject({ size: 0, state: { kind: 'ready' } });
    expect(await list.lines(0, 100)).toEqual([]);
  });

  it('tells attachments, and makes what could deceive visible', async () => {
    const sandbox = await start({
      seed: [
        {
          user: 'alice',
          message: Buffer.from(
            'From: =?utf-8?Q?Bj=C3=B6rn?= <b@example.test>\r\nSubject: =?utf-8?Q?gnp=2E=E2=80=AEexe=0D=0Ax?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="bill.pdf"\r\n\r\nx\r\n--b--\r\n',
          ),
          flags: ['\\Seen', '\\Flagged'],
        },
      ],
    });
    const list = openMessageList(accountOf(sandbox), 'INBOX', systemClock());
    await list.reload();
    expect((await list.lines(0, 1))[0]).toMatchObject({
      from: 'Björn',
      subject: 'gnp.‹U+202E›exe x',
      attachments: ['bill.pdf'],
      flags: expect.arrayContaining(['\\Seen', '\\Flagged']),
    });
  });

  it('that does not exist says so', async () => {
    const list = openMessageList(accountOf(await seeded(0)), 'Nowhere', systemClock());
    await list.reload();
    expect(list.state).toMatchObject({ kind: 'gone', why: { kind: 'missing' } });
  });
});

describe('search and order', () => {
  it('are the server’s', async () => {
    const { account, list } = await opened(9);
    expect(await list.show('FROM s1', newestFirst)).toBeUndefined();
    expect(list).toMatchObject({ size: 3, total: 9 });
    expect(await subjects(list)).toEqual(['number 7', 'number 4', 'number 1']);
    expect(await list.show('"body of 4"', order('subject', true))).toBeUndefined();
    expect(await subjects(list)).toEqual(['number 4']);
    await list.show('', order('size', true));
    expect(list.size).toBe(9);
    await list.show('', order('date', true));
    expect(await subjects(list, 0, 2)).toEqual(['number 1', 'number 2']);
    expect(said(account.transcript()).filter((line) => /^C: UID S/.test(line))).toEqual([
      'C: UID SEARCH RETURN (ALL) ALL',
      'C: UID SEARCH RETURN (ALL) FROM s1',
      'C: UID SORT (SUBJECT) UTF-8 TEXT "body of 4"',
      'C: UID SORT (SIZE) UTF-8 ALL',
      'C: UID SORT (DATE) UTF-8 ALL',
    ]);
  });

  it('take strings beyond ASCII as literals', async () => {
    const sandbox = await start({
      seed: [{ user: 'alice', message: Buffer.from('Subject: =?utf-8?Q?Gr=C3=B6=C3=9Fe?=\r\n\r\nx\r\n') }],
    });
    const list = openMessageList(accountOf(sandbox), 'INBOX', systemClock());
    await list.reload();
    await list.show('SUBJECT "Größe"', newestFirst);
    expect(list).toMatchObject({ state: { kind: 'ready' }, size: 1 });
    await list.show('SUBJECT "Breite"', newestFirst);
    expect(list.size).toBe(0);
  });

  it('that are wrong change nothing of what is shown', async () => {
    const { list } = await opened(3);
    expect(await list.show('FORM alice', newestFirst)).toMatchObject({ message: 'FORM is no search key' });
    expect(list).toMatchObject({ size: 3, state: { kind: 'ready' } });
  });
});

describe('what others do', () => {
  it('shows up while the list is live: messages come, go and are flagged', async () => {
    const { sandbox, list } = await opened(3);
    list.live = true;
    const other = await imap(sandbox.imap, 'alice', 'INBOX');
    const came = next(list, kind('rows'));
    other.send(`a APPEND INBOX {${message(4).length}+}\r\n${message(4).toString()}\r\n`);
    expect(await came).toEqual({ kind: 'rows', at: 0, removed: 0, added: 1 });
    expect(await subjects(list)).toEqual(['number 4', 'number 3', 'number 2', 'number 1']);

    const flagged = next(list, kind('lines'));
    other.send('b STORE 2 +FLAGS (\\Flagged)\r\n');
    expect(await flagged).toEqual({ kind: 'lines', from: 2, to: 3 });
    expect((await list.lines(2, 3))[0]).toMatchObject({
      subject: 'number 2',
      flags: expect.arrayContaining(['\\Flagged']),
    });

    const went = next(list, kind('rows'));
    other.send('c STORE 1 +FLAGS.SILENT (\\Deleted)\r\nd EXPUNGE\r\n');
    expect(await went).toEqual({ kind: 'rows', at: 3, removed: 1, added: 0 });
    expect(await subjects(list)).toEqual(['number 4', 'number 3', 'number 2']);
  });

  it('shows up in a folder that the account does not watch by itself', async () => {
    const { sandbox, account } = await opened(0);
    const other = await imap(sandbox.imap, 'alice', 'INBOX');
    other.send('a CREATE Lists\r\n');
    await other.until(/^a OK/);
    const list = openMessageList(account, 'Lists', systemClock());
    await list.reload();
    list.live = true;
    // It comes as one, or with a new listing when the connection was in INBOX just then.
    const came = next(list, ({ kind }) => kind === 'rows' || kind === 'order');
    other.send(`b APPEND Lists {${message(1).length}+}\r\n${message(1).toString()}\r\n`);
    await came;
    expect(await subjects(list)).toEqual(['number 1']);
    list.live = false;
    await list.lines(0, 1);
    list.close();
  });

  it('shows up when the folder is looked at again', async () => {
    const { sandbox, account, list } = await opened(2);
    await account.act('Elsewhere', async ({ client }) => {
      const lock = await client.getMailboxLock('Drafts');
      lock.release();
      return { ok: true, value: undefined };
    });
    const other = await imap(sandbox.imap, 'alice', 'INBOX');
    other.send('c STORE 1 +FLAGS.SILENT (\\Deleted)\r\nd EXPUNGE\r\n');
    await other.until(/^d OK/);
    await list.show('', newestFirst);
    expect(await subjects(list)).toEqual(['number 2']);
  });

  it('a folder made anew is listed again, and it is said', async () => {
    const { sandbox, account } = await opened(0);
    const other = await imap(sandbox.imap, 'alice', 'INBOX');
    const append = (n: number): string => `APPEND Lists {${message(n).length}+}\r\n${message(n).toString()}\r\n`;
    other.send(`a CREATE Lists\r\nb ${append(1)}`);
    await other.until(/^b OK/);
    const list = openMessageList(account, 'Lists', systemClock());
    await list.reload();
    await account.act('Elsewhere', async ({ client }) => {
      const lock = await client.getMailboxLock('INBOX');
      lock.release();
      return { ok: true, value: undefined };
    });
    other.send(`c DELETE Lists\r\nd CREATE Lists\r\ne ${append(2)}`);
    await other.until(/^e OK/);
    const notice = next(list, kind('notice'));
    await list.show('', newestFirst);
    expect(await notice).toMatchObject({ text: expect.stringContaining('UIDVALIDITY of Lists has changed') });
    expect(await subjects(list)).toEqual(['number 2']);
  });
});
