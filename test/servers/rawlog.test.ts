/** Dovecot's raw log is the witness: what our transcript says went over the wire did, octet for octet, in both directions. */
import { constants, inflateRawSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent, WireText } from '../../src/transcript/event';
import { goldenText } from '../scenarios/golden';
import type { Played } from '../scenarios/play';
import { openLab } from './lab-environment';
import { resetMailbox } from './mailbox';
import { playText } from './play-text';
import { lab } from './provided';
import { type RawlogSession, watchRawlog } from './rawlog';

const environment = lab();

/** Users sign in by PLAIN, whose one line is the last that is masked. */
const opened = openLab(environment);

beforeEach(async () => {
  await resetMailbox(environment, 'alice');
});

const octetsOf = ({ text, encoding }: WireText): Buffer => Buffer.from(text, encoding ?? 'utf8');

type WireEvent = Extract<RunEvent, { readonly kind: 'sent' | 'received' }>;

const isWire = (event: RunEvent): event is WireEvent => event.kind === 'sent' || event.kind === 'received';

/**
 * The octets of a connection in one direction, as its events tell them, from the sign-in on: the raw log begins with what the
 * server says when it has let the user in, and with what the client says after that.
 */
function transcriptOf(played: Played, kind: 'sent' | 'received', connection?: string): Buffer {
  const wire = played.events.filter(isWire).filter((event) => event.connection === connection);
  const signedIn = wire.findIndex((event) => event.kind === 'received' && /Logged in/.test(event.wire.text));
  const after = wire.slice(kind === 'received' ? signedIn : signedIn + 1).filter((event) => event.kind === kind);
  for (const { wire: text, seq } of after) {
    expect(text.masked, `event ${seq} is masked`).toBeUndefined();
    expect(text.kept, `event ${seq} is kept elsewhere`).toBeUndefined();
    expect(octetsOf(text).length, `event ${seq} counts its octets`).toBe(text.octets);
  }
  return Buffer.concat(after.map((event) => octetsOf(event.wire)));
}

function expectAgreement(played: Played, session: RawlogSession | undefined, connection?: string): void {
  expect(
    played.sessions.map(({ outcome }) => outcome),
    goldenText(played),
  ).toEqual(['passed']);
  const client = transcriptOf(played, 'sent', connection);
  const server = transcriptOf(played, 'received', connection);
  // as text first, for a difference that can be read
  expect(client.toString('latin1')).toBe(session?.clientBytes.toString('latin1'));
  expect(server.toString('latin1')).toBe(session?.serverBytes.toString('latin1'));
  expect(client.length).toBeGreaterThan(0);
  expect(server.length).toBeGreaterThan(0);
}

/** The raw log keeps what went over the wire: behind the line that `last` finds, a stream of raw deflate (RFC 4978). */
function inflatedBehind(last: RegExp, bytes: Buffer): Buffer {
  const found = last.exec(bytes.toString('latin1'));
  if (!found) throw new Error(`the raw log has no line ${last}`);
  const begin = found.index + found[0].length;
  const inflated = inflateRawSync(bytes.subarray(begin), { finishFlush: constants.Z_SYNC_FLUSH });
  return Buffer.concat([bytes.subarray(0, begin), inflated]);
}

const play = (ending: 'imap' | 'pop3', script: string): Promise<Played> => playText(ending, script, opened);

