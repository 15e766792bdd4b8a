/** Python's imaplib, smtplib and poplib. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listener, passwords, start } from '../sandbox/harness';
import { letter } from './messages';
import { caFile, portOf, run } from './program';

/** Runs one of the programs beside this file, and reads what it printed. */
async function python(
  program: string,
  args: readonly (string | number)[],
  input = '',
): Promise<Record<string, unknown>> {
  const path = join(import.meta.dirname, 'python', program);
  const ended = await run('python3', [path, ...args.map(String)], { input });
  expect(ended.stderr).toBe('');
  return JSON.parse(ended.stdout) as Record<string, unknown>;
}

const text = letter('python');

describe("Python's imaplib", () => {
  it.each([
    ['tls', 'imaps', 'LOGIN', 'password'],
    ['starttls', 'imap', 'CRAM-MD5', 'CRAM-MD5'],
    ['starttls', 'imap', 'PLAIN', 'PLAIN'],
  ] as const)(
    'over %s to %s, signed in by %s: appends, searches, sorts, fetches, moves',
    async (how, service, mechanism, used) => {
      const { events, onEvent } = listener();
      const sandbox = await start({ onEvent });
      const args = ['localhost', portOf(sandbox[service]), how, mechanism, caFile(sandbox), 'alice', passwords.alice];
      expect(await python('imap_client.py', args, text)).toMatchObject({
        protocol: 'IMAP4REV1',
        mailboxes: expect.arrayContaining([expect.stringContaining('\\Sent')]),
        exists: 3,
        found: '1 2 3',
        sorted: expect.stringMatching(/^\d \d \d$/),
        threads: expect.stringContaining('('),
        intact: true,
        attributes: expect.stringMatching(/^2 \(UID 2 INTERNALDATE "15-Jan-2027 .* BODY\[\] \{\d+\}$/),
        expunged: ['1'],
        left: '1',
        status: expect.stringContaining('(MESSAGES 1)'),
      });
      expect(events).toContainEqual(expect.objectContaining({ kind: 'authenticated', user: 'alice', mechanism: used }));
    },
  );

  it('is told that a password is wrong', async () => {
    const sandbox = await start();
    const args = ['localhost', portOf(sandbox.imaps), 'tls', 'LOGIN', caFile(sandbox), 'alice', 'wrong'];
    expect(await python('imap_client.py', args)).toEqual({ refused: expect.stringContaining('AUTHENTICATIONFAILED') });
  });
});

describe("Python's smtplib", () => {
  it.each([
    ['any', 'CRAM-MD5'],
    ['PLAIN', 'PLAIN'],
    ['LOGIN', 'LOGIN'],
    ['CRAM-MD5', 'CRAM-MD5'],
  ])('signs in (%s) and sends; the recipient that is not there is named', async (mechanism, used) => {
    const { events, onEvent } = listener();
    const sandbox = await start({ onEvent });
    const recipients = ['bob@example.test', 'nobody@example.test'];
    const args = ['localhost', portOf(sandbox.submission), mechanism, caFile(sandbox), 'alice', passwords.alice];
    expect(await python('smtp_client.py', [...args, ...recipients], text)).toMatchObject({
      failed: { 'nobody@example.test': 550 },
      extensions: expect.arrayContaining(['8bitmime', 'chunking', 'dsn', 'pipelining', 'size', 'smtputf8']),
      verified: 250,
    });
    expect(events).toContainEqual(expect.objectContaining({ kind: 'authenticated', mechanism: used }));
    expect(events).toContainEqual(expect.objectContaining({ kind: 'delivered', user: 'bob', mailbox: 'INBOX' }));
    // The report that NOTIFY=SUCCESS asked for.
    expect(events).toContainEqual(expect.objectContaining({ kind: 'delivered', user: 'alice', mailbox: 'INBOX' }));
  });

  it('is told that a password is wrong', async () => {
    const sandbox = await start();
    const args = [
      'localhost',
      portOf(sandbox.submission),
      'PLAIN',
      caFile(sandbox),
      'alice',
      'wrong',
      'bob@example.test',
    ];
    expect(await python('smtp_client.py', args, text)).toEqual({ refused: 535 });
  });

  it('delivers by LMTP to those who are there', async () => {
    const { events, onEvent } = listener();
    const sandbox = await start({ onEvent });
    const recipients = ['alice@example.test', 'nobody@example.test', 'bob@example.test'];
    expect(await python('lmtp_client.py', ['localhost', portOf(sandbox.lmtp), ...recipients], text)).toEqual({
      rcpt: { 'alice@example.test': 250, 'nobody@example.test': 550, 'bob@example.test': 250 },
      data: { 'alice@example.test': 250, 'bob@example.test': 250 },
    });
    expect(events.flatMap((event) => (event.kind === 'delivered' ? event.user : []))).toEqual(['alice', 'bob']);
  });
});

describe("Python's poplib", () => {
  it.each([
    ['plain', 'pop3'],
    ['stls', 'pop3'],
    ['apop', 'pop3'],
    ['tls', 'pop3s'],
  ] as const)('(%s, %s) retrieves, and deletes at QUIT', async (how, service) => {
    const sandbox = await start({
      seed: ['one', 'two'].map((subject) => ({ user: 'alice', message: letter(subject) })),
    });
    const args = ['localhost', portOf(sandbox[service]), how, caFile(sandbox), 'alice', passwords.alice];
    expect(await python('pop_client.py', args)).toMatchObject({
      count: 2,
      first: letter('one').trimEnd(),
      top: 6,
      capabilities: { SASL: expect.arrayContaining(['SCRAM-SHA-256']), UIDL: [], TOP: [] },
    });
    expect(await python('pop_client.py', args)).toMatchObject({ count: 1, first: letter('one').trimEnd() });
  });

  it('is told that a password is wrong', async () => {
    const sandbox = await start();
    const args = ['localhost', portOf(sandbox.pop3s), 'tls', caFile(sandbox), 'alice', 'wrong'];
    expect(await python('pop_client.py', args)).toEqual({ refused: expect.stringContaining('[AUTH]') });
  });
});
