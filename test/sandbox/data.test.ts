import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { utf8 } from '../../src/base';
import { DataError, type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox';
import { type Entry, frameOf, magic, readJournal } from '../../src/sandbox/data/frames';
import { openJournal } from '../../src/sandbox/data/journal';
import { openData } from '../../src/sandbox/data/open';
import { entryOf } from '../../src/sandbox/data/records';
import { imap, passwords, smtp } from './harness';

let folder = '';
let running: Sandbox | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mw-data-'));
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  rmSync(folder, { recursive: true });
});

const users = Object.entries(passwords).map(([user, password]) => ({ user, password }));

/** Starts a sandbox on the folder; the one before is stopped. */
async function start(options: SandboxOptions = { users, seed: [] }): Promise<Sandbox> {
  await running?.stop();
  running = await startSandbox({ ...options, data: folder });
  return running;
}

/** What a client sees of alice's mailboxes. */
async function seen({ imap: url }: Sandbox, mailboxes: readonly string[]): Promise<string[]> {
  const client = await imap(url);
  const lines: string[] = [];
  const ask = async (command: string): Promise<void> => {
    client.send(`q ${command}\r\n`);
    lines.push(...(await client.until(/^q /)));
  };
  await ask('LIST "" "*" RETURN (SUBSCRIBED SPECIAL-USE)');
  for (const name of mailboxes) {
    await ask(`STATUS ${name} (MESSAGES UIDNEXT UIDVALIDITY UNSEEN HIGHESTMODSEQ MAILBOXID)`);
    await ask(`EXAMINE ${name}`);
    await ask('FETCH 1:* (UID FLAGS INTERNALDATE MODSEQ EMAILID SAVEDATE BODY.PEEK[])');
  }
  client.end();
  return lines.map((line) => line.replace(/\bRECENT\b|\d+ RECENT/, ''));
}

