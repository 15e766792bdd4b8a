/** Secrets never show, in whatever form they come. */
import { describe, expect, it } from 'vitest';
import { fromLatin1, toBase64, utf8 } from '../../src/base';
import { createRedactor } from '../../src/transcript/redact';

function redactor(secrets: Readonly<Record<string, string | Uint8Array>>) {
  const made = createRedactor();
  for (const [name, value] of Object.entries(secrets)) made.add(name, value);
  return made;
}

const alice = redactor({ alice: 'correct horse/42?' });
const mask = '‹secret alice›';

describe('a redactor', () => {
  it('gives the very same text back when there are no secrets, or none in it', () => {
    const text = 'S: 250 2.1.0 Ok';
    expect(createRedactor().text(text)).toBe(text);
    expect(createRedactor().empty).toBe(true);
    expect(alice.empty).toBe(false);
    expect(alice.text(text)).toBe(text);
  });

  it.each([
    ['plain', 'C: PASS correct horse/42?', `C: PASS ${mask}`],
    ['echoed by the server inside a word', 'unknown user <correct horse/42?>', `unknown user <${mask}>`],
    ['AUTH PLAIN', `AUTH PLAIN ${toBase64(utf8('\0alice\0correct horse/42?'))}`, `AUTH PLAIN ${mask}`],
    ['AUTH LOGIN', toBase64(utf8('correct horse/42?')), mask],
    ['percent-encoding', 'https://x/?p=correct%20horse%2F42%3f&q=1', `https://x/?p=${mask}&q=1`],
    ['a form', 'p=correct+horse%2F42%3F', `p=${mask}`],
    ['xtext', 'ENVID=correct+20horse/42?', `ENVID=${mask}`],
    ['quoted-printable with a soft line break', 'is correct=20hor=\r\nse/42=3F.', `is ${mask}.`],
    ['JSON', JSON.stringify({ p: 'correct horse/42?' }), `{"p":"${mask}"}`],
    ['JSON with a \\/', '"correct horse\\/42?"', `"${mask}"`],
    ['hexadecimal', '636f727265637420686f7273652f34323f.', `${mask}.`],
    ['hexadecimal in capitals', '636F727265637420686F7273652F34323F', mask],
    [
      'base64 inside JSON inside base64',
      toBase64(utf8(JSON.stringify({ a: toBase64(utf8('xcorrect horse/42?')) }))),
      mask,
    ],
  ])('masks %s', (_, text, masked) => {
    expect(alice.text(text)).toBe(masked);
  });

  it('masks base64 that is folded over lines, the whole of it', () => {
    const lines = toBase64(utf8(`${'x'.repeat(50)}correct horse/42?${'y'.repeat(50)}`)).match(/.{1,60}/g) ?? [];
    expect(alice.text(`DATA\r\n\r\n${lines.join('\r\n')}\r\n\r\n.\r\n`)).toBe(`DATA\r\n\r\n${mask}\r\n\r\n.\r\n`);
  });

  it('masks what backslashes escape', () => {
    expect(redactor({ q: 'a"b\\c d' }).text('LOGIN bob "a\\"b\\\\c d"')).toBe('LOGIN bob "‹secret q›"');
  });

  it('masks letters beyond ASCII, in UTF-8 and in modified UTF-7', () => {
    const made = redactor({ k: 'schlüssel&co' });
    expect(made.text('PASS schlüssel&co')).toBe('PASS ‹secret k›');
    expect(made.text('SELECT xschl&APw-ssel&-co')).toBe('SELECT x‹secret k›');
    expect(made.text('schl%C3%BCssel%26co')).toBe('‹secret k›');
    const notUtf8 = Uint8Array.from([0xff, ...utf8('schlüssel&co'), 0xfe]);
    expect(made.wire(notUtf8)).toEqual({ text: 'ÿ‹secret k›þ', encoding: 'latin1', octets: 15, masked: true });
  });

  it('masks octets that are no text', () => {
    const key = Uint8Array.from([0, 255, 1, 254, 2]);
    const made = redactor({ key });
    expect(made.wire(key)).toEqual({ text: '‹secret key›', encoding: 'latin1', octets: 5, masked: true });
    expect(made.text(`X ${toBase64(key)}`)).toBe('X ‹secret key›');
  });

  it('masks the longest of secrets that overlap, and leaves nothing of the others', () => {
    const made = redactor({ short: 'abcd', long: 'cdefgh', whole: 'abcdefghij' });
    expect(made.text('.abcdefghij.')).toBe('.‹secret whole›.');
    expect(made.text('.abcdefgh.')).toBe('.‹secret long›.');
  });

  it('masks the whole word that holds a secret of one to three characters', () => {
    const made = redactor({ pin: 'q7' });
    expect(made.text('PASS q7 or xq7y, no more')).toBe('PASS ‹secret pin› or ‹secret pin› no more');
    expect(made.text(`AUTH ${toBase64(utf8('\0u\0q7'))}`)).toBe('AUTH ‹secret pin›');
  });

  it('leaves its own masks as they are, even where a name looks like the value', () => {
    const made = redactor({ alice: 'alice' });
    expect(made.text(made.text('PASS alice'))).toBe('PASS ‹secret alice›');
    expect(made.text('a mask that the server made up: ‹secret alice-x›')).toBe(
      'a mask that the server made up: ‹secret ‹secret alice›-x›',
    );
  });

  it('keeps octets countable', () => {
    expect(alice.wire(utf8('PASS correct horse/42?\r\n'))).toEqual({
      text: `PASS ${mask}\r\n`,
      octets: 24,
      masked: true,
    });
    expect(alice.wire(utf8('NOOP\r\n'))).toEqual({ text: 'NOOP\r\n', octets: 6 });
    expect(alice.wire(fromLatin1('caf\xe9'))).toEqual({ text: 'caf\xe9', encoding: 'latin1', octets: 4 });
  });

  it('names the secrets that a text holds', () => {
    expect(alice.find('PASS correct horse/42?')).toEqual(['alice']);
    expect(alice.find('NOOP')).toEqual([]);
  });
});
