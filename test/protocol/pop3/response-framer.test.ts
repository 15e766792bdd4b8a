import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromLatin1, latin1, utf8 } from '../../../src/base';
import { dotUnstuff } from '../../../src/protocol/dot-stuff';
import type { FrameLimits } from '../../../src/protocol/finding';
import { type Pop3Frame, responseFramer } from '../../../src/protocol/pop3/response-framer';

const nothing = new Uint8Array(0);

function plain(frame: Pop3Frame): unknown {
  const bytes = latin1(frame.bytes);
  switch (frame.kind) {
    case 'reply':
      return {
        kind: frame.kind,
        bytes,
        status: latin1(frame.status),
        spilled: frame.spilled,
        body: frame.body && latin1(frame.body),
      };
    case 'oversized':
      return { kind: frame.kind, bytes, dropped: frame.dropped, spilled: frame.spilled };
    default:
      return { kind: frame.kind, bytes };
  }
}

/** All frames; the pieces of one body joined, since where they are cut depends on the chunks. */
function run(
  chunks: readonly Uint8Array[],
  multiline: readonly boolean[],
  limits: Partial<FrameLimits> = {},
): unknown[] {
  const framer = responseFramer(limits);
  for (const one of multiline) framer.expect(one);
  const frames = [...chunks.flatMap((chunk) => framer.push(chunk)), ...framer.end()];
  const shown: unknown[] = [];
  let pieces = '';
  for (const frame of frames) {
    if (frame.kind === 'piece') {
      pieces += latin1(frame.bytes);
      continue;
    }
    if (pieces !== '') shown.push({ kind: 'piece', bytes: pieces });
    pieces = '';
    shown.push(plain(frame));
  }
  return shown;
}

function pieces(bytes: Uint8Array, size: number): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.slice(at, at + size));
  return chunks;
}

const line = (text: string) => ({ kind: 'reply', bytes: text, status: text, spilled: 0, body: undefined });
const multi = (status: string, body: string, text: string) => ({
  kind: 'reply',
  bytes: status + body,
  status,
  spilled: 0,
  body: text,
});

const dialogue: readonly (readonly [boolean, string, unknown])[] = [
  [false, '+OK Dovecot ready. <1896.697170952@dbc.mtview.ca.us>\r\n', undefined],
  [true, '+OK\r\nCAPA\r\nTOP\r\n.\r\n', multi('+OK\r\n', 'CAPA\r\nTOP\r\n.\r\n', 'CAPA\r\nTOP\r\n')],
  [false, '-ERR [AUTH] Authentication failed.\r\n', undefined],
  [true, '-ERR no such message\r\n', undefined],
  [true, '+OK\r\n.\r\n', multi('+OK\r\n', '.\r\n', '')],
  [
    true,
    '+ok 5 octets\r\n..a\r\n.\n.\r\r\nb\xff\x00\r\n.\r\n',
    multi('+ok 5 octets\r\n', '..a\r\n.\n.\r\r\nb\xff\x00\r\n.\r\n', '.a\r\n\n.\r\r\nb\xff\x00\r\n'),
  ],
  [true, '+OK lf only\nx\n.\n', multi('+OK lf only\n', 'x\n.\n', 'x\n')],
  [true, 'nonsense\r\n', undefined],
  [false, '+OK 2 320\r\n', undefined],
];
const stream = fromLatin1(dialogue.map(([, text]) => text).join(''));
const expects = dialogue.map(([multiline]) => multiline);
const frames = dialogue.map(([, text, frame]) => frame ?? line(text));

