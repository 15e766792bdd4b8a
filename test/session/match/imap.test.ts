/** IMAP responses compared with `S:` lines, as parsed data. */
import { describe, expect, it } from 'vitest';
import { startMatch } from '../../../src/session/match/start-match';
import { captures, expected, type Given, imapUnits, judge, scopeOf } from './dialogue';

const imap = (said: string, ...lines: string[]) => judge('imap', said, lines);
const with_ = (given: Given, said: string, ...lines: string[]) => judge('imap', said, lines, given);
/** One untagged response against one line. */
const meets = (line: string, response: string, given: Given = {}): boolean =>
  judge('imap', `* ${response}\nA1 OK done`, [`S: * ${line}`], given).ok;

describe('with no S: line, success is expected', () => {
  it.each(['A1 OK done', '+ idling', '+ ', '* OK ready', '* PREAUTH ready'])('%s passes', (said) => {
    expect(imap(said.startsWith('*') ? 'A1 OK' : said).ok).toBe(true);
    const [unit] = imapUnits(said);
    expect(startMatch('imap', undefined, scopeOf({})).finish(unit).ok).toBe(true);
  });

  it('a refusal fails, and says what to do', () => {
    expect(imap('A1 NO [AUTHENTICATIONFAILED] Authentication failed.').failure).toEqual({
      kind: 'mismatch',
      message: 'The server refused with NO, and no line expects that',
      expected: 'OK',
      actual: 'A1 NO [AUTHENTICATIONFAILED] Authentication failed.',
      advice: 'The server does not accept these credentials: check the user name and the password',
    });
    expect(imap('A1 BAD what').failure?.advice).toContain('could not read');
    const [bye] = imapUnits('* BYE too busy');
    expect(startMatch('imap', undefined, scopeOf({})).finish(bye).failure?.message).toContain('BYE');
  });

  it('also when S: lines speak only of data', () => {
    expect(imap('* 3 EXISTS\nA1 NO locked', 'S: * 3 EXISTS').failure?.actual).toBe('A1 NO locked');
    expect(imap('* 3 EXISTS\nA1 NO locked', 'S: * 3 EXISTS', 'S: NO').ok).toBe(true);
    expect(imap('A1 NO locked', 'S?: NO').ok).toBe(true);
  });
});

describe('the final response', () => {
  it.each([
    ['OK', 'A1 OK done', true],
    ['ok', 'A1 OK done', true],
    ['NO', 'A1 OK done', false],
    ['OK|NO', 'A1 NO no', true],
    ['any', 'A1 BAD no', true],
    ['A1 OK', 'A1 OK done', true],
    ['a7 OK', 'A1 OK done', false],
    ['{{$tag}} OK', 'A1 OK done', true],
    ['OK [READ-WRITE]', 'A1 OK [READ-WRITE] Select completed', true],
    ['OK [read-write] select', 'A1 OK [READ-WRITE] Select completed', true],
    ['OK Select', 'A1 OK [READ-WRITE] Select completed', true],
    ['OK [READ-ONLY]', 'A1 OK [READ-WRITE] Select completed', false],
    ['OK [READ-WRITE]', 'A1 OK Select completed', false],
    ['OK ... completed', 'A1 OK Select completed (0.001 secs)', true],
    ['OK /complet(ed|e)/', 'A1 OK [X] Select completed', true],
    ['/^OK .*READ-WRITE/', 'A1 OK [READ-WRITE] Select completed', true],
    ['NO [BADCHARSET (UTF-8)]', 'A1 NO [BADCHARSET (US-ASCII UTF-8)] no', true],
    ['OK [COPYUID 1 2:3 ...]', 'A1 OK [COPYUID 1 2:3 7:8] done', true],
    ['+', 'A1 OK done', false],
    ['+ ...', '+ idling', true],
    ['+ idling', '+ Idling now', true],
    ['OK', '+ idling', false],
  ])('%s against %s', (line, said, ok) => {
    expect(imap(said, `S: ${line}`).ok).toBe(ok);
  });

  it('binds what it carries', () => {
    expect(
      captures(imap('A1 OK [APPENDUID 38505 3955] done', 'S: OK [APPENDUID {{@validity}} {{@uid}}] {{@rest...}}')),
    ).toEqual({
      validity: '38505',
      uid: '3955',
      rest: 'done',
    });
  });

  it('failing is worded for people', () => {
    expect(imap('A1 NO [NONEXISTENT] Mailbox does not exist', 'S: OK [READ-WRITE]').failure).toMatchObject({
      message: 'The server answered NO',
      expected: 'OK [READ-WRITE]',
      actual: 'A1 NO [NONEXISTENT] Mailbox does not exist',
      nearest: { wanted: 'OK', got: 'NO' },
      advice: 'There is no mailbox of that name: see what LIST gives',
    });
    expect(imap('+ go on', 'S: OK').failure?.message).toBe('The server waits for more of the command');
  });
});

