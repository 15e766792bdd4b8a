import { describe, expect, it } from 'vitest';
import { concat, fromUtf8, utf8 } from '../../../src/base';
import { type ImapFrame, responseFramer } from '../../../src/protocol/imap/response-framer';
import { framesOf } from './support';

const dialogue = utf8(
  [
    '* OK [CAPABILITY IMAP4rev1 LITERAL+] ready {5}',
    '* 12 FETCH (FLAGS (\\Seen) BODY[HEADER] {11}',
    'To: a\r\n\r\n)(BODY[TEXT] {0}',
    ' UID 3)',
    '* LIST () "/" ~{4}',
    'a\0\r\n',
    '+ idling',
    'A1 OK done',
    '',
  ].join('\r\n'),
);

const shown = (frames: readonly ImapFrame[]) =>
  frames.map((frame) =>
    frame.kind === 'response'
      ? frame.parts.map((part) =>
          part.kind === 'text' ? fromUtf8(part.bytes) : { literal: fromUtf8(part.bytes), binary: part.binary },
        )
      : frame.kind,
  );

describe('a dialogue cut into responses', () => {
  it('gives each line with its literals, the announcement kept in the text', () => {
    expect(shown(framesOf(utf8('* 1 FETCH (BODY[] {3}\r\na\r\n UID 7)\r\nA1 OK\r\n'), 99))).toEqual([
      ['* 1 FETCH (BODY[] {3}\r\n', { literal: 'a\r\n', binary: false }, ' UID 7)\r\n'],
      ['A1 OK\r\n'],
    ]);
  });

  it('gives the same responses at every chunk size', () => {
    const whole = shown(framesOf(dialogue, dialogue.length));
    expect(whole).toHaveLength(5);
    for (let size = 1; size < dialogue.length; size++) expect(shown(framesOf(dialogue, size))).toEqual(whole);
  });

  it('takes {5} at the end of human text for text', () => {
    for (const line of [
      '* OK see {5}\r\n',
      'A1 NO {5}\r\n',
      '+ {5}\r\n',
      '* BYE [ALERT] {5}\r\n',
      'A1 ok [X] {5}\r\n',
    ]) {
      expect(shown(framesOf(utf8(line), 99))).toEqual([[line]]);
    }
  });

  it('reads a literal inside a response code', () => {
    const frames = framesOf(utf8('A1 NO [BADCHARSET ({5}\r\nUTF-8)] sorry\r\n'), 99);
    expect(shown(frames)).toEqual([
      ['A1 NO [BADCHARSET ({5}\r\n', { literal: 'UTF-8', binary: false }, ')] sorry\r\n'],
    ]);
  });

  it('cuts at a bare LF', () => {
    expect(shown(framesOf(utf8('* 1 EXISTS\nA1 OK x\r\n'), 99))).toEqual([['* 1 EXISTS\n'], ['A1 OK x\r\n']]);
  });

  it('says what the stream ended in the middle of', () => {
    expect(framesOf(utf8('A1 OK\r\n* 1 FETCH (BODY[] {9}\r\nabc'), 4).slice(1)).toEqual([
      { kind: 'partial', bytes: utf8('* 1 FETCH (BODY[] {9}\r\nabc') },
    ]);
    expect(framesOf(utf8('A1 OK\r\n'), 4)).toHaveLength(1);
  });
});

