/** What is done to one message: the commands it takes, what shows after, and what is never done to another message. */
import { describe, expect, it } from 'vitest';
import {
  type Account,
  copyMessage,
  deleteMessage,
  type MessageList,
  type MessageRef,
  moveMessage,
  openMessageList,
  setFlag,
} from '../../src/mailbox';
import { systemClock } from '../../src/net';
import { start } from '../sandbox/harness';
import { accountOf, folderOf, foldersOf, good, said } from './harness';

const letter = (n: number): string => `From: bob@example.test\r\nSubject: number ${n}\r\n\r\nHello.\r\n`;

interface Lab {
  readonly account: Account;
  readonly list: MessageList;
  /** The message in the middle of three. */
  readonly ref: MessageRef;
}

async function lab(without: readonly string[] = []): Promise<Lab> {
  const seed = [1, 2, 3].map((n) => ({ user: 'alice', message: letter(n) }));
  const account = accountOf(await start({ seed, without }));
  await foldersOf(account);
  account.allowChanges = true;
  const list = openMessageList(account, 'INBOX', systemClock());
  await list.reload();
  const ref = list.ref('sandbox/alice', 1);
  if (!ref) throw new Error('there is no second message');
  return { account, list, ref };
}

const subjects = async (list: MessageList): Promise<readonly (string | undefined)[]> =>
  (await list.lines(0, 9)).map((line) => line?.subject);
const commands = (account: Account): readonly string[] =>
  said(account.transcript(account.log.actions.findLast(({ title }) => title.includes('message 2'))?.id))
    .filter((line) => /^C: UID (?!FETCH|SEARCH)/.test(line))
    .map((line) => line.replace('C: ', ''));

describe('a message of a list', () => {
  it('is flagged, and the flag is taken away', async () => {
    const { account, list, ref } = await lab();
    good(await setFlag(account, ref, '\\Flagged', true));
    expect(commands(account)).toEqual(['UID STORE 2 +FLAGS (\\Flagged)']);
    await list.changed(ref.uid);
    expect((await list.lines(1, 2))[0]?.flags).toContain('\\Flagged');
    good(await setFlag(account, ref, '\\Flagged', false));
    await list.changed(ref.uid);
    expect((await list.lines(1, 2))[0]?.flags).not.toContain('\\Flagged');
  });

  it('that is read changes the figures of its folder', async () => {
    const { account, ref } = await lab();
    good(await setFlag(account, ref, '\\Seen', true));
    expect(folderOf(account, 'INBOX').counts).toMatchObject({ messages: 3, unseen: 2 });
  });

  it('is copied', async () => {
    const { account, list, ref } = await lab();
    good(await copyMessage(account, ref, folderOf(account, 'Archive')));
    expect(commands(account)).toEqual(['UID COPY 2 "Archive"']);
    expect(folderOf(account, 'Archive').counts).toMatchObject({ messages: 1 });
    await list.changed(ref.uid);
    expect(list.total).toBe(3);
  });

  it.each([
    ['a server with MOVE', [], ['UID MOVE 2 "Archive"']],
    [
      'a server without it',
      ['MOVE', 'IMAP4REV2'],
      ['UID COPY 2 "Archive"', 'UID STORE 2 +FLAGS (\\Deleted)', 'UID EXPUNGE 2'],
    ],
  ])('is moved on %s', async (_, without, expected) => {
    const { account, list, ref } = await lab(without);
    good(await moveMessage(account, ref, folderOf(account, 'Archive')));
    expect(commands(account)).toEqual(expected);
    await list.changed(ref.uid);
    expect(await subjects(list)).toEqual(['number 3', 'number 1']);
    expect(folderOf(account, 'Archive').counts).toMatchObject({ messages: 1 });
  });

  it('is deleted alone', async () => {
    const { account, list, ref } = await lab();
    good(await deleteMessage(account, ref));
    await list.changed(ref.uid);
    expect(await subjects(list)).toEqual(['number 3', 'number 1']);
  });

  it('stays, marked as deleted, where EXPUNGE would take others with it', async () => {
    const { account, list, ref } = await lab(['UIDPLUS', 'IMAP4REV2']);
    good(await deleteMessage(account, ref));
    expect(commands(account)).toEqual(['UID STORE 2 +FLAGS (\\Deleted)']);
    await list.changed(ref.uid);
    expect((await list.lines(1, 2))[0]).toMatchObject({
      subject: 'number 2',
      flags: expect.arrayContaining(['\\Deleted']),
    });
  });

  it('is not touched while the account is read-only', async () => {
    const { account, ref } = await lab();
    account.allowChanges = false;
    expect(await deleteMessage(account, ref)).toMatchObject({ ok: false, error: { kind: 'read-only' } });
    expect(commands(account)).toEqual([]);
  });

  it('is not taken for another that has its UID now', async () => {
    const { account, ref } = await lab();
    const stale = { ...ref, uidValidity: '1' };
    expect(await deleteMessage(account, stale)).toMatchObject({
      ok: false,
      error: { kind: 'missing', message: expect.stringContaining('another UIDVALIDITY') },
    });
    expect(commands(account)).toEqual([]);
  });

  it('is followed in its list after it was changed', async () => {
    const { account, list, ref } = await lab();
    list.live = true;
    good(await setFlag(account, ref, '\\Seen', true));
    await list.changed(ref.uid);
    const came = new Promise<void>((resolve) => {
      list.onChange((change) => (change.kind === 'rows' || change.kind === 'order') && resolve());
    });
    const other = accountOf({ imap: account.settings.url, ca: '' }, { who: account.settings.who, insecure: true });
    good(
      await other.act('Append', async ({ client }) => ({ ok: true, value: await client.append('INBOX', letter(4)) })),
    );
    await came;
    expect((await subjects(list))[0]).toBe('number 4');
  });
});