describe('untagged responses', () => {
  it('come in any order, and more may come', () => {
    expect(imap('* FLAGS (\\Seen)\n* 3 EXISTS\n* 0 RECENT\nA1 OK', 'S: * 0 RECENT', 'S: * 3 EXISTS', 'S: OK').ok).toBe(
      true,
    );
  });

  it('one may meet several lines', () => {
    expect(imap('* 3 FETCH (UID 7 FLAGS ())\nA1 OK', 'S: * 3 FETCH (UID 7)', 'S: * 3 FETCH (FLAGS ())').ok).toBe(true);
  });

  it('one that does not come is named', () => {
    const { failure } = imap('* 3 EXISTS\nA1 OK done', 'S: * SEARCH 1');
    expect(failure?.message).toBe('No SEARCH response came');
    expect(failure?.nearest).toBeUndefined();
  });

  it('S!: none may', () => {
    expect(imap('* 3 EXISTS\nA1 OK', 'S!: * BYE').ok).toBe(true);
    expect(imap('* BYE bye\nA1 OK', 'S!: * BYE').failure?.actual).toBe('* BYE bye');
  });

  it.each([
    ['3 EXISTS', '3 EXISTS', true],
    ['4 EXISTS', '3 EXISTS', false],
    ['{{n}} EXISTS', '3 EXISTS', true],
    ['... EXISTS', '3 EXISTS', true],
    ['OK [UIDNEXT 4]', 'OK [UIDNEXT 4] next', true],
    ['OK [UIDNEXT]', 'OK [UIDNEXT 4] next', true],
    ['BYE', 'BYE logging out', true],
    ['/^3 ex/i', '3 EXISTS', true],
    ['/BODY.*Subject: x/', '3 FETCH (BODY[] {10}\r\nSubject: x)', true],
  ])('%s against %s', (line, response, ok) => {
    expect(meets(line, response, { values: { n: '3' } })).toBe(ok);
  });
});

