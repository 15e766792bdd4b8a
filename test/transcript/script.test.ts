/** Transcripts saved as scripts. */
import { describe, expect, it } from 'vitest';
import { compile, parse } from '../../src/script';
import type { EventBody, RunEvent } from '../../src/transcript/event';
import { toScript } from '../../src/transcript/script';

type Line = string | EventBody | { readonly on: string; readonly body: EventBody };

/** `C: …`, `S: …` (an IMAP untagged response is one by itself), `sasl: …`, `data: …`, `literal: …`; anything else is an event. */
function transcript(protocol: 'smtp' | 'imap' | 'pop3', url: string, ...lines: readonly Line[]): readonly RunEvent[] {
  let seq = 2;
  const started: RunEvent = { seq: 1, at: 0, session: 0, kind: 'session-started', title: 'Saved', file: 'a', protocol };
  return [
    started,
    connected(2, url),
    ...lines.map((line): RunEvent => ({ seq: ++seq, at: seq, session: 0, ...bodyOf(line) })),
  ];
}

const connected = (seq: number, url: string, connection?: string): RunEvent => ({
  seq,
  at: 1,
  session: 0,
  ...(connection !== undefined && { connection }),
  kind: 'connected',
  url,
  local: '127.0.0.1:5',
  remote: '127.0.0.1:25',
  ms: 1,
});

function bodyOf(line: Line): EventBody & { connection?: string } {
  if (typeof line !== 'string') return 'on' in line ? { connection: line.on, ...line.body } : line;
  const [, who = '', text = ''] = /^(\w+): ?([\s\S]*)$/.exec(line) ?? [];
  const raw = `${text.replace(/(?<!\r)\n/g, '\r\n')}\r\n`;
  const note = /^(.*)\r\n# (.*)\r\n$/s.exec(raw);
  const wireText = who === 'data' || who === 'literal' ? raw.slice(0, -2) : note ? `${note[1]}\r\n` : raw;
  const wire = { text: wireText, octets: wireText.length, ...(wireText.includes('‹') && { masked: true as const }) };
  if (who === 'S')
    return {
      kind: 'received',
      wire,
      role: /^\+/.test(text) ? 'continuation' : text.startsWith('* ') ? 'untagged' : 'reply',
    };
  const roles = { C: 'command', sasl: 'sasl', data: 'data', literal: 'literal' } as const;
  const role = roles[who as keyof typeof roles];
  return { kind: 'sent', wire, role, ...(note?.[2] !== undefined && { note: note[2] }) };
}

/** The script, which must parse and compile without a problem. */
function saved(events: readonly RunEvent[], file = 'saved.smtp', options: Parameters<typeof toScript>[1] = {}): string {
  const text = toScript(events, options);
  expect(parse(text).problems).toEqual([]);
  expect(
    compile(text, { file, load: () => ({ error: 'no files here' }) }).problems.filter(
      (problem) => problem.severity === 'error',
    ),
  ).toEqual([]);
  return text;
}

