import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textFor } from '../../src/serve/make/regex-text';

describe('a text for a regular expression', () => {
  for (const source of [
    '^OK \\[READ-WRITE\\]',
    '<.+@.+>',
    '[0-9]+',
    '^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}$',
    '(?:one|two) (three)? \\1',
    '(?<year>\\d{4})-\\d{2}-\\d{2} \\k<year>',
    '[^a-z\\s]{3,}\\.$',
    '\\x41\\u0042\\tC|D',
    '^$',
    'a{0}b*c+?d??',
    '[\\]\\-]{2}',
  ]) {
    it(`/${source}/`, () => {
      const text = textFor(source);
      expect(text).toMatch(new RegExp(source));
    });
  }

  it('is none for what cannot be', () => {
    expect(textFor('(?=a)b')).toBeUndefined();
    expect(textFor('[')).toBeUndefined();
  });

  it('is small whatever the expression', () => {
    expect((textFor('(?:a{4000}){4000}') ?? '').length).toBeLessThan(100_000);
  });

  const piece = fc.constantFrom('a', '\\d', '[b-d]', '.', 'x|y', '\\w', '\\.', '(?:e|f)', '(g)', '[^h]', ' ');
  const mark = fc.constantFrom('', '*', '+', '?', '{2}', '{1,3}', '+?');
  it('matches whatever the expression is made of', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(piece, mark), { maxLength: 8 }), (pieces) => {
        const source = pieces.map(([one, how]) => (how === '' ? one : `(?:${one})${how}`)).join('');
        expect(textFor(source)).toMatch(new RegExp(source));
      }),
    );
  });
});