describe('data compares by meaning', () => {
  it.each([
    // Atoms, quoted strings and literals.
    ['LIST (\\Sent) "/" Sent', 'LIST (\\HasNoChildren \\Sent) "/" {4}\r\nSent', true],
    ['LIST () "/" "Sent"', 'LIST (\\Sent) "/" Sent', true],
    ['LIST () "/" sent', 'LIST () "/" Sent', false],
    ['LIST () "/" inbox', 'LIST () "/" INBOX', true],
    ['LIST (\\sent)', 'LIST (\\Sent) "/" Sent', true],
    ['LIST = (\\Sent) "/" Sent', 'LIST (\\HasNoChildren \\Sent) "/" Sent', false],
    ['LIST (...) NIL INBOX', 'LIST () NIL INBOX', true],
    ['LIST ... Sent', 'LIST () "/" Sent', true],
    // Sets.
    ['FLAGS (\\Seen \\Answered)', 'FLAGS (\\Answered \\Flagged \\Seen)', true],
    ['FLAGS (\\Seen \\Draft)', 'FLAGS (\\Answered \\Seen)', false],
    ['FLAGS = (\\Seen)', 'FLAGS (\\Seen \\Recent)', true],
    ['FLAGS = (\\Seen \\Recent)', 'FLAGS (\\Seen)', false],
    ['FLAGS = (\\Seen)', 'FLAGS (\\Seen \\Draft)', false],
    ['CAPABILITY idle IMAP4rev1', 'CAPABILITY IMAP4rev1 IDLE', true],
    ['CAPABILITY = (IMAP4rev1)', 'CAPABILITY IMAP4rev1 IDLE', false],
    // By key.
    ['STATUS INBOX (UNSEEN 2)', 'STATUS inbox (MESSAGES 5 UNSEEN 2)', true],
    ['STATUS INBOX (UNSEEN 3)', 'STATUS INBOX (MESSAGES 5 UNSEEN 2)', false],
    ['STATUS INBOX = (UNSEEN 2)', 'STATUS INBOX (MESSAGES 5 UNSEEN 2)', false],
    ['1 FETCH (FLAGS (\\Seen) UID 7)', '1 FETCH (UID 7 MODSEQ (5) FLAGS (\\Recent \\Seen))', true],
    ['1 FETCH (FLAGS = (\\Seen))', '1 FETCH (FLAGS (\\Recent \\Seen))', true],
    ['1 FETCH = (UID 7)', '1 FETCH (UID 7 FLAGS ())', false],
    ['1 FETCH (UID)', '1 FETCH (FLAGS () UID 7)', true],
    ['1 FETCH (body[header.fields ("subject")] "x")', '1 FETCH (BODY[HEADER.FIELDS (SUBJECT)] "x")', true],
    ['1 FETCH (BODY.PEEK[]<0.10> "x")', '1 FETCH (BODY[]<0> "x")', true],
    ['1 FETCH (BODY[TEXT] "X")', '1 FETCH (BODY[TEXT] "x")', false],
    ['ID ("name" "Dovecot")', 'ID ("version" "2" "NAME" "Dovecot")', true],
    ['ESEARCH (TAG A1) COUNT 3', 'ESEARCH (TAG "A1") UID COUNT 3 ALL 1:3', true],
    ['ESEARCH (TAG A1) ALL 3,1:2', 'ESEARCH (TAG "A1") COUNT 3 ALL 1:3', true],
    ['ESEARCH (TAG A2) COUNT 3', 'ESEARCH (TAG "A1") COUNT 3', false],
    ['ESEARCH (TAG {{$tag}})', 'ESEARCH (TAG "A1") COUNT 3', true],
    ['ESEARCH = (TAG {{$tag}})', 'ESEARCH (TAG "A1") COUNT 3', false],
    ['ESEARCH = (TAG {{$tag}})', 'ESEARCH (TAG "A1")', true],
    ['= ESEARCH (TAG {{$tag}})', 'ESEARCH (TAG "A1") UID', true],
    ['ESEARCH (TAG {{$tag}}) = COUNT 3', 'ESEARCH (TAG "A1") COUNT 3 MIN 1', false],
    // SEARCH: an exact set.
    ['SEARCH 3 1 2', 'SEARCH 1 2 3', true],
    ['SEARCH 1:3', 'SEARCH 1 2 3', true],
    ['SEARCH 1 2', 'SEARCH 1 2 3', false],
    ['SEARCH 1 2 3', 'SEARCH 1 2', false],
    ['SEARCH', 'SEARCH', true],
    ['SEARCH', 'SEARCH 1', false],
    ['SEARCH 2 ...', 'SEARCH 1 2 3', true],
    ['SEARCH {{two}}', 'SEARCH 5 4', true],
    ['SEARCH 1 2', 'SEARCH 2 1 (MODSEQ 9)', true],
    // In order.
    ['SORT 3 1 2', 'SORT 3 1 2', true],
    ['SORT 1 2 3', 'SORT 3 1 2', false],
    ['SORT 3 ...', 'SORT 3 1 2', true],
    ['SORT ... 2', 'SORT 3 1 2', true],
    ['SORT 3 1', 'SORT 3 1 2', false],
    ['THREAD (2)(3 6 (4 23)(44 7 96))', 'THREAD (2)(3 6 (4 23)(44 7 96))', true],
    ['1 FETCH (ENVELOPE ("d" "Subject" ...))', '1 FETCH (ENVELOPE ("d" "Subject" ((NIL NIL "a" "b")) NIL))', true],
    ['1 FETCH (ENVELOPE ("d" "subject" ...))', '1 FETCH (ENVELOPE ("d" "Subject" NIL))', false],
    ['1 FETCH (ENVELOPE ("d"))', '1 FETCH (ENVELOPE ("d" "Subject"))', false],
    [
      '1 FETCH (BODYSTRUCTURE ("text" "plain" ...))',
      '1 FETCH (BODYSTRUCTURE ("TEXT" "PLAIN" ("CHARSET" "utf-8") NIL NIL "7BIT" 5 1))',
      true,
    ],
    [
      '1 FETCH (BODYSTRUCTURE (... ("charset" "utf-8") NIL NIL "7bit" 5 1))',
      '1 FETCH (BODYSTRUCTURE ("TEXT" "PLAIN" ("FORMAT" "flowed" "CHARSET" "utf-8") NIL NIL "7BIT" 5 1))',
      true,
    ],
    [
      '1 FETCH (BODYSTRUCTURE (("text" "html" ...) ... "mixed"))',
      '1 FETCH (BODYSTRUCTURE (("TEXT" "HTML" NIL NIL NIL "7BIT" 1 1)("IMAGE" "PNG" NIL NIL NIL "BASE64" 9) "MIXED"))',
      true,
    ],
    // Others.
    ['VANISHED (EARLIER) 3:5', 'VANISHED (EARLIER) 5,4,3', true],
    ['QUOTA "" (STORAGE 10 512)', 'QUOTA "" (STORAGE 10 512)', true],
    ['ACL INBOX alice rl', 'ACL INBOX bob lr alice lr', true],
    ['XNEW 1 two', 'XNEW 1 TWO three', true],
    // Values are put in as text.
    ['LIST () "/" {{name}}', 'LIST () "/" "Sent Mail"', true],
    ['LIST () "/" "{{name}}"', 'LIST () "/" "Sent Mail"', true],
    ['LIST {{flags}} "/" a', 'LIST (\\Sent \\Marked) "/" a', true],
    ['LIST () "/" {{dots}}', 'LIST () "/" anything', false],
  ])('%s against %s', (line, response, ok) => {
    const values = { two: '4 5', name: 'Sent Mail', flags: '(\\Sent)', dots: '...' };
    expect(meets(line, response, { values })).toBe(ok);
  });

  it('a block is a string, a line ... in it any lines', () => {
    const said = '* 1 FETCH (BODY[HEADER.FIELDS (SUBJECT)] {17}\r\nSubject: Look\r\n\r\n)\nA1 OK';
    expect(imap(said, 'S: * 1 FETCH (BODY[HEADER.FIELDS (SUBJECT)] """\nSubject: Look\n\n""")').ok).toBe(true);
    expect(imap(said, 'S: * 1 FETCH (BODY[HEADER.FIELDS (SUBJECT)] """\nSubject: {{@s}}\n...\n""")').captures).toEqual([
      ['s', 'Look'],
    ]);
    expect(
      imap(said, 'S: * 1 FETCH (BODY[HEADER.FIELDS (SUBJECT)] """\nSubject: look\n\n""")').failure?.nearest,
    ).toMatchObject({
      wanted: 'Subject: look',
      got: 'Subject: Look',
    });
  });
});

