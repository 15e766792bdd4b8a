import { describe, expect, it } from 'vitest';
import { judge, mended, shown } from './judge';

const smtp = (...lines: string[]) => judge('a.smtp', `${lines.join('\n')}\n`);
const imap = (...lines: string[]) => judge('a.imap', `${lines.join('\n')}\n`);
const pop3 = (...lines: string[]) => judge('a.pop3', `${lines.join('\n')}\n`);

describe('the reply that an SMTP command can get', () => {
  it.each([
    ['MAIL FROM:<a@example.com>', '354', '250'],
    ['QUIT', '250', '221'],
    ['STARTTLS', '250', '220'],
    ['DATA', '250', '354'],
  ])('%s is not answered by %s but by %s', (command, code, right) => {
    const judged = smtp(`C: ${command}`, `S: ${code}`);
    expect(shown(judged)).toEqual([`impossible-reply: ${code}`]);
    expect(mended(judged)).toBe(`C: ${command}\nS: ${right}\n`);
  });

  it.each([
    ['EHLO client.example', '250-SIZE', '250 DSN'],
    ['EHLO client.example', '502'],
    ['RCPT TO:<b@example.com>', '250|251'],
    ['RCPT TO:<b@example.com>', '25x 2.1.x'],
    ['RCPT TO:<b@example.com>', '2xx'],
    ['RCPT TO:<b@example.com>', '550 5.1.1 no such user'],
    ['NOOP', 'any'],
    ['NOOP', '{{code}} whatever'],
    ['NOOP', '/^250/'],
    ['VRFY bob', '252 2.5.0'],
    ['DATA', '554 5.5.1'],
    ['XYZZY', '250'],
  ])('%s: %s', (command, ...replies) => {
    expect(
      shown(smtp(`C: ${command}`, ...replies.map((one) => `S: ${one}`))).filter(
        (one) => !one.startsWith('unknown-command'),
      ),
    ).toEqual([]);
  });

  it.each([
    ['NOOP', '600 no', 'bad-reply-code: 600'],
    ['NOOP', '2500', 'bad-reply-code: 2500'],
    ['NOOP', 'OK', 'bad-reply-code: OK'],
    ['NOOP', '599', 'bad-reply-code: 599'],
    ['NOOP', '559', 'unknown-reply-code: 559'],
    ['NOOP', '555', 'unusual-reply: 555'],
    ['NOOP', '250 5.0.0', 'enhanced-code-mismatch: 5.0.0'],
    ['DATA', '354 3.0.0', 'enhanced-code-mismatch: 3.0.0'],
    ['NOOP', '250 2.99.1', 'unknown-enhanced-code: 2.99.1'],
  ])('%s, %s: %s', (command, reply, problem) => {
    expect(shown(smtp(`C: ${command}`, `S: ${reply}`))).toEqual([problem]);
  });

  it('may name in `S!:` what cannot come', () => {
    expect(shown(smtp('C: QUIT', 'S: 221', 'S!: 250'))).toEqual([]);
  });

  it('begins with a greeting of its own', () => {
    expect(shown(smtp('S: 250 hello', 'C: QUIT'))).toEqual(['impossible-reply: 250']);
    expect(shown(smtp('S: 220', 'C: QUIT'))).toEqual([]);
    expect(shown(smtp('S: 554', 'C: QUIT'))).toEqual([]);
  });

  it('belongs to the command that it answers', () => {
    const lines = ['C: MAIL FROM:<a@example.com>', 'C: RCPT TO:<b@example.com>', 'C: DATA'];
    expect(shown(smtp(...lines, 'S: 250', 'S: 250', 'S: 354', 'C: Subject: x', 'C: .', 'S: 250 2.0.0'))).toEqual([]);
    expect(shown(smtp(...lines, 'S: 250', 'S: 354', 'S: 250'))).toEqual([
      'impossible-reply: 354',
      'impossible-reply: 250',
    ]);
  });
});

describe('a command that is wrong on purpose', () => {
  it('is not complained about when the script expects that the server complains', () => {
    expect(shown(smtp('C: MAIL FROM:<a@example.com> RET=NOTHING', 'S: 501'))).toEqual([]);
    expect(shown(smtp('C: NONSENSE', 'S: 5xx'))).toEqual([]);
    expect(shown(imap('C: NONSENSE', 'S: BAD'))).toEqual([]);
    expect(shown(pop3('C: RETR 0', 'S: -ERR'))).toEqual([]);
  });

  it('is, when the failure expected is another', () => {
    expect(shown(smtp('C: RCPT TO:<b@example.com> NOTIFY=SUCESS', 'S: 550'))).toEqual(['bad-parameter-value: SUCESS']);
    expect(shown(imap('C: STATUS Nowhere (MESAGES)', 'S: NO'))).toEqual(['unknown-status-item: MESAGES']);
  });
});

