/** The messages of a folder on Dovecot: listed, sorted, searched, followed, and one of them read. */
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { ok } from '../../src/base';
import {
  type Account,
  type MessageList,
  type MessageListChange,
  newestFirst,
  openMessageList,
  readMessage,
} from '../../src/mailbox';
import { systemClock } from '../../src/net';
import { accountOf, good, said } from '../mailbox/harness';
import { resetMailbox } from './mailbox';
import { lab } from './provided';

const environment = lab();
const dovecot = { imap: `imap://${environment.host}:${environment.imap}`, ca: readFileSync(environment.ca, 'utf8') };
const alice = { user: 'alice', password: environment.password } as const;

beforeEach(() => resetMailbox(environment, 'alice'));

const letter = (n: number, subject = `number ${n}`): string =>
  [
    'From: =?utf-8?q?Bj=C3=B6rn?= <bob@example.test>',
    `Subject: ${subject}`,
    `Date: Mon, 1 Jan 2024 10:00:${String(n).padStart(2, '0')} +0000`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/alternative; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'x'.repeat(100 - n),
    '--b',
    'Content-Type: text/html',
    '',
    `<p>Letter <b>${n}</b></p>`,
    '--b--',
    '',
  ].join('\r\n');

const append = (account: Account, ...messages: readonly string[]) =>
  account.act('Append', async ({ client }) => {
    for (const message of messages) await client.append('INBOX', message);
    return ok(undefined);
  });

const subjects = async (list: MessageList): Promise<readonly (string | undefined)[]> =>
  (await list.lines(0, 9)).map((line) => line?.subject);
const next = (list: MessageList, ...kinds: readonly MessageListChange['kind'][]): Promise<MessageListChange> =>
  new Promise((resolve) => {
    const end = list.onChange((change) => {
      if (!kinds.includes(change.kind)) return;
      end();
      resolve(change);
    });
  });

describe('a folder on Dovecot', () => {
  it('is listed, sorted and searched by the server', async () => {
    const account = accountOf(dovecot, alice);
    good(await append(account, letter(1), letter(2), letter(3, '=?utf-8?q?Gr=C3=B6=C3=9Fe?=')));
    const list = openMessageList(account, 'INBOX', systemClock());
    await list.reload();
    expect(list).toMatchObject({ state: { kind: 'ready' }, total: 3, sorts: true });
    expect(await subjects(list)).toEqual(['Größe', 'number 2', 'number 1']);
    expect((await list.lines(0, 1))[0]).toMatchObject({ from: 'Björn', date: Date.UTC(2024, 0, 1, 10, 0, 3) });
    await list.show('', { by: 'date', ascending: true });
    expect(await subjects(list)).toEqual(['number 1', 'number 2', 'Größe']);
    await list.show('SUBJECT Größe', newestFirst);
    expect(await subjects(list)).toEqual(['Größe']);
    expect(list.state).toEqual({ kind: 'ready' });
    expect(said(account.transcript()).filter((line) => /^C: UID S/.test(line))).toEqual([
      'C: UID SEARCH RETURN (ALL) ALL',
      'C: UID SORT (DATE) UTF-8 ALL',
      expect.stringMatching(/^C: UID SEARCH RETURN \(ALL\) CHARSET UTF-8 SUBJECT \{7\+?\}$/),
    ]);
  });

  it('is followed by IDLE: what others append, flag and expunge shows up', async () => {
    const [ours, others] = [accountOf(dovecot, alice), accountOf(dovecot, alice)];
    good(await append(others, letter(1), letter(2)));
    const list = openMessageList(ours, 'INBOX', systemClock());
    await list.reload();
    list.live = true;

    const came = next(list, 'rows');
    good(await append(others, letter(3)));
    expect(await came).toEqual({ kind: 'rows', at: 0, removed: 0, added: 1 });
    expect(await subjects(list)).toEqual(['number 3', 'number 2', 'number 1']);

    const change = (action: (client: Parameters<Parameters<Account['act']>[1]>[0]['client']) => Promise<unknown>) =>
      others.act('Change', async ({ client }) => {
        const lock = await client.getMailboxLock('INBOX');
        await action(client);
        lock.release();
        return ok(undefined);
      });
    const flagged = next(list, 'lines');
    good(await change((client) => client.messageFlagsAdd('2', ['\\Flagged'])));
    expect(await flagged).toEqual({ kind: 'lines', from: 1, to: 2 });
    expect((await list.lines(1, 2))[0]?.flags).toContain('\\Flagged');

    const went = next(list, 'rows');
    good(await change((client) => client.messageDelete('1')));
    expect(await went).toEqual({ kind: 'rows', at: 2, removed: 1, added: 0 });
    expect(await subjects(list)).toEqual(['number 3', 'number 2']);
  });

  it('has messages that are read with their parts, and stay unread', async () => {
    const account = accountOf(dovecot, alice);
    good(await append(account, letter(7)));
    const list = openMessageList(account, 'INBOX', systemClock());
    await list.reload();
    const ref = list.ref('lab/alice', 0);
    if (!ref) throw new Error('the list has no message');
    const message = good(await readMessage(account, ref));
    expect(message).toMatchObject({
      subject: 'number 7',
      text: { text: expect.stringMatching(/^x{93}\n?/) },
      html: { text: expect.stringContaining('<b>7</b>') },
      notices: [],
    });
    expect(message.parts.map(({ section, type }) => `${section} ${type}`)).toEqual([
      ' multipart/alternative',
      '1 text/plain',
      '2 text/html',
    ]);
    await list.reload();
    expect((await list.lines(0, 1))[0]?.flags).not.toContain('\\Seen');
  });
});