describe('a data folder', () => {
  it('keeps messages, flags, UIDs, mailboxes, subscriptions, passwords and trust', async () => {
    const first = await start();
    const sender = await smtp(first.smtp);
    await sender.play(`
      C: MAIL FROM:<bob@example.test>
      S: 250 ...
      C: RCPT TO:<alice@example.test>
      S: 250 ...
      C: DATA
      S: 354 ...
      C: Subject: kept
      C:
      C: ..dotted
      C: .
      S: 250 ...
    `);
    const client = await imap(first.imap, 'alice', 'INBOX');
    await client.play(`
      C: 1 CREATE Lists/dev
      S: 1 OK ...
      C: 2 CREATE Old
      S: 2 OK ...
      C: 3 APPEND Lists/dev (\\Seen $Label) "14-Mar-2026 09:26:53 +0000" {5+}
      C: hello
      S: 3 OK ...
      C: 4 RENAME Lists Groups
      S: 4 OK ...
      C: 5 DELETE Old
      S: 5 OK ...
      C: 6 SUBSCRIBE Groups/dev
      S: 6 OK ...
      C: 7 UNSUBSCRIBE Junk
      S: 7 OK ...
      C: 8 COPY 1 Groups/dev
      S: 8 OK ...
    `);
    client.send('9 STORE 1 +FLAGS (\\Flagged $Work)\r\n');
    await client.until(/^9 OK/);
    client.send('A COPY 1 INBOX\r\nB STORE 1 +FLAGS (\\Deleted)\r\nC EXPUNGE\r\n');
    await client.until(/^C OK/);
    client.end();
    const before = await seen(first, ['INBOX', 'Groups/dev']);
    const { ca } = first;

    for (const _ of [1, 2]) {
      const again = await start({});
      expect(await seen(again, ['INBOX', 'Groups/dev'])).toEqual(before);
      expect(again.users).toEqual(users);
      expect(again.ca).toBe(ca);
    }
    const last = await imap((await start({})).imap, 'alice', 'INBOX');
    await last.play(`
      C: 1 COPY 1 Groups/dev
      S: 1 OK [COPYUID ... 2 3] ...
    `);
    last.end();
  });

  it('keeps annotations of mailboxes, users and the server, also when INBOX is renamed', async () => {
    const client = await imap((await start()).imap, 'alice');
    await client.play(`
      C: 1 SETMETADATA INBOX (/private/comment "mine" /shared/comment "gone")
      S: 1 OK ...
      C: 2 SETMETADATA INBOX (/shared/comment NIL)
      S: 2 OK ...
      C: 3 SETMETADATA "" (/private/comment "of alice")
      S: 3 OK ...
      C: 4 APPEND INBOX {5+}
      C: hello
      S: 4 OK ...
      C: 5 RENAME INBOX Old/inbox
      S: 5 OK ...
    `);
    client.end();
    for (const _ of [1, 2]) {
      const again = await imap((await start({})).imap, 'alice');
      await again.play(`
        C: 1 GETMETADATA INBOX (/private/comment /shared/comment)
        S: * METADATA INBOX (/private/comment "mine" /shared/comment NIL)
        S: 1 OK ...
        C: 2 GETMETADATA Old/inbox /private/comment
        S: * METADATA Old/inbox (/private/comment "mine")
        S: 2 OK ...
        C: 3 GETMETADATA "" /private/comment
        S: * METADATA "" (/private/comment "of alice")
        S: 3 OK ...
        C: 4 STATUS Old/inbox (MESSAGES UIDNEXT)
        S: * STATUS Old/inbox (MESSAGES 1 UIDNEXT 2)
        S: 4 OK ...
        C: 5 STATUS INBOX (MESSAGES UIDNEXT)
        S: * STATUS INBOX (MESSAGES 0 UIDNEXT 2)
      `);
      again.end();
    }
  });

  it('keeps a mailbox when it has no messages any more: no UID is given twice', async () => {
    const client = await imap((await start()).imap, 'alice', 'INBOX');
    client.send('1 APPEND INBOX {5+}\r\nhello\r\n2 STORE 1 FLAGS (\\Deleted)\r\n3 EXPUNGE\r\n');
    await client.until(/^3 OK/);
    client.end();
    for (const _ of [1, 2]) await start({});
    const again = await imap(running?.imap ?? '', 'alice');
    again.send('1 APPEND INBOX {5+}\r\nhello\r\n');
    expect((await again.until(/^1 /)).at(-1)).toMatch(/^1 OK \[APPENDUID \d+ 2\]/);
    again.end();
  });

  it('takes new users and new passwords, and keeps the others', async () => {
    await start({ users: [{ user: 'alice', password: 'wonder land' }], seed: [] });
    const again = await start({ users: [{ user: 'Alice', password: 'other' }, { user: 'dora' }] });
    expect(again.users.map(({ user }) => user)).toEqual(['Alice', 'dora']);
    expect(again.users[0]?.password).toBe('other');
    expect((await start({})).users).toEqual(again.users);
  });

  it('is seeded once', async () => {
    await start({ users, seed: [{ user: 'alice', message: 'Subject: once\n\n' }] });
    const again = await start({ users, seed: [{ user: 'alice', message: 'Subject: twice\n\n' }] });
    expect((await seen(again, ['INBOX'])).filter((line) => line.startsWith('Subject:'))).toEqual(['Subject: once']);
  });

  it('belongs to one process at a time', async () => {
    await start();
    expect(() => openData(folder)).toThrow(DataError);
    expect(() => openData(folder)).toThrow(`${folder} is in use by process ${process.pid}`);
    await running?.stop();
    running = undefined;
    writeFileSync(join(folder, 'lock'), '999999999 1');
    const opened = openData(folder);
    expect(readFileSync(join(folder, 'lock'), 'utf8')).toMatch(new RegExp(`^${process.pid} `));
    await opened.close();
  });

  it('says what is wrong with a folder that cannot be one', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(startSandbox({ data: join(folder, 'file') })).rejects.toThrow(/file cannot be used as a data folder/);
    writeFileSync(join(folder, 'journal'), 'something else');
    await expect(startSandbox({ data: folder })).rejects.toThrow(
      /journal is no journal of this version of the sandbox/,
    );
    rmSync(join(folder, 'journal'));
    appendFileSync(
      join(folder, 'journal'),
      Buffer.concat([magic, ...frameOf([{ head: '{"t":"hologram"}', body: undefined }])]),
    );
    await expect(startSandbox({ data: folder })).rejects.toThrow(/later version/);
  });
});

const record = (text: string, body?: string): Entry => ({
  head: text,
  body: body === undefined ? undefined : utf8(body),
});
const source = (bytes: Uint8Array) => ({
  name: 'journal',
  size: bytes.length,
  read: (at: number, length: number) => Buffer.from(bytes.subarray(at, at + length)),
});
const readAll = (bytes: Uint8Array) => {
  const heads: string[] = [];
  try {
    const end = readJournal(source(bytes), ({ head, body }) => heads.push(head + (body ? Buffer.from(body) : '')));
    return { heads, ...end };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return { heads, error: error.message };
  }
};

