import { describe, expect, it } from 'vitest';
import { parseAppend, parseReplace } from '../../../src/protocol/imap/append-program';
import { parseFetch } from '../../../src/protocol/imap/fetch-program';
import { parseList, parseSelect, parseStatus } from '../../../src/protocol/imap/list-program';
import { parseSearch, parseSort, parseThread } from '../../../src/protocol/imap/search-program';
import { parseStore } from '../../../src/protocol/imap/store-program';
import { command, plain } from './support';

const args = (line: string) => command(`a X ${line}`).args;
const search = (line: string) => {
  const parsed = parseSearch(args(line));
  return parsed.ok ? parsed.value.key : parsed.error.message;
};

describe('a command', () => {
  it('has tag, name and arguments', () => {
    const read = command('a1 login "al ice" {2+}\npw');
    expect(read).toMatchObject({ tag: 'a1', name: 'LOGIN', problems: [] });
    expect(read.args.map(plain)).toEqual(['"al ice', '{}pw']);
    expect(command('x uid fetch 1:* (FLAGS)')).toMatchObject({ name: 'UID FETCH' });
    expect(command('a NOOP')).toMatchObject({ args: [], range: { start: 0, end: 8 } });
  });

  it('that is none says so', () => {
    const rules = (line: string) => command(line).problems.map((problem) => problem.rule);
    expect(rules('')).toEqual(['empty-command']);
    expect(rules('a')).toEqual(['missing-command']);
    expect(rules('a UID')).toEqual(['missing-command']);
    expect(rules('+ NOOP')).toEqual(['bad-client-tag']);
    expect(rules('a LIST "" (')).toEqual(['unbalanced-paren']);
  });
});

describe('SEARCH', () => {
  it('reads keys into a tree', () => {
    expect(search('ALL')).toEqual({ kind: 'all' });
    expect(search('FLAGGED SINCE 1-Feb-1994 NOT FROM "Smith"')).toEqual({
      kind: 'and',
      keys: [
        { kind: 'flag', flag: '\\Flagged' },
        { kind: 'date', of: 'internal', when: 'since', day: { year: 1994, month: 2, day: 1 } },
        { kind: 'not', key: { kind: 'header', field: 'from', text: 'Smith' } },
      ],
    });
    expect(search('or unseen (sentbefore "1-Jan-2020" larger 10)')).toMatchObject({
      kind: 'or',
      left: { kind: 'not', key: { flag: '\\Seen' } },
      right: {
        kind: 'and',
        keys: [
          { of: 'sent', when: 'before' },
          { kind: 'size', than: 'larger', octets: 10 },
        ],
      },
    });
    expect(search('2,4:7 UID 9:*')).toMatchObject({ keys: [{ kind: 'numbers' }, { kind: 'uids' }] });
    expect(search('HEADER Message-ID "<a>"')).toEqual({ kind: 'header', field: 'message-id', text: '<a>' });
    expect(search('UNKEYWORD $Junk')).toEqual({ kind: 'not', key: { kind: 'flag', flag: '$Junk' } });
    expect(search('MODSEQ "/flags/\\\\draft" all 620162338')).toEqual({ kind: 'modseq', value: 620162338 });
    expect(search('YOUNGER 3600')).toEqual({ kind: 'age', than: 'younger', seconds: 3600 });
    expect(search('SAVEDON 1-Jan-2020')).toMatchObject({ of: 'saved', when: 'on' });
    expect(search('NEW')).toMatchObject({ kind: 'and' });
    expect(search('$')).toMatchObject({ kind: 'numbers', set: { saved: true } });
    expect(search('X-GM-RAW "has:attachment"')).toEqual({ kind: 'gmail', name: 'X-GM-RAW', value: 'has:attachment' });
    expect(search('BODY {5+}\nüx!')).toMatchObject({ kind: 'body' });
  });

  it('reads RETURN and CHARSET', () => {
    const parsed = parseSearch(args('RETURN (MIN COUNT PARTIAL 1:10) CHARSET UTF-8 TEXT x'));
    expect(parsed).toMatchObject({
      ok: true,
      value: { returns: ['MIN', 'COUNT', 'PARTIAL'], partial: '1:10', charset: 'UTF-8' },
    });
    expect(parseSearch(args('RETURN () ALL'))).toMatchObject({ ok: true, value: { returns: [] } });
  });

  it('refuses what it is not, and says why', () => {
    expect(search('FROM')).toBe('the argument of FROM is missing');
    expect(search('FROB x')).toBe('FROB is no search key');
    expect(search('SINCE yesterday')).toBe('a date is written 1-Feb-1994');
    expect(search('LARGER big')).toBe('the size is to be a number');
    expect(search('OR SEEN')).toBe('a search key is missing');
    expect(search('()')).toBe('a search key is missing');
    expect(search('')).toBe('a search key is missing');
    expect(search('NOT '.repeat(10_000))).toBe('search keys nested too deep');
    expect(parseSearch(args('SEEN FROB'))).toMatchObject({ ok: false, error: { range: { start: 9, end: 13 } } });
  });

  it('has SORT and THREAD for relations', () => {
    expect(parseSort(args('(REVERSE DATE SUBJECT) UTF-8 ALL'))).toMatchObject({
      ok: true,
      value: {
        keys: [
          { key: 'DATE', reverse: true },
          { key: 'SUBJECT', reverse: false },
        ],
        charset: 'UTF-8',
        key: { kind: 'all' },
      },
    });
    expect(parseSort(args('(REVERSE) UTF-8 ALL'))).toMatchObject({ ok: false });
    expect(parseThread(args('references UTF-8 SINCE 5-MAR-2000'))).toMatchObject({
      ok: true,
      value: { algorithm: 'REFERENCES' },
    });
  });
});

