/** A client that leaves the script gets the protocol's error reply, and the run fails at the line. */
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/transcript/event';
import { dial } from '../sandbox/dialogue';
import { type ServedScript, script, served } from './two-ends';

const failureOf = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.kind === 'failed' ? event.failure : []))[0];

const lineOf = (text: string, events: readonly RunEvent[]): string | undefined => {
  const range = failureOf(events)?.place?.range;
  return range && text.slice(range.start, range.end);
};

async function against(
  name: string,
  text: string,
  dialogue: string,
  options: Parameters<typeof served>[1] = {},
): Promise<ServedScript> {
  const server = await served(script(name, text), options);
  const client = await dial(`tcp://127.0.0.1:${server.port}`);
  await client.play(dialogue);
  client.end();
  await server.done;
  await server.close();
  return server;
}

describe('a client that leaves the script', () => {
  it('is told in SMTP what was expected, and the line is named', async () => {
    const text = 'C: HELO client.example\nC: MAIL FROM:<alice@example.test>\nC: QUIT\n';
    const { events, done } = await against(
      'a.smtp',
      text,
      `
      S: 220 ...
      C: HELO client.example
      S: 250 ...
      C: MAIL FROM:<bob@example.test>
      S: 503 5.5.1 the script expects: C: MAIL FROM:<alice@example.test>
    `,
    );
    expect((await done).outcome).toBe('failed');
    expect(failureOf(events)).toMatchObject({
      kind: 'mismatch',
      message: 'The client left the script',
      expected: 'C: MAIL FROM:<alice@example.test>',
      actual: 'MAIL FROM:<bob@example.test>',
    });
    expect(lineOf(text, events)).toBe('C: MAIL FROM:<alice@example.test>');
  });

  it('is told in IMAP by a tagged BAD', async () => {
    const { events } = await against(
      'a.imap',
      'C: LOGIN alice secret\nC: SELECT INBOX\n',
      `
      S: * OK ...
      C: x1 LOGIN "alice" {6+}
      C: secret
      S: x1 OK done
      C: x2 SELECT Sent
      S: x2 BAD the script expects: C: SELECT INBOX
    `,
    );
    expect(failureOf(events)).toMatchObject({ nearest: { wanted: 'INBOX', got: 'Sent' } });
  });

  it('is told in POP3 by -ERR, and its password is not shown', async () => {
    const { events } = await against(
      'a.pop3',
      'C: STAT\n',
      `
      S: +OK ...
      C: PASS hunter2
      S: -ERR the script expects: C: STAT
    `,
    );
    expect(JSON.stringify(events)).not.toContain('hunter2');
  });

  it('closes too early', async () => {
    const { events } = await against('a.pop3', 'C: STAT\n', 'S: +OK ...');
    expect(failureOf(events)).toMatchObject({ kind: 'closed', expected: 'C: STAT' });
  });

  it('says more than the script has', async () => {
    const { events } = await against(
      'a.pop3',
      'C: STAT\n',
      `
      S: +OK ...
      C: STAT
      S: +OK 0 0
      C: LIST
      S: -ERR the script expects: the end of the script: goodbye, or the end of the connection
    `,
    );
    expect(failureOf(events)?.kind).toBe('mismatch');
  });

  it('sends without end a line that is none', async () => {
    const server = await served(script('a.smtp', 'C: EHLO x\n'));
    const client = await dial(`tcp://127.0.0.1:${server.port}`);
    client.send(`${'a'.repeat(200_000)}\r\n`);
    await server.done;
    client.end();
    expect(failureOf(server.events)).toMatchObject({ kind: 'protocol' });
    expect(failureOf(server.events)?.message).toContain('more than the limit');
    await server.close();
  });

  it('announces a literal of four gigabytes', async () => {
    const { events } = await against(
      'a.imap',
      'C: APPEND INBOX """\nx\n"""\n',
      'S: * OK ...\nC: a APPEND INBOX {4294967296}',
    );
    expect(failureOf(events)?.message).toContain('literal of 4294967296 octets, more than the limit');
  });

  it('sends commands in clear behind STARTTLS', async () => {
    const server = await served(script('a.smtp', 'C: HELO x\nC: STARTTLS\nC: EHLO x\n'));
    const client = await dial(`tcp://127.0.0.1:${server.port}`);
    client.send('HELO x\r\nSTARTTLS\r\nMAIL FROM:<mallory@example.test>\r\n');
    await server.done;
    client.end();
    expect(failureOf(server.events)).toMatchObject({ kind: 'protocol' });
    await server.close();
  });

  it('signs in with the wrong password', async () => {
    const { events } = await against(
      'a.imap',
      'auth alice\nS: OK\n',
      `
      S: * OK ...
      C: 1 LOGIN alice wrong
      S: 1 BAD ...
    `,
      { users: { alice: 'right' } },
    );
    expect(failureOf(events)?.kind).toBe('mismatch');
  });
});

describe('a client that keeps to the script', () => {
  it('may pipeline, spell in its own way and add parameters', async () => {
    const { done } = await against(
      'a.smtp',
      'S: 220 mx.example ESMTP\nC: EHLO ...\nS: 250-mx.example\nS: 250 PIPELINING\nC: MAIL FROM:<{{sender}}>\nC: RCPT TO:<bob@example.test> NOTIFY=NEVER\nS: 250 2.1.5 {{sender}} may write\n',
      `
      S: 220 mx.example ESMTP
      C: ehlo here
      S: 250-mx.example
      S: 250 PIPELINING
      C: mail  from:<zoe@example.test> BODY=8BITMIME
      C: RCPT TO:<bob@example.test> ORCPT=rfc822;bob NOTIFY=never
      S: 250 2.1.0 sender ok
      S: 250 2.1.5 zoe@example.test may write
      C: QUIT
      S: 221 ...
    `,
    );
    expect((await done).outcome).toBe('passed');
  });

  it('sends a message whose lines `...` may be any', async () => {
    const { done } = await against(
      'a.smtp',
      'C: HELO x\nC: DATA\nC: """\nSubject: one\n...\n\nBody of {{$uuid}}\n"""\nC: QUIT\n',
      `
      S: 220 ...
      C: HELO x
      S: 250 ...
      C: DATA
      S: 354 ...
      C: Subject: one
      C: Date: today
      C: 
      C: Body of 3e1f1b3e-8f0a-4a6b-9a53-7d0b7c1c2f7a
      C: .
      S: 250 ...
      C: QUIT
      S: 221 ...
    `,
    );
    expect((await done).outcome).toBe('passed');
  });

  it('is told what was captured from what it was told', async () => {
    const { done } = await against(
      'a.imap',
      'C: SELECT INBOX\nS: * OK [UIDNEXT {{@next}}]\nassert next > 41\nC: UID FETCH {{next}} FLAGS\nS: * 1 FETCH (UID {{next}} FLAGS (\\Seen))\n',
      `
      S: * OK ...
      C: 1 SELECT inbox
      S: * OK [UIDNEXT 42]
      S: * FLAGS ...
      S: * 0 EXISTS
      S: * OK [UIDVALIDITY ...
      S: 1 OK [READ-WRITE] done
      C: 2 uid fetch 42 (flags)
      S: 2 BAD ...
    `,
    );
    expect((await done).outcome).toBe('failed');
  });
});