describe('a journal', () => {
  const frames = [
    Buffer.concat(frameOf([record('{"a":1}'), record('{"b":2}', 'octets')])),
    Buffer.concat(frameOf([record('{"c":3}', 'more')])),
    Buffer.concat(frameOf([record('{"d":4}')])),
  ];
  const whole = Buffer.concat([magic, ...frames]);
  const heads = ['{"a":1}', '{"b":2}octets', '{"c":3}more', '{"d":4}'];
  /** Where each frame ends, and how many entries there are up to it. */
  const ends = [
    [8, 0],
    [8 + (frames[0]?.length ?? 0), 2],
    [8 + (frames[0]?.length ?? 0) + (frames[1]?.length ?? 0), 3],
    [whole.length, 4],
  ] as const;

  it('cut anywhere gives all frames that are whole, and none in part', () => {
    for (let cut = 0; cut <= whole.length; cut++) {
      const read = readAll(whole.subarray(0, cut));
      const [length, count] = ends.findLast(([end]) => end <= cut) ?? [0, 0];
      expect([cut, read.heads, 'length' in read && read.length]).toEqual([cut, heads.slice(0, count), length]);
      expect('torn' in read && read.torn !== undefined).toBe(cut !== length);
    }
  });

  it('with any octet changed is refused with its place, or loses its last frame only', () => {
    for (let at = 0; at < whole.length; at++) {
      for (const bit of [0x01, 0x80]) {
        const bytes = Buffer.from(whole);
        bytes[at] = (bytes[at] ?? 0) ^ bit;
        const read = readAll(bytes);
        if ('error' in read) expect(read.error).toMatch(/^journal is (?:damaged at octet \d+ of|no journal)/);
        else expect([at, read.heads, read.length]).toEqual([at, heads.slice(0, 3), ends[2][0]]);
      }
    }
  });

  it('that a file system left longer than it was written ends where the zeros begin', () => {
    const read = readAll(Buffer.concat([whole, Buffer.alloc(5_000)]));
    expect(read).toMatchObject({ heads, length: whole.length });
  });

  it('keeps what is noted in one turn together, settles when it is on the disk, and is written anew when it has doubled', async () => {
    const path = join(folder, 'journal');
    let snapshots = 0;
    const journal = await openJournal({
      path,
      snapshot: () => [record(`{"snapshot":${++snapshots}}`)],
      onFailure: (reason) => {
        throw reason;
      },
      rewriteFrom: 400,
    });
    expect(journal.settled()).toBe(undefined);
    journal.append(record('{"x":1}'));
    journal.append(record('{"y":2}', 'b'.repeat(300)));
    await journal.settled();
    expect(journal.settled()).toBe(undefined);
    const one = readAll(readFileSync(path));
    expect(one.heads).toEqual(['{"snapshot":1}', '{"x":1}', `{"y":2}${'b'.repeat(300)}`]);
    journal.append(record('{"z":3}', 'c'.repeat(300)));
    await journal.settled();
    journal.append(record('{"in the snapshot":4}'));
    await journal.settled();
    expect(readAll(readFileSync(path)).heads).toEqual(['{"snapshot":2}']);
    journal.append(record('{"later":5}'));
    await journal.close();
    expect(readAll(readFileSync(path)).heads).toEqual(['{"snapshot":2}', '{"later":5}']);
  });

  it('that cannot be written any more says so to all who wait, from then on', async () => {
    const below = join(folder, 'below');
    mkdirSync(below);
    const failures: string[] = [];
    const journal = await openJournal({
      path: join(below, 'journal'),
      snapshot: () => [],
      onFailure: ({ message }) => failures.push(message),
      rewriteFrom: 1,
    });
    rmSync(below, { recursive: true });
    journal.append(record('{"x":1}', 'long enough to have the journal written anew'));
    await journal.settled();
    journal.append(record('{"y":2}'));
    await expect(journal.settled()).rejects.toThrow(/ENOENT/);
    journal.append(record('{"z":3}'));
    await expect(journal.settled()).rejects.toThrow(/ENOENT/);
    expect(failures).toHaveLength(1);
    await journal.close();
  });

  it('that does not tell a whole story is refused', async () => {
    const tell = (entries: readonly Entry[]): void =>
      writeFileSync(join(folder, 'journal'), Buffer.concat([magic, ...frameOf(entries)]));
    tell([entryOf({ t: 'flags', box: 'nowhere', uid: 1, modseq: 2, flags: [] })]);
    await expect(startSandbox({ data: folder })).rejects.toThrow(/speaks of mailbox nowhere/);
    tell([entryOf({ t: 'sub', user: 'nobody', name: 'INBOX', on: true })]);
    await expect(startSandbox({ data: folder })).rejects.toThrow(/speaks of user nobody/);
  });
});
