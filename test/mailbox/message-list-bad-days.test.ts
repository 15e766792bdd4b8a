/** A folder's list when the connection goes, the folder goes, or the server can less than others. */
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type MessageList, type MessageListChange, newestFirst, openMessageList } from '../../src/mailbox';
import { imap, start } from '../sandbox/harness';
import { accountOf, foldersOf, heldClock, said } from './harness';

const letter = (n: number): string => `From: bob@example.test\r\nSubject: number ${n}\r\n\r\n${'x'.repeat(n)}\r\n`;
const mail = (count: number) => Array.from({ length: count }, (_, n) => ({ user: 'alice', message: letter(n + 1) }));
const append = (tag: string, n: number): string => `${tag} APPEND INBOX {${letter(n).length}+}\r\n${letter(n)}\r\n`;

let closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing) close();
  closing = [];
});

/** A way to a server that can be cut. */
async function relay(url: string): Promise<{ readonly url: string; cut(): void }> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect({ host: hostname, port: Number(port) });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  closing.push(() => {
    cut();
    server.close();
  });
  const address = server.address();
  return { url: `imap://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, cut };
}

const next = (list: MessageList, fits: (change: MessageListChange) => boolean): Promise<void> =>
  new Promise((resolve) => {
    const end = list.onChange((change) => {
      if (!fits(change)) return;
      end();
      resolve();
    });
  });
const becomes = (list: MessageList, kind: MessageList['state']['kind']): Promise<void> =>
  list.state.kind === kind ? Promise.resolve() : next(list, () => list.state.kind === kind);
const subjects = async (list: MessageList): Promise<readonly (string | undefined)[]> =>
  (await list.lines(0, 9)).map((line) => line?.subject);

describe('a list whose connection is lost', () => {
  it('says so and keeps its lines; after the return it has what came meanwhile', async () => {
    const sandbox = await start({ seed: mail(3) });
    const clock = heldClock();
    const way = await relay(sandbox.imap);
    const account = accountOf({ imap: way.url, ca: sandbox.ca }, { clock });
    const list = openMessageList(account, 'INBOX', clock);
    await list.reload();
    list.live = true;
    way.cut();
    await becomes(list, 'lost');
    expect(list.state).toMatchObject({ why: { kind: 'connection' }, retryAt: expect.any(Number) });
    expect(await subjects(list)).toEqual(['number 3', 'number 2', 'number 1']);

    const other = await imap(sandbox.imap, 'alice', 'INBOX');
    other.send(append('a', 4));
    await other.until(/^a OK/);
    clock.go();
    await becomes(list, 'ready');
    expect(await subjects(list)).toEqual(['number 4', 'number 3', 'number 2', 'number 1']);

    // it is live again
    const came = next(list, ({ kind }) => kind === 'rows' || kind === 'order');
    other.send(append('b', 5));
    await came;
    expect((await subjects(list))[0]).toBe('number 5');
  });
});

describe('a list of a folder that somebody deletes', () => {
  it('says so when it is looked at again', async () => {
    const sandbox = await start();
    const other = await imap(sandbox.imap, 'alice', 'INBOX');
    other.send('a CREATE Lists\r\n');
    await other.until(/^a OK/);
    const account = accountOf(sandbox);
    await foldersOf(account);
    const list = openMessageList(account, 'Lists', heldClock());
    await list.reload();
    expect(list.state.kind).toBe('ready');
    other.send('b DELETE Lists\r\n');
    await other.until(/^b OK/);
    await account.refresh();
    await becomes(list, 'gone');
    expect(list.state).toMatchObject({ why: { kind: 'missing', message: expect.stringContaining('Lists is gone') } });
  });
});

describe('a server without', () => {
  it('SORT shows messages in the order of arrival, whatever order was asked for', async () => {
    const sandbox = await start({ seed: mail(3), without: ['SORT'] });
    const list = openMessageList(accountOf(sandbox), 'INBOX', heldClock());
    await list.reload();
    expect(list.sorts).toBe(false);
    expect(await list.show('', { by: 'size', ascending: true })).toBeUndefined();
    expect(list.order).toEqual(newestFirst);
    expect(await subjects(list)).toEqual(['number 3', 'number 2', 'number 1']);
  });

  it('ESEARCH is searched by SEARCH', async () => {
    const sandbox = await start({ seed: mail(3), without: ['ESEARCH', 'IMAP4REV2'] });
    const account = accountOf(sandbox);
    const list = openMessageList(account, 'INBOX', heldClock());
    await list.reload();
    await list.show('SUBJECT "number 2"', newestFirst);
    expect(await subjects(list)).toEqual(['number 2']);
    expect(said(account.transcript()).filter((line) => /^C: UID SEARCH/.test(line))).toEqual([
      'C: UID SEARCH ALL',
      'C: UID SEARCH SUBJECT "number 2"',
    ]);
  });
});
