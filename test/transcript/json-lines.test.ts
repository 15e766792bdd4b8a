/** Transcripts as JSON Lines. */
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/transcript/event';
import { decodeEvents, encodeEvent, encodeEvents } from '../../src/transcript/json-lines';

const events: readonly RunEvent[] = [
  { seq: 1, at: 0, kind: 'run-started', version: 1, startedAt: 1_795_444_000_000, environment: 'sandbox' },
  { seq: 2, at: 1.5, session: 0, kind: 'sent', wire: { text: 'NOOP\r\n\u2028"é', octets: 10 }, role: 'command' },
];

describe('a transcript', () => {
  it('is one line an event, and comes back as it was', () => {
    expect(encodeEvents(events).split('\n')).toHaveLength(3);
    expect(decodeEvents(encodeEvents(events))).toEqual({ events });
    expect(decodeEvents(encodeEvents(events).replaceAll('\n', '\r\n\r\n'))).toEqual({ events });
    expect(decodeEvents('')).toEqual({ events: [] });
  });

  it('that was cut short loses its last line, and says so', () => {
    const text = encodeEvents(events);
    expect(decodeEvents(text.slice(0, -5))).toEqual({
      events: events.slice(0, 1),
      problem: 'Line 2 is cut short: the run was interrupted',
    });
  });

  it('with a broken line keeps the others', () => {
    const [first, second] = events.map(encodeEvent);
    expect(decodeEvents(`${first}{"seq":}\n[1]\n${second}`)).toEqual({ events, problem: 'Line 2 is no event' });
  });

  it('of a newer version is not read', () => {
    const newer = encodeEvents(events).replace('"version":1', '"version":2');
    expect(decodeEvents(newer)).toMatchObject({ events: [], problem: expect.stringContaining('newer version') });
  });
});
