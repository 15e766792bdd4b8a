import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choice, insertedText, snippet, stop, text } from '../../../src/language/completion/snippet';

describe('a snippet', () => {
  it('has places in the syntax that editors share', () => {
    expect(snippet('MAIL FROM:<', stop(1, 'a@b'), '>').text).toBe('MAIL FROM:<${1:a@b}>');
    expect(snippet('RET=', choice(1, ['FULL', 'HDRS'])).text).toBe('RET=${1|FULL,HDRS|}');
    expect(snippet('PASS ', stop(1)).text).toBe('PASS $1');
  });
  it('keeps what would be its own syntax', () => {
    expect(snippet('{{$secret ', stop(1, '{{a}}'), '}}').text).toBe('{{\\$secret ${1:{{a\\}\\}}}}');
    expect(snippet(choice(1, ['A,B', 'C'])).text).toBe('${1|A\\,B,C|}');
  });
  it('is the text with its first choices where nothing is filled in', () => {
    expect(insertedText(snippet('x ', choice(1, ['A,B', 'C']), ' ', stop(2, '$y}'), stop(3)))).toBe('x A,B $y}');
    expect(insertedText(text('$1 ${2:a}'))).toBe('$1 ${2:a}');
  });
  it('gives back whatever its texts and places hold', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string({ minLength: 1 }),
        fc.array(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 3 }),
        (before, value, choices) => {
          expect(insertedText(snippet(before, stop(1, value), '-', choice(2, choices)))).toBe(
            `${before}${value}-${choices[0]}`,
          );
        },
      ),
    );
  });
});
