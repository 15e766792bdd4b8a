/** Expected and actual, token by token. */
import { describe, expect, it } from 'vitest';
import { tokenDiff } from '../../src/report';

/** What differs stands in brackets. */
const shown = (parts: readonly { readonly text: string; readonly same: boolean }[]): string =>
  parts.map(({ text, same }) => (same ? text : `‹${text}›`)).join('');

describe('expected and actual', () => {
  it.each([
    ['250 Ok', '250 ok', '250 Ok', '250 ok'],
    ['251', '250 Ok', '‹251›', '‹250 Ok›'],
    [
      '* FLAGS (\\Seen \\Purple)',
      '* FLAGS (\\Seen \\Draft)',
      '* FLAGS (\\Seen ‹\\Purple›)',
      '* FLAGS (\\Seen ‹\\Draft›)',
    ],
    ['250 ... queued', '250 2.0.0 Ok queued', '250 ... queued', '250 2.0.0 Ok queued'],
    ['* {{@n}} EXISTS', '* 17 EXISTS', '* {{@n}} EXISTS', '* 17 EXISTS'],
    ['', '250', '', '‹250›'],
    ['250', '', '‹250›', ''],
  ])('%s and %s', (expected, actual, left, right) => {
    const diff = tokenDiff(expected, actual);
    expect([shown(diff.expected), shown(diff.actual)]).toEqual([left, right]);
  });

  it('lose nothing of either text', () => {
    const expected = '* LIST (\\HasNoChildren) "/" "a b"\r\nA1 OK';
    const actual = '* LIST () "/" INBOX\r\nA1 NO ✗';
    const diff = tokenDiff(expected, actual);
    expect(diff.expected.map(({ text }) => text).join('')).toBe(expected);
    expect(diff.actual.map(({ text }) => text).join('')).toBe(actual);
  });

  it('of great length are compared as a whole', () => {
    const long = 'a '.repeat(10_000);
    expect(tokenDiff(long, `${long}b`).actual).toEqual([{ text: `${long}b`, same: false }]);
  });
});
