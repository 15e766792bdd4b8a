import { connect, type Socket } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Service } from '../../src/sandbox';
import { dial } from './dialogue';
import { imap, listener, pop3, smtp, start } from './harness';

const letters = 'abcdefghij \r\n{}()[]<>*%"\\+-=:@.,~0123456789';
const verbs = [
  'EHLO x\r\n',
  'MAIL FROM:<a@example.test>\r\n',
  'RCPT TO:<bob@example.test>\r\n',
  'DATA\r\n',
  'BDAT 5\r\n',
  'AUTH PLAIN\r\n',
  'a LOGIN alice "wonder land"\r\n',
  'b SELECT INBOX\r\n',
  'c FETCH 1:* (BODYSTRUCTURE BODY[1.2.MIME]<0.5> ENVELOPE)\r\n',
  'd SEARCH OR NOT 1:3 (TEXT x)\r\n',
  'e APPEND INBOX (\\Seen) {5+}\r\nhello\r\n',
  'f STORE 1 +FLAGS (\\Deleted)\r\n',
  'g IDLE\r\n',
  'h THREAD REFERENCES UTF-8 ALL\r\n',
  'i UID SORT (DATE) UTF-8 ALL\r\n',
  'j COMPRESS DEFLATE\r\n',
  'k LIST (SUBSCRIBED) "" (* %) RETURN (STATUS (MESSAGES))\r\n',
  'USER alice\r\n',
  'PASS wonder land\r\n',
  'RETR 1\r\n',
  'TOP 1 5\r\n',
  'QUIT\r\n',
  '.\r\n',
];
const piece = fc.oneof(
  fc.constantFrom(...verbs),
  fc.string({ unit: fc.constantFrom(...letters), maxLength: 40 }),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
);

/** Sends all of it, then waits until the server has closed; what the server says is let go. */
function pour(url: string, data: Buffer): Promise<void> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket: Socket = connect({ host: hostname, port: Number(port) });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.resume();
    socket.end(data);
  });
}

describe('whatever a client does', () => {
  it.each(['smtp', 'submission', 'lmtp', 'imap', 'pop3', 'imaps'] as const)(
    'random octets do not break %s',
    async (service: Service) => {
      const { events, onEvent } = listener();
      const seed = [
        { user: 'alice', message: 'Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n' },
      ];
      const sandbox = await start({ onEvent, seed });
      await fc.assert(
        fc.asyncProperty(fc.array(piece, { maxLength: 25 }), async (pieces) => {
          await pour(sandbox[service], Buffer.from(pieces.join(''), 'latin1'));
        }),
        { numRuns: 60 },
      );
      expect(events.filter(({ kind }) => kind === 'error')).toEqual([]);
      await smtp(sandbox.smtp);
      await imap(sandbox.imap, 'alice', 'INBOX');
      await pop3(sandbox.pop3);
    },
  );

  it('an endless line costs no memory and is refused once', async () => {
    const sandbox = await start();
    for (const [url, refusal] of [
      [sandbox.smtp, /^500 the line is too long/],
      [sandbox.imap, /^\* BAD the line is too long/],
      [sandbox.pop3, /^-ERR the line is too long/],
    ] as const) {
      const client = await dial(url);
      await client.line();
      for (let i = 0; i < 20; i++) client.send('x'.repeat(50_000));
      client.send('\r\n');
      expect(await client.line()).toMatch(refusal);
    }
  });

  it('a client that sends and never reads is held, and others are not', async () => {
    const message = `Subject: big\n\n${'x'.repeat(1_000_000)}\n`;
    const sandbox = await start({ seed: [{ user: 'alice', message }] });
    const greedy = await imap(sandbox.imap, 'alice', 'INBOX');
    greedy.socket.pause();
    for (let i = 0; i < 200; i++) greedy.send('f FETCH 1 BODY.PEEK[]\r\n');
    const other = await imap(sandbox.imap, 'alice', 'INBOX');
    await other.play(`
      C: a NOOP
      S: a OK done
    `);
    greedy.end();
  });

  it('a message of any size goes out whole, however slowly it is taken', async () => {
    const message = `Subject: big\n\n${`${'x'.repeat(70)}\n`.repeat(300_000)}`;
    const sandbox = await start({ seed: [{ user: 'alice', message }] });
    const client = await imap(sandbox.imap, 'alice', 'INBOX');
    client.send('f FETCH 1 (BODY.PEEK[TEXT] BODY.PEEK[1] BODY.PEEK[HEADER])\r\ng NOOP\r\n');
    expect(await client.line()).toBe('* 1 FETCH (BODY[TEXT] {21600000}');
    expect((await client.octets(21_600_000)).length).toBe(21_600_000);
    expect(await client.line()).toBe(' BODY[1] {21600000}');
    await client.octets(21_600_000);
    await client.until(/^f OK/);
    await client.until(/^g OK/);
  });

  it('many connections at once are served', async () => {
    const sandbox = await start();
    const clients = await Promise.all(Array.from({ length: 200 }, () => imap(sandbox.imap, 'alice', 'INBOX')));
    for (const client of clients) client.send('i IDLE\r\n');
    await Promise.all(clients.map((client) => client.until(/^\+/)));
    const writer = await imap(sandbox.imap);
    await writer.play(`
      C: a APPEND INBOX {1+}
      C: x
      S: a OK ...
    `);
    await Promise.all(clients.map((client) => client.until(/^\* 1 EXISTS/)));
  });

  it('an error in the sandbox closes that session alone, and is told', async () => {
    const { events, onEvent } = listener();
    let broken = false;
    const now = (): number => {
      if (broken) throw new Error('the clock has stopped');
      return Date.now();
    };
    const sandbox = await start({ onEvent, now });
    const one = await imap(sandbox.imap);
    const other = await imap(sandbox.imap);
    broken = true;
    await one.play(`
      C: a APPEND INBOX {1+}
      C: x
      S: * BYE [SERVERBUG] ...
    `);
    await one.closed();
    broken = false;
    expect(events).toContainEqual(expect.objectContaining({ kind: 'error', text: expect.stringContaining('clock') }));
    await other.play(`
      C: a NOOP
      S: a OK done
    `);
  });

  it('listens on loopback only', async () => {
    await expect(start({ host: '0.0.0.0' })).rejects.toThrow(/loopback/);
  });

  it('leaves nothing open when a port is taken', async () => {
    const sandbox = await start();
    const port = Number(new URL(sandbox.pop3s).port);
    await expect(start({ ports: { pop3s: port } })).rejects.toThrow(/EADDRINUSE/);
  });
});
