/** Servers that die, refuse, and mean harm; folders that others change. */
import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createFolder } from '../../src/mailbox';
import { systemClock } from '../../src/net';
import type { Clock } from '../../src/session/ports';
import { imap, start } from '../sandbox/harness';
import { accountOf, folderOf, foldersOf, good, heldClock, said, until } from './harness';

let closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing) close();
  closing = [];
});

/** A server that says what it is told to: by command, the lines before its OK; `undefined` closes the connection. */
async function scripted(lines: (command: string) => readonly string[] | undefined): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.write('* PREAUTH [CAPABILITY IMAP4rev1] ready\r\n');
    socket.on('data', (data) => {
      for (const line of data.toString('latin1').split('\r\n').filter(Boolean)) {
        const [tag = '', ...rest] = line.split(' ');
        const answer = lines(rest.join(' '));
        if (!answer) socket.destroy();
        else socket.write([...answer, `${tag} OK done`].map((one) => `${one}\r\n`).join(''), 'latin1');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return `imap://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}

const capability = (command: string): readonly string[] => (command === 'CAPABILITY' ? ['* CAPABILITY IMAP4rev1'] : []);

describe('a lost connection', () => {
  it('says so, and returns by itself, ever later', async () => {
    let alive = true;
    const url = await scripted((command) => {
      if (!alive) return undefined;
      return command.startsWith('LIST') ? ['* LIST () "/" INBOX'] : capability(command);
    });
    const clock = heldClock();
    const account = accountOf({ imap: url, ca: '' }, { clock, watch: undefined });
    await foldersOf(account);
    alive = false;
    expect(await account.refresh()).toMatchObject({ ok: false, error: { kind: 'connection' } });
    await until(account, () => account.state.kind === 'lost');
    expect(account.state).toMatchObject({ why: { kind: 'connection' }, retryAt: expect.any(Number) });
    for (const wait of [2_000, 4_000]) {
      clock.go();
      await until(account, () => clock.waits.at(-1) === wait && account.state.kind === 'lost');
    }
    alive = true;
    clock.go();
    await until(account, () => account.state.kind === 'ready');
    expect(clock.waits).toEqual([1_000, 2_000, 4_000]);
    expect(folderOf(account, 'INBOX').label).toBe('INBOX');
  });

  it('is not tried again when the password was refused', async () => {
    const sandbox = await start();
    const clock = heldClock();
    const account = accountOf(sandbox, { password: 'wrong', clock });
    const refused = await account.connect();
    expect(refused).toMatchObject({
      ok: false,
      error: { kind: 'sign-in', message: expect.any(String), advice: expect.any(String) },
    });
    expect(account.state).toMatchObject({ kind: 'lost', retryAt: undefined });
    expect(clock.waits).toEqual([]);
    expect(JSON.stringify(account.log.events)).not.toContain('wrong');
  });

  it('is told with advice when nobody listens', async () => {
    const account = accountOf({ imap: 'imap://127.0.0.1:1', ca: '' });
    expect(await account.spaces()).toMatchObject({
      ok: false,
      error: { kind: 'connection', advice: expect.stringContaining('Check') },
    });
  });
});

describe('folders that others change', () => {
  it('are told of when they are gone', async () => {
    const sandbox = await start();
    const account = accountOf(sandbox);
    const { space } = await foldersOf(account);
    account.allowChanges = true;
    good(await createFolder(account, space, 'Plans'));
    const notices: string[] = [];
    account.onChange((change) => change.kind === 'notice' && notices.push(change.text));
    const other = await imap(sandbox.imap);
    other.send('a DELETE Plans\r\n');
    await other.until(/^a OK/);
    const counted = await account.count('Plans');
    expect(counted).toMatchObject({ ok: false, error: { kind: 'missing', code: 'NONEXISTENT' } });
    good(await account.refresh());
    expect(notices).toEqual(['Plans is gone: somebody else deleted or renamed it.']);
    expect(account.folder('Plans')).toBeUndefined();
  });

  it('are told of when they were made anew', async () => {
    let validity = 1;
    const url = await scripted((command) => {
      if (command.startsWith('LIST')) return ['* LIST () "/" INBOX'];
      if (command.startsWith('STATUS'))
        return [`* STATUS INBOX (MESSAGES 1 UNSEEN 0 UIDNEXT 5 UIDVALIDITY ${validity})`];
      return capability(command);
    });
    const account = accountOf({ imap: url, ca: '' }, { watch: undefined });
    await foldersOf(account);
    await until(account, () => account.folder('INBOX')?.counts !== undefined);
    validity = 2;
    good(await account.count('INBOX'));
    expect(folderOf(account, 'INBOX').notices).toEqual([expect.stringMatching(/^UIDVALIDITY of INBOX was 1 and is 2/)]);
  });
});

describe('a server with odd names', () => {
  it('has them shown with a warning, and used as they are', async () => {
    const url = await scripted((command) =>
      command.startsWith('LIST')
        ? [
            '* LIST () "/" INBOX',
            '* LIST () "/" "R&D"',
            '* LIST (\\Noselect) "/" "a/b/&IC4-c"',
            '* LIST () NIL {4}\r\nx\r\ny',
          ]
        : command.startsWith('STATUS')
          ? [`* STATUS ${/^STATUS (.*) \(/.exec(command)?.[1]} (MESSAGES 7 UNSEEN 0)`]
          : capability(command),
    );
    const account = accountOf({ imap: url, ca: '' }, { watch: undefined });
    const { folders } = await foldersOf(account);
    expect(folders.map(({ name, parent }) => [name, parent]).toSorted()).toEqual(
      [
        ['INBOX', undefined],
        ['a', undefined],
        ['R&D', undefined],
        ['x\r\ny', undefined],
        ['a/b', 'a'],
        ['a/b/&IC4-c', 'a/b'],
      ].toSorted(),
    );
    await until(account, () => account.folder('R&D')?.counts?.messages === 7);
    expect(folderOf(account, 'R&D').notices[0]).toContain('not valid modified UTF-7');
    expect(said(account.log.events)).toContain('C: STATUS "R&D" (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)');
    good(
      await account.act('Open', async ({ client }) => {
        await client.mailboxOpen('R&D', { readOnly: true });
        return { ok: true, value: undefined };
      }),
    );
    expect(said(account.log.events)).toContain('C: EXAMINE "R&D"');
  });
});

describe('a list that names more than was asked for', () => {
  it('is read once more, and not for ever', async () => {
    let lists = 0;
    const url = await scripted((command) => {
      if (command === 'CAPABILITY') return ['* CAPABILITY IMAP4rev1 NAMESPACE'];
      if (command === 'NAMESPACE') return ['* NAMESPACE (("" "/")) (("Other/" "/")) NIL'];
      if (!command.startsWith('LIST')) return [];
      lists++;
      return ['* LIST () "/" INBOX', '* LIST () "/" Other/bob', '* LIST (\\NonExistent) "/" Gone'];
    });
    const real = systemClock();
    const news: (() => void)[] = [];
    const clock: Clock = {
      ...real,
      after(ms, callback) {
        if (ms !== 150) return real.after(ms, callback);
        news.push(callback);
        return () => {};
      },
    };
    const account = accountOf({ imap: url, ca: '' }, { clock, watch: undefined });
    await foldersOf(account);
    for (let round = 0; round < 10; round++) {
      for (const tell of news.splice(0)) tell();
      good(await account.act('Wait', async ({ connection }) => connection.command('Wait', 'NOOP')));
    }
    expect(lists).toBeLessThanOrEqual(2);
  });
});
