/** Header fields and what stands in them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromLatin1, fromUtf8, latin1, toBase64, utf8 } from '../../../src/base';
import { mailboxesOf, parseAddresses } from '../../../src/protocol/message/addresses';
import { baseSubject } from '../../../src/protocol/message/base-subject';
import { formatDate, fromEpoch, parseDate, toEpoch } from '../../../src/protocol/message/dates';
import { decodeEncodedWords } from '../../../src/protocol/message/encoded-word';
import { headerValue, parseHeaders, selectFields } from '../../../src/protocol/message/headers';
import { parameter, parseContentType, parseDisposition } from '../../../src/protocol/message/parameters';
import { decodeBase64, decodeQuotedPrintable, decodeTransfer } from '../../../src/protocol/message/transfer-encoding';

describe('header fields (RFC 5322 §2.2)', () => {
  const text = 'From: a@b\r\nSubject: one\r\n two\r\n\tthree\r\nX-Empty:\r\nTo : c@d\r\n\r\nBody: no field\r\n';

  it('are unfolded, and know their octets', () => {
    const headers = parseHeaders(utf8(text));
    expect(headers.fields.map(({ name, value }) => [name, value])).toEqual([
      ['From', 'a@b'],
      ['Subject', 'one two\tthree'],
      ['X-Empty', ''],
      ['To', 'c@d'],
    ]);
    expect(headers.fields.map(({ range }) => text.slice(range.start, range.end)).join('')).toBe(
      text.slice(0, text.indexOf('\r\nBody')),
    );
    expect(headers.fields.map(({ valueRange }) => text.slice(valueRange.start, valueRange.end))).toEqual([
      ' a@b',
      ' one\r\n two\r\n\tthree',
      '',
      ' c@d',
    ]);
    expect(text.slice(headers.range.end)).toBe('Body: no field\r\n');
    expect(headers).toMatchObject({ terminated: true, stray: [] });
  });

  it('may end with bare LF, or with the message', () => {
    const headers = parseHeaders(utf8('A: 1\n 2\nB: 3'));
    expect(headers.fields.map(({ value }) => value)).toEqual(['1 2', '3']);
    expect(headers.terminated).toBe(false);
    expect(parseHeaders(utf8('A: 1\n\nbody')).range).toEqual({ start: 0, end: 6 });
  });

  it('lose nothing to a line without a colon', () => {
    const headers = parseHeaders(utf8('From alice Mon Jan  1\r\nA: 1\r\nno colon here\r\n B: 2\r\nC: 3\r\n\r\n'));
    expect(headers.fields.map(({ name }) => name)).toEqual(['A', 'C']);
    expect(headers.stray).toHaveLength(3);
  });

  it('are read as UTF-8, else as ISO 8859-1', () => {
    expect(headerValue(parseHeaders(utf8('Subject: Grüße\r\n\r\n')), 'subject')).toBe('Grüße');
    expect(headerValue(parseHeaders(fromLatin1('Subject: Grüße\r\n\r\n')), 'SUBJECT')).toBe('Grüße');
  });

  it('are selected by name, or by not having one', () => {
    const headers = parseHeaders(utf8(text));
    expect(selectFields(headers, ['TO', 'from']).map(({ name }) => name)).toEqual(['From', 'To']);
    expect(selectFields(headers, ['TO', 'from'], true).map(({ name }) => name)).toEqual(['Subject', 'X-Empty']);
  });

  it('cover every octet of any header once, in order', () => {
    const piece = fc.constantFrom('A', ':', ' ', '\t', '\r', '\n', '\r\n', 'x: y\r\n', 'é', '\0');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const bytes = utf8(pieces.join(''));
        const { fields, stray, range } = parseHeaders(bytes);
        const covered = [...fields.map((field) => field.range), ...stray].toSorted((a, b) => a.start - b.start);
        let at = 0;
        for (const one of covered) {
          expect(one.start).toBe(at);
          at = one.end;
        }
        expect(['', '\n', '\r\n']).toContain(latin1(bytes, at, range.end));
      }),
    );
  });
});

describe('addresses (RFC 5322 §3.4)', () => {
  const box = (mailbox: string, host: string, name?: string) => ({
    kind: 'mailbox',
    mailbox,
    host,
    ...(name === undefined ? {} : { name }),
  });

  it.each([
    ['John Doe <jdoe@machine.example>', [box('jdoe', 'machine.example', 'John Doe')]],
    [
      'jdoe@example.org, <boss@nil.test>, "Giant; \\"Big\\" Box" <sysservices@example.net>',
      [box('jdoe', 'example.org'), box('boss', 'nil.test'), box('sysservices', 'example.net', 'Giant; "Big" Box')],
    ],
    ['"Joe Q. Public" <john.q.public@example.com>', [box('john.q.public', 'example.com', 'Joe Q. Public')]],
    ['Joe Q. Public <john.q.public@example.com>', [box('john.q.public', 'example.com', 'Joe Q. Public')]],
    ['Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>', [box('pete', 'silly.test', 'Pete')]],
    ['alice@example.org (Alice (at work))', [box('alice', 'example.org', 'Alice (at work)')]],
    ['"john doe"@example.org', [box('john doe', 'example.org')]],
    ['a@[192.0.2.1], b@[IPv6:2001:db8::1]', [box('a', '[192.0.2.1]'), box('b', '[IPv6:2001:db8::1]')]],
    [
      'Mary Smith <@node.test,@b.test:mary@example.net>, , jdoe@test . example',
      [{ ...box('mary', 'example.net', 'Mary Smith'), route: '@node.test,@b.test' }, box('jdoe', 'test.example')],
    ],
    ['=?iso-8859-1?q?Andr=E9?= <a@b>', [box('a', 'b', '=?iso-8859-1?q?Andr=E9?=')]],
    ['root', [box('root', '')]],
    ['<>', [box('', '')]],
    ['', []],
    [' , ;', []],
    ['Alice <alice@example.org', [box('alice', 'example.org', 'Alice')]],
  ])('%s', (text, expected) => {
    expect(parseAddresses(text)).toEqual(expected);
  });

  it('know groups', () => {
    const list = parseAddresses(
      "A Group(Some people):Chris Jones <c@(Chris's host.)public.example>, joe@example.org; , x@y, Undisclosed recipients:;",
    );
    expect(list).toEqual([
      {
        kind: 'group',
        name: 'A Group',
        members: [box('c', 'public.example', 'Chris Jones'), box('joe', 'example.org')].map((one) =>
          expect.objectContaining({ mailbox: one.mailbox, host: one.host }),
        ),
      },
      box('x', 'y'),
      { kind: 'group', name: 'Undisclosed recipients', members: [] },
    ]);
    expect(mailboxesOf(list).map(({ mailbox }) => mailbox)).toEqual(['c', 'joe', 'x']);
  });

  it('are the same alone as in a list', () => {
    const name = fc.array(fc.constantFrom('A', 'b.', ' ', '\t ', '=?utf-8?q?x?=', '"q  r"', "o'n", 'ü'), {
      maxLength: 5,
    });
    const spec = fc.constantFrom('a@b', 'a.b@c.example', '.a@b.', 'x+y@[1.2.3.4]', 'a @ b', 'a', '"a b"@c', '');
    const space = fc.constantFrom('', ' ', '\r\n ');
    fc.assert(
      fc.property(name, space, spec, space, fc.boolean(), (words, before, address, after, angle) => {
        const text = angle ? `${words.join('')}${before}<${address}>${after}` : `${before}${address}${after}`;
        expect(parseAddresses(text)).toEqual(parseAddresses(`${text},`));
      }),
    );
  });

  it('come from anything without an error, and in linear time', () => {
    const piece = fc.constantFrom('<', '>', '@', ',', ':', ';', '"', '(', ')', '\\', '[', ']', '.', 'a', ' ');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        for (const one of mailboxesOf(parseAddresses(pieces.join('')))) expect(typeof one.mailbox).toBe('string');
      }),
    );
    for (const piece of ['<', '@a,', '(', '<@a,', 'a:', '"', '<()'])
      expect(parseAddresses(piece.repeat(20_000))).toBeDefined();
  });
});

describe('encoded words (RFC 2047 §8)', () => {
  it.each([
    ['=?US-ASCII?Q?Keith_Moore?= <moore@cs.utk.edu>', 'Keith Moore <moore@cs.utk.edu>'],
    ['=?ISO-8859-1?Q?Keld_J=F8rn_Simonsen?=', 'Keld Jørn Simonsen'],
    [
      '=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?= =?ISO-8859-2?B?dSB1bmRlcnN0YW5kIHRoZSBleGFtcGxlLg==?=',
      'If you can read this you understand the example.',
    ],
    ['(=?ISO-8859-1?Q?a?=)', '(a)'],
    ['(=?ISO-8859-1?Q?a?= b)', '(a b)'],
    ['(=?ISO-8859-1?Q?a?=  =?ISO-8859-1?Q?b?=)', '(ab)'],
    ['(=?ISO-8859-1?Q?a_b?=)', '(a b)'],
    ['(=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=)', '(a b)'],
    ['=?US-ASCII*EN?Q?Keith_Moore?=', 'Keith Moore'],
    ['=?utf-8?q?=E2=82?= =?utf-8?q?=AC?= 5', '€ 5'],
    ['=?x-unknown?q?a=20b?= c', '=?x-unknown?q?a=20b?= c'],
    ['=?utf-8?x?a?= =?utf-8?q?', '=?utf-8?x?a?= =?utf-8?q?'],
    ['plain', 'plain'],
  ])('%s', (text, expected) => {
    expect(decodeEncodedWords(text)).toBe(expected);
  });
});

describe('parameters', () => {
  const of = (text: string) =>
    Object.fromEntries((parseContentType(text)?.parameters ?? []).map(({ name, value }) => [name, value]));

  it('stand after a type (RFC 2045 §5.1)', () => {
    expect(parseContentType('Text/Plain; CharSet=us-ascii (Plain text); x="a \\"b\\""')).toEqual({
      type: 'text',
      subtype: 'plain',
      parameters: [
        { name: 'charset', value: 'us-ascii' },
        { name: 'x', value: 'a "b"' },
      ],
    });
    expect(parseContentType('text')).toBeUndefined();
    expect(parseContentType('')).toBeUndefined();
  });

  it('are forgiven missing quotes, empty places and a last semicolon', () => {
    expect(of('multipart/mixed; ; boundary=a=b/c:d?; name=my file.txt;')).toEqual({
      boundary: 'a=b/c:d?',
      name: 'my file.txt',
    });
  });

  it('are joined and decoded (RFC 2231)', () => {
    expect(
      of(
        'message/external-body; access-type=URL; URL*0="ftp://"; URL*1="cs.utk.edu/pub/moore/bulk-mailer/bulk-mailer.tar"',
      ),
    ).toEqual({
      'access-type': 'URL',
      url: 'ftp://cs.utk.edu/pub/moore/bulk-mailer/bulk-mailer.tar',
    });
    expect(of("application/x-stuff; title*=us-ascii'en-us'This%20is%20%2A%2A%2Afun%2A%2A%2A")).toEqual({
      title: 'This is ***fun***',
    });
    expect(
      of(
        "application/x-stuff; title*1*=%2A%2A%2Afun%2A%2A%2A%20; title*2=\"isn't it!\"; title*0*=us-ascii'en'This%20is%20even%20more%20",
      ),
    ).toEqual({
      title: "This is even more ***fun*** isn't it!",
    });
    expect(of("a/b; n*0*=utf-8''%E2%82; n*1*=%AC; n=plain")).toEqual({ n: '€' });
    expect(of('a/b; n*1=lost; m*0=a; m*2=lost')).toEqual({ n: '', m: 'a' });
    expect(of("a/b; n*=x-unknown''a%20b")).toEqual({ n: 'a b' });
  });

  it('stand after a disposition, too', () => {
    const disposition = parseDisposition('Attachment; filename="a;b.txt"');
    expect(disposition?.kind).toBe('attachment');
    expect(parameter(disposition?.parameters ?? [], 'FileName')).toBe('a;b.txt');
  });
});

describe('transfer encodings (RFC 2045 §6)', () => {
  it('come back from base64 whatever the lines', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(new Uint8Array(decodeBase64(utf8(toBase64(bytes).replace(/.{1,10}/g, '$&\r\n'))))).toEqual(bytes);
      }),
    );
    expect(fromUtf8(decodeBase64(utf8('SGV!s\r\nbG8=ignored')))).toBe('Hello');
    expect(fromUtf8(decodeBase64(utf8('SGVsbG8')))).toBe('Hello');
  });

  it.each([
    [
      "Now's the time =\r\nfor all folk to come=\r\n to the aid of their country.",
      "Now's the time for all folk to come to the aid of their country.",
    ],
    ['trailing  \t\r\nspace  ', 'trailing\r\nspace'],
    ['kept=20\r\nsoft= \t\r\nbreak=', 'kept \r\nsoftbreak'],
    ['=c3=A9 =ZZ = x\n', 'é =ZZ = x\n'],
  ])('quoted-printable %j', (text, expected) => {
    expect(fromUtf8(decodeQuotedPrintable(utf8(text)))).toBe(expected);
  });

  it('are known by name', () => {
    const bytes = utf8('SGk=');
    expect(decodeTransfer('8BIT', bytes)).toBe(bytes);
    expect(decodeTransfer('Base64', bytes)).toEqual(utf8('Hi'));
    expect(decodeTransfer('x-uuencode', bytes)).toBeUndefined();
  });
});

describe('dates (RFC 5322 §3.3)', () => {
  it.each([
    ['Fri, 21 Nov 1997 09:55:06 -0600', '1997-11-21T15:55:06.000Z'],
    ['Tue, 1 Jul 2003 10:52:37 +0200', '2003-07-01T08:52:37.000Z'],
    [
      'Thu,\r\n      13\r\n        Feb\r\n          1969\r\n      23:32\r\n               -0330 (Newfoundland Time)',
      '1969-02-14T03:02:00.000Z',
    ],
    ['21 Nov 97 09:55:06 GMT', '1997-11-21T09:55:06.000Z'],
    ['Fri, 21 Nov 1997 09(comment):   55  :  06 -0600', '1997-11-21T15:55:06.000Z'],
    ['1 Jan 00 00:00 EST', '2000-01-01T05:00:00.000Z'],
    ['Sat, 29 feb 2020 12:00:00 Z', '2020-02-29T12:00:00.000Z'],
  ])('%s', (text, iso) => {
    const date = parseDate(text);
    expect(date && new Date(toEpoch(date)).toISOString()).toBe(iso);
  });

  it.each([
    '',
    'yesterday',
    '30 Feb 2020 12:00:00 +0000',
    '1 Foo 2020 12:00:00 +0000',
    '1 Jan 2020 24:00:00 +0000',
    '0 Jan 2020 12:00 +0000',
  ])('%j is none', (text) => {
    expect(parseDate(text)).toBeUndefined();
  });

  it('come back as they went', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), fc.integer({ min: -840, max: 840 }), (seconds, zone) => {
        const date = fromEpoch(seconds * 1000, zone);
        expect(parseDate(formatDate(date))).toEqual(date);
        expect(toEpoch(date)).toBe(seconds * 1000);
      }),
    );
    const unknown = parseDate('Thu, 7 Jul 1994 17:16:05 -0000');
    expect(unknown && formatDate(unknown)).toBe('Thu, 7 Jul 1994 17:16:05 -0000');
  });
});

describe('base subjects (RFC 5256 §2.1)', () => {
  it.each([
    ['hello', 'hello', false],
    ['Re: hello', 'hello', true],
    ['RE [2] : Fwd: FW: hello (fwd) (FWD) ', 'hello', true],
    ['[list] Re: [list] hello', 'hello', true],
    ['[list] hello', 'hello', false],
    ['[list]', '[list]', false],
    ['[a] [b]', '[b]', false],
    ['[Fwd: Re: hello (fwd)]', 'hello', true],
    ['[fwd: [fwd: x]]', 'x', true],
    ['Re:', '', true],
    ['', '', false],
    ['=?utf-8?q?Re:_gr=C3=BC=C3=9Fe?=', 'grüße', true],
    ['a\r\n \t b', 'a b', false],
    ['Reply: no', 'Reply: no', false],
  ])('%j', (subject, text, replyOrForward) => {
    expect(baseSubject(subject)).toEqual({ text, replyOrForward });
  });

  it('are their own base subjects', () => {
    const piece = fc.constantFrom('re', 'fwd', ':', '[', ']', '(fwd)', '[fwd:', ' ', 'x');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const { text } = baseSubject(pieces.join(''));
        expect(baseSubject(text).text).toBe(text);
      }),
    );
  });
});