describe('an authentication over several lines', () => {
  it('takes responses for what they are, whatever they look like', () => {
    const lines = ['C: AUTH LOGIN', 'S: 334', 'C: YWxpY2U=', 'S: 334', 'C: c2VjcmV0', 'S: 235'];
    expect(shown(smtp(...lines))).toEqual([]);
    expect(shown(smtp('C: AUTH CRAM-MD5', 'S: 334 ...', 'C: *', 'S: 501'))).toEqual([]);
  });

  it('finds what is no base64, and mends what can be', () => {
    const judged = smtp('C: AUTH LOGIN', 'S: 334', 'C: YWxpY2U', 'S: 334', 'C: c2Vj!mV0', 'S: 235');
    expect(shown(judged)).toEqual(['bad-base64-response: YWxpY2U', 'bad-base64-response: c2Vj!mV0']);
    expect(mended(judged)).toContain('C: YWxpY2U=\n');
  });

  it('looks into the responses of the mechanism', () => {
    const plain = Buffer.from('00alice00secret').toString('base64');
    expect(shown(smtp('C: AUTH PLAIN', 'S: 334', `C: ${plain}`))).toEqual([`bad-sasl-response: ${plain}`]);
    expect(shown(imap('C: AUTHENTICATE PLAIN', 'S: +', `C: ${plain}`))).toEqual([`bad-sasl-response: ${plain}`]);
    expect(shown(pop3('C: AUTH PLAIN', 'S: +', `C: ${plain}`))).toEqual([`bad-sasl-response: ${plain}`]);
    const newline = Buffer.from('alice\n').toString('base64');
    expect(shown(smtp('C: AUTH LOGIN', 'S: 334', `C: ${newline}`))).toEqual([`bad-sasl-response: ${newline}`]);
  });

  it('is not answered by just any reply', () => {
    expect(shown(smtp('C: AUTH LOGIN', 'S: 334', 'C: YWxpY2U=', 'S: 250'))).toEqual(['impossible-reply: 250']);
  });
});

describe('a message', () => {
  const envelope = (more = '') => [
    `C: MAIL FROM:<a@example.com>${more}`,
    'S: 250',
    'C: RCPT TO:<b@example.com>',
    'S: 250',
    'C: DATA',
    'S: 354',
  ];

  it('holds octets above 127 only if MAIL said so', () => {
    const judged = smtp(...envelope(), 'C: Subject: x', 'C: ', 'C: grün', 'C: .');
    expect(shown(judged)).toEqual(['eight-bit-data: ü']);
    const right = mended(judged);
    expect(right).toContain('C: MAIL FROM:<a@example.com> BODY=8BITMIME\n');
    expect(shown(judge('a.smtp', right))).toEqual([]);
    expect(shown(smtp(...envelope(' SMTPUTF8'), 'C: grün', 'C: .'))).toEqual([]);
    expect(shown(smtp(...envelope(' {{parameters}}'), 'C: grün', 'C: .'))).toEqual([]);
  });

  it('is judged in a block as in lines, with each mistake told once', () => {
    const long = 'x'.repeat(999);
    const judged = smtp(...envelope(), 'C: """', 'Subject: grün', '', 'blau, grün', long, long, '"""', 'S: 250');
    expect(shown(judged)).toEqual(['eight-bit-data: ü', `text-line-too-long: ${long}`]);
    expect(shown(smtp(...envelope(), 'C: """', 'x'.repeat(998), '"""'))).toEqual([]);
  });

  it('has lines of at most 998 octets, and its dots doubled', () => {
    const judged = smtp(...envelope(), `C: ${'x'.repeat(999)}`, 'C: .hidden', 'C: ..shown', 'C: .');
    expect(shown(judged)).toEqual([`text-line-too-long: ${'x'.repeat(999)}`, 'undotted-line: .']);
    expect(mended(judged)).toContain('C: ..hidden\n');
  });

  it('may hold no NUL', () => {
    expect(shown(smtp(...envelope(), 'C: a\0b', 'C: .'))).toEqual(['nul-in-message: \0']);
  });

  it('is no command, whatever its lines look like', () => {
    expect(shown(smtp(...envelope(), 'C: FOO bar', 'C: MAIL FROM: <x', 'C: .', 'S: 250', 'C: QUIT'))).toEqual([]);
  });
});

