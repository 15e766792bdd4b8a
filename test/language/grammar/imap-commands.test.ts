import { describe, expect, it } from 'vitest';
import { problemOf } from '../../../src/language/grammar';
import { judge, judgeLine, mendedLine, shown } from './judge';

const imap = (line: string, utf8 = false) => judgeLine('imap', line, utf8);

describe('an IMAP command', () => {
  it.each([
    ['SELCT INBOX', 'unknown-command: SELCT', 'SELECT INBOX'],
    ['a1 UID FECH 1 FLAGS', 'unknown-command: UID FECH', 'a1 UID FETCH 1 FLAGS'],
    ['NOOP now', 'unexpected-argument: now', 'NOOP'],
    ['a1 LOGIN al%ce secret', 'bad-astring: al%ce', 'a1 LOGIN "al%ce" secret'],
    ['LOGIN alice "sec ret', 'unclosed-quote: "sec ret', 'LOGIN alice "sec ret"'],
    ['SELECT  INBOX', 'extra-space:  ', 'SELECT INBOX'],
    ['SELECT INBOX ', 'trailing-space:  ', 'SELECT INBOX'],
    ['SELECT R&D', 'bad-mailbox-name: R&D', 'SELECT R&-D'],
    ['SELECT &AGE-', 'bad-mailbox-name: &AGE-', 'SELECT a'],
    ['SELECT Entwürfe', 'raw-utf8-mailbox: Entwürfe', 'SELECT Entw&APw-rfe'],
    ['SELECT "Ent würfe"', 'raw-utf8-mailbox: "Ent würfe"', 'SELECT "Ent w&APw-rfe"'],
    ['FETCH 1 FLAGS UID', 'unexpected-argument: UID', 'FETCH 1 (FLAGS UID)'],
    ['FETCH 0:4 FLAGS', 'bad-sequence-set: 0:4', 'FETCH 1:4 FLAGS'],
    ['FETCH 1-5 FLAGS', 'bad-sequence-set: 1-5', 'FETCH 1:5 FLAGS'],
    ['FETCH 1,,5 FLAGS', 'bad-sequence-set: ,', 'FETCH 1,5 FLAGS'],
    ['FETCH 1 (FLAGS ALL)', 'macro-in-list: ALL', 'FETCH 1 (FLAGS FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)'],
    ['FETCH 1 RFC822.SZIE', 'unknown-fetch-item: RFC822.SZIE', 'FETCH 1 RFC822.SIZE'],
    ['FETCH 1 BODY.PEEK', 'bad-section: BODY.PEEK', 'FETCH 1 BODY.PEEK[]'],
    ['FETCH 1 BODY[HEADRE]', 'bad-section: HEADRE', 'FETCH 1 BODY[HEADER]'],
    ['FETCH 1 BODY[1.]', 'bad-section: .', 'FETCH 1 BODY[1]'],
    ['FETCH 1 BINARY.SIZE[1]<0.5>', 'bad-partial: <0.5>', 'FETCH 1 BINARY.SIZE[1]'],
    ['FETCH 1 (FLAGS', 'unbalanced-paren: ', 'FETCH 1 (FLAGS)'],
    ['STORE 1 +FLAGS (\\Seeen)', 'unknown-flag: \\Seeen', 'STORE 1 +FLAGS (\\Seen)'],
    ['STORE 1 +FLAGS (Seen)', 'unknown-flag: Seen', 'STORE 1 +FLAGS (\\Seen)'],
    ['STORE 1 FLAG (\\Seen)', 'bad-argument: FLAG', 'STORE 1 FLAGS (\\Seen)'],
    ['SEARCH SINCE 2026-02-01', 'bad-date: 2026-02-01', 'SEARCH SINCE 1-Feb-2026'],
    ['SEARCH SINCE 1-February-2026', 'bad-date: 1-February-2026', 'SEARCH SINCE 1-Feb-2026'],
    ['SEARCH SUBJCT "x"', 'unknown-search-key: SUBJCT', 'SEARCH SUBJECT "x"'],
    ['SEARCH "UNSEEN"', 'bad-argument: "UNSEEN"', 'SEARCH UNSEEN'],
    ['SEARCH CHARSET UTF8 ALL', 'bad-charset: UTF8', 'SEARCH CHARSET UTF-8 ALL'],
    ['SEARCH RETURN (CUONT) ALL', 'unknown-option: CUONT', 'SEARCH RETURN (COUNT) ALL'],
    ['SORT (REVERSE DAT) UTF-8 ALL', 'unknown-sort-key: DAT', 'SORT (REVERSE DATE) UTF-8 ALL'],
    ['THREAD REFERENCE UTF-8 ALL', 'unknown-thread-algorithm: REFERENCE', 'THREAD REFERENCES UTF-8 ALL'],
    ['STATUS INBOX (UNSEN)', 'unknown-status-item: UNSEN', 'STATUS INBOX (UNSEEN)'],
    ['STATUS INBOX UNSEEN', 'bad-argument: UNSEEN', 'STATUS INBOX (UNSEEN)'],
    ['LIST (SUBSCRIBD) "" *', 'unknown-option: SUBSCRIBD', 'LIST (SUBSCRIBED) "" *'],
    ['CREATE Sent (USE (\\Snet))', 'unknown-option: \\Snet', 'CREATE Sent (USE (\\Sent))'],
    ['ENABLE CONDSTOR', 'not-enableable: CONDSTOR', 'ENABLE CONDSTORE'],
    ['AUTHENTICATE PLIAN', 'unknown-mechanism: PLIAN', 'AUTHENTICATE PLAIN'],
    ['AUTHENTICATE PLAIN AGEAYg', 'bad-initial-response: AGEAYg', 'AUTHENTICATE PLAIN AGEAYg=='],
    ['ID (name "x")', 'bad-argument: name', 'ID ("name" "x")'],
    ['SETACL INBOX bob LR', 'bad-rights: LR', 'SETACL INBOX bob lr'],
    ['COMPRESS DEFLAT', 'unknown-option: DEFLAT', 'COMPRESS DEFLATE'],
    [
      'APPEND INBOX "1-Feb-2026 10:00:00 +0000" {310}',
      'bad-date-time: "1-Feb-2026 10:00:00 +0000"',
      'APPEND INBOX " 1-Feb-2026 10:00:00 +0000" {310}',
    ],
  ])('%s: %s, and is mended', (line, problem, right) => {
    const judged = imap(line);
    expect(shown(judged)).toEqual([problem]);
    expect(mendedLine(judged)).toBe(right);
    expect(shown(imap(right))).toEqual([]);
  });

  it.each([
    ['SELECT', 'missing-argument: '],
    ['SELECT ""', 'empty-mailbox-name: ""'],
    ['SELECT "a*"', 'wildcard-in-mailbox: "a*"'],
    ['FETCH 1 BODY[TEXT.1]', 'bad-section: TEXT.1'],
    ['FETCH 1 BODY[MIME]', 'bad-section: MIME'],
    ['FETCH 1 BODY[0]', 'bad-section: 0'],
    ['FETCH 1 BODY[HEADER.FIELDS]', 'bad-section: HEADER.FIELDS'],
    ['FETCH 1 BINARY[1.TEXT]', 'bad-section: TEXT'],
    ['FETCH 1 BODY[]<0>', 'bad-partial: <0>'],
    ['FETCH 1 BODY[]<0.0>', 'bad-partial: <0.0>'],
    ['FETCH 1 (FLAGS) (CHANGEDSINCE x)', 'bad-argument: x'],
    ['FETCH *:0 FLAGS', 'bad-sequence-set: *:0'],
    ['STORE 1 +FLAGS (\\Recent)', 'flag-not-storable: \\Recent'],
    ['STORE 1 +FLAGS (a*b)', 'bad-flag: a*b'],
    ['SEARCH OR SEEN', 'missing-argument: '],
    ['SEARCH ON 31-Feb-2026', 'bad-date: 31-Feb-2026'],
    ['SEARCH NOSUCHTHING 1', 'unknown-search-key: NOSUCHTHING'],
    ['ENABLE IDLE', 'not-enableable: IDLE'],
    ['GETMETADATA INBOX /comment', 'bad-entry-name: /comment'],
    ['APPEND INBOX "hello"', 'message-not-literal: "hello"'],
    ['LIST (RECURSIVEMATCH) "" *', 'unknown-option: RECURSIVEMATCH'],
    ['SEARCH SUBJECT "grün"', 'eight-bit-string: "grün"'],
    [`NOOP ${'x'.repeat(8200)}`, `line-too-long: NOOP ${'x'.repeat(8200)}`],
  ])('%.60s: %.60s', (line, problem) => {
    expect(shown(imap(line))).toContain(problem);
  });

  it('may hold raw UTF-8 in quotes once that is agreed on', () => {
    expect(shown(imap('SELECT "Entwürfe"', true))).toEqual([]);
    expect(shown(imap('SEARCH SUBJECT "grün"', true))).toEqual([]);
    expect(mendedLine(imap('SELECT Entwürfe', true))).toBe('SELECT "Entwürfe"');
  });

  it.each([
    'FETCH {{set}} {{items}}',
    'FETCH 1 ({{items}})',
    'SEARCH {{keys}}',
    'SEARCH FROM {{who | quoted}} SINCE {{$today}}',
    'STORE {{all}}',
    'SELECT {{mailbox | quoted}}',
    'LOGIN {{user}} {{$secret alice}}',
    'UID FETCH {{first}}:* (UID BODY[{{part}}])',
    'STATUS {{box}} ({{items}})',
    'APPEND {{box}} (\\Seen {{flag}}) "{{date}}" {310}',
    '{{command}}',
    '{{verb}} nonsense (',
  ])('says nothing of what values may be: %s', (line) => {
    expect(shown(imap(line))).toEqual([]);
  });

  it('judges what stands beside values', () => {
    expect(shown(imap('FETCH {{set}} (FLAGZ {{items}})'))).toEqual(['unknown-fetch-item: FLAGZ']);
    expect(shown(imap('SELECT {{box}} (CONDSTOER)'))).toEqual(['unknown-option: CONDSTOER']);
  });

  it('counts characters, not octets, and takes `\\{{` for the two characters that are sent', () => {
    expect(shown(imap('LOGIN "grün" "\\{{x}" more', true))).toEqual(['unexpected-argument: more']);
  });

  it('takes blocks and announced literals for what they are', () => {
    const script = 'C: APPEND INBOX (\\Seeen) """~+\n  Subject: x\n\n  y\n  """\n';
    expect(shown(judge('a.imap', script))).toEqual(['unknown-flag: \\Seeen']);
    expect(shown(judge('a.imap', 'C: LOGIN """-\nal%ce\n""" a%b\n'))).toEqual(['bad-astring: a%b']);
    expect(shown(judge('a.imap', 'C: SELECT INBOX """\nx\n""" more\n'))).toEqual([
      'bad-argument: """',
      'unexpected-argument: more',
    ]);
    expect(shown(imap('LOGIN {5}'))).toEqual([]);
    expect(shown(imap('SEARCH (SUBJECT {5+}'))).toEqual([]);
  });

  it('says what is wrong, what to do, and where the RFC has it', () => {
    const [finding] = imap('SELECT R&D').findings;
    expect(finding && problemOf(finding)).toMatchObject({
      severity: 'warning',
      message: 'this is no modified UTF-7',
      advice: '`&` is written `&-`; the `mutf7` filter encodes',
    });
  });
});