describe('the transcript of an IMAP session is what Dovecot saw', () => {
  const cases: Readonly<Record<string, string>> = {
    'in lock-step': `
      C: CAPABILITY
      C: LIST "" "*"
      C: SELECT INBOX
      C: NOOP`,
    'with literals that wait, that do not, and eight-bit octets in them': `
      C: APPEND INBOX (\\Seen) """
      Subject: Grüße

      Ærøskøbing.
      """
      C: APPEND INBOX """+
      Subject: at once

      Body.
      """
      C: SELECT """-
      INBOX
      """
      C: FETCH 1:* (FLAGS BODY.PEEK[])
      C: SEARCH CHARSET UTF-8 BODY """
      Ærøskøbing.
      """`,
    'with octets that are no UTF-8': `
      raw "r1 APPEND INBOX {20}\\r\\n"
      S: +
      raw "Subject: \\xff\\xfe\\x80\\r\\n\\r\\nzz\\xc3\\r\\n\\r\\n"
      S: r1 OK
      C: SELECT INBOX
      C: FETCH 1 BODY.PEEK[]`,
    'with pipelining': `
      pipeline
        C: NOOP
        C: STATUS INBOX (MESSAGES)
        C: SELECT INBOX
        C: NOOP
      end`,
    'in small pieces': `
      raw "r1 NOOP\\r\\n" every 1ms
      S: r1 OK
      raw "r2 STATUS INBOX (MESSAGES)\\r\\nr3 NOOP\\r\\n" every 1ms
      S: r2 OK
      S: r3 OK`,
    'with errors': `
      C: FETCH 1 FLAGS
      S: BAD
      C: SELECT nowhere
      S: NO
      C: x1 NONSENSE {3+} x
      S: any`,
  };

  it.each(Object.keys(cases))('%s', async (name) => {
    const watch = watchRawlog(environment, 'alice');
    const played = await play('imap', `auth PLAIN alice\n${cases[name]}\n      C: LOGOUT\n`);
    const [session] = await watch.sessions(1);
    expectAgreement(played, session);
  });

  it('that idles while another client changes the mailbox', async () => {
    const watch = watchRawlog(environment, 'alice');
    const played = await play(
      'imap',
      `connect as watcher
      connect as writer
      watcher auth PLAIN alice
      watcher C: SELECT INBOX
      watcher C: IDLE
      watcher S: +
      writer auth PLAIN alice
      writer C: APPEND INBOX """
      Subject: Look

      Look.
      """
      watcher S: * 1 EXISTS
      watcher C: DONE
      watcher C: FETCH 1 BODY.PEEK[]
      watcher C: LOGOUT
      writer C: LOGOUT
      `,
    );
    const [watcher, writer] = await watch.sessions(2);
    expectAgreement(played, watcher, 'watcher');
    expectAgreement(played, writer, 'writer');
  });

  it('that is compressed', async () => {
    const watch = watchRawlog(environment, 'alice');
    const played = await play(
      'imap',
      `auth PLAIN alice
      C: COMPRESS DEFLATE
      C: APPEND INBOX """
      Subject: compressed

      ${'The same again and again. '.repeat(20)}
      """
      C: SELECT INBOX
      C: FETCH 1 BODY.PEEK[]
      C: LOGOUT
      `,
    );
    expect(goldenText(played)).toContain('compressed from here on');
    const [session] = await watch.sessions(1);
    if (!session) throw new Error('there is one session');
    expectAgreement(played, {
      ...session,
      clientBytes: inflatedBehind(/COMPRESS DEFLATE\r\n/, session.clientBytes),
      serverBytes: inflatedBehind(/A2 OK .*\r\n/, session.serverBytes),
    });
  });

  it('over TLS', async () => {
    const watch = watchRawlog(environment, 'alice');
    const played = await play('imap', 'starttls\nauth PLAIN alice\nC: SELECT INBOX\nC: LOGOUT\n');
    const [session] = await watch.sessions(1);
    expectAgreement(played, session);
  });
});

describe('the transcript of an LMTP session is what Dovecot saw', () => {
  const script = (connect: string): string => `${connect}
    S: 220
    C: LHLO client.example
    pipeline
      C: MAIL FROM:<>
      C: RCPT TO:<alice@example.test>
      C: RCPT TO:<nobody@example.test>
      C: DATA
    end
    S: 250
    S: 250
    S: 550
    S: 354
    C: """
    Subject: Grüße

    .
    ..dots
    """
    S: 250 2.0.0 <alice@example.test>
    C: QUIT
    `;

  it.each([
    ['over TCP', 'connect lmtp'],
    ['over a unix socket', 'connect unix:{{lmtpSocket}}'],
  ])('%s', async (_, connect) => {
    const watch = watchRawlog(environment, 'lmtp');
    const played = await playText('lmtp', script(connect), opened);
    const [session] = await watch.sessions(1);
    expect(
      played.sessions.map(({ outcome }) => outcome),
      goldenText(played),
    ).toEqual(['passed']);
    const wire = (kind: 'sent' | 'received'): string =>
      Buffer.concat(
        played.events.filter(isWire).flatMap((event) => (event.kind === kind ? [octetsOf(event.wire)] : [])),
      ).toString('latin1');
    expect(wire('sent')).toBe(session?.clientBytes.toString('latin1'));
    expect(wire('received')).toBe(session?.serverBytes.toString('latin1'));
  });
});

describe('the transcript of a POP3 session is what Dovecot saw', () => {
  it('with multi-line responses, dot-stuffed lines and pipelining', async () => {
    const filled = await play(
      'imap',
      'auth PLAIN alice\nC: APPEND INBOX """\nSubject: dots\n\n.\n..two\nÆ\n"""\nC: LOGOUT\n',
    );
    expect(filled.sessions.map(({ outcome }) => outcome)).toEqual(['passed']);
    const watch = watchRawlog(environment, 'alice');
    const played = await play(
      'pop3',
      `auth PLAIN alice
      C: STAT
      C: LIST
      C: UIDL
      C: TOP 1 1
      C: RETR 1
      pipeline
        C: NOOP
        C: LIST 1
        C: RETR 1
      end
      C: RETR 7
      S: -ERR
      C: QUIT
      `,
    );
    const [session] = await watch.sessions(1);
    expectAgreement(played, session);
  });
});
