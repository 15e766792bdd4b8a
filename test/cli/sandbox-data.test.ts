/** What was acknowledged is there after kill -9: a real process, killed at many places, over and over on one folder. */
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Dialogue, dial } from '../sandbox/dialogue';
import { bundled, type Mailwright, mailwright, unbundled } from './mailwright';

beforeAll(bundled);
afterAll(unbundled);

let cli: Mailwright;
beforeEach(() => {
  cli = mailwright();
});
afterEach(() => cli.remove());

interface Running {
  readonly smtp: string;
  readonly imap: string;
  kill(): Promise<void>;
}

async function start(): Promise<Running> {
  const process = cli.start(['sandbox', '--json', '--data', 'kept', '--users', 'alice:wonder,bob:builder']);
  let out = '';
  process.child.stdout?.on('data', (text: string) => {
    out += text;
  });
  await process.says('\n');
  const { smtp, imap } = JSON.parse(out);
  return {
    smtp,
    imap,
    async kill() {
      process.child.kill('SIGKILL');
      await process.finished;
    },
  };
}

/** Octets that tell one message from all others, and whether it is whole. */
const body = (name: string): string => `Subject: ${name}\r\n\r\n${`${name} `.repeat(200 + (name.length % 7) * 40)}\r\n`;

const message = (name: string): string =>
  `MAIL FROM:<bob@example.test>\r\nRCPT TO:<alice@example.test>\r\nDATA\r\n${body(name)}.\r\n`;

