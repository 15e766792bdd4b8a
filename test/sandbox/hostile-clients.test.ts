import { connect } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGathering } from '../../src/sandbox/smtp/gathering';
import { type Dialogue, dial } from './dialogue';
import { handTimers } from './hand-timers';
import { imap, listener, passwords, pop3, smtp, start } from './harness';

const minute = 60_000;

describe('a client that is silent', () => {
  it('is let go after the time that its protocol gives', async () => {
    const timers = handTimers();
    const { events, onEvent } = listener();
    const sandbox = await start({ timers, onEvent });
    const slow = { smtp: await smtp(sandbox.smtp), imap: await imap(sandbox.imap), pop3: await pop3(sandbox.pop3) };
    for (const client of Object.values(slow)) client.send('NOO');
    timers.elapse(5 * minute);
    await slow.smtp.play('S: 421 4.4.2 silent for too long');
    await slow.smtp.closed();
    timers.elapse(10 * minute);
    expect(await slow.pop3.line()).toBeUndefined();
    timers.elapse(31 * minute);
    await slow.imap.play('S: * BYE silent for too long');
    await slow.imap.closed();
    expect(events.filter(({ kind }) => kind === 'abused')).toHaveLength(3);
  });

  it('gains nothing by trickling', async () => {
    const timers = handTimers();
    const sandbox = await start({ timers });
    const client = await smtp(sandbox.smtp);
    await timers.waitingFor(5 * minute);
    const before = timers.asked(5 * minute);
    for (const octet of 'NOOP\r') {
      client.send(octet);
      await (await smtp(sandbox.lmtp, 'LHLO other.example')).end();
    }
    const others = timers.asked(5 * minute) - before;
    client.send('\n');
    await client.play('S: 250 ...');
    await timers.waitingFor(5 * minute);
    // Two waits for each of the five others: one for LHLO, one behind it. None for the octets that trickled.
    expect(others).toBe(10);
  });

  it('is waited for in the middle of a message, and the message forgotten', async () => {
    const timers = handTimers();
    const { events, onEvent } = listener();
    const sandbox = await start({ timers, onEvent });
    const client = await smtp(sandbox.smtp);
    client.send('MAIL FROM:<alice@example.test>\r\nRCPT TO:<bob@example.test>\r\nDATA\r\n');
    await client.until(/^354/);
    client.send('Subject: half a mess');
    await timers.waitingFor(5 * minute);
    timers.elapse(5 * minute);
    await client.play('S: 421 4.4.2 ...');
    await client.closed();
    expect(events.filter(({ kind }) => kind === 'delivered')).toEqual([]);
  });

  it('is not waited for without end before TLS or a PROXY header', async () => {
    const timers = handTimers();
    const sandbox = await start({ timers, proxyProtocol: ['smtp'] });
    const bare = await dial(sandbox.smtp);
    const secret = await dial(sandbox.imaps);
    await timers.waitingFor(10_000);
    await timers.waitingFor(30_000);
    timers.elapse(30_000);
    await bare.play('S: 421 4.3.2 no PROXY protocol header has come');
    await bare.closed();
    await secret.closed();
  });
});

describe('a client that asks and does not read', () => {
  it('is heard no more, and cut off when it goes on so', async () => {
    const timers = handTimers();
    const { events, onEvent } = listener();
    const message = `Subject: big\n\n${`${'x'.repeat(70)}\n`.repeat(30_000)}`;
    const sandbox = await start({ timers, onEvent, seed: [{ user: 'alice', message }] });
    const greedy = await pop3(sandbox.pop3);
    greedy.socket.pause();
    for (let i = 0; i < 2_000; i++) greedy.send('RETR 1\r\n');
    const stall = 120_000;
    // As long as the system still takes octets, the server goes on waiting.
    for (let told = 0; told === 0; ) {
      await timers.waitingFor(stall);
      timers.elapse(stall);
      await new Promise((resolve) => setImmediate(resolve));
      told = events.filter(({ kind }) => kind === 'abused').length;
    }
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'abused', service: 'pop3', text: expect.stringContaining('does not read') }),
    );
    greedy.socket.resume();
    await greedy.closed();
    await pop3(sandbox.pop3);
  });
});

