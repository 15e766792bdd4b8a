/** Sessions as lines for swaks and curl: what they say is what was said. */
import { describe, expect, it } from 'vitest';
import type { EventBody, RunEvent } from '../../src/transcript/event';
import { curlLine, swaksLine } from '../../src/transcript/shell-lines';

const session = (url: string, ...bodies: readonly (EventBody | string)[]): readonly RunEvent[] =>
  [
    { kind: 'connected' as const, url, local: '127.0.0.1:1', remote: '127.0.0.1:2525', ms: 1 },
    ...bodies.map((body) => (typeof body === 'string' ? sent(body) : body)),
  ].map((body, i) => ({ seq: i + 1, at: i, session: 0, ...body }));

const sent = (text: string, note?: string): EventBody => ({
  kind: 'sent',
  role: 'command',
  wire: { text: `${text}\r\n`, octets: text.length + 2 },
  ...(note !== undefined && { note }),
});
const data = (text: string): EventBody => ({ kind: 'sent', role: 'data', wire: { text, octets: text.length } });
const secured: EventBody = { kind: 'secured', ms: 1, tls: { version: 'TLSv1.3', cipher: 'c', authorized: true } };

const made = (line: typeof swaksLine, events: readonly RunEvent[], at = events.length - 1): string => {
  const event = events[at];
  if (!event) throw new Error('there is no such event');
  const result = line(events, event);
  return result.ok ? result.value : `no: ${result.error}`;
};

const submission = session(
  'submission://mail.example.test',
  'EHLO client.example',
  'STARTTLS',
  secured,
  'EHLO client.example',
  sent('AUTH PLAIN ‹secret alice›', 'PLAIN: user alice, password …'),
  'MAIL FROM:<alice@example.test> BODY=8BITMIME',
  'RCPT TO:<bob@example.test>',
  "RCPT TO:<o'hara@example.test>",
  'DATA',
  data("Subject: It's 100%\r\n\r\n..dot\\n\r\n.\r\n"),
);

describe('swaks', () => {
  it('submits the message again: server, TLS, user without password, envelope, content', () => {
    expect(made(swaksLine, submission)).toBe(
      "swaks --server mail.example.test --port 587 --tls --ehlo client.example --auth PLAIN --auth-user alice --from alice@example.test --to 'bob@example.test,o'\\''hara@example.test' --data 'Subject: It'\\''s 100%%\\n\\n.dot\\\\n\\n'",
    );
  });

  it('of the DATA command takes the message that follows', () => {
    expect(made(swaksLine, submission, submission.length - 2)).toBe(made(swaksLine, submission));
  });

  it('stops where the line stands', () => {
    expect(made(swaksLine, submission, 6)).toMatch(/--from alice@example\.test --quit-after MAIL$/);
    expect(made(swaksLine, submission, 1)).toBe(
      'swaks --server mail.example.test --port 587 --ehlo client.example --quit-after EHLO',
    );
  });

  it('knows LMTP and TLS from the start', () => {
    expect(made(swaksLine, session('lmtp://127.0.0.1:2424', 'LHLO me'))).toMatch(
      /^swaks --protocol LMTP --server 127\.0\.0\.1 --port 2424 /,
    );
    expect(made(swaksLine, session('smtps://h', 'EHLO me'))).toBe(
      'swaks --server h --port 465 --tls-on-connect --ehlo me --quit-after EHLO',
    );
  });

  it('says no to what it does not speak', () => {
    expect(made(swaksLine, session('imap://h', 'A1 NOOP'))).toBe('no: swaks speaks SMTP and LMTP only');
  });
});

describe('curl', () => {
  it.each([
    [
      'imap://h:1143',
      ['A1 LOGIN alice ‹secret alice›', 'A2 SELECT "Old mail"', 'A3 FETCH 1 (FLAGS UID)'],
      "curl imap://h:1143/Old%20mail --request 'FETCH 1 (FLAGS UID)' --user alice",
    ],
    ['imaps://h', ['A1 CAPABILITY'], 'curl imaps://h:993/ --request CAPABILITY'],
    ['pop3://h', ['USER bob', 'RETR 3'], 'curl pop3://h:110/3 --user bob'],
    ['pop3://h', ['USER bob', 'UIDL'], 'curl pop3://h:110/ --request UIDL --user bob'],
    ['pop3://h', ['USER bob', 'UIDL 2'], "curl pop3://h:110/ --request 'UIDL 2' --head --user bob"],
    ['lmtp://h', ['LHLO me'], 'no: curl does not speak LMTP'],
    ['imap://h', ['A1 APPEND INBOX {5}'], 'no: curl cannot send a command with a literal'],
  ])('%s, %j', (url, commands, line) => {
    expect(made(curlLine, session(url, ...commands))).toBe(line);
  });

  it('is given the message by a pipe', () => {
    expect(made(curlLine, submission)).toBe(
      "printf 'Subject: It'\\''s 100%%\\r\\n\\r\\n.dot\\\\n\\r\\n' | curl smtp://mail.example.test:587/client.example --mail-from alice@example.test --mail-rcpt bob@example.test --mail-rcpt 'o'\\''hara@example.test' --ssl-reqd --user alice --login-options AUTH=PLAIN --upload-file -",
    );
  });

  it('needs a connection', () => {
    const [first] = session('smtp://h').slice(0, 0).concat({ seq: 1, at: 0, kind: 'logged', text: 'a', level: 'log' });
    expect(first && curlLine([first], first)).toEqual({ ok: false, error: 'nothing was connected before this line' });
  });
});
