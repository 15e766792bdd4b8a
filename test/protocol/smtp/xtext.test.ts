import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeXtext, encodeXtext, isXtext } from '../../../src/protocol/smtp/xtext';

describe('xtext', () => {
  it('encodes plus, equals, spaces and what is not ASCII', () => {
    expect(encodeXtext('a+b=c d@example.com')).toBe('a+2Bb+3Dc+20d@example.com');
    expect(encodeXtext('grün')).toBe('gr+C3+BCn');
  });

  it('decodes, and knows what is no xtext', () => {
    expect(decodeXtext('e+3Dmc2@example.com')).toBe('e=mc2@example.com');
    for (const bad of ['a=b', 'a b', 'a+', 'a+3', 'a+3d', 'grün', '+FF']) expect(decodeXtext(bad), bad).toBe(undefined);
  });

  it('gives any text back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const encoded = encodeXtext(text);
        expect(isXtext(encoded)).toBe(true);
        expect(decodeXtext(encoded)).toBe(text);
      }),
    );
  });
});