describe('an SMTP session', () => {
  it('keeps the dialogue, without what changes', () => {
    const events = transcript(
      'smtp',
      'smtp://127.0.0.1:2525',
      'S: 220 mx.example.test ESMTP Postfix',
      'C: EHLO client.example',
      'S: 250-mx.example.test\n250-SIZE 10240000\n250-AUTH PLAIN SCRAM-SHA-256\n250 8BITMIME',
      'C: MAIL FROM:<alice@example.test>',
      'S: 250 2.1.0 Ok',
      'C: RCPT TO:<bob@example.test>',
      'S: 250 2.1.5 Ok',
      'C: DATA',
      'S: 354 End data with <CR><LF>.<CR><LF>',
      'data: From: alice@example.test\n\n..a dot, {{braces}}\n.\n',
      'S: 250 2.0.0 Ok: queued as 4XyZ12',
      'C: QUIT',
      'S: 221 2.0.0 Bye',
    );
    expect(saved(events)).toBe(`### Saved
connect smtp://127.0.0.1:2525
S: 220 ... ESMTP Postfix
C: EHLO client.example
S: 250-
S: 250-SIZE
S: 250-AUTH PLAIN SCRAM-SHA-256
S: 250 8BITMIME
C: MAIL FROM:<alice@example.test>
S: 250 2.1.0 Ok
C: RCPT TO:<bob@example.test>
S: 250 2.1.5 Ok
C: DATA
S: 354 End data with
C: """
From: alice@example.test

.a dot, \\{{braces}}
"""
S: 250 2.0.0 Ok: queued as
C: QUIT
S: 221 2.0.0 Bye
`);
  });

  it('says starttls and auth instead of their exchange, and names secrets', () => {
    const events = transcript(
      'smtp',
      'smtp://127.0.0.1:2525',
      'S: 220 ready',
      'C: EHLO c',
      'S: 250-x\n250 STARTTLS',
      'C: STARTTLS',
      'S: 220 2.0.0 Ready to start TLS',
      { kind: 'secured', ms: 3, tls: { version: 'TLSv1.3', cipher: 'x', authorized: true, insecure: true } },
      'C: EHLO c',
      'S: 250-x\n250 AUTH PLAIN LOGIN',
      'C: AUTH PLAIN ‹secret alice›\n# PLAIN: user alice, password …',
      'S: 235 2.7.0 Authentication successful',
      'C: NOOP ‹secret alice›',
      'S: 250 2.0.0 Ok',
    );
    expect(saved(events)).toBe(`### Saved
insecure
connect smtp://127.0.0.1:2525
S: 220 ready
C: EHLO c
S: 250-x
S: 250 STARTTLS
starttls
C: EHLO c
S: 250-x
S: 250 AUTH PLAIN LOGIN
auth PLAIN alice {{$secret alice}}
S: 235 2.7.0 Authentication successful
C: NOOP {{$secret alice}}
S: 250 2.0.0 Ok
`);
  });

  it('keeps a refused STARTTLS, and a SASL exchange of several steps', () => {
    const text = saved(
      transcript(
        'smtp',
        'smtp://h:1',
        'C: STARTTLS',
        'S: 454 4.7.0 TLS not available',
        'C: AUTH SCRAM-SHA-256 biwsbj1hbGljZSxyPXg=\n# SCRAM-SHA-256: client-first-message: n,,n=alice,r=x',
        'S: 334 cj14',
        'sasl: ‹secret alice›',
        'S: 334 dj14',
        'sasl: ',
        'S: 235 2.7.0 ok',
      ),
    );
    expect(text).toContain('C: STARTTLS\nS: 454 4.7.0 TLS not available\n');
    expect(text).toContain('auth SCRAM-SHA-256 alice {{$secret alice}}\nS: 235 2.7.0 ok\n');
    expect(text).not.toContain('334');
  });

  it('puts data that is long, or no text, into a file beside it', () => {
    const kept: [string, number][] = [];
    const beside = (name: string, bytes: Uint8Array): string => {
      kept.push([name, bytes.length]);
      return `./${name}`;
    };
    const events = transcript(
      'smtp',
      'smtp://h:1',
      'C: BDAT 5000 LAST',
      `data: ${'x'.repeat(5000)}`,
      'S: 250 ok',
      'C: BDAT 3',
      { kind: 'sent', role: 'data', wire: { text: 'a\u00ffb', encoding: 'latin1', octets: 3 } },
      'C: BDAT 9 LAST',
      { kind: 'sent', role: 'data', wire: { text: '', octets: 9, kept: 'big.bin' } },
    );
    expect(saved(events, 'saved.smtp', { beside })).toContain(
      'C: BDAT {{< ./data-1.eml}} LAST\nS: 250 ok\nC: BDAT {{< ./data-2.eml}}\nC: BDAT {{< big.bin}} LAST\n',
    );
    expect(kept).toEqual([
      ['data-1.eml', 5000],
      ['data-2.eml', 3],
    ]);
  });

  it('captures what a later command uses', () => {
    const text = saved(
      transcript('smtp', 'smtp://h:1', 'C: NOOP', 'S: 250 2.0.0 Ok: queued as 4XyZ12', 'C: ETRN 4XyZ12', 'S: 250 ok'),
    );
    expect(text).toContain('S: 250 2.0.0 Ok: queued as {{@id}}\nC: ETRN {{id}}\n');
  });
});

