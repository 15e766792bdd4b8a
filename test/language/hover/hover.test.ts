/** What a hover says of each kind of thing. */
import { describe, expect, it } from 'vitest';
import { toBase64, utf8 } from '../../../src/base';
import { hover } from '../../../src/language/hover/hover';
import { atCursor, office } from '../cursor';

const over = (marked: string, file = 'a.smtp'): { readonly on: string; readonly says: string } | undefined => {
  const { document, offset } = atCursor(marked, file, office);
  const found = hover(document, offset);
  return found && { on: document.text.slice(found.range.start, found.range.end), says: found.markdown };
};
const base64 = (text: string): string => toBase64(utf8(text));
const marked = (text: string): string => `${text.slice(0, 5)}▮${text.slice(5)}`;

describe('hover over a word of a protocol', () => {
  it.each([
    [
      'C: MA▮IL FROM:<a@b.example>',
      'a.smtp',
      'MAIL',
      /Opens a mail transaction[\s\S]*Legal after EHLO[\s\S]*`550`[\s\S]*rfc5321#section-4\.1\.1\.2/,
    ],
    [
      'C: MAIL FROM:<a@b.example> RE▮T=HDRS',
      'a.smtp',
      'RET=HDRS',
      /returns the whole message[\s\S]*`DSN`[\s\S]*rfc3461#section-4\.3/,
    ],
    ['C: MAIL FROM:<> ENVID=QQ+2B▮3', 'a.smtp', 'ENVID=QQ+2B3', /Decoded from xtext: `QQ\+3`/],
    ['C: AUTH CRAM▮-MD5', 'a.smtp', 'CRAM-MD5', /does not go over the wire[\s\S]*No channel binding[\s\S]*rfc2195/],
    ['C: AUTH PL▮AIN', 'a.smtp', 'PLAIN', /has the password/],
    ['C: RCPT TO:<a@b.example>\nS: 55▮0 5.1.1 no', 'a.smtp', '550', /As the answer to RCPT: no such mailbox/],
    ['C: RCPT TO:<a@b.example>\nS: 4▮21 4.7.0 later', 'a.smtp', '421', /\*\*Yahoo\*\*/],
    [
      'C: RCPT TO:<a@b.example>\nS: 550 5.7▮.26 no',
      'a.smtp',
      '5.7.26',
      /Multiple authentication checks failed[\s\S]*\*\*Gmail\*\*[\s\S]*rfc7372/,
    ],
    [
      'C: RCPT TO:<a@b.example>\nS: 550 5.7.60▮6 no',
      'a.smtp',
      '5.7.606',
      /\*\*Microsoft 365\*\* 5\.7\.606-649[\s\S]*banned/,
    ],
    ['C: RCPT TO:<a@b.example>\nS: 550 5.7.5▮15 no', 'a.smtp', '5.7.515', /Outlook\.com[\s\S]*5,000/],
    ['C: RCPT TO:<a@b.example>\nS: 550 5.4.▮1 no', 'a.smtp', '5.4.1', /Recipient address rejected/],
    ['C: EHLO a.example\nS: 250-CHUNK▮ING', 'a.smtp', 'CHUNKING', /BDAT/],
    ['C: UID FET▮CH 1 FLAGS', 'a.imap', 'FETCH', /UID FETCH[\s\S]*rfc9051#section-6\.4\.9/],
    ['C: FETCH 1 (FLAGS BODYSTRUC▮TURE)', 'a.imap', 'BODYSTRUCTURE', /MIME structure/],
    ['C: SEARCH NOT SE▮EN', 'a.imap', 'SEEN', /\\\\Seen[\s\S]*rfc9051#section-6\.4\.4/],
    ['C: STORE 1 +FLAGS (\\Del▮eted)', 'a.imap', '\\Deleted', /EXPUNGE/],
    ['C: STATUS INBOX (UIDNE▮XT)', 'a.imap', 'UIDNEXT', /STATUS item/],
    ['C: NOOP\nS: * OK [UIDVAL▮IDITY 3]', 'a.imap', 'UIDVALIDITY', /UIDs mean the same/],
    ['C: NOOP\nS: * 3 EXI▮STS', 'a.imap', 'EXISTS', /How many messages/],
    ['C: CAPABILITY\nS: * CAPABILITY IMAP4rev1 AUTH=PL▮AIN', 'a.imap', 'AUTH=PLAIN', /SASL mechanism/],
    ['C: LIST "" "*"\nS: * LIST (\\Se▮nt) "/" Sent', 'a.imap', '\\Sent', /special use[\s\S]*Messages sent/],
    ['C: TO▮P 1 0', 'a.pop3', 'TOP', /POP3 command[\s\S]*rfc1939#section-7/],
    ['C: USER a\nC: PASS b\nS: -ERR [IN-▮USE] busy', 'a.pop3', '[IN-USE]', /lock of the maildrop/],
    ['C: CAPA\nS: +OK\nS: ST▮LS', 'a.pop3', 'STLS', /POP3 capability/],
  ])('%s', (line, file, on, says) => {
    expect(over(line, file)?.on).toBe(on);
    expect(over(line, file)?.says).toMatch(says);
  });
  it('says nothing where there is nothing to say', () => {
    expect(over('# MA▮IL')).toBeUndefined();
    expect(over('C: NOOP some▮thing')).toBeUndefined();
    expect(over('▮')).toBeUndefined();
  });
});

describe('hover over the language', () => {
  it.each([
    ['ret▮ry 5s\nend', 'retry', /Runs the body again/],
    ['needs DS▮N', 'DSN', /SMTP extension/],
    ['needs AUTH=SCRAM-SHA▮-256', 'AUTH=SCRAM-SHA-256', /which is never sent/],
    ['connect im▮ap', 'imap', /imaps:\/\/mail\.example\.com/],
    ['auth al▮ice', 'alice', /user of the environment/],
    ['assert reply.co▮de = 250', 'reply.code', /code of the last reply/],
    ['fault ref▮use RCPT 450', 'refuse', /Answers a command by this reply/],
    ['C: NOOP {{$uu▮id}}', '$uuid', /random UUID/],
    ['C: NOOP {{sender | xt▮ext}}', 'xtext', /RFC 3461/],
    ['C: NOOP\nS: 250 {{@id▮...}}', '{{@id...}}', /rest of the line/],
    ['C▮: NOOP', 'C:', /6 octets with CRLF/],
  ])('%s', (line, on, says) => {
    expect(over(line)?.on).toBe(on);
    expect(over(line)?.says).toMatch(says);
  });
});

describe('hover over a variable', () => {
  it('shows the value that it has here', () => {
    const text = '@a = one\n@a = two {{b}}\nC: NOOP {{▮a}}\n@a = three';
    expect(over(`@b = x\n${text}`)?.says).toContain('two x');
    expect(over('C: NOOP {{sen▮der}}')?.says).toContain('alice@example.com');
    expect(over('C: NOOP {{toke▮n}}')?.says).toMatch(/variable of the environment `office`/i);
  });
  it('shows where a capture has it from', () => {
    expect(over('C: NOOP\nS: 250 {{@id}}\nC: NOOP {{i▮d}}')?.says).toContain('S: 250 {{@id}}');
  });
  it('names a secret and does not show it, through other variables and filters', () => {
    expect(over('@p = {{$secret alice}}\n@q = x{{p | base64}}\nC: NOOP {{▮q}}')?.says).toContain('x‹secret alice›');
  });
  it('says so when nothing gives it a value', () => {
    expect(over('C: NOOP {{nobo▮dy}}')?.says).toMatch(/Nothing in this script/);
  });
  it('ends when two give each other their value', () => {
    expect(over('@a = {{b}}\n@b = {{a}}\n@a = {{b}}\nC: NOOP {{▮a}}')?.says).toContain('variable');
  });
});

describe('hover over what is encoded', () => {
  const plain = base64('\0alice\0hunter2-secret');
  it('decodes PLAIN without the password', () => {
    for (const line of [`C: AUTH PLAIN ${marked(plain)}`, `C: AUTH PLAIN\nS: 334\nC: ${marked(plain)}`]) {
      expect(over(line)?.says).toContain('`alice`');
      expect(over(line)?.says).not.toContain('hunter2');
    }
  });
  it('never shows a client’s message that it does not understand', () => {
    const secret = base64('hunter2-secret');
    const steps = `C: AUTH LOGIN\nS: 334\nC: ${base64('alice')}\nS: 334\nC: `;
    for (const line of [
      `${steps}${marked(secret)}`,
      `C: AUTH X\nS: 334\nC: ${marked(secret)}`,
      `C: AUTH X ${marked(secret)}`,
    ])
      expect(over(line)?.says).not.toContain('hunter2');
    expect(over(`C: AUTH LOGIN\nS: 334\nC: ${marked(base64('alice'))}`)?.says).toContain('user: `alice`');
  });
  it('reads the attributes of SCRAM', () => {
    const first = over(`C: AUTH SCRAM-SHA-256 ${marked(base64('n,,n=alice,r=abc'))}`)?.says;
    expect(first).toMatch(/no channel binding[\s\S]*n, user: `alice`/);
    const server = over(`C: AUTH SCRAM-SHA-256\nS: 334 ${marked(base64('r=abcdef,s=QSXCR+Q6sek8bf92,i=4096'))}`)?.says;
    expect(server).toContain('i, iteration count: `4096`');
    const last = over(`C: AUTH SCRAM-SHA-256\nS: 334\nC: ${marked(base64('c=biws,r=abcdef,p=cHJvb2Y='))}`)?.says;
    expect(last).not.toContain('cHJvb2Y');
  });
  it('reads XOAUTH2 without the token', () => {
    const says = over(
      `C: AUTH XOAUTH2 ${marked(base64('user=a@b.example\x01auth=Bearer ya29.hunter2\x01\x01'))}`,
    )?.says;
    expect(says).toContain('user=a@b.example');
    expect(says).not.toContain('hunter2');
  });
  it('decodes modified UTF-7, encoded words and base64 in a message', () => {
    expect(over('C: SELECT "Entw&APw▮-rfe"', 'a.imap')?.says).toContain('`Entwürfe`');
    expect(over('C: DATA\nC: """\nSubject: =?utf-8?B?R3L▮DvMOfZQ==?=\n"""')?.says).toContain('Grüße');
    expect(over(`C: DATA\nC: """\n${marked(base64('Hello, this is a text in a part.'))}\n"""`)?.says).toContain(
      'Hello, this is',
    );
  });
  it.each([
    ['C: APPEND INBOX "17-Jul-1996 02:44▮:25 -0700" (\\Seen) """\nx\n"""', '1996-07-17T09:44:25Z'],
    ['C: SEARCH SINCE 1-Feb-▮1994', 'Tue, 1 Feb 1994'],
    ['C: MAIL FROM:<> HOLDUNTIL=2030-01-01T01:▮00:00+01:00', '2030-01-01T00:00:00Z'],
    ['C: DATA\nC: """\nDate: Thu, 7 Jul 1994 17:16▮:05 -0400\n"""', '1994-07-07T21:16:05Z'],
  ])('reads the date in %s', (line, expected) => {
    expect(over(line, /APPEND|SEARCH/.test(line) ? 'a.imap' : 'a.smtp')?.says).toContain(expected);
  });
});

describe('hover over octets', () => {
  it('counts a block as it is sent, with CRLF', () => {
    expect(over('C: DATA\nC: ""▮"\nä\nb\n"""')?.says).toContain('7 octets in 2 lines');
    expect(over('C: DATA\nC: """\n{{sender}}\n"▮""')?.says).toContain('and the values in it');
  });
  it('compares a literal with the lines behind it', () => {
    const says = over('C: APPEND INBOX {▮10}\nS: +\nC: abc\nC: def', 'a.imap')?.says;
    expect(says).toContain('Announces 10 octets');
    expect(says).toContain('The lines behind it have 8.');
  });
});
