/** A run of a million events: commands and replies of one long session. */
import { createStore, type TranscriptStore } from '../../src/extension/transcript/store';
import type { RunEvent } from '../../src/transcript/event';

export const eventCount = 1_000_000;

export function* millionEvents(): Generator<RunEvent> {
  const place = { file: '/w/long.imap', range: { start: 10, end: 16 } };
  yield { seq: 1, at: 0, kind: 'run-started', version: 1, startedAt: 0, environment: 'bench' };
  yield { seq: 2, at: 0, session: 0, kind: 'session-started', title: 'Long', file: '/w/long.imap', protocol: 'imap' };
  for (let seq = 3; seq < eventCount; seq += 2) {
    const text = `A${seq} FETCH ${seq} (FLAGS UID)\r\n`;
    yield { seq, at: seq, session: 0, place, kind: 'sent', wire: { text, octets: text.length }, role: 'command' };
    const reply = `A${seq} OK done ${seq}\r\n`;
    yield {
      seq: seq + 1,
      at: seq + 0.5,
      session: 0,
      place,
      kind: 'received',
      wire: { text: reply, octets: reply.length },
      role: 'reply',
      answers: seq,
      ms: 0.5,
    };
  }
}

/** The run as it is kept while it goes on, with all of its events. */
export async function storeOfMillion(path: string): Promise<TranscriptStore> {
  const store = createStore(path);
  let waited = 0;
  for (const event of millionEvents()) {
    store.add(event);
    if (++waited % 10_000 === 0) await new Promise((turn) => setImmediate(turn));
  }
  store.settle();
  return store;
}
