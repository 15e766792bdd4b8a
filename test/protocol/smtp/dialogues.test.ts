/** Dialogues as servers really hold them: framed, parsed, their capabilities read, the state followed. */
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/base';
import { capabilitiesOf } from '../../../src/protocol/smtp/capabilities';
import { parseCommand } from '../../../src/protocol/smtp/command-line';
import { parseReply, type SmtpReply } from '../../../src/protocol/smtp/reply';
import { replyFramer } from '../../../src/protocol/smtp/reply-framer';
import { nextState, type SmtpState } from '../../../src/protocol/smtp/state';

const readAll = (text: string): SmtpReply[] =>
  replyFramer()
    .push(utf8(text.replaceAll('\n', '\r\n')))
    .map((frame) => parseReply(frame.bytes));

const ehlo = (text: string) => capabilitiesOf(readAll(text)[0] ?? parseReply(utf8('')));

describe('EHLO replies', () => {
  it('of Postfix, with the old AUTH= form beside the new one', () => {
    const capabilities = ehlo(`250-mail.example.com
250-PIPELINING
250-SIZE 10240000
250-VRFY
250-ETRN
250-STARTTLS
250-AUTH PLAIN LOGIN CRAM-MD5
250-AUTH=PLAIN LOGIN CRAM-MD5
250-ENHANCEDSTATUSCODES
250-8BITMIME
250-DSN
250-SMTPUTF8
250 CHUNKING
`);
    expect(capabilities.domain).toBe('mail.example.com');
    expect(capabilities.keywords.get('AUTH')).toEqual(['PLAIN', 'LOGIN', 'CRAM-MD5']);
    expect(capabilities.keywords.get('SIZE')).toEqual(['10240000']);
    for (const name of ['size', 'SIZE', 'AUTH', 'AUTH=PLAIN', 'auth cram-md5', 'CHUNKING', 'SMTPUTF8']) {
      expect(capabilities.has(name), name).toBe(true);
    }
    for (const name of ['AUTH=SCRAM-SHA-256', 'BINARYMIME', 'PLAIN', ''])
      expect(capabilities.has(name), name).toBe(false);
    expect(capabilities.names).toContain('AUTH=LOGIN');
  });

  it('of Exim', () => {
    const capabilities = ehlo(`250-mx.example.org Hello client.example [192.0.2.1]
250-SIZE 52428800
250-LIMITS MAILMAX=1000 RCPTMAX=50000
250-8BITMIME
250-PIPELINING
250-PIPECONNECT
250-AUTH PLAIN LOGIN
250-CHUNKING
250-STARTTLS
250-PRDR
250 HELP
`);
    expect(capabilities.domain).toBe('mx.example.org');
    expect(capabilities.keywords.get('LIMITS')).toEqual(['MAILMAX=1000', 'RCPTMAX=50000']);
    expect(capabilities.has('LIMITS MAILMAX=1000')).toBe(true);
  });

  it('of Gmail', () => {
    const capabilities = ehlo(`250-smtp.gmail.com at your service, [192.0.2.1]
250-SIZE 35882577
250-8BITMIME
250-AUTH LOGIN PLAIN XOAUTH2 PLAIN-CLIENTTOKEN OAUTHBEARER XOAUTH
250-ENHANCEDSTATUSCODES
250-PIPELINING
250-CHUNKING
250 SMTPUTF8
`);
    expect(capabilities.has('AUTH=OAUTHBEARER')).toBe(true);
    expect(capabilities.has('STARTTLS')).toBe(false);
  });

  it('of Exchange, in mixed case and with private keywords', () => {
    const capabilities = ehlo(`250-EX01.example.com Hello [192.0.2.1]
250-SIZE 37748736
250-PIPELINING
250-DSN
250-ENHANCEDSTATUSCODES
250-STARTTLS
250-X-ANONYMOUSTLS
250-AUTH NTLM
250-X-EXPS GSSAPI NTLM
250-8BITMIME
250-BinaryMIME
250-CHUNKING
250 XRDST
`);
    expect(capabilities.has('BINARYMIME')).toBe(true);
    expect(capabilities.has('X-EXPS=NTLM')).toBe(true);
  });

  it('of an LMTP server', () => {
    expect(
      ehlo('250-lmtp.example.com\n250-8BITMIME\n250-CHUNKING\n250-ENHANCEDSTATUSCODES\n250 PIPELINING\n').names,
    ).toEqual(['8BITMIME', 'CHUNKING', 'ENHANCEDSTATUSCODES', 'PIPELINING']);
  });

  it('that refuse announce nothing', () => {
    expect(ehlo('502-5.5.2 Error: command not recognized\n502 STARTTLS\n').names).toEqual([]);
  });
});