describe('captures', () => {
  it.each<[string, string, Readonly<Record<string, string>>]>([
    ['{{@n}} EXISTS', '3 EXISTS', { n: '3' }],
    [
      'LIST {{@attributes}} {{@delimiter}} {{@name}}',
      'LIST (\\Sent) "/" {9}\r\nSent Mail',
      { attributes: '(\\Sent)', delimiter: '/', name: 'Sent Mail' },
    ],
    ['SEARCH 1 {{@n}}', 'SEARCH 4 1', { n: '4' }],
    ['SEARCH {{@ns...}}', 'SEARCH 4 1 9', { ns: '4 1 9' }],
    ['SORT {{@newest}} ...', 'SORT 9 4 1', { newest: '9' }],
    ['ESEARCH (TAG {{$tag}}) COUNT {{@count}}', 'ESEARCH (TAG "A1") COUNT 4', { count: '4' }],
    [
      '{{@n}} FETCH (UID {{@uid}} ENVELOPE ("d" {{@subject}} ...))',
      '2 FETCH (ENVELOPE ("d" "Hello (world)" NIL) UID 77)',
      { n: '2', subject: 'Hello (world)', uid: '77' },
    ],
    [
      '1 FETCH (BODY[] "{{@local}}@{{@domain}}")',
      '1 FETCH (BODY[] "a b@example.test")',
      { local: 'a b', domain: 'example.test' },
    ],
    ['OK [UIDVALIDITY {{@v}}]', 'OK [UIDVALIDITY 17] ok', { v: '17' }],
    ['STATUS INBOX ({{@all...}})', 'STATUS INBOX (MESSAGES 1 UNSEEN 0)', { all: 'MESSAGES 1 UNSEEN 0' }],
    [
      '1 FETCH (INTERNALDATE {{@year:/\\d{4}/}})',
      '1 FETCH (INTERNALDATE "17-Jul-1996 02:44:25 -0700")',
      { year: '1996' },
    ],
  ])('%s from %s', (line, response, taken) => {
    expect(captures(imap(`* ${response}\nA1 OK`, `S: * ${line}`))).toEqual(taken);
  });

  it('SEARCH: a capture takes the one number that is not named, and there is no other', () => {
    expect(meets('SEARCH {{@n}}', 'SEARCH 1 2')).toBe(false);
    expect(meets('SEARCH {{@n}}', 'SEARCH')).toBe(false);
  });

  it('of one name are equal over lines and over the session', () => {
    expect(imap('* 3 EXISTS\n* 3 RECENT\nA1 OK', 'S: * {{@n}} EXISTS', 'S: * {{@n}} RECENT').ok).toBe(true);
    expect(imap('* 3 EXISTS\n* 2 RECENT\nA1 OK', 'S: * {{@n}} EXISTS', 'S: * {{@n}} RECENT').ok).toBe(false);
    expect(meets('{{@n}} EXISTS', '4 EXISTS', { bound: { n: '3' } })).toBe(false);
    expect(imap('* 3 FETCH (UID 9)\nA1 OK 9', 'S: * 3 FETCH (UID {{@u}})', 'S: OK {{u}}').ok).toBe(true);
  });

  it('are of the first response that fits', () => {
    expect(captures(imap('* 3 EXISTS\n* 4 EXISTS\nA1 OK', 'S: * {{@n}} EXISTS'))).toEqual({ n: '3' });
  });
});

