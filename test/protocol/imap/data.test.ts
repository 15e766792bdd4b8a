import { describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '../../../src/base';
import { capabilitiesOf, imapCapabilitiesFrom } from '../../../src/protocol/imap/capabilities';
import { caselessOf } from '../../../src/protocol/imap/caseless';
import {
  readAppendUid,
  readCopyUid,
  readFetch,
  readFlags,
  readList,
  readNamespaces,
  readSearch,
  readStatus,
  readVanished,
  sectionOf,
} from '../../../src/protocol/imap/data';
import { printSequenceSet } from '../../../src/protocol/imap/sequence-set';
import { codeShape, fetchShape, fill, responseShape } from '../../../src/protocol/imap/shapes';
import { bytesOf, numberOf, textOf } from '../../../src/protocol/imap/value';
import { plain, rawResponse, response } from './support';

describe('capabilities', () => {
  it('come from the response, or from the code', () => {
    expect(capabilitiesOf(response('* CAPABILITY IMAP4rev1 IDLE AUTH=PLAIN'))?.names).toEqual([
      'IMAP4REV1',
      'IDLE',
      'AUTH=PLAIN',
    ]);
    expect(capabilitiesOf(response('A1 OK [CAPABILITY IMAP4rev1 MOVE] in'))?.has('move')).toBe(true);
    expect(capabilitiesOf(response('* OK hello'))).toBeUndefined();
  });

  it('include what others bring along', () => {
    const rev2 = imapCapabilitiesFrom(['IMAP4rev2', 'AUTH=SCRAM-SHA-256', 'QRESYNC', 'LITERAL+', 'THREAD=REFS']);
    for (const name of [
      'IDLE',
      'MOVE',
      'UIDPLUS',
      'CONDSTORE',
      'LITERAL-',
      'auth=scram-sha-256',
      'AUTH',
      'THREAD',
      'imap4REV2',
    ]) {
      expect([name, rev2.has(name)]).toEqual([name, true]);
    }
    for (const name of ['IMAP4REV1', 'BINARY', 'AUTH=PLAIN', 'SORT'])
      expect([name, rev2.has(name)]).toEqual([name, false]);
  });
});

describe('mailboxes', () => {
  it('of LIST have attributes, delimiter, name and extended data', () => {
    expect(readList(response('* LIST (\\NonExistent \\Sent) "/" "Foo" ("CHILDINFO" ("SUBSCRIBED"))'))).toMatchObject({
      attributes: ['\\NonExistent', '\\Sent'],
      delimiter: '/',
      name: 'Foo',
    });
    expect(readList(response('* LIST () NIL {3}\nIn{'))).toMatchObject({ delimiter: undefined, name: 'In{' });
    expect(readList(response('* LIST () "/" NIL'))?.name).toBe('NIL');
    expect(
      readList(response('* LIST ("CHILDINFO") "/" x ("childinfo" ("SUBSCRIBED"))'))?.extended.has('CHILDINFO'),
    ).toBe(true);
    expect(readList(response('* FLAGS ()'))).toBeUndefined();
  });

  it('have figures and flags', () => {
    const status = readStatus(response('* STATUS blurdybloop (MESSAGES 231 UIDNEXT 44292 MAILBOXID (F22))'));
    expect(status).toMatchObject({ mailbox: 'blurdybloop', mailboxId: 'F22' });
    expect([...(status?.figures ?? [])]).toEqual([
      ['MESSAGES', 231],
      ['UIDNEXT', 44292],
    ]);
    expect(readFlags(response('* FLAGS (\\Seen x)'))).toEqual(['\\Seen', 'x']);
    expect(readFlags(response('* OK [PERMANENTFLAGS (\\*)] x'))).toEqual(['\\*']);
  });

  it('have namespaces', () => {
    expect(readNamespaces(response('* NAMESPACE (("INBOX." ".")) NIL (("#shared." ".")("" NIL))'))).toEqual({
      personal: [{ prefix: 'INBOX.', delimiter: '.' }],
      others: [],
      shared: [
        { prefix: '#shared.', delimiter: '.' },
        { prefix: '', delimiter: undefined },
      ],
    });
  });
});

describe('search results', () => {
  it('are read from SEARCH and ESEARCH alike', () => {
    const search = readSearch(response('* SEARCH 2 5 6 (MODSEQ 917162500)'));
    expect(search?.all && printSequenceSet(search.all)).toBe('2,5,6');
    expect(search).toMatchObject({ uid: false, modseq: 917162500 });
    expect(readSearch(response('* ESEARCH (TAG "a567") UID COUNT 17 MIN 4 MAX 28 ALL 4:18,21,28'))).toMatchObject({
      tag: 'a567',
      uid: true,
      count: 17,
      min: 4,
      max: 28,
      all: { saved: false },
    });
    expect(readSearch(response('* ESEARCH (TAG "a")'))).toEqual({ tag: 'a', uid: false });
    expect(readSearch(response('* ESEARCH COUNT 1'))).toEqual({ uid: false, count: 1 });
  });
});

describe('UIDs', () => {
  it('are in the codes and in VANISHED', () => {
    expect(readAppendUid(response('A1 OK [APPENDUID 38505 3955] x'))).toMatchObject({ uidvalidity: 38505 });
    const copy = readCopyUid(response('A1 OK [COPYUID 38505 304,319:320 3956:3958] x'));
    expect(copy && [printSequenceSet(copy.source), printSequenceSet(copy.destination)]).toEqual([
      '304,319:320',
      '3956:3958',
    ]);
    expect(readVanished(response('* VANISHED (EARLIER) 1:2'))).toMatchObject({
      earlier: true,
      uids: { ranges: [{ from: 1, to: 2 }] },
    });
    expect(readVanished(response('* VANISHED 7'))?.earlier).toBe(false);
  });
});

describe('fetched messages', () => {
  it('have their plain items', () => {
    const message = readFetch(
      response(
        '* 12 FETCH (uid 7 FLAGS (\\Seen) INTERNALDATE "17-Jul-1996 02:44:25 -0700" RFC822.SIZE 9 MODSEQ (5) BODY[TEXT] {2}\nhi)',
      ),
    );
    expect(message).toMatchObject({
      number: 12,
      uid: 7,
      flags: ['\\Seen'],
      size: 9,
      modseq: 5,
      internalDate: '17-Jul-1996 02:44:25 -0700',
    });
    expect(message && fromUtf8(sectionOf(message, 'body[text]') ?? utf8(''))).toBe('hi');
  });

  it('have their sections under one spelling', () => {
    const message = readFetch(response('* 1 FETCH (BODY[HEADER.FIELDS ("From" "X (odd)" to)]<0> "x")'));
    expect(message && fromUtf8(sectionOf(message, 'body[header.fields (FROM "x (odd)" "To")]<0>') ?? utf8(''))).toBe(
      'x',
    );
  });

  it('have an envelope', () => {
    const message = readFetch(
      response(
        '* 1 FETCH (ENVELOPE ("d" "s" (("Terry Gray" NIL "gray" "w.edu")) NIL NIL ((NIL NIL "friends" NIL)(NIL NIL "a" "b")(NIL NIL NIL NIL)) NIL NIL NIL "<id>"))',
      ),
    );
    expect(message?.envelope).toMatchObject({
      date: 'd',
      subject: 's',
      from: [{ name: 'Terry Gray', mailbox: 'gray', host: 'w.edu' }],
      sender: [],
      to: [{ mailbox: 'friends', host: undefined }, { mailbox: 'a', host: 'b' }, { mailbox: undefined }],
      messageId: '<id>',
    });
  });

  it('have a MIME structure with section numbers', () => {
    const message = readFetch(
      response(
        '* 1 FETCH (BODYSTRUCTURE (("TEXT" "PLAIN" ("CHARSET" "us-ascii") NIL NIL "7BIT" 11 1 NIL NIL NIL NIL)' +
          '("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 99 (NIL "inner" NIL NIL NIL NIL NIL NIL NIL NIL) (("TEXT" "PLAIN" NIL NIL NIL "7BIT" 1 1)("TEXT" "HTML" NIL NIL NIL "7BIT" 2 2) "ALTERNATIVE") 12)' +
          '("message" "rfc822" NIL NIL NIL "7bit" 9 (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) ("text" "plain" NIL NIL NIL "7bit" 1 1) 3)' +
          '("IMAGE" "PNG" ("NAME" "a.png") "<id>" "desc" "BASE64" 8 NIL ("ATTACHMENT" ("FILENAME" "a.png")) ("en" "de") "loc") "MIXED" ("BOUNDARY" "x") NIL NIL))',
      ),
    );
    const structure = message?.structure;
    expect(structure).toMatchObject({ section: 'TEXT', type: 'multipart', subtype: 'mixed' });
    expect(structure?.parameters.get('boundary')).toBe('x');
    const [text, nested, plainMessage, image] = structure?.parts ?? [];
    expect(text).toMatchObject({ section: '1', type: 'text', subtype: 'plain', encoding: '7bit', size: 11, lines: 1 });
    expect(nested).toMatchObject({
      section: '2',
      lines: 12,
      envelope: { subject: 'inner' },
      parts: [{ type: 'multipart', section: '2' }],
    });
    expect(nested?.parts[0]?.parts.map((part) => part.section)).toEqual(['2.1', '2.2']);
    expect(plainMessage?.parts.map((part) => part.section)).toEqual(['3.1']);
    expect(image).toMatchObject({
      section: '4',
      id: '<id>',
      description: 'desc',
      languages: ['en', 'de'],
      location: 'loc',
      disposition: { type: 'attachment' },
    });
    expect(image?.disposition?.parameters.get('filename')).toBe('a.png');
  });

  it('of one part are section 1', () => {
    expect(readFetch(response('* 1 FETCH (BODY ("TEXT" "PLAIN" NIL NIL NIL "7BIT" 3 1))'))?.structure?.section).toBe(
      '1',
    );
  });
});

describe('values', () => {
  it('give text, octets and numbers', () => {
    const read = rawResponse('* X caf\xe9 "caf\xe9" {4}\r\ncaf\xe9 12 NIL ()\r\n');
    expect(read.values.map(textOf)).toEqual(['caf\xe9', 'caf\xe9', 'caf\xe9', '12', undefined, undefined]);
    for (const value of read.values.slice(0, 3)) expect([...(bytesOf(value) ?? [])]).toEqual([0x63, 0x61, 0x66, 0xe9]);
    expect(read.values.map(numberOf)).toEqual([undefined, undefined, undefined, 12, undefined, undefined]);
  });
});

describe('shapes', () => {
  const laid = (line: string) => {
    const read = response(line);
    const { fields, rest } = fill(responseShape(read.name), read.values);
    return [...fields.map(({ field, value }) => [field.name, plain(value)]), rest.map(plain)];
  };

  it('say what each value of a response is', () => {
    expect(laid('* LIST (\\Sent) "/" a')).toEqual([
      ['attributes', ['\\Sent']],
      ['delimiter', '"/'],
      ['mailbox', 'a'],
      [],
    ]);
    expect(laid('* ESEARCH (TAG "a") UID COUNT 1')).toEqual([
      ['correlator', ['TAG', '"a']],
      ['UID', 'UID'],
      ['COUNT', '1'],
    ]);
    expect(laid('* ESEARCH COUNT 1')).toEqual([['COUNT', '1']]);
    expect(laid('* VANISHED 1:3')).toEqual([['uids', '1:3'], []]);
    expect(laid('* FROB 1 2')).toEqual([['1', '2']]);
  });

  it('tell how FETCH items and codes compare', () => {
    expect(fetchShape('flags')).toEqual({ kind: 'set', of: { kind: 'keyword' } });
    expect(fetchShape('BODY')).toEqual({ kind: 'positional', of: 'body' });
    expect(fetchShape('BODY[TEXT]<0>')).toEqual({ kind: 'string' });
    expect(fetchShape('binary.size[1]')).toEqual({ kind: 'number' });
    expect(codeShape('copyuid').fields.map((field) => field.name)).toEqual(['uidvalidity', 'source', 'destination']);
    expect(codeShape('FROB').rest).toEqual({ kind: 'any' });
  });
});

describe('a MIME structure compared', () => {
  it('minds the case of content, and not of types, encodings and parameter names', () => {
    const read = response(
      '* 1 FETCH (BODYSTRUCTURE (("TEXT" "PLAIN" ("CHARSET" "Utf-8") "<Id>" "Desc" "7BIT" 1 1 "MD5" ("INLINE" ("FILENAME" "A.txt")) "EN" "Loc")' +
        '("MESSAGE" "RFC822" NIL NIL NIL "8BIT" 1 (NIL "Subject" NIL NIL NIL NIL NIL NIL NIL NIL) ("TEXT" "HTML" NIL NIL NIL "BASE64" 1 1) 3) "MIXED" ("BOUNDARY" "Bo")))',
    );
    const structure = readFetch(read)?.items.get('BODYSTRUCTURE');
    const texts = structure ? [...caselessOf(structure)].flatMap((value) => textOf(value) ?? []) : [];
    expect(texts).toEqual([
      ...['TEXT', 'PLAIN', 'CHARSET', '7BIT', 'INLINE', 'FILENAME', 'EN'],
      ...['MESSAGE', 'RFC822', '8BIT', 'TEXT', 'HTML', 'BASE64'],
      ...['MIXED', 'BOUNDARY'],
    ]);
  });
});