describe('a literal beyond the spill limit', () => {
  const limits = { spill: 4 };
  const octets = utf8('* 1 FETCH (BODY[1] {2}\r\nab BODY[2] {10}\r\n0123456789)\r\nA1 OK x\r\n');

  it('comes in pieces, before its response', () => {
    for (let size = 1; size <= octets.length; size++) {
      const frames = framesOf(octets, size, limits);
      const pieces = frames.flatMap((frame) => (frame.kind === 'piece' ? [frame] : []));
      expect(fromUtf8(concat(pieces.map((piece) => piece.bytes)))).toBe('0123456789');
      expect(pieces.map((piece) => piece.last)).toEqual([...pieces.slice(1).map(() => false), true]);
      expect(new Set(pieces.map((piece) => piece.literal))).toEqual(new Set([1]));
      const whole = frames.find((frame) => frame.kind === 'response');
      expect(whole).toMatchObject({
        size: octets.length - 'A1 OK x\r\n'.length,
        parts: [
          {},
          { bytes: utf8('ab'), spilled: false },
          {},
          { bytes: new Uint8Array(0), size: 10, spilled: true },
          {},
        ],
      });
    }
  });

  it('spills what would take a response’s kept literals beyond the literal limit together', () => {
    const two = utf8('* 1 FETCH (A {3}\r\nabc B {3}\r\ndef)\r\n');
    expect(framesOf(two, 99, { literal: 5 }).map((frame) => frame.kind)).toEqual(['piece', 'response']);
  });
});

describe('a response beyond the limits', () => {
  it('is passed over, and the next one is framed again, at every chunk size', () => {
    const octets = utf8(`* 1 FETCH (BODY[] {20}\r\n${'x'.repeat(20)} B {3}\r\nabc)\r\nA1 OK\r\n`);
    for (let size = 1; size <= octets.length; size++) {
      const [oversized, next, ...rest] = framesOf(octets, size, { literal: 10 });
      expect(oversized).toEqual({ kind: 'oversized', bytes: utf8('* 1 FETCH (BODY[] {20}\r\n'), dropped: 34 });
      expect(next).toMatchObject({ kind: 'response', size: 7 });
      expect(rest).toEqual([]);
    }
  });

  it('follows the literal that an overlong line announces', () => {
    const octets = utf8(`* LIST () "/" "${'x'.repeat(40)}" ({6}\r\na\r\nb\r\n)\r\n* 1 EXISTS\r\n`);
    for (let size = 1; size <= octets.length; size++) {
      const frames = framesOf(octets, size, { line: 20 });
      expect(frames.map((frame) => frame.kind)).toEqual(['oversized', 'response']);
      const [first] = frames;
      expect(first?.kind === 'oversized' && first.bytes.length + first.dropped).toBe(
        octets.length - '* 1 EXISTS\r\n'.length,
      );
    }
  });

  it('never holds more than the limits while an endless line comes', () => {
    const framer = responseFramer({ line: 100 });
    for (let i = 0; i < 1000; i++) framer.push(utf8('x'.repeat(64)));
    expect(framer.pending.length).toBeLessThanOrEqual(100);
    expect(framer.push(utf8('\r\n'))).toMatchObject([{ kind: 'oversized', dropped: 64_002 - 100 }]);
  });

  it('bounds the text of a response that literals cut into many lines', () => {
    const framer = responseFramer({ line: 10 });
    for (let i = 0; i < 1000; i++) framer.push(utf8('({0}\r\n'));
    expect(framer.pending.length).toBeLessThanOrEqual(10 * 65);
    expect(framer.push(utf8(')\r\n'))).toMatchObject([{ kind: 'oversized' }]);
  });
});

describe('octets behind STARTTLS or COMPRESS', () => {
  it('stay pending when the caller stops after the tagged reply', () => {
    const framer = responseFramer();
    const frames = framer.push(
      utf8('* 1 EXISTS\r\nA1 OK go\r\n* INJECTED\r\nhalf'),
      (frame) =>
        frame.kind === 'response' &&
        frame.parts[0]?.kind === 'text' &&
        fromUtf8(frame.parts[0].bytes).startsWith('A1 '),
    );
    expect(frames).toHaveLength(2);
    expect(fromUtf8(framer.pending)).toBe('* INJECTED\r\nhalf');
    expect(fromUtf8(framer.take())).toBe('* INJECTED\r\nhalf');
    expect(framer.pending).toHaveLength(0);
    expect(framer.push(utf8('A2 OK\r\n'))).toHaveLength(1);
  });

  it('are framed by the next push otherwise', () => {
    const framer = responseFramer();
    framer.push(utf8('A1 OK go\r\n* 2 EX'), () => true);
    expect(shown(framer.push(utf8('ISTS\r\n')))).toEqual([['* 2 EXISTS\r\n']]);
  });
});