describe('the nearest miss', () => {
  it('is the response that fits best, and the first token that differs', () => {
    const said = '* 1 FETCH (UID 5 FLAGS (\\Seen))\n* 2 FETCH (UID 7 FLAGS (\\Draft))\n* 3 FETCH (UID 8)\nA1 OK done';
    const { failure } = imap(said, 'S: * {{@n}} FETCH (UID 7 FLAGS (\\Seen))');
    expect(failure).toMatchObject({
      kind: 'mismatch',
      message: 'No response says this',
      expected: '* {{@n}} FETCH (UID 7 FLAGS (\\Seen))',
      nearest: {
        text: '* 2 FETCH (UID 7 FLAGS (\\Draft))',
        wanted: '\\Seen',
        got: '(\\Draft), where it is missing',
      },
    });
  });

  it('shows a value that differs', () => {
    expect(imap('* STATUS INBOX (MESSAGES 5)\nA1 OK', 'S: * STATUS INBOX (MESSAGES 6)').failure?.nearest).toEqual({
      text: '* STATUS INBOX (MESSAGES 5)',
      wanted: '6',
      got: '5',
    });
  });
});

describe('#3', () => {
  it('is the message that had number 3', () => {
    const follow = (n: number) => (n === 3 ? 2 : undefined);
    expect(with_({ follow }, '* 2 FETCH (FLAGS ())\nA1 OK', 'S: * #3 FETCH (FLAGS ())').ok).toBe(true);
    expect(with_({ follow }, '* 3 FETCH (FLAGS ())\nA1 OK', 'S: * #3 FETCH (FLAGS ())').ok).toBe(false);
    expect(with_({ follow }, '* 4 EXPUNGE\nA1 OK', 'S: * #4 EXPUNGE').failure?.nearest?.wanted).toBe('#4 (expunged)');
    expect(with_({ follow }, '* SEARCH 2\nA1 OK', 'S: * SEARCH #3').ok).toBe(true);
  });
});

describe('waiting for unsolicited data', () => {
  it('ends when every line has been met', () => {
    const match = startMatch('imap', expected('S: * {{@n}} EXISTS', 'S: * 1 RECENT'), scopeOf({}));
    const [exists, fetch, recent, again] = imapUnits('* 5 EXISTS\n* 1 FETCH (FLAGS ())\n* 1 RECENT\n* 6 EXISTS');
    if (!exists || !fetch || !recent || !again) throw new Error('four responses');
    expect(match.offer(exists)).toBe(true);
    expect(match.satisfied).toBe(false);
    expect(match.offer(fetch)).toBe(false);
    expect(match.offer(recent)).toBe(true);
    expect(match.satisfied).toBe(true);
    expect(match.offer(again)).toBe(true);
    expect(match.finish(undefined)).toMatchObject({ ok: true, captures: [['n', '5']] });
  });

  it('says what did not come', () => {
    const match = startMatch('imap', expected('S: * 5 EXISTS'), scopeOf({}));
    expect(match.finish(undefined).failure?.message).toBe('No EXISTS response came');
  });

  it('takes a greeting', () => {
    const [greeting] = imapUnits('* OK [CAPABILITY IMAP4rev1 IDLE] Dovecot ready.');
    const match = startMatch('imap', expected('S: * OK [CAPABILITY IDLE]'), scopeOf({}));
    expect(match.finish(greeting).ok).toBe(true);
  });
});
