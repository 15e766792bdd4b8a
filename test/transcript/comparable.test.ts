/** Two runs of the same script compare as equal, whatever the server counts and whenever they ran. */
import { describe, expect, it } from 'vitest';
import { comparableSession, loose } from '../../src/transcript/comparable';
import type { EventBody, RunEvent } from '../../src/transcript/event';

const wire = (text: string) => ({ text, octets: text.length });

const run = (tag: string, id: string, date: string, port: number, exists: number): readonly RunEvent[] =>
  (
    [
      { kind: 'session-started', title: 'Append', file: 'a.imap', protocol: 'imap' },
      { kind: 'connected', url: `imap://127.0.0.1:${port}`, local: `127.0.0.1:${port + 1}`, remote: 'r', ms: port / 7 },
      { kind: 'sent', role: 'command', wire: wire(`${tag}1 SELECT INBOX\r\n`) },
      { kind: 'received', role: 'untagged', answers: 3, wire: wire(`* ${exists} EXISTS\r\n`) },
      { kind: 'received', role: 'untagged', answers: 3, wire: wire(`* OK [UIDVALIDITY ${port}99999] ok\r\n`) },
      { kind: 'received', role: 'reply', answers: 3, ms: port, wire: wire(`${tag}1 OK selected at ${date}\r\n`) },
      { kind: 'sent', role: 'command', wire: wire(`${tag}2 APPEND INBOX {90}\r\n`) },
      { kind: 'sent', role: 'literal', wire: wire(`Date: ${date}\r\nMessage-ID: <${id}@h>\r\nSubject: Hi\r\n\r\n`) },
      { kind: 'session-ended', outcome: 'passed', ms: port },
    ] satisfies readonly EventBody[]
  ).map((body, i) => ({ seq: i + 1, at: i * port, session: 0, ...body }));

describe('a run to compare', () => {
  const one = run('A', 'f00d', 'Mon, 23 Nov 2026 18:00:00 +0000', 40_001, 3);

  it('is its dialogue, without what changes', () => {
    expect(comparableSession(one)).toBe(`### Append
-- connected to imap://127.0.0.1
C: SELECT INBOX
S: * ... EXISTS
S: * OK [UIDVALIDITY]
S: OK
C: APPEND INBOX {90}
C: Date: ...
C: Message-ID: ...
C: Subject: Hi
C: 
=> passed
`);
  });

  it('equals a later one', () => {
    expect(comparableSession(run('B', 'beef', 'Tue, 24 Nov 2026 09:12:13 +0100', 51_234, 17))).toBe(
      comparableSession(one),
    );
  });

  it('differs where the server says something else', () => {
    const other = one.map((event) =>
      event.kind === 'received' && event.role === 'reply' ? { ...event, wire: wire('A1 NO gone\r\n') } : event,
    );
    expect(comparableSession(other)).toContain('S: NO');
  });

  it.each([
    ['queued as 2026-11-23T18:00:00.123Z', 'queued as ...'],
    ['"23-Nov-2026 18:00:00 +0000"', '"..."'],
    ['550e8400-e29b-41d4-a716-446655440000', '...'],
    ['Content-Type: multipart/mixed; boundary="a1b2"', 'Content-Type: multipart/mixed; boundary=...'],
    ['it took 12.5 ms', 'it took ... ms'],
    ['EHLO client.example', 'EHLO client.example'],
    ['SIZE 67108864', 'SIZE 67108864'],
    ['decade defaced', 'decade defaced'],
  ])('%s', (text, left) => {
    expect(loose(text)).toBe(left);
  });
});
