/** What stands in for parts of imapflow's dependencies answers as they do, and mailboxes as they are built run with it. */
import iconv from 'iconv-lite';
import libmime from 'libmime';
import { describe, expect, it } from 'vitest';
import { decode, encode } from '../../src/mailbox/stand-ins/iconv-lite';
import { decodeWords } from '../../src/mailbox/stand-ins/libmime';
import { detachEarlyErrorHandler, downloadMessage, JPDecoder } from '../../src/mailbox/stand-ins/unused';

describe('encoded words as libmime reads them', () => {
  it.each([
    ['plain text', 'Hello, world'],
    ['nothing', ''],
    ['Q in UTF-8', '=?UTF-8?Q?Gr=C3=BC=C3=9Fe_aus_K=C3=B6ln?='],
    ['B in UTF-8', '=?utf-8?B?R3LDvMOfZQ==?='],
    ['a character cut in two words', '=?utf-8?B?R3LD?= =?utf-8?B?vMOfZQ==?='],
    ['text around words', 'Re: =?iso-8859-1?Q?caf=E9?= at noon'],
    ['Windows', '=?windows-1252?Q?=80_100?='],
    ['Cyrillic', '=?koi8-r?B?8NLJ18XU?='],
    ['Japanese', '=?ISO-2022-JP?B?GyRCRnxLXDhsGyhC?='],
    ['Shift_JIS', '=?Shift_JIS?B?k/qWe4zq?='],
    ['Chinese', '=?gb2312?B?1tDOxA==?='],
    ['Big5', '=?big5?B?pKSk5Q==?='],
    ['Korean', '=?euc-kr?B?x9GxubjS?='],
    ['a language', '=?utf-8*de?Q?Gr=C3=BC=C3=9Fe?='],
    ['white space between words', '=?utf-8?Q?a?=  =?utf-8?Q?b?= c'],
    ['a broken word', '=?utf-8?X?abc?= and =?utf-8?Q?open'],
  ])('%s', (_name, text) => {
    expect(decodeWords(text)).toBe(libmime.decodeWords(text));
  });

  it('an absent value is empty text', () => {
    expect(decodeWords(undefined)).toBe('');
    expect(decodeWords(null)).toBe('');
  });
});

describe('mailbox names as iconv-lite codes them', () => {
  it.each(['INBOX', 'Größe', 'A & B', '日本語', '😀 mail', 'a/b.c', ''])('%s, there and back', (name) => {
    const octets = encode(name, 'utf-7-imap');
    expect(octets.toString()).toBe(iconv.encode(name, 'utf-7-imap').toString());
    expect(decode(octets, 'utf-7-imap')).toBe(name);
  });

  it('a name that is not well formed stays as it came', () => {
    expect(decode(Buffer.from('&broken'), 'utf-7-imap')).toBe('&broken');
  });
});

describe('what is left out', () => {
  it('says so when it is asked for', () => {
    expect(() => downloadMessage()).toThrow("built without imapflow's download");
    expect(() => new (JPDecoder as unknown as new () => unknown)()).toThrow();
  });

  it('takes what it is told of every connection', () => {
    expect(detachEarlyErrorHandler()).toBeUndefined();
  });
});
