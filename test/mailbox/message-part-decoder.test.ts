/** Parts decoded piece by piece give what they give as a whole. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, latin1, utf8 } from '../../src/base';
import { partDecoder } from '../../src/mailbox/message-part-decoder';
import { decodeTransfer } from '../../src/protocol/message/transfer-encoding';

/** Cut at these places, decoded piece by piece. */
function inPieces(encoding: string, text: string, cuts: readonly number[]): string {
  const bytes = utf8(text);
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  const decoder = partDecoder(encoding);
  const out = places.slice(1).map((end, index) => decoder.push(bytes.subarray(places[index], end)));
  return latin1(concat([...out, decoder.end()]));
}

const cuts = fc.array(fc.nat(), { maxLength: 8 });

describe('a part that comes in pieces', () => {
  for (const [encoding, unit] of [
    ['base64', fc.constantFrom('A', 'b', '9', '+', '/', '\r\n', ' ', '=', '!')],
    ['quoted-printable', fc.constantFrom('a', '=', '=4', '=41', '=\r\n', '= \r\n', ' ', '\t', '\r', '\n', '\r\n', 'é')],
    ['8bit', fc.constantFrom('a', '=', 'é', '\r\n')],
  ] as const) {
    it(`in ${encoding} decodes to what it decodes to as a whole`, () => {
      fc.assert(
        fc.property(fc.array(unit, { maxLength: 60 }), cuts, (words, places) => {
          const text = words.join('');
          expect(inPieces(encoding, text, places)).toBe(latin1(decodeTransfer(encoding, utf8(text)) ?? utf8(text)));
        }),
      );
    });
  }
  it('of an unknown encoding stays as it is', () => {
    expect(inPieces('x-uuencode', 'begin 644', [3])).toBe('begin 644');
  });
  it('in quoted-printable without any line end does not grow', () => {
    const line = 'x=41 '.repeat(40_000);
    const decoder = partDecoder('quoted-printable');
    const first = decoder.push(utf8(line));
    expect(first.length).toBeGreaterThan(100_000);
    expect(latin1(concat([first, decoder.push(utf8('y')), decoder.end()]))).toBe(`${'xA '.repeat(40_000)}y`);
  });
  it('of white space alone does not grow either', () => {
    const decoder = partDecoder('quoted-printable');
    expect(decoder.push(utf8(' '.repeat(200_000))).length + decoder.end().length).toBe(0);
  });
});
