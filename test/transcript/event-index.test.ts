/** The index of a run: what it knows of each event, and what is shown of it. */
import { describe, expect, it } from 'vitest';
import { concat } from '../../src/base';
import type { EventBody, RunEvent } from '../../src/transcript/event';
import { eventFlags, factReader, verbOf } from '../../src/transcript/event-facts';
import { decodeIndex, type EventIndex, encodeIndex, eventIndex } from '../../src/transcript/event-index';
import { eventSelection } from '../../src/transcript/event-selection';

const wire = (text: string) => ({ text, octets: text.length });
const numbered = (...bodies: readonly EventBody[]): readonly RunEvent[] =>
  bodies.map((body, i) => ({ seq: i + 1, at: i, session: 0, ...body }));

const indexOf = (events: readonly RunEvent[], rows: (event: number) => number = () => 1): EventIndex => {
  const index = eventIndex();
  events.forEach((event, n) => {
    index.add(event, { offset: n * 100, length: 100, rows: rows(n) });
  });
  return index;
};

const heard = (text: string, answers?: number): EventBody => ({
  kind: 'received',
  role: 'reply',
  wire: wire(`${text}\r\n`),
  ...(answers !== undefined && { answers }),
});
const said = (text: string): EventBody => ({ kind: 'sent', role: 'command', wire: wire(`${text}\r\n`) });

describe('what is known of an event', () => {
  it.each([
    ['EHLO me\r\n', false, 'EHLO'],
    ['mail FROM:<a@b>\r\n', false, 'MAIL'],
    ['A1 uid fetch 1:* FLAGS\r\n', true, 'UID FETCH'],
    ['A1 NOOP\r\n', true, 'NOOP'],
    ['\u0000\u0001', false, ''],
    ['{}', false, ''],
    ['', true, ''],
  ])('%j speaks of its command', (line, imap, verb) => {
    expect(verbOf(line, imap)).toBe(verb);
  });

  it('a judgement finds the reply that it quotes, not the latest', () => {
    const index = indexOf(
      numbered(
        { kind: 'session-started', title: 'a', file: 'a', protocol: 'smtp' },
        heard('250 one'),
        heard('250 two'),
        { kind: 'checked', ok: true, text: '250 one' },
      ),
    );
    expect([1, 2].map((event) => index.at('flags', event) & eventFlags.expected)).toEqual([eventFlags.expected, 0]);
  });

  it('an answer belongs to its command, pipelined or not', () => {
    const index = indexOf(numbered(said('MAIL FROM:<>'), said('RCPT TO:<b>'), heard('250 a', 1), heard('250 b', 2)));
    expect([0, 1, 2, 3].map((event) => index.commands[index.at('command', event)])).toEqual([
      'MAIL',
      'RCPT',
      'MAIL',
      'RCPT',
    ]);
  });

  it('a session of IMAP knows its commands before a connection says so', () => {
    const reader = factReader();
    const [started, sent] = numbered(
      { kind: 'session-started', title: 'a', file: 'a', protocol: 'imap' },
      said('A1 NOOP'),
    );
    if (!started || !sent) throw new Error('two events');
    reader.read(started, 0);
    expect(reader.read(sent, 1).command).toBe('NOOP');
  });
});

describe('an index', () => {
  const events = numbered(
    ...Array.from({ length: 3_000 }, (_, n): EventBody => (n % 2 ? heard(`250 ${n}`, n) : said(`NOOP ${n}`))),
  ).map((event, n) => ({ ...event, place: { file: `f${n % 3}`, range: { start: n, end: n + 1 } } }));

  it('comes back from its octets as it was, wherever they stand in memory', () => {
    const index = indexOf(events);
    const octets = concat([...encodeIndex(index)]);
    const shifted = new Uint8Array(octets.length + 3);
    shifted.set(octets, 3);
    const again = decodeIndex(shifted.subarray(3));
    expect(again?.size).toBe(3_000);
    for (const event of [0, 1, 1_023, 1_024, 2_999]) {
      for (const column of ['offset', 'length', 'flags', 'command', 'file', 'start', 'end', 'rows'] as const)
        expect([column, again?.at(column, event)]).toEqual([column, index.at(column, event)]);
    }
    expect(again?.overlapping('f1', 4, 7)).toEqual(index.overlapping('f1', 4, 7));
  });

  it('that is cut short is none', () => {
    const octets = concat([...encodeIndex(indexOf(events.slice(0, 5)))]);
    for (const length of [0, 1, octets.length - 1]) expect(decodeIndex(octets.subarray(0, length))).toBeUndefined();
  });

  it('finds the events of a place', () => {
    expect(indexOf(events).overlapping('f2', 2, 5)).toEqual([2, 5]);
    expect(indexOf(events).overlapping('elsewhere', 0, 9)).toEqual([]);
  });
});

describe('a selection', () => {
  it('knows the event of every line, and the line of every event', () => {
    const sizes = [1, 3, 0, 2, 5];
    const index = indexOf(numbered(...sizes.map((_, n) => said(`NOOP ${n}`))), (event) => sizes[event] ?? 0);
    const selection = eventSelection(index);
    for (let event = 0; event < sizes.length; event++) selection.add(event);
    const lines = sizes.flatMap((size, event) => Array.from({ length: size }, (_, line) => ({ event, line })));
    expect(selection.rows).toBe(lines.length);
    expect(lines.map((_, row) => selection.at(row))).toEqual(lines);
    expect([0, 1, 2, 3, 4].map((event) => selection.rowOf(event))).toEqual([0, 1, 4, 4, 6]);
    expect([selection.at(-1), selection.at(lines.length)]).toEqual([undefined, undefined]);
  });
});
