import { describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '../../../src/base';
import {
  formatDateTime,
  formatDay,
  fromEpoch,
  parseDateTime,
  parseDay,
  toEpoch,
} from '../../../src/protocol/imap/date';
import {
  decodeMailboxName,
  encodeMailboxName,
  matchesPattern,
  sameMailbox,
} from '../../../src/protocol/imap/mailbox-name';
import { astring, atom, list, literal, printValues, quote, string } from '../../../src/protocol/imap/print';
import {
  contains,
  countOf,
  normalise,
  numbersInOrder,
  parseSequenceSet,
  printSequenceSet,
  setOfNumbers,
} from '../../../src/protocol/imap/sequence-set';
import { isExplicitTag, tagGenerator } from '../../../src/protocol/imap/tags';

describe('mailbox names', () => {
  it('in modified UTF-7 (RFC 3501 §5.1.3)', () => {
    expect(encodeMailboxName('~peter/mail/台北/日本語')).toBe('~peter/mail/&U,BTFw-/&ZeVnLIqe-');
    expect(decodeMailboxName('~peter/mail/&U,BTFw-/&ZeVnLIqe-')).toBe('~peter/mail/台北/日本語');
    expect(encodeMailboxName('Tom & Jerry')).toBe('Tom &- Jerry');
    expect(encodeMailboxName('Entwürfe')).toBe('Entw&APw-rfe');
    expect(encodeMailboxName('📬')).toBe('&2D3c7A-');
  });

  it('that are no modified UTF-7 are not decoded', () => {
    for (const name of ['a&b', '&AP', '&A-', '&A/w-', 'ü', '&*-']) expect(decodeMailboxName(name)).toBeUndefined();
  });

  it('compare INBOX without case', () => {
    expect(sameMailbox('inbox', 'InBox')).toBe(true);
    expect(sameMailbox('inbox/a', 'INBOX/a')).toBe(false);
  });

  it('match the patterns of LIST', () => {
    const match = (pattern: string, name: string): boolean => matchesPattern(name, pattern, '/');
    expect(match('*', 'a/b/c')).toBe(true);
    expect(match('%', 'a')).toBe(true);
    expect(match('%', 'a/b')).toBe(false);
    expect(match('a/%', 'a/b')).toBe(true);
    expect(match('a/%/c', 'a/b/c')).toBe(true);
    expect(match('%/%', 'a/b/c')).toBe(false);
    expect(match('*b', 'a/bb')).toBe(true);
    expect(match('inb%', 'INBOX')).toBe(true);
    expect(match('foo', 'FOO')).toBe(false);
    expect(match('', '')).toBe(true);
    expect(match('', 'a')).toBe(false);
    expect(match('*a'.repeat(200), 'b'.repeat(2000))).toBe(false);
  });
});

describe('sequence sets', () => {
  const set = (text: string) => {
    const parsed = parseSequenceSet(text);
    if (!parsed) throw new Error(`${text} is no set`);
    return parsed;
  };

  it('print as they were', () => {
    for (const text of ['1', '1:4', '*', '2,4:7,9,12:*', '4:2', '$']) expect(printSequenceSet(set(text))).toBe(text);
  });

  it('are not anything else', () => {
    for (const text of ['', '0', '1:', ':1', '1,,2', 'a', '1:2:3', '01', '-1', '1 2', '*,'])
      expect(parseSequenceSet(text)).toBeUndefined();
  });

  it('hold numbers; * is the highest', () => {
    expect(normalise(set('2,4:7,9,12:*'), 15)).toEqual([
      { from: 2, to: 2 },
      { from: 4, to: 7 },
      { from: 9, to: 9 },
      { from: 12, to: 15 },
    ]);
    expect(normalise(set('5:3,1,2'), 9)).toEqual([{ from: 1, to: 5 }]);
    expect(contains(set('9:*'), 5, 5)).toBe(true);
    expect(contains(set('9:*'), 4, 5)).toBe(false);
    expect(countOf(normalise(set('1:3,2:5,9'), 9))).toBe(6);
  });

  it('come from numbers, and give them back in order', () => {
    expect(printSequenceSet(setOfNumbers([5, 1, 2, 3, 9, 2]))).toBe('1:3,5,9');
    expect(numbersInOrder(set('304,319:320,2'))).toEqual([304, 319, 320, 2]);
    expect(numbersInOrder(set('1:*'))).toBeUndefined();
    expect(numbersInOrder(set('1:999999999'))).toBeUndefined();
  });
});

describe('dates', () => {
  it('are written as INTERNALDATE and SEARCH have them', () => {
    const date = { year: 1996, month: 7, day: 7, hour: 2, minute: 44, second: 25, zone: -420 };
    expect(formatDateTime(date)).toBe(' 7-Jul-1996 02:44:25 -0700');
    expect(formatDay(date)).toBe('7-Jul-1996');
    expect(parseDateTime(' 7-Jul-1996 02:44:25 -0700')).toEqual(date);
    expect(parseDateTime('17-JUL-1996 02:44:25 +0530')).toMatchObject({ day: 17, zone: 330 });
    expect(parseDay('1-feb-1994')).toEqual({ year: 1994, month: 2, day: 1 });
  });

  it('that are none are refused', () => {
    for (const text of ['31-Feb-2020', '29-Feb-2023', '0-Jan-2020', '1-Foo-2020', '1-Jan-20', '2020-01-01'])
      expect(parseDay(text)).toBeUndefined();
    for (const text of [
      '7-Jul-1996',
      '17-Jul-1996 24:00:00 +0000',
      '17-Jul-1996 02:44 +0000',
      '17-Jul-1996 02:44:25 UTC',
    ])
      expect(parseDateTime(text)).toBeUndefined();
    expect(parseDay('29-Feb-2024')).toBeDefined();
  });

  it('count seconds from 1970, and back', () => {
    expect(toEpoch({ year: 1996, month: 7, day: 17, hour: 2, minute: 44, second: 25, zone: -420 })).toBe(
      Date.UTC(1996, 6, 17, 9, 44, 25) / 1000,
    );
    for (const seconds of [0, 951_782_400, 1_709_164_800, 4_102_444_799, -1]) {
      expect(toEpoch(fromEpoch(seconds, 330))).toBe(seconds);
      expect(new Date(seconds * 1000).toISOString()).toContain(`-${String(fromEpoch(seconds).day).padStart(2, '0')}T`);
    }
  });
});

describe('values on the wire', () => {
  it('are atoms, quoted or literals, as the content needs', () => {
    expect(quote('INBOX')).toBe('INBOX');
    expect(quote('a]b')).toBe('a]b');
    expect(quote('')).toBe('""');
    expect(quote('NIL')).toBe('"NIL"');
    expect(quote('a b')).toBe('"a b"');
    expect(quote('a"b\\c')).toBe('"a\\"b\\\\c"');
    expect(quote('a%')).toBe('"a%"');
    expect(quote('a\r\nb')).toBeUndefined();
    expect(quote('é')).toBeUndefined();
    expect(quote('é', true)).toBe('"é"');
  });

  it('print with one SP between them', () => {
    const values = [
      astring('x'),
      list([atom('\\Seen'), string(undefined), string('a b')]),
      literal(utf8('hi')),
      string('é'),
    ];
    expect(fromUtf8(printValues(values))).toBe('x (\\Seen NIL "a b") {2}\r\nhi {2}\r\né');
    expect(fromUtf8(printValues(values, { utf8: true, nonSync: true }))).toBe('x (\\Seen NIL "a b") {2+}\r\nhi "é"');
  });
});

describe('tags', () => {
  it('count up', () => {
    const next = tagGenerator();
    expect([next(), next(), next()]).toEqual(['A1', 'A2', 'A3']);
  });

  it('are told from commands', () => {
    expect(isExplicitTag('a1', 'NOOP')).toBe(true);
    expect(isExplicitTag('tag', 'LOGIN')).toBe(true);
    expect(isExplicitTag('1', 'frob')).toBe(true);
    expect(isExplicitTag('LOGIN', 'alice')).toBe(false);
    expect(isExplicitTag('UID', 'FETCH')).toBe(false);
    expect(isExplicitTag('NOOP')).toBe(false);
    expect(isExplicitTag('frob', 'frob')).toBe(false);
    expect(isExplicitTag('+1', 'NOOP')).toBe(false);
  });
});