describe('too many connections', () => {
  it.each([
    ['smtp', /^220 /, /^421 4\.3\.2 too many connections$/],
    ['lmtp', /^220 /, /^421 4\.3\.2 too many connections$/],
    ['imap', /^\* OK /, /^\* BYE \[UNAVAILABLE\] too many connections$/],
    ['pop3', /^\+OK /, /^-ERR \[SYS\/TEMP\] too many connections$/],
  ] as const)('%s: those beyond the limit are told so, and let in later', async (service, greeting, refusal) => {
    const sandbox = await start({ maxConnections: 20 });
    const clients = await Promise.all(Array.from({ length: 300 }, () => dial(sandbox[service])));
    const lines = await Promise.all(clients.map((client) => client.line()));
    expect(lines.filter((line) => greeting.test(line ?? ''))).toHaveLength(20);
    expect(lines.filter((line) => refusal.test(line ?? ''))).toHaveLength(280);
    const [admitted] = clients.filter((_, i) => greeting.test(lines[i] ?? ''));
    await Promise.all(clients.filter((_, i) => refusal.test(lines[i] ?? '')).map((client) => client.closed()));
    admitted?.send(service === 'imap' ? 'a LOGOUT\r\n' : 'QUIT\r\n');
    await admitted?.closed();
    admitted?.end();
    for (;;) {
      const next = await dial(sandbox[service]);
      if (greeting.test((await next.line()) ?? '')) break;
    }
  });
});

describe('octets without end', () => {
  it('a message beyond the limit is read to its end, refused, and the session goes on', async () => {
    const sandbox = await start({ maxMessageSize: 1_000 });
    const client = await smtp(sandbox.smtp);
    client.send('MAIL FROM:<alice@example.test>\r\nRCPT TO:<bob@example.test>\r\nDATA\r\n');
    await client.until(/^354/);
    for (let i = 0; i < 200; i++) client.send(`${'x'.repeat(998)}\r\n`.repeat(100));
    await client.play(`
      C: .
      S: 552 5.3.4 the message is too large
      C: NOOP
      S: 250 2.0.0 ...
    `);
  });

  it('a chunk beyond the limit is read to its end, refused, and the session goes on', async () => {
    const sandbox = await start({ maxMessageSize: 1_000 });
    const client = await smtp(sandbox.smtp);
    client.send('MAIL FROM:<alice@example.test>\r\nRCPT TO:<bob@example.test>\r\nBDAT 5000000 LAST\r\n');
    for (let i = 0; i < 50; i++) client.send('x'.repeat(100_000));
    await client.play(`
      S: 250 ...
      S: 250 ...
      S: 552 5.3.4 the message is too large
      C: RSET
      S: 250 ...
    `);
  });

  it('of four gigabytes that are announced nothing is kept, and others are served meanwhile', async () => {
    const { events, onEvent } = listener();
    const sandbox = await start({ onEvent });
    const client = await smtp(sandbox.smtp);
    client.send('MAIL FROM:<alice@example.test>\r\nRCPT TO:<bob@example.test>\r\nBDAT 4294967295\r\n');
    const before = process.memoryUsage.rss();
    const megabyte = Buffer.alloc(1_000_000, 'x');
    for (let i = 0; i < 250; i++) {
      if (!client.socket.write(megabyte)) await new Promise((resolve) => client.socket.once('drain', resolve));
    }
    expect(process.memoryUsage.rss() - before).toBeLessThan(200_000_000);
    const other = await smtp(sandbox.smtp);
    await other.play(`
      C: NOOP
      S: 250 ...
    `);
    client.end();
    expect(events.filter(({ kind }) => kind === 'error')).toEqual([]);
  });

  it('a chunk of a size that cannot be counted ends the session, since what follows could be taken for commands', async () => {
    const sandbox = await start();
    const client = await smtp(sandbox.smtp);
    client.send('MAIL FROM:<alice@example.test>\r\nRCPT TO:<bob@example.test>\r\n');
    client.send('BDAT 99999999999999999999\r\nMAIL FROM:<mallory@example.test>\r\n');
    await client.play(`
      S: 250 ...
      S: 250 ...
      S: 501 5.5.4 BDAT takes a number of octets, and LAST or nothing
    `);
    await client.closed();
  });

  it('recipients beyond the limit that LIMITS names are refused, the others kept', async () => {
    const sandbox = await start();
    const client = await smtp(sandbox.smtp);
    await client.play('C: EHLO client.example');
    expect(await client.until(/^250 /)).toContain('250-LIMITS RCPTMAX=1000');
    client.send('MAIL FROM:<alice@example.test>\r\n');
    for (let i = 0; i < 1_001; i++) client.send(`RCPT TO:<bob+${i}@example.test>\r\n`);
    const lines = await client.until(/^4/);
    expect(lines).toHaveLength(1 + 1_000 + 1);
    expect(lines.at(-1)).toBe('452 4.5.3 too many recipients');
  });
});