describe('FETCH', () => {
  const labels = (line: string) => {
    const parsed = parseFetch(args(line));
    return parsed.ok
      ? parsed.value.items.map((item) => `${item.label}${item.peek ? '' : ' seen'}`)
      : parsed.error.message;
  };

  it('reads items, sections, partials and macros', () => {
    expect(labels('1 FAST')).toEqual(['FLAGS', 'INTERNALDATE', 'RFC822.SIZE']);
    expect(labels('1:* (UID FLAGS BODY.PEEK[HEADER.FIELDS (Date "From")]<0.100> BODY[] body[1.2.mime] BODY)')).toEqual([
      'UID',
      'FLAGS',
      'BODY[HEADER.FIELDS (Date From)]<0>',
      'BODY[] seen',
      'BODY[1.2.MIME] seen',
      'BODY',
    ]);
    expect(labels('1 (BINARY.PEEK[1]<5.6> BINARY.SIZE[] RFC822.HEADER RFC822.TEXT PREVIEW (LAZY))')).toEqual([
      'BINARY[1]<5>',
      'BINARY.SIZE[]',
      'RFC822.HEADER',
      'RFC822.TEXT seen',
      'PREVIEW',
    ]);
    expect(parseFetch(args('2 BODY[3.HEADER.FIELDS.NOT (a)]<7.9>'))).toMatchObject({
      value: {
        items: [{ section: { part: [3], text: 'HEADER.FIELDS.NOT', fields: ['a'] }, partial: { start: 7, length: 9 } }],
      },
    });
    expect(parseFetch(args('1:* FLAGS (CHANGEDSINCE 12 VANISHED)'))).toMatchObject({
      value: { changedSince: 12, vanished: true },
    });
  });

  it('refuses what it is not', () => {
    for (const line of [
      '1',
      'x FLAGS',
      '1 ()',
      '1 FROB',
      '1 (FLAGS ALL)',
      '1 BODY[FROB]',
      '1 BODY[MIME]',
      '1 BODY[0]',
      '1 BODY[HEADER.FIELDS]',
      '1 BODY[HEADER (a)]',
      '1 BODY[]<0.0>',
      '1 UID[1]',
      '1 BINARY[HEADER]',
      '1 BODY.PEEK',
      '1 FLAGS UID',
    ]) {
      expect([line, parseFetch(args(line)).ok]).toEqual([line, false]);
    }
  });
});

