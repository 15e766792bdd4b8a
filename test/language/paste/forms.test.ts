/** What importing does to the text: lines joined, pages dropped, credentials taken out, what changes loosened. */
import { describe, expect, it } from 'vitest';
import { importText } from '../../../src/language/paste/import-text';
import { loosenReply } from '../../../src/language/paste/loosen';

/** The script without its title. */
const pasted = (...lines: readonly string[]): string => {
  const result = importText(lines.join('\n'));
  return result.ok ? result.value.script.replace(/^### .*\n/, '') : result.error.message;
};

describe('an example from an RFC', () => {
  it('is joined where it was wrapped, and over the end of a page', () => {
    expect(
      pasted(
        '   C: a1 FETCH 12 (FLAGS',
        '        ENVELOPE)',
        '   S: * 12 FETCH (FLAGS (\\Seen)',
        '',
        'Crispin                     Standards Track                    [Page 90]',
        '\f',
        'RFC 3501                         IMAPv4                       March 2003',
        '',
        '        ENVELOPE ("x" NIL NIL NIL NIL NIL NIL NIL NIL NIL))',
        '   S: a1 OK done',
      ),
    ).toBe('C: FETCH 12 (FLAGS ENVELOPE)\nS: * ... FETCH (FLAGS (\\Seen) ENVELOPE ...)\nS: OK\n');
  });

  it('may call the sender S and the receiver R', () => {
    expect(pasted('S: MAIL FROM:<Smith@Alpha.ARPA>', 'R: 250 OK')).toBe('C: MAIL FROM:<Smith@Alpha.ARPA>\nS: 250 OK\n');
  });

  it('may say what is done in brackets', () => {
    expect(pasted('S: <wait for connection on TCP port 110>', 'S:    +OK ready', 'C:    STAT', 'S:    +OK 2 320')).toBe(
      'S: +OK\nC: STAT\nS: +OK\n',
    );
  });

  it('has a literal with whatever count', () => {
    expect(pasted('C: A3 APPEND box {310}', 'S: + Ready', 'C: Date: x', 'C:', 'C: Hello', 'C:', 'S: A3 OK')).toBe(
      'C: APPEND box """\nDate: x\n\nHello\n"""\nS: OK\n',
    );
  });
});

describe('credentials', () => {
  const b64 = (text: string): string => Buffer.from(text).toString('base64');

  it.each([
    [
      'AUTH PLAIN',
      [` -> AUTH PLAIN ${b64('\0alice\0hunter22')}`, '<-  235 ok'],
      'auth PLAIN alice {{$secret alice}}\nS: 235 ok\n',
    ],
    [
      'AUTH XOAUTH2',
      [` -> AUTH XOAUTH2 ${b64('user=al@example.com\x01auth=Bearer ya29.token-x\x01\x01')}`, '<-  235 ok'],
      'auth XOAUTH2 al@example.com token={{$secret al}}\nS: 235 ok\n',
    ],
    [
      'SCRAM',
      [
        '> A1 AUTHENTICATE SCRAM-SHA-256',
        '< + ',
        `> ${b64('n,,n=user,r=rOprNGfwEbeRWgbNEkqO')}`,
        `< + ${b64('r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096')}`,
        `> ${b64('c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=')}`,
        '< A1 OK done',
      ],
      'auth SCRAM-SHA-256 user {{$secret user}}\nS: OK\n',
    ],
    ['LOGIN', ['> A1 LOGIN bob "p w\\"d"', '< A1 OK done'], 'C: LOGIN bob {{$secret bob | quoted}}\nS: OK\n'],
    ['USER and PASS', ["*cmd* 'USER carol'", "*cmd* 'PASS open sesame'"], 'C: USER carol\nC: PASS {{$secret carol}}\n'],
  ])('of %s are taken out', (_, lines, expected) => {
    expect(pasted(...lines)).toBe(expected);
  });

  it('are taken out where they stand again, in a message too', () => {
    const script = pasted(
      ` -> AUTH PLAIN ${b64('\0alice\0hunter22')}`,
      '<-  235 ok',
      ' -> DATA',
      '<-  354 go',
      ' -> my password is hunter22',
      ' -> .',
      '<-  250 ok',
    );
    expect(script).not.toContain('hunter22');
    expect(script).toContain('my password is {{$secret alice}}');
  });
});

describe('text that is no recording', () => {
  it('is a problem with advice', () => {
    expect(importText('Dear Bob,\nhow are you?\n')).toMatchObject({
      ok: false,
      error: { advice: expect.stringContaining('swaks') },
    });
    expect(pasted('### Title', 'C: NOOP', 'S: 250')).toBe('this is a session script already');
  });
});

describe('one reply', () => {
  it.each([
    ['smtp', '250 2.0.0 Ok: queued as 4E47E21818D', '250 2.0.0 Ok: queued as'],
    ['smtp', '250-mx.example.com Hello', '250-... Hello'],
    ['imap', '* OK [UIDVALIDITY 3857529045] UIDs valid', '* OK [UIDVALIDITY]'],
    ['imap', 'a7 OK [APPENDUID 38505 3955] done', 'a7 OK [APPENDUID]'],
    ['pop3', '+OK 2 320', '+OK'],
    ['smtp', '250 2.1.0 Ok', undefined],
  ] as const)('of %s: %s', (protocol, line, expected) => {
    expect(loosenReply(protocol, line)).toBe(expected);
  });
});
