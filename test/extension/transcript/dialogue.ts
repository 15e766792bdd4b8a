/** Transcripts for tests of the panel: events of short dialogues, and stores that hold them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createStore, type TranscriptStore } from '../../../src/extension/transcript/store';
import type { EventBody, EventPlace, RunEvent } from '../../../src/transcript/event';

type Body = EventBody & Partial<Pick<RunEvent, 'session' | 'connection' | 'place'>>;

/** Numbers the events, a millisecond apart; of session 0 where nothing else is said. */
export const events = (...bodies: readonly Body[]): readonly RunEvent[] =>
  bodies.map((body, i) => ({ seq: i + 1, at: i, session: 0, ...body }));

export const said = (text: string, more: Partial<Body> = {}): Body =>
  ({ kind: 'sent', role: 'command', wire: wireOf(`${text}\r\n`), ...more }) as Body;
export const heard = (text: string, more: Partial<Body> = {}): Body =>
  ({ kind: 'received', role: 'reply', wire: wireOf(`${text}\r\n`), ...more }) as Body;
export const wireOf = (text: string): { readonly text: string; readonly octets: number } => ({
  text,
  octets: new TextEncoder().encode(text).length,
});

export const script = '### Submit\nS: 220\nC: EHLO client.example\nC: NOOP\nS: 251\n';
const at = (line: string): EventPlace => {
  const start = script.indexOf(line);
  return { file: '/w/a.smtp', range: { start, end: start + line.length } };
};

/** A session that secures itself, hears a quirk, and fails at its end; then one that passes. */
export const run: readonly RunEvent[] = events(
  { kind: 'session-started', title: 'Submit', file: '/w/a.smtp', protocol: 'smtp', place: at('### Submit') },
  { kind: 'connected', url: 'smtp://127.0.0.1:2525', local: '127.0.0.1:40000', remote: '127.0.0.1:2525', ms: 0.5 },
  heard('220 mail.example.test', { role: 'greeting' } as Partial<Body>),
  { kind: 'checked', ok: true, text: '220 mail.example.test', place: at('S: 220') },
  said('EHLO client.example', { place: at('C: EHLO client.example') }),
  heard('250-mail.example.test\r\n250 STARTTLS', { answers: 5, ms: 1.25 } as Partial<Body>),
  said('STARTTLS'),
  heard('220 go', { answers: 7, ms: 2 } as Partial<Body>),
  { kind: 'secured', tls: { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', authorized: true }, ms: 4 },
  said('NOOP', { place: at('C: NOOP') }),
  heard('250 Ok\n', {
    answers: 10,
    ms: 3,
    findings: [
      { rule: 'bare-lf', kind: 'broken', message: 'a bare LF', rfc: 'RFC 5321 §2.3.8', range: { start: 6, end: 7 } },
    ],
  } as Partial<Body>),
  { kind: 'checked', ok: false, text: 'no reply is 251', place: at('S: 251') },
  {
    kind: 'session-ended',
    outcome: 'failed',
    ms: 12,
    failure: {
      kind: 'mismatch',
      message: 'another code',
      expected: '251',
      actual: '250 Ok',
      place: at('S: 251'),
    },
  },
  { kind: 'session-started', session: 1, title: 'Other', file: '/w/a.smtp', protocol: 'smtp' },
  { kind: 'connected', session: 1, url: 'smtp://h', local: 'l', remote: 'r', ms: 1 },
  said('QUIT', { session: 1 }),
  heard('221 bye', { session: 1, answers: 16, ms: 1 } as Partial<Body>),
  { kind: 'session-ended', session: 1, outcome: 'passed', ms: 3 },
);

/** A folder that goes with the test. */
export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'mailwright-transcript-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** A store that holds events, and goes with the test. */
export function storeWith(all: readonly RunEvent[], path = join(folder(), 'run.jsonl')): TranscriptStore {
  const store = createStore(path);
  onTestFinished(() => store.close());
  for (const event of all) store.add(event);
  store.settle();
  return store;
}
