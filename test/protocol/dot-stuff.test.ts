import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin1, utf8 } from '../../src/base';
import { dotStuff, dotUnstuff } from '../../src/protocol/dot-stuff';

const stuffed = (text: string): string => latin1(dotStuff(utf8(text)));
const unstuffed = (text: string, lineEnd?: 'crlf' | 'lf'): string => latin1(dotUnstuff(utf8(text), lineEnd));

describe('dotStuff', () => {
  it.each([
    ['', '.\r\n'],
    ['.', '..\r\n.\r\n'],
    ['a', 'a\r\n.\r\n'],
    ['a\r\n', 'a\r\n.\r\n'],
    ['a\n', 'a\n\r\n.\r\n'],
    ['a\r', 'a\r\r\n.\r\n'],
    ['.a\r\n..b\r\nc.\r\n', '..a\r\n...b\r\nc.\r\n.\r\n'],
    ['a\n.b\r\n', 'a\n.b\r\n.\r\n'],
    ['\r\n', '\r\n.\r\n'],
  ])('makes %j ready as %j', (text, sent) => {
    expect(stuffed(text)).toBe(sent);
  });
});

describe('dotUnstuff', () => {
  it.each([
    ['..a\r\n.b\r\n.\r\n', '.a\r\nb\r\n'],
    ['a\r\n.\r\nlost', 'a\r\n'],
    ['a\r\n.\r', 'a\r\n\r'],
    ['a', 'a'],
    ['.\r\r\n', '\r\r\n'],
    ['\r\r\n.\r\n', '\r\r\n'],
  ])('reads %j as %j', (sent, text) => {
    expect(unstuffed(sent)).toBe(text);
  });

  it('takes lines that end with LF alone, when told to', () => {
    expect(unstuffed('..a\nb\r\n..c\n.\n', 'lf')).toBe('.a\nb\r\n.c\n');
    expect(unstuffed('a\n.\r\n', 'lf')).toBe('a\n');
    expect(unstuffed('a\n.\n')).toBe('a\n.\n');
  });

  it('undoes dotStuff', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('\r\n', '.', 'a', '\r', '\n')), (parts) => {
        const text = parts.join('');
        expect(unstuffed(stuffed(text))).toBe(text === '' || text.endsWith('\r\n') ? text : `${text}\r\n`);
      }),
    );
  });
});