describe('an IMAP session', () => {
  it('keeps what is said every time, and follows numbers that are used', () => {
    const events = transcript(
      'imap',
      'imap://h:1',
      'S: * OK [CAPABILITY IMAP4rev1 IDLE] Dovecot ready.',
      'C: A1 SELECT INBOX',
      'S: * FLAGS (\\Seen \\Recent)',
      'S: * 3 EXISTS',
      'S: * OK [UIDVALIDITY 17] UIDs valid',
      'S: A1 OK [READ-WRITE] Select completed (0.001 secs).',
      'C: A2 FETCH 3 (UID FLAGS)',
      'S: * 3 FETCH (UID 77 FLAGS (\\Seen \\Recent) INTERNALDATE "17-Jul-1996 02:44:25 -0700")',
      'S: A2 OK Fetch completed.',
      'C: A3 APPEND "Sent" (\\Seen) {13}',
      'S: + OK',
      'literal: Subject: x\n\n',
      'C: ',
      'S: A3 OK [APPENDUID 17 78] Append completed.',
      'C: A4 UID STORE 78 +FLAGS (\\Deleted)',
      'S: A4 OK done',
      'C: A5 SEARCH RETURN (COUNT) ALL',
      'S: * ESEARCH (TAG "A5") COUNT 4',
      'S: A5 OK done',
    );
    expect(saved(events, 'saved.imap')).toBe(`### Saved
connect imap://h:1
S: * OK [CAPABILITY]
C: SELECT INBOX
S: * FLAGS (\\Seen)
S: * {{@exists}} EXISTS
S: * OK [UIDVALIDITY]
S: OK [READ-WRITE]
C: FETCH {{exists}} (UID FLAGS)
S: * ... FETCH (UID ... FLAGS (\\Seen) INTERNALDATE ...)
S: OK
C: APPEND "Sent" (\\Seen) """
Subject: x

"""
S: OK [APPENDUID ... {{@uid}}]
C: UID STORE {{uid}} +FLAGS (\\Deleted)
S: OK
C: SEARCH RETURN (COUNT) ALL
S: * ESEARCH (TAG {{$tag}}) COUNT ...
S: OK
`);
  });

  it('knows that 1:* begins with the first message, however many there are', () => {
    const events = transcript(
      'imap',
      'imap://h:1',
      'S: * OK ready',
      'C: A1 SELECT INBOX',
      'S: * 1 EXISTS',
      'S: A1 OK done',
      'C: A2 COPY 1:* Sent',
      'S: A2 OK done',
    );
    expect(saved(events, 'saved.imap')).toContain('C: COPY 1:* Sent\n');
  });

  it('signs in with auth', () => {
    const text = saved(
      transcript(
        'imap',
        'imaps://h:1',
        'C: A1 AUTHENTICATE PLAIN\n# PLAIN: user alice, password …',
        'S: + ',
        'sasl: ‹secret alice›',
        'S: * CAPABILITY IMAP4rev1',
        'S: A1 OK [CAPABILITY IMAP4rev1] Logged in',
      ),
      'saved.imap',
    );
    expect(text).toBe('### Saved\nconnect imaps://h:1\nauth PLAIN alice {{$secret alice}}\nS: OK [CAPABILITY]\n');
  });
});

it('a POP3 session keeps statuses and response codes', () => {
  const text = saved(
    transcript(
      'pop3',
      'pop3://h:1',
      'S: +OK ready <1.2@h>',
      'C: USER bob',
      'S: +OK',
      'C: PASS ‹secret bob›',
      'S: -ERR [IN-USE] locked',
    ),
    'saved.pop3',
  );
  expect(text).toBe(
    '### Saved\nconnect pop3://h:1\nS: +OK\nC: USER bob\nS: +OK\nC: PASS {{$secret bob}}\nS: -ERR [IN-USE]\n',
  );
});

it('several connections keep their names', () => {
  const say = (on: string, kind: 'sent' | 'received', text: string): Line => ({
    on,
    body:
      kind === 'sent'
        ? { kind, role: 'command', wire: { text: `${text}\r\n`, octets: text.length + 2 } }
        : {
            kind,
            role: text.startsWith('*') ? 'untagged' : text.startsWith('+') ? 'continuation' : 'reply',
            wire: { text: `${text}\r\n`, octets: text.length + 2 },
          },
  });
  const [started, , ...rest] = transcript(
    'imap',
    'imap://h:1',
    say('watcher', 'sent', 'A1 IDLE'),
    say('watcher', 'received', '+ idling'),
    say('writer', 'sent', 'B1 NOOP'),
    say('writer', 'received', 'B1 OK done'),
    say('watcher', 'received', '* 4 EXISTS'),
    say('watcher', 'sent', 'DONE'),
    say('watcher', 'received', 'A1 OK done'),
  );
  if (!started) throw new Error('a start');
  const events = [started, connected(2, 'imap://h:1', 'watcher'), connected(2, 'imap://h:1', 'writer'), ...rest];
  expect(saved(events, 'saved.imap')).toBe(`### Saved
connect as watcher imap://h:1
connect as writer imap://h:1
watcher C: IDLE
watcher S: + ...
writer C: NOOP
writer S: OK
watcher S: * ... EXISTS
watcher C: DONE
watcher S: OK
`);
});

it('raw octets and masks inside data come back', () => {
  const text = saved(
    transcript(
      'smtp',
      'smtp://h:1',
      { kind: 'sent', role: 'raw', wire: { text: 'a\r\n"\u0000\u00ff', encoding: 'latin1', octets: 6 } },
      'data: x ‹secret k›\n"""\n.\n',
    ),
  );
  expect(text).toContain('raw "a\\r\\n\\"\\x00\\xff"\n');
  expect(text).toContain('C: """"\nx {{$secret k}}\n"""\n""""\n');
});