describe('a fault of the sandbox itself', () => {
  it('ends that session alone', async () => {
    const { events, onEvent } = listener();
    let broken = false;
    const sandbox = await start({
      onEvent,
      now() {
        if (broken) throw new Error('the clock has stopped');
        return 0;
      },
    });
    const client = await smtp(sandbox.smtp);
    const other = await smtp(sandbox.smtp);
    client.send('MAIL FROM:<alice@example.test>\r\nRCPT TO:<bob@example.test>\r\nDATA\r\n');
    await client.until(/^354/);
    broken = true;
    client.send('Subject: x\r\n\r\n.\r\n');
    await client.play('S: 421 4.3.0 ...');
    await client.closed();
    broken = false;
    await other.play(`
      C: NOOP
      S: 250 ...
    `);
    expect(events).toContainEqual(expect.objectContaining({ kind: 'error', text: expect.stringContaining('clock') }));
  });
});

const transaction = 'MAIL FROM:<alice@example.test> SIZE=20\r\nRCPT TO:<bob@example.test> NOTIFY=SUCCESS\r\n';
const text = 'Subject: x\r\n\r\n..dots\r\nmore\r\n.\r\n';
const signIn = `USER alice\r\nPASS ${passwords.alice}\r\n`;

/** Dialogues as real clients have them. */
const transcripts: Readonly<Record<'smtp' | 'lmtp' | 'pop3', readonly string[]>> = {
  smtp: [
    `EHLO client.example\r\n${transaction}DATA\r\n${text}QUIT\r\n`,
    `EHLO client.example\r\n${transaction}BDAT 14\r\nSubject: x\r\n\r\nBDAT 5 LAST\r\nhello${transaction}RSET\r\nQUIT\r\n`,
    `HELO client.example\r\nVRFY bob\r\nHELP MAIL\r\nNOOP\r\nETRN example.test\r\nAUTH CRAM-MD5\r\n*\r\nQUIT\r\n`,
    `EHLO client.example\r\nXCLIENT NAME=a.example ADDR=192.0.2.1 HELO=b.example\r\n${transaction}DATA\r\n${text}QUIT\r\n`,
  ],
  lmtp: [
    `LHLO client.example\r\n${transaction}RCPT TO:<x@delay.test>\r\nDATA\r\n${text}QUIT\r\n`,
    `LHLO client.example\r\n${transaction}BDAT 0\r\nBDAT 3 LAST\r\n\r\n.QUIT\r\n`,
  ],
  pop3: [
    `CAPA\r\nUTF8\r\n${signIn}STAT\r\nLIST\r\nUIDL 1\r\nTOP 1 1\r\nRETR 1\r\nNOOP\r\nRSET\r\nLIST 9\r\nXYZ\r\n`,
    `AUTH\r\nAUTH PLAIN\r\n*\r\nAPOP alice 00000000000000000000000000000000\r\n${signIn}RETR 1\r\nRETR 2\r\n`,
  ],
};
const services = ['smtp', 'lmtp', 'pop3'] as const;
const seed = [{ user: 'alice', message: 'Subject: one\n\n.dot\nline\n' }];

