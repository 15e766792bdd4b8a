import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, latin1, utf8 } from '../../../src/base';
import { replyFramer, type SmtpFrame } from '../../../src/protocol/smtp/reply-framer';

type Plain = readonly [kind: string, text: string, dropped?: number];

const plain = (frame: SmtpFrame): Plain =>
  frame.kind === 'oversized' ? [frame.kind, latin1(frame.bytes), frame.dropped] : [frame.kind, latin1(frame.bytes)];

function run(chunks: readonly Uint8Array[], limits = {}): Plain[] {
  const framer = replyFramer(limits);
  return [...chunks.flatMap((chunk) => framer.push(chunk)), ...framer.end()].map(plain);
}

function pieces(bytes: Uint8Array, size: number): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.slice(at, at + size));
  return chunks;
}

const dialogue = [
  '220 mail.example.com ESMTP Postfix (Debian/GNU)\r\n',
  '250-mail.example.com\r\n250-PIPELINING\r\n250-SIZE 10240000\r\n250 CHUNKING\r\n',
  '250 2.1.0 Ok\r\n',
  '250\r\n',
  '554 5.5.1 Error: no valid recipients\n',
  'garbage without a code\r\n',
  '250-first\r\nno code in the middle\r\n250-\r\n550 another code ends it\r\n',
  '\r\n',
  '25\r\n',
  '250-\x00NUL and \xff\r\n250 end\r\n',
  '9999 four digits\r\n',
  '221 2.0.0 Bye\r\n',
];
const stream = new Uint8Array([...dialogue.join('')].map((character) => character.charCodeAt(0)));
const replies = dialogue.map((text) => ['reply', text]);

describe('replyFramer', () => {
  it('gives each reply whole, with all its lines', () => {
    expect(run([stream])).toEqual(replies);
  });

  it.each(Array.from({ length: 40 }, (_, i) => i + 1))('gives the same frames in chunks of %i octets', (size) => {
    expect(run(pieces(stream, size))).toEqual(replies);
  });

  it('keeps what is not complete, and hands it out when the connection ends', () => {
    const framer = replyFramer();
    expect(framer.push(utf8('250-one\r\n250 tw'))).toEqual([]);
    expect(latin1(framer.pending)).toBe('250-one\r\n250 tw');
    expect(framer.end().map(plain)).toEqual([['partial', '250-one\r\n250 tw']]);
    expect(framer.end()).toEqual([]);
  });

  it('lets octets behind the STARTTLS reply be taken, and starts anew', () => {
    const framer = replyFramer();
    const frames = framer.push(utf8('220 Ready to start TLS\r\n250-inj'));
    expect(frames.map(plain)).toEqual([['reply', '220 Ready to start TLS\r\n']]);
    expect(latin1(framer.take())).toBe('250-inj');
    expect(framer.pending).toHaveLength(0);
    expect(framer.push(utf8('500 fresh\r\n')).map(plain)).toEqual([['reply', '500 fresh\r\n']]);
  });

  it('cuts a line beyond the limit, counts what it drops, and keeps the next reply', () => {
    const bytes = utf8(`250 ${'x'.repeat(100)}\r\n220 next\r\n`);
    const expected = [
      ['oversized', `250 ${'x'.repeat(16)}`, 86],
      ['reply', '220 next\r\n'],
    ];
    for (const size of [1, 3, 19, 20, 21, 50, 200]) expect(run(pieces(bytes, size), { line: 20 })).toEqual(expected);
  });

  it('cuts a reply of too many lines at the spill limit', () => {
    const bytes = utf8(`${'250-x\r\n'.repeat(10)}250 end\r\n220 next\r\n`);
    for (const size of [1, 6, 7, 30, 300]) {
      expect(run(pieces(bytes, size), { spill: 10 })).toEqual([
        ['oversized', '250-x\r\n250', 69],
        ['reply', '220 next\r\n'],
      ]);
    }
  });

  it('says how much was dropped when the connection ends inside a long line', () => {
    expect(run([utf8('250 abcdef')], { line: 5 })).toEqual([['oversized', '250 a', 5]]);
  });

  it('frames 100,000 replies that come in few chunks', () => {
    const framer = replyFramer();
    const chunk = utf8('250 2.0.0 Ok\r\n'.repeat(100_000));
    const frames = [chunk.subarray(0, 500_001), chunk.subarray(500_001)].flatMap((part) => framer.push(part));
    expect(frames).toHaveLength(100_000);
    expect(frames.every((frame) => frame.kind === 'reply' && frame.bytes.length === 14)).toBe(true);
  });
});

const octet = fc.constantFrom(10, 10, 13, 45, 32, 50, 53, 48, 0, 255, 65);
const traffic = fc.array(octet, { maxLength: 120 }).map((octets) => new Uint8Array(octets));
const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 40 });

function split(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let at = 0;
  for (const size of sizes) {
    chunks.push(bytes.slice(at, at + size));
    at += size;
  }
  return [...chunks, bytes.slice(at)];
}

describe('replyFramer, on any octets', () => {
  it('loses none', () => {
    fc.assert(
      fc.property(traffic, cuts, (bytes, sizes) => {
        const framer = replyFramer();
        const frames = split(bytes, sizes).flatMap((chunk) => framer.push(chunk));
        expect(concat([...frames.map((frame) => frame.bytes), framer.pending, new Uint8Array(0)])).toEqual(bytes);
      }),
    );
  });

  it('gives the same frames however they are split, within and beyond the limits', () => {
    fc.assert(
      fc.property(
        traffic,
        cuts,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 40 }),
        (bytes, sizes, line, spill) => {
          expect(run(split(bytes, sizes), { line, spill })).toEqual(run([bytes], { line, spill }));
          expect(run(split(bytes, sizes))).toEqual(run([bytes]));
        },
      ),
    );
  });

  it('accounts for every octet it drops', () => {
    fc.assert(
      fc.property(traffic, cuts, fc.integer({ min: 1, max: 8 }), (bytes, sizes, line) => {
        const total = run(split(bytes, sizes), { line, spill: 20 }).reduce(
          (sum, [, text, dropped]) => sum + text.length + (dropped ?? 0),
          0,
        );
        expect(total).toBe(bytes.length);
      }),
    );
  });
});
