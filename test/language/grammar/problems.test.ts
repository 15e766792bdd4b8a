import { describe, expect, it } from 'vitest';
import { grammarProblems } from '../../../src/language/grammar';
import { type Judged, judge, judgeLine, mended } from './judge';

const x = (count: number): string => 'x'.repeat(count);
const mail = 'C: MAIL FROM:<a@example.com>\nC: RCPT TO:<b@example.com>\n';

/** For every problem, something that has it. */
const samples: Readonly<Record<string, Judged>> = {
  'bare-cr': judgeLine('imap', 'NOOP a\rb'),
  'control-character': judgeLine('smtp', 'NOOP \x01'),
  'nul-octet': judgeLine('imap', 'LOGIN a "\0"'),
  'eight-bit-atom': judgeLine('imap', 'LOGIN grün secret'),
  'extra-space': judgeLine('imap', 'SELECT  INBOX'),
  'missing-space': judgeLine('imap', 'LOGIN "a""b"'),
  'trailing-space': judgeLine('imap', 'NOOP '),
  'tab-as-space': judgeLine('imap', 'SELECT\tINBOX'),
  'unclosed-quote': judgeLine('imap', 'SELECT "INBOX'),
  'bad-escape': judgeLine('imap', 'SELECT "a\\b"'),
  'stray-brace': judgeLine('imap', 'SELECT {x}'),
  'unbalanced-paren': judgeLine('imap', 'STATUS INBOX (UNSEEN'),
  'unclosed-section': judgeLine('imap', 'FETCH 1 BODY[TEXT'),
  'too-deep': judgeLine('imap', `SEARCH ${'('.repeat(300)}ALL${')'.repeat(300)}`),
  'missing-command': judgeLine('imap', 'UID'),
  'unknown-command': judgeLine('imap', 'SELCT INBOX'),
  'missing-argument': judgeLine('imap', 'SELECT'),
  'unexpected-argument': judgeLine('imap', 'NOOP now'),
  'bad-argument': judgeLine('imap', 'STATUS INBOX UNSEEN'),
  'line-too-long': judgeLine('imap', `SEARCH SUBJECT ${x(8200)}`),
  'bad-astring': judgeLine('imap', 'LOGIN a%b c'),
  'eight-bit-string': judgeLine('imap', 'SEARCH SUBJECT "grün"'),
  'bad-sequence-set': judgeLine('imap', 'FETCH 1-2 FLAGS'),
  'unknown-mechanism': judgeLine('imap', 'AUTHENTICATE PLIAN'),
  'bad-initial-response': judgeLine('imap', 'AUTHENTICATE PLAIN AGEAYg'),
  'unknown-fetch-item': judgeLine('imap', 'FETCH 1 FLAG'),
  'bad-section': judgeLine('imap', 'FETCH 1 BODY[HEADRE]'),
  'bad-partial': judgeLine('imap', 'FETCH 1 BINARY.SIZE[1]<0.1>'),
  'macro-in-list': judgeLine('imap', 'FETCH 1 (ALL)'),
  'unknown-search-key': judgeLine('imap', 'SEARCH UNSEN'),
  'unknown-sort-key': judgeLine('imap', 'SORT (DAT) UTF-8 ALL'),
  'unknown-thread-algorithm': judgeLine('imap', 'THREAD REFERENCE UTF-8 ALL'),
  'unknown-option': judgeLine('imap', 'SELECT INBOX (CONDSTOR)'),
  'bad-charset': judgeLine('imap', 'SEARCH CHARSET UTF8 ALL'),
  'bad-date': judgeLine('imap', 'SEARCH ON 2026-02-01'),
  'bad-date-time': judgeLine('imap', 'APPEND INBOX "1-Feb-2026 10:00:00 +0000" {3}'),
  'unknown-flag': judgeLine('imap', 'STORE 1 FLAGS \\Seeen'),
  'bad-flag': judgeLine('imap', 'STORE 1 FLAGS (a%)'),
  'flag-not-storable': judgeLine('imap', 'STORE 1 FLAGS (\\Seen \\Recent)'),
  'unknown-status-item': judgeLine('imap', 'STATUS INBOX (UNSEN)'),
  'bad-mailbox-name': judgeLine('imap', 'SELECT R&D'),
  'raw-utf8-mailbox': judgeLine('imap', 'SELECT "grün"'),
  'wildcard-in-mailbox': judgeLine('imap', 'SELECT "a*"'),
  'empty-mailbox-name': judgeLine('imap', 'SELECT ""'),
  'message-not-literal': judgeLine('imap', 'APPEND INBOX "hello"'),
  'not-enableable': judgeLine('imap', 'ENABLE CONDSTOR'),
  'bad-entry-name': judgeLine('imap', 'GETMETADATA INBOX /comment'),
  'bad-rights': judgeLine('imap', 'SETACL INBOX bob LR'),
  'obsolete-command': judgeLine('smtp', 'TURN'),
  'non-ascii': judgeLine('smtp', 'NOOP ü'),
  'missing-keyword': judgeLine('smtp', 'MAIL <a@example.com>'),
  'space-in-path': judgeLine('smtp', 'MAIL FROM: <a@example.com>'),
  'missing-brackets': judgeLine('smtp', 'MAIL FROM:a@example.com'),
  'bad-path': judgeLine('smtp', 'MAIL FROM:<a@example.com'),
  'source-route': judgeLine('smtp', 'RCPT TO:<@a.example:b@example.com>'),
  'empty-path': judgeLine('smtp', 'RCPT TO:<>'),
  'bad-local-part': judgeLine('smtp', 'RCPT TO:<a b@example.com>'),
  'bad-domain': judgeLine('smtp', 'EHLO a.example.'),
  'bad-address-literal': judgeLine('smtp', 'EHLO [::1]'),
  'missing-domain': judgeLine('smtp', 'RCPT TO:<bob>'),
  'local-part-too-long': judgeLine('smtp', `RCPT TO:<${x(65)}@example.com>`),
  'domain-too-long': judgeLine('smtp', `EHLO ${'a.'.repeat(130)}example`),
  'path-too-long': judgeLine('smtp', `RCPT TO:<b@${'a.'.repeat(130)}example>`),
  'bad-parameter': judgeLine('smtp', 'MAIL FROM:<a@example.com> =1'),
  'unknown-parameter': judgeLine('smtp', 'MAIL FROM:<a@example.com> SIZ=1'),
  'parameter-of-other-command': judgeLine('smtp', 'MAIL FROM:<a@example.com> NOTIFY=NEVER'),
  'duplicate-parameter': judgeLine('smtp', 'MAIL FROM:<a@example.com> SIZE=1 SIZE=1'),
  'bad-parameter-value': judgeLine('smtp', 'MAIL FROM:<a@example.com> RET=HDR'),
  'needs-smtputf8': judgeLine('smtp', 'MAIL FROM:<ü@example.com>'),
  'bad-chunk-size': judgeLine('smtp', 'BDAT ten'),
  'bad-mechanism': judgeLine('smtp', 'AUTH PL.AIN'),
  'bad-attribute': judgeLine('smtp', 'XCLIENT NAME'),
  'bad-node': judgeLine('smtp', 'ETRN a b'),
  'bare-address': judgeLine('smtp', 'EHLO 192.0.2.1'),
  'literal-in-helo': judgeLine('smtp', 'HELO [192.0.2.1]'),
  'unknown-address-type': judgeLine('smtp', 'RCPT TO:<b@example.com> ORCPT=rfc82;b@example.com'),
  'bad-message-number': judgeLine('pop3', 'RETR 0'),
  'bad-line-count': judgeLine('pop3', 'TOP 1 x'),
  'bad-digest': judgeLine('pop3', 'APOP a C4C9334BAC560ECC979E58001B3E22FB'),
  'bad-language-tag': judgeLine('pop3', 'LANG en_US'),
  'not-in-protocol': judgeLine('lmtp', 'EHLO a.example'),
  'bad-sasl-response': judgeLine('smtp', `AUTH PLAIN ${btoa('00a00b')}`),
  'bad-base64-response': judge('a.smtp', 'C: AUTH LOGIN\nS: 334\nC: YWxpY2U\n'),
  'text-line-too-long': judge('a.smtp', `${mail}C: DATA\nC: ${x(999)}\n`),
  'eight-bit-data': judge('a.smtp', `${mail}C: DATA\nC: ü\n`),
  'nul-in-message': judge('a.smtp', `${mail}C: DATA\nC: \0\n`),
  'undotted-line': judge('a.smtp', `${mail}C: DATA\nC: .x\n`),
  'chunk-count': judge('a.smtp', `${mail}C: BDAT 1 LAST\nC: xyz\n`),
  'bad-reply-code': judge('a.smtp', 'C: NOOP\nS: 700\n'),
  'unknown-reply-code': judge('a.smtp', 'C: NOOP\nS: 559\n'),
  'impossible-reply': judge('a.smtp', 'C: NOOP\nS: 221\n'),
  'unusual-reply': judge('a.smtp', 'C: NOOP\nS: 555\n'),
  'enhanced-code-mismatch': judge('a.smtp', 'C: NOOP\nS: 250 5.0.0\n'),
  'unknown-enhanced-code': judge('a.smtp', 'C: NOOP\nS: 250 2.99.0\n'),
  'unknown-response-code': judge('a.imap', 'C: NOOP\nS: OK [ALRT]\n'),
  'untagged-only': judge('a.imap', 'C: NOOP\nS: 3 EXISTS\n'),
  'tagged-only': judge('a.imap', 'C: a1 NOOP\nS: a1 BYE\n'),
  'unknown-response': judge('a.imap', 'C: NOOP\nS: * 3 EXIST\nS: OK\n'),
  'response-number': judge('a.imap', 'C: NOOP\nS: * EXISTS 3\nS: OK\n'),
  'unknown-tag': judge('a.imap', 'C: a1 NOOP\nS: a2 OK\n'),
  'body-not-here': judge('a.pop3', 'C: STAT\nS: +OK\nS: 1 120\n'),
};

describe('the table of problems', () => {
  it('has a sample for each row', () => {
    expect(Object.keys(samples).sort()).toEqual(Object.keys(grammarProblems).sort());
  });

  it.each(Object.entries(samples))('%s is found, and mended where the table says so', (id, judged) => {
    const findings = judged.findings.filter((one) => one.id === id);
    expect(judged.findings.map((one) => one.id)).toContain(id);
    const row = Object.entries(grammarProblems).find(([name]) => name === id)?.[1];
    expect(row?.rfc).toMatch(/^RFC \d+( §.+)?$/);
    expect(row?.message).toMatch(/^[^.]*[^. ]$|\.\.\.|\d\.\d/);
    expect(findings.some((one) => one.fix !== undefined)).toBe(row?.fixable);
  });

  it('mends without leaving the line', () => {
    for (const judged of Object.values(samples))
      expect(mended(judged).split('\n')).toHaveLength(judged.script.split('\n').length);
  });
});