describe('STORE', () => {
  it('reads what to do with which flags', () => {
    expect(parseStore(args('2:4 +FLAGS.SILENT (\\Deleted $Junk)'))).toMatchObject({
      value: { mode: 'add', silent: true, flags: ['\\Deleted', '$Junk'] },
    });
    expect(parseStore(args('1 -flags \\Seen \\Draft'))).toMatchObject({
      value: { mode: 'remove', silent: false, flags: ['\\Seen', '\\Draft'] },
    });
    expect(parseStore(args('1 (UNCHANGEDSINCE 7) FLAGS ()'))).toMatchObject({
      value: { mode: 'replace', unchangedSince: 7, flags: [] },
    });
    for (const line of ['1', '1 FLAG x', '1 FLAGS ("a")', '1 FLAGS (\\*)', '1 (X 1) FLAGS ()', '1 FLAGS () x']) {
      expect([line, parseStore(args(line)).ok]).toEqual([line, false]);
    }
  });
});

describe('APPEND', () => {
  it('reads flags, date and message', () => {
    expect(parseAppend(args('saved-messages (\\Seen) " 7-Feb-1994 21:52:25 -0800" {3+}\nabc'))).toMatchObject({
      value: {
        mailbox: 'saved-messages',
        messages: [{ flags: ['\\Seen'], date: { year: 1994, zone: -480 }, utf8: false }],
      },
    });
  });

  it('reads several, put together, and in UTF-8', () => {
    const several = parseAppend(args('a {1+}\nx (\\Draft) {1+}\ny'));
    expect(several).toMatchObject({ value: { messages: [{ flags: [] }, { flags: ['\\Draft'] }] } });
    expect(parseAppend(args('a CATENATE (URL "/x;UID=1" TEXT {2+}\nhi)'))).toMatchObject({
      value: {
        messages: [
          {
            parts: [
              { kind: 'url', url: '/x;UID=1' },
              { kind: 'text', literal: { size: 2 } },
            ],
          },
        ],
      },
    });
    expect(parseAppend(args('a UTF8 (~{2+}\nhi)'))).toMatchObject({ value: { messages: [{ utf8: true }] } });
    expect(parseReplace(args('4 drafts {1+}\nx'))).toMatchObject({ value: { number: 4, mailbox: 'drafts' } });
  });

  it('refuses what it is not', () => {
    for (const line of ['a', 'a "text"', 'a "1-Foo" {1+}\nx', 'a CATENATE ()', 'a (\\Seen)', 'a x']) {
      expect([line, parseAppend(args(line)).ok]).toEqual([line, false]);
    }
  });
});

describe('LIST, STATUS and SELECT', () => {
  it('read their options', () => {
    expect(parseList(args('"" %'))).toMatchObject({ value: { reference: '', patterns: ['%'], extended: false } });
    expect(parseList(args('(SUBSCRIBED) "" ("INBOX" "a/%") RETURN (CHILDREN STATUS (MESSAGES UNSEEN))'))).toMatchObject(
      {
        value: {
          selection: ['SUBSCRIBED'],
          patterns: ['INBOX', 'a/%'],
          returns: ['CHILDREN', 'STATUS'],
          status: ['MESSAGES', 'UNSEEN'],
          extended: true,
        },
      },
    );
    expect(parseStatus(args('blurdybloop (uidnext messages)'))).toMatchObject({
      value: { items: ['UIDNEXT', 'MESSAGES'] },
    });
    expect(parseSelect(args('INBOX (QRESYNC (67890007 20050715194045000 41:211))'))).toMatchObject({
      value: { mailbox: 'INBOX', qresync: { uidvalidity: 67890007, known: { saved: false } } },
    });
    expect(parseSelect(args('INBOX (CONDSTORE)'))).toMatchObject({ value: { condstore: true } });
    expect(parseList(args('""')).ok || parseStatus(args('x ()')).ok || parseSelect(args('x (Y)')).ok).toBe(false);
  });
});