describe('replies of real servers', () => {
  it('keep Gmail’s identifiers and Exchange’s long texts whole', () => {
    const [gmail, exchange, exim] =
      readAll(`550-5.1.1 The email account that you tried to reach does not exist. Please try
550-5.1.1 double-checking the recipient's email address for typos or
550 5.1.1 https://support.google.com/mail/?p=NoSuchUser d75a77b69052e-41abcdef0123si1234567890 - gsmtp
250 2.6.0 <3b1a@example.com> [InternalId=8267812044805, Hostname=EX01.example.com] 1512 bytes in 0.149, 9.876 KB/sec Queued mail for delivery
250 OK id=1rTsMx-00000000abc-1234
`);
    expect(gmail).toMatchObject({ code: 550, enhanced: '5.1.1', findings: [] });
    expect(gmail?.lines).toHaveLength(3);
    expect(exchange).toMatchObject({ code: 250, enhanced: '2.6.0', findings: [] });
    expect(exim).toEqual({
      code: 250,
      text: 'OK id=1rTsMx-00000000abc-1234',
      lines: [{ text: 'OK id=1rTsMx-00000000abc-1234', range: { start: 0, end: 33 } }],
      findings: [],
    });
  });
});

const greeting = '220 foo.com Simple Mail Transfer Service Ready';
const hello = ['250-foo.com greets bar.com', '250-8BITMIME', '250-SIZE', '250-DSN'];
const go = '354 Start mail input; end with <CRLF>.<CRLF>';
const bye = '221 foo.com Service closing transmission channel';

/** RFC 5321 Appendix D: each command with the lines of its reply and the state it leads to. */
const appendixD: Record<string, readonly (readonly [string, readonly string[], SmtpState])[]> = {
  'D.1': [
    ['greeting', [greeting], 'connected'],
    ['EHLO bar.com', [...hello, '250 HELP'], 'greeted'],
    ['MAIL FROM:<Smith@bar.com>', ['250 OK'], 'mail'],
    ['RCPT TO:<Jones@foo.com>', ['250 OK'], 'rcpt'],
    ['RCPT TO:<Green@foo.com>', ['550 No such user here'], 'rcpt'],
    ['RCPT TO:<Brown@foo.com>', ['250 OK'], 'rcpt'],
    ['DATA', [go], 'data'],
    ['message', ['250 OK'], 'greeted'],
    ['QUIT', [bye], 'closed'],
  ],
  'D.2': [
    ['greeting', [greeting], 'connected'],
    ['EHLO bar.com', [...hello, '250 HELP'], 'greeted'],
    ['MAIL FROM:<Smith@bar.com>', ['250 OK'], 'mail'],
    ['RCPT TO:<Jones@foo.com>', ['250 OK'], 'rcpt'],
    ['RCPT TO:<Green@foo.com>', ['550 No such user here'], 'rcpt'],
    ['RSET', ['250 OK'], 'greeted'],
    ['QUIT', [bye], 'closed'],
  ],
  'D.3, step 1': [
    ['greeting', [greeting], 'connected'],
    ['EHLO bar.com', [...hello, '250 HELP'], 'greeted'],
    ['MAIL FROM:<JQP@bar.com>', ['250 OK'], 'mail'],
    ['RCPT TO:<Jones@XYZ.COM>', ['250 OK'], 'rcpt'],
    ['DATA', [go], 'data'],
    ['message', ['250 OK'], 'greeted'],
    ['QUIT', [bye], 'closed'],
  ],
  'D.3, step 2': [
    ['greeting', ['220 xyz.com Simple Mail Transfer Service Ready'], 'connected'],
    ['EHLO foo.com', ['250 xyz.com is on the air'], 'greeted'],
    ['MAIL FROM:<JQP@bar.com>', ['250 OK'], 'mail'],
    ['RCPT TO:<Jones@XYZ.COM>', ['250 OK'], 'rcpt'],
    ['DATA', [go], 'data'],
    ['message', ['250 OK'], 'greeted'],
    ['QUIT', [bye], 'closed'],
  ],
  'D.4': [
    ['greeting', [greeting], 'connected'],
    ['EHLO bar.com', [...hello, '250-VRFY', '250 HELP'], 'greeted'],
    ['VRFY Crispin', ['250 Mark Crispin <Admin.MRC@foo.com>'], 'greeted'],
    ['MAIL FROM:<EAK@bar.com>', ['250 OK'], 'mail'],
    ['RCPT TO:<Admin.MRC@foo.com>', ['250 OK'], 'rcpt'],
    ['DATA', [go], 'data'],
    ['message', ['250 OK'], 'greeted'],
    ['QUIT', [bye], 'closed'],
  ],
};

describe('RFC 5321 Appendix D', () => {
  it.each(Object.entries(appendixD))('%s', (_, steps) => {
    const replies = readAll(steps.map(([, lines]) => `${lines.join('\n')}\n`).join(''));
    expect(replies).toHaveLength(steps.length);
    let state: SmtpState = 'opening';
    for (const [i, [line, lines, after]] of steps.entries()) {
      const reply = replies[i];
      expect(reply).toMatchObject({ code: Number(lines[0]?.slice(0, 3)), findings: [] });
      expect(reply?.lines.map((one) => one.text)).toEqual(lines.map((one) => one.slice(4)));
      let event = line;
      if (line !== 'greeting' && line !== 'message') {
        const command = parseCommand(line);
        expect(command.problems).toEqual([]);
        expect(command.info?.states).toContain(state);
        event = command.verb;
      }
      state = nextState(state, event, reply?.code ?? 0);
      expect([line, state]).toEqual([line, after]);
    }
  });
});