/** Sends pipelined commands a few at a time, so that the server is at work on some while others are on their way. */
async function inPieces(client: Dialogue, commands: readonly string[]): Promise<void> {
  for (let at = 0; at < commands.length && !client.socket.destroyed; at += 3) {
    client.send(commands.slice(at, at + 3).join(''));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Lines until the connection is gone; what it says after a kill does not matter. */
async function linesOf(client: Dialogue, each: (line: string) => void): Promise<void> {
  for (let line = await client.line(); line !== undefined; line = await client.line()) each(line);
}

/** What IMAP shows of a mailbox: by UID the body and the flags. */
async function mailbox(
  url: string,
  name: string,
): Promise<{ readonly validity: string; readonly messages: Map<number, string> }> {
  const client = await dial(url);
  client.send(`1 LOGIN alice wonder\r\n2 EXAMINE ${name}\r\n3 FETCH 1:* (UID FLAGS BODY.PEEK[])\r\n4 LOGOUT\r\n`);
  const text = `${(await client.until(/^4 OK/)).join('\r\n')}\r\n`;
  client.end();
  const messages = new Map<number, string>();
  for (const [, uid, flags = '', size, rest = ''] of text.matchAll(
    /\(UID (\d+) FLAGS \(([^)]*)\) BODY\[\] \{(\d+)\}\r\n([\s\S]*?)(?=\* \d+ FETCH|3 OK)/g,
  ))
    messages.set(
      Number(uid),
      `${flags.replace('\\Recent', '').trim()}|${rest.slice(0, Number(size)).replace(/^[\s\S]*?(?=Subject: )/, '')}`,
    );
  return { validity: /UIDVALIDITY (\d+)/.exec(text)?.[1] ?? '', messages };
}

describe('mailwright sandbox --data', () => {
  it('loses no acknowledged message, flag or UID when it is killed', async () => {
    /** What was acknowledged: subjects that came by SMTP, and by UID what was appended and flagged by IMAP. */
    const delivered = new Set<string>();
    const appended = new Map<number, string>();
    let validity = '';
    for (let round = 0; round < 12; round++) {
      const sandbox = await start();
      const inbox = await mailbox(sandbox.imap, 'INBOX');
      const archive = await mailbox(sandbox.imap, 'Archive');
      const bodies = [...inbox.messages.values()].map((text) => text.slice(1));
      for (const name of delivered) expect(bodies).toContain(body(name));
      for (const [uid, text] of appended) expect([uid, archive.messages.get(uid)]).toEqual([uid, text]);
      if (round > 0) expect(archive.validity).toBe(validity);
      validity = archive.validity;

      // Each round is killed after another number of acknowledgements, while both clients have more on the way.
      const enough = 3 + ((round * 7) % 23);
      const counted = round % 2 === 0 ? 'smtp' : 'imap';
      let acknowledged = 0;
      let killed: Promise<void> | undefined;
      const count = (protocol: 'smtp' | 'imap'): void => {
        if (protocol === counted) acknowledged++;
        if (acknowledged >= enough) killed ??= sandbox.kill();
      };
      const sender = await dial(sandbox.smtp);
      const names = Array.from({ length: 60 }, (_, i) => `s${round}-${i}`);
      const mails = inPieces(sender, ['EHLO client.example\r\n', ...names.map(message)]);
      let queued = 0;
      const sending = linesOf(sender, (line) => {
        if (!/^250 .*queued/.test(line)) return;
        delivered.add(names[queued++] ?? '');
        count('smtp');
      });
      const client = await dial(sandbox.imap);
      const texts = Array.from({ length: 40 }, (_, i) => body(`i${round}-${i}`));
      const appends = texts.map(
        (text, i) => `a${i} APPEND Archive (\\Seen $R${round}) {${text.length}+}\r\n${text}\r\n`,
      );
      const commands = inPieces(client, ['0 LOGIN alice wonder\r\n0 SELECT Archive\r\n', ...appends]);
      const working = linesOf(client, (line) => {
        const [, index, uid] = /^a(\d+) OK \[APPENDUID \d+ (\d+)\]/.exec(line) ?? [];
        if (uid === undefined) return;
        const text = texts[Number(index)] ?? '';
        appended.set(Number(uid), `\\Seen $R${round}|${text}`);
        count('imap');
      });
      await Promise.all([sending, working, mails, commands]);
      await (killed ?? sandbox.kill());
      sender.end();
      client.end();
      expect(acknowledged).toBeGreaterThanOrEqual(enough);
    }
    // Enough has been acknowledged for the test to have said something, and not all: it was killed in the middle.
    expect(delivered.size).toBeGreaterThan(30);
    expect(appended.size).toBeGreaterThan(20);
    expect(delivered.size + appended.size).toBeLessThan(12 * 100);
  }, 120_000);

  it('keeps flags and expunges that were acknowledged', async () => {
    const first = await start();
    const client = await dial(first.imap);
    client.send(
      '1 LOGIN alice wonder\r\n2 SELECT INBOX\r\n3 APPEND INBOX {5+}\r\nfirst\r\n4 APPEND INBOX {6+}\r\nsecond\r\n',
    );
    await client.until(/^4 OK/);
    client.send('5 STORE 2 FLAGS (\\Deleted)\r\n6 EXPUNGE\r\n7 STORE 2 FLAGS (\\Flagged $Done)\r\n');
    await client.until(/^7 OK/);
    await first.kill();
    const again = await start();
    const { messages } = await mailbox(again.imap, 'INBOX');
    expect([...messages].map(([uid, text]) => `${uid} ${text.slice(0, 21)}`)).toEqual([
      expect.stringMatching(/^1 \|/),
      '3 \\Flagged $Done|second',
    ]);
    await again.kill();
  });

  it('is one process’s alone, and says so to another', async () => {
    const first = await start();
    const { code, err } = await cli.run('sandbox', '--data', 'kept');
    expect(err).toMatch(/^mailwright: kept is in use by process \d+: stop it, or name another folder\n$/);
    expect(code).toBe(2);
    await first.kill();
    const second = await start();
    await second.kill();
  });

  it('ends cleanly at a signal, with the lock given back', async () => {
    const process = cli.start(['sandbox', '--json', '--data', 'kept']);
    await process.says('\n');
    process.child.kill('SIGTERM');
    const [code] = await Promise.all([process.finished, once(process.child, 'exit')]);
    expect(code.code).toBe(0);
    expect(() => cli.read('kept/lock')).toThrow(/ENOENT/);
  });
});