describe('a chunk in lines', () => {
  const start = ['C: MAIL FROM:<a@example.com>', 'C: RCPT TO:<b@example.com>'];
  it('has as many octets as BDAT says', () => {
    const short = smtp(...start, 'C: BDAT 13 LAST', 'C: Subject: x', 'C: ', 'S: 250');
    expect(shown(short)).toEqual(['chunk-count: 13']);
    expect(mended(short)).toContain('C: BDAT 14 LAST\n');
    const long = smtp(...start, 'C: BDAT 16 LAST', 'C: Subject: x', 'C: ', 'S: 250', 'C: QUIT');
    expect(shown(long)).toEqual(['chunk-count: 16']);
    expect(shown(judge('a.smtp', mended(long)))).toEqual([]);
  });
  it('is right when it is', () => {
    expect(shown(smtp(...start, 'C: BDAT 14 LAST', 'C: Subject: x', 'C: ', 'S: 250', 'C: QUIT'))).toEqual([]);
    expect(shown(smtp(...start, 'C: BDAT 14 LAST', 'C: Subject: {{what}}', 'S: 250'))).toEqual([]);
    expect(shown(smtp(...start, 'C: BDAT """', 'Subject: xyz', '""" LAST', 'S: 250'))).toEqual([]);
  });
});

describe('the responses that IMAP can give', () => {
  it.each([
    ['* 3 EXIST', 'unknown-response: EXIST', '* 3 EXISTS'],
    ['3 EXISTS', 'untagged-only: 3', '* 3 EXISTS'],
    ['FLAGS (\\Seen)', 'untagged-only: FLAGS', '* FLAGS (\\Seen)'],
    ['BYE', 'untagged-only: BYE', '* BYE'],
    ['a1 BYE', 'tagged-only: BYE', '* BYE'],
    ['a1 OKAY', 'tagged-only: OKAY', 'a1 OKAY'],
    ['* EXISTS 3', 'response-number: EXISTS', '* 3 EXISTS'],
    ['* 2 FLAGS (\\Seen)', 'response-number: 2', '* FLAGS (\\Seen)'],
    ['OK [READ-ONLI]', 'unknown-response-code: READ-ONLI', 'OK [READ-ONLY]'],
    ['* OK [UIDNXT 3]', 'unknown-response-code: UIDNXT', '* OK [UIDNEXT 3]'],
  ])('SELECT, %s: %s', (line, problem, right) => {
    const judged = imap('C: a1 SELECT INBOX', `S: ${line}`, 'S: a1 OK');
    expect(shown(judged)).toEqual([problem]);
    expect(mended(judged)).toBe(`C: a1 SELECT INBOX\nS: ${right}\nS: a1 OK\n`);
  });

  it.each([
    ['SELECT INBOX', '* {{@n}} EXISTS', '* FLAGS ...', '* OK [UIDVALIDITY 1]', 'OK [READ-WRITE]'],
    ['FETCH 1 FLAGS', '* 1 FETCH (FLAGS (\\Seen))', '* 2 EXPUNGE', 'OK'],
    ['FETCH #3 FLAGS', '* #3 FETCH (FLAGS ())', 'OK|NO'],
    ['SEARCH ALL', '* SEARCH 1 2 3', 'any'],
    ['UID SEARCH RETURN () ALL', '* ESEARCH (TAG {{$tag}}) UID', 'OK'],
    ['LOGOUT', '* BYE', 'OK'],
    ['IDLE', '+', '* 3 EXISTS'],
    ['APPEND INBOX {3}', '+'],
    ['LOGIN {{user | quoted}} {{pw | quoted}}', '+', 'OK'],
    ['NOOP', '* XVENDOR (1 2)', 'OK [XVENDOR 1]'],
    ['NOOP', '* OK Still here', 'OK NOOP completed'],
  ])('%s', (command, ...replies) => {
    const found = shown(imap(`C: ${command}`, ...replies.map((one) => `S: ${one}`)));
    expect(found.filter((one) => !one.includes('#3'))).toEqual([]);
  });

  it('are not data that the command does not ask for', () => {
    expect(shown(imap('C: FETCH 1 FLAGS', 'S: * SEARCH 1', 'S: OK'))).toEqual(['impossible-reply: SEARCH']);
    expect(shown(imap('C: NOOP', 'S: +'))).toEqual(['impossible-reply: +']);
    expect(shown(imap('C: NOOP', 'S!: * SEARCH', 'S: OK'))).toEqual([]);
  });
});

describe('the responses that POP3 can give', () => {
  it.each([
    ['STAT', ['OK'], ['unknown-response: OK']],
    ['STAT', ['+'], ['impossible-reply: +']],
    ['STAT', ['+OK', '1 120'], ['body-not-here: 1 120']],
    ['PASS x', ['-ERR [INUSE]'], ['unknown-response-code: INUSE']],
    ['LIST', ['+OK', '1 120', '2 {{@size}}'], []],
    ['LIST 1', ['+OK 1 120'], []],
    ['RETR 1', ['+OK', 'Subject: ...', '+OK is text'], []],
    ['AUTH CRAM-MD5', ['+ ...'], []],
    ['PASS x', ['-ERR [SYS/TEMP/DISK]'], []],
  ])('%s: %j', (command, replies, problems) => {
    expect(shown(pop3(`C: ${command}`, ...replies.map((one) => `S: ${one}`)))).toEqual(problems);
  });
});