describe('responseFramer', () => {
  it('reads a body only where the command has one and the server agreed', () => {
    expect(run([stream], expects)).toEqual(frames);
  });

  it.each(Array.from({ length: 30 }, (_, i) => i + 1))('gives the same frames in chunks of %i octets', (size) => {
    expect(run(pieces(stream, size), expects)).toEqual(frames);
  });

  it('takes a response for one line when nothing was said', () => {
    expect(run([utf8('+OK ready\r\n+OK\r\n')], [])).toEqual([line('+OK ready\r\n'), line('+OK\r\n')]);
  });

  it('gives challenges of AUTH, which answer no command', () => {
    const bytes = utf8('+ \r\n+ cGFzcw==\r\n+\r\n+OK\r\nA\r\n.\r\n');
    for (const size of [1, 2, 5, 100]) {
      expect(run(pieces(bytes, size), [true])).toEqual([
        { kind: 'continuation', bytes: '+ \r\n' },
        { kind: 'continuation', bytes: '+ cGFzcw==\r\n' },
        { kind: 'continuation', bytes: '+\r\n' },
        multi('+OK\r\n', 'A\r\n.\r\n', 'A\r\n'),
      ]);
    }
  });

  it('hands out a long body in pieces, then the first line', () => {
    const bytes = utf8('+OK 20 octets\r\n0123456789\r\n..23456\r\n.\r\n+OK\r\n');
    for (let size = 1; size <= bytes.length; size++) {
      expect(run(pieces(bytes, size), [true], { spill: 8 })).toEqual([
        { kind: 'piece', bytes: '0123456789\r\n..23456\r\n.\r\n' },
        { kind: 'reply', bytes: '+OK 20 octets\r\n', status: '+OK 20 octets\r\n', spilled: 24, body: undefined },
        line('+OK\r\n'),
      ]);
    }
  });

  it('keeps a body of exactly the spill limit', () => {
    expect(run([utf8('+OK\r\nabc\r\n.\r\n')], [true], { spill: 8 })).toEqual([
      multi('+OK\r\n', 'abc\r\n.\r\n', 'abc\r\n'),
    ]);
  });

  it('cuts a body beyond the limit, counts what it drops, and keeps the next response', () => {
    const bytes = utf8('+OK\r\n0123456789\r\n.\r\n+OK next\r\n');
    for (let size = 1; size <= bytes.length; size++) {
      expect(run(pieces(bytes, size), [true, false], { literal: 4 })).toEqual([
        { kind: 'oversized', bytes: '+OK\r\n0123', dropped: 11, spilled: 0 },
        line('+OK next\r\n'),
      ]);
      expect(run(pieces(bytes, size), [true, false], { literal: 4, spill: 2 })).toEqual([
        { kind: 'piece', bytes: '0123' },
        { kind: 'oversized', bytes: '+OK\r\n', dropped: 11, spilled: 4 },
        line('+OK next\r\n'),
      ]);
    }
  });

  it('cuts a first line beyond the limit and still finds the end of its body', () => {
    const bytes = utf8('+OK a long line\r\na\n.\nb\r\n.\r\n+OK next\r\n');
    for (let size = 1; size <= bytes.length; size++) {
      expect(run(pieces(bytes, size), [true, false], { line: 10 })).toEqual([
        { kind: 'oversized', bytes: '+OK a longa\n.\nb\r\n.\r\n', dropped: 7, spilled: 0 },
        line('+OK next\r\n'),
      ]);
    }
  });

  it('lets octets behind the STLS response be taken', () => {
    const framer = responseFramer();
    expect(framer.push(utf8('+OK begin\r\n+OK inj')).map((frame) => latin1(frame.bytes))).toEqual(['+OK begin\r\n']);
    expect(latin1(framer.pending)).toBe('+OK inj');
    expect(latin1(framer.take())).toBe('+OK inj');
    expect(framer.pending).toHaveLength(0);
    expect(framer.push(utf8('+OK\r\n')).map(plain)).toEqual([line('+OK\r\n')]);
  });

  it('gives what is left when the connection ends, in the first line or in a body', () => {
    expect(run([utf8('+OK hal')], [])).toEqual([{ kind: 'partial', bytes: '+OK hal' }]);
    for (const size of [1, 7, 99]) {
      expect(run(pieces(utf8('+OK\r\nhalf a b'), size), [true])).toEqual([
        { kind: 'partial', bytes: '+OK\r\nhalf a b' },
      ]);
    }
    expect(responseFramer().end()).toEqual([]);
  });
});

const token = fc.constantFrom('+OK', '-ERR', '+ ', '\r\n', '\r\n', '\n', '\r', '.', '.\r\n', 'x', '\xff', '\x00');
const traffic = fc.array(token, { maxLength: 60 }).map((parts) => fromLatin1(parts.join('')));
const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 60 });
const expectations = fc.array(fc.boolean(), { maxLength: 12 });

function split(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let at = 0;
  for (const size of sizes) {
    chunks.push(bytes.slice(at, at + size));
    at += size;
  }
  return [...chunks, bytes.slice(at)];
}

describe('responseFramer, on any octets', () => {
  it('loses none', () => {
    fc.assert(
      fc.property(traffic, cuts, expectations, fc.integer({ min: 1, max: 40 }), (bytes, sizes, multiline, spill) => {
        const framer = responseFramer({ spill });
        for (const one of multiline) framer.expect(one);
        const all: Uint8Array[] = [];
        let body: Uint8Array[] = [];
        for (const frame of split(bytes, sizes).flatMap((chunk) => framer.push(chunk))) {
          if (frame.kind === 'piece') body.push(frame.bytes);
          else {
            all.push(frame.bytes, ...body);
            body = [];
          }
        }
        // Of a response that is not complete, the first line is pending and its pieces follow it.
        expect(latin1(concat([...all, framer.pending, ...body, nothing]))).toHaveLength(bytes.length);
        if (body.length === 0) expect(concat([...all, framer.pending, nothing])).toEqual(bytes);
      }),
    );
  });

  it('gives the same frames however they are split', () => {
    const small = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(
        traffic,
        cuts,
        expectations,
        small,
        small,
        small,
        (bytes, sizes, multiline, lineLimit, literal, spill) => {
          const limits = { line: lineLimit, literal, spill };
          expect(run(split(bytes, sizes), multiline, limits)).toEqual(run([bytes], multiline, limits));
          expect(run(split(bytes, sizes), multiline)).toEqual(run([bytes], multiline));
        },
      ),
    );
  });

  it('gives the body that dotUnstuff gives', () => {
    fc.assert(
      fc.property(
        fc.array(token).map((parts) => parts.join('')),
        (text) => {
          const framer = responseFramer();
          framer.expect(true);
          const [frame] = framer.push(fromLatin1(`+OK\r\n${text}\r\n.\r\n`));
          if (frame?.kind !== 'reply') throw new Error('no reply');
          expect(frame.body).toEqual(dotUnstuff(frame.bytes.subarray(5)));
          expect(frame.body).toBe(frame.body);
        },
      ),
    );
  });
});
