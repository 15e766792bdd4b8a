import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { latin1, utf8 } from '../../src/base';
import { readMbox } from '../../src/sandbox/mbox';
import { readSeed } from '../../src/sandbox/seed-files';
import { imap, start } from './harness';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mw-seed-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string): string => {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, 'latin1');
  return path;
};

/** Each message as `mailbox: octets [flags] date`. */
async function found(path: string): Promise<string[]> {
  const all: string[] = [];
  for await (const { mailbox, message, flags, internalDate } of readSeed(path)) {
    const date = internalDate === undefined ? '' : ` ${new Date(internalDate).toISOString()}`;
    all.push(`${mailbox}: ${JSON.stringify(latin1(message))} [${flags.join(' ')}]${date}`);
  }
  return all;
}
const problem = (path: string): Promise<string> =>
  found(path).then(
    () => 'none',
    (error: unknown) => (error instanceof Error ? error.message.replaceAll(folder, '') : String(error)),
  );

const mbox = `From alice@example.test Fri Jul  8 12:08:34 2011
Subject: one
Status: RO
X-Status: AF

>From here on
>>From the bottom
From no empty line before it

From MAILER-DAEMON Sat Jan  1 00:00:00 2000
Subject: two\r

\xe4
`;
const first =
  'INBOX: "Subject: one\\r\\nStatus: RO\\r\\nX-Status: AF\\r\\n\\r\\nFrom here on\\r\\n>From the bottom\\r\\nFrom no empty line before it\\r\\n" [\\Seen \\Answered \\Flagged] 2011-07-08T12:08:34.000Z';
const second = 'INBOX: "Subject: two\\r\\n\\r\\n\xe4\\r\\n" [] 2000-01-01T00:00:00.000Z';

describe('messages from files', () => {
  it('one .eml is one message; LF becomes CRLF, and what has CRLF stays as it is', async () => {
    expect(await found(write('a.eml', 'Subject: x\n\nbody\n'))).toEqual([
      'INBOX: "Subject: x\\r\\n\\r\\nbody\\r\\n" []',
    ]);
    expect(await found(write('b.EML', 'Subject: x\r\n\r\nno end'))).toEqual([
      'INBOX: "Subject: x\\r\\n\\r\\nno end" []',
    ]);
  });

  it('an mbox is read with its quoting undone, its dates and its status', async () => {
    expect(await found(write('mail', mbox))).toEqual([first, second]);
  });

  it('an mbox is the same in pieces of any size', async () => {
    for (let size = 1; size < 80; size++) {
      const pieces = async function* (): AsyncGenerator<Uint8Array> {
        const bytes = Buffer.from(mbox, 'latin1');
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      };
      const messages: string[] = [];
      for await (const { message } of readMbox(pieces())) messages.push(JSON.stringify(latin1(message)));
      expect(messages).toEqual([first, second].map((line) => /"(.*)"/.exec(line)?.[0]));
    }
  });

  it('a folder has .eml files for INBOX, a mailbox for each subfolder and each mbox', async () => {
    write('f/2.eml', 'two\n');
    write('f/1.eml', 'one\n');
    write('f/Sent/s.eml', 'sent\n');
    write('f/Lists/dev/d.eml', 'dev\n');
    write('f/Lists/old.mbox', 'From a\nSubject: o\n\n');
    write('f/notes.txt', 'no message');
    expect((await found(join(folder, 'f'))).sort()).toEqual([
      'INBOX: "one\\r\\n" []',
      'INBOX: "two\\r\\n" []',
      'Lists/dev: "dev\\r\\n" []',
      'Lists/old: "Subject: o\\r\\n" []',
      'Sent: "sent\\r\\n" []',
    ]);
  });

  it('a Maildir has flags in its names, and Maildir++ folders', async () => {
    write('m/cur/1300000000.M1.host:2,RS', 'seen\n');
    write('m/cur/1300000001.M2.host;2,FTD', 'more\n');
    write('m/new/1300000002.M3.host', 'new\n');
    write('m/tmp/1300000003.M4.host', 'half\n');
    write('m/.Lists.dev/cur/x:2,', 'dev\n');
    expect(await found(join(folder, 'm'))).toEqual([
      'INBOX: "seen\\r\\n" [\\Answered \\Seen] 2011-03-13T07:06:40.000Z',
      'INBOX: "more\\r\\n" [\\Flagged \\Deleted \\Draft] 2011-03-13T07:06:41.000Z',
      'INBOX: "new\\r\\n" [] 2011-03-13T07:06:42.000Z',
      'Lists/dev: "dev\\r\\n" []',
    ]);
  });

  it('says which file is wrong, and what was expected', async () => {
    expect(await problem(join(folder, 'nowhere'))).toBe('/nowhere: there is no such file or folder');
    expect(await problem(write('empty.eml', ''))).toBe('/empty.eml is empty: a message was expected');
    expect(await problem(write('empty.mbox', ''))).toMatch(/^\/empty\.mbox is no mbox: it is empty/);
    expect(await problem(write('photo', '\xff\xd8\xff'.repeat(1_000)))).toBe(
      '/photo is no mbox: it does not begin with a `From ` line; photo must be an mbox, an .eml file or a folder',
    );
    mkdirSync(join(folder, 'void'));
    expect(await problem(join(folder, 'void'))).toBe(
      '/void holds no messages: no .eml or .mbox file, and no cur or new folder',
    );
  });

  it('go to the first user, or to the one who is named', async () => {
    const path = write('a.eml', 'Subject: seeded\n\n');
    const sandbox = await start({ seedFiles: [{ path }, { path, user: 'bob' }, { path, user: 'bob' }] });
    for (const [user, count] of [
      ['alice', 1],
      ['bob', 2],
    ] as const) {
      const client = await imap(sandbox.imap, user);
      await client.play(`
        C: 1 STATUS INBOX (MESSAGES)
        S: * STATUS INBOX (MESSAGES ${count})
      `);
    }
    await expect(start({ seedFiles: [{ path, user: 'nobody' }] })).rejects.toThrow(
      `${path} is for nobody, who does not exist: there are alice, bob`,
    );
  });

  it('may be thousands', async () => {
    const one = 'From a@b Fri Jul  8 12:08:34 2011\nSubject: many\n\n>From the many\n\n';
    const path = write('many.mbox', one.repeat(5_000));
    const client = await imap((await start({ seedFiles: [{ path }] })).imap, 'alice');
    await client.play(`
      C: 1 STATUS INBOX (MESSAGES SIZE)
      S: * STATUS INBOX (MESSAGES 5000 SIZE ${5_000 * utf8('Subject: many\r\n\r\nFrom the many\r\n').length})
    `);
  });
});