/** What the server says to these pieces until it closes, which it does since the client has ended. */
function converse(url: string, pieces: readonly Buffer[]): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    let said = '';
    socket.on('data', (bytes) => {
      said += bytes.toString('latin1');
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(said));
    const next = (at: number): void => {
      const piece = pieces[at];
      if (!piece) return void socket.end();
      socket.write(piece, () => setImmediate(next, at + 1));
    };
    next(0);
  });
}

describe.each(services)('%s', (service) => {
  it('answers alike however the octets are cut', async () => {
    const sandbox = await start({ seed, random: (n) => new Uint8Array(n), now: () => 0 });
    for (const transcript of transcripts[service]) {
      const bytes = Buffer.from(transcript);
      const whole = await converse(sandbox[service], [bytes]);
      expect(whole.split('\r\n').length).toBeGreaterThan(5);
      await fc.assert(
        fc.asyncProperty(fc.uniqueArray(fc.nat(bytes.length), { maxLength: 12 }), async (cuts) => {
          const ends = [0, ...cuts.sort((a, b) => a - b), bytes.length];
          const pieces = ends.slice(1).map((end, i) => bytes.subarray(ends[i], end));
          expect(await converse(sandbox[service], pieces)).toBe(whole);
        }),
        { numRuns: 15 },
      );
    }
  });

  it('survives dialogues that were spoilt', async () => {
    const { events, onEvent } = listener();
    const sandbox = await start({ seed, onEvent });
    const spoil = fc.record({
      kind: fc.constantFrom('drop', 'double', 'insert', 'flip'),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.integer({ min: 1, max: 30 }),
      octets: fc.uint8Array({ minLength: 1, maxLength: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...transcripts[service]),
        fc.array(spoil, { minLength: 1, maxLength: 6 }),
        async (transcript, spoils) => {
          let bytes = Buffer.from(transcript);
          for (const { kind, at, length, octets } of spoils) {
            const start = Math.floor(at * bytes.length);
            const [before, piece, after] = [
              bytes.subarray(0, start),
              bytes.subarray(start, start + length),
              bytes.subarray(start + length),
            ];
            if (kind === 'drop') bytes = Buffer.concat([before, after]);
            else if (kind === 'double') bytes = Buffer.concat([before, piece, piece, after]);
            else if (kind === 'insert') bytes = Buffer.concat([before, octets, piece, after]);
            else bytes = Buffer.concat([before, piece.map((octet) => octet ^ (octets[0] ?? 1)), after]);
          }
          await converse(sandbox[service], [bytes]);
        },
      ),
      { numRuns: 80 },
    );
    expect(events.filter(({ kind }) => kind === 'error')).toEqual([]);
    const client: Dialogue = await dial(sandbox[service]);
    expect(await client.line()).toMatch(/^(?:220|\+OK) /);
  });
});

describe('a message in crumbs', () => {
  it('is kept in proportion to its octets, and whole', () => {
    const gathering = createGathering();
    const octets = Uint8Array.from({ length: 50_000 }, (_, i) => i % 251);
    for (let at = 0; at < octets.length; at++) gathering.add(octets.subarray(at, at + 1));
    expect(gathering.pieces.length).toBeLessThan(1_100);
    expect(Buffer.concat(gathering.pieces).equals(octets)).toBe(true);
  });

  it('is delivered whole, however small its chunks', async () => {
    const sandbox = await start();
    const client = await smtp(sandbox.smtp);
    const message = `Subject: crumbs\r\n\r\n${'0123456789\r\n'.repeat(300)}`;
    const crumbs = [...message].map((character) => `BDAT 1\r\n${character}`).join('');
    client.send(`MAIL FROM:<bob@example.test>\r\nRCPT TO:<alice@example.test>\r\n${crumbs}BDAT 0 LAST\r\n`);
    await client.until(/queued/);
    const reader = await pop3(sandbox.pop3);
    reader.send('RETR 1\r\n');
    const lines = await reader.until(/^\.$/);
    expect(lines.join('\r\n')).toContain(message.trimEnd());
  });
});
