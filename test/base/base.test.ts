import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fromBase64,
  fromLatin1,
  fromStrictUtf8,
  latin1,
  lineIndex,
  nearest,
  toBase64,
  toHex,
  utf8,
} from '../../src/base';

describe('the nearest name', () => {
  it('forgives one slip, swapped letters among them', () => {
    expect(nearest('RCTP', ['MAIL', 'RCPT', 'DATA'])).toBe('RCPT');
    expect(nearest('selct', ['SELECT', 'EXAMINE'])).toBe('SELECT');
    expect(nearest('xyz', ['SELECT', 'EXAMINE'])).toBeUndefined();
  });
});

describe('octets as text', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20_000 }), (bytes) => {
        expect(fromLatin1(latin1(bytes))).toEqual(bytes);
        expect(fromBase64(toBase64(bytes))).toEqual(bytes);
        expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
      }),
    );
  });
  it('are UTF-8 only when they are', () => {
    expect(fromStrictUtf8(utf8('Grüße'))).toBe('Grüße');
    expect(fromStrictUtf8(Uint8Array.of(0xc3, 0x28))).toBeUndefined();
    expect(fromBase64('ab=c')).toBeUndefined();
  });
});

describe('the line index', () => {
  it('finds lines and columns, whatever ends a line', () => {
    const index = lineIndex('one\r\ntwo\n\nfour');
    expect(index.position(0)).toEqual({ line: 0, column: 0 });
    expect(index.position(6)).toEqual({ line: 1, column: 1 });
    expect(index.position(14)).toEqual({ line: 3, column: 4 });
    expect([0, 1, 2, 3].map((line) => index.lineText(line))).toEqual(['one', 'two', '', 'four']);
  });
});
