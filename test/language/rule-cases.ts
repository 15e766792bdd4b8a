/** For each rule: texts in which it speaks, at «…», and texts in which it is silent. */
import type { RuleId } from '../../src/language/rules/table';

export interface Case {
  /** With the place marked; without marks, the rule must be silent. */
  readonly text: string;
  readonly file?: string;
  readonly says?: string;
  /** After the first fix. */
  readonly fixed?: string;
  /** The fix moves the place, or leaves something to fill in. */
  readonly staysWrong?: true;
  readonly servers?: Readonly<Record<string, string>>;
  readonly lastRun?: Readonly<Record<string, readonly string[]>>;
}

const imap = (text: string, more: Partial<Case> = {}): Case => ({ text, file: 'a.imap', ...more });
const pop3 = (text: string, more: Partial<Case> = {}): Case => ({ text, file: 'a.pop3', ...more });

const ready = 'C: EHLO x\n';
const mail = `${ready}C: MAIL FROM:<a@b.example>\n`;
const rcpt = `${mail}C: RCPT TO:<c@d.example>\n`;
const signedIn = 'auth alice\n';
const loopback = { smtp: 'smtp://127.0.0.1:25', imap: 'imap://localhost:143', pop3: 'pop3://[::1]:110' };

export const ruleCases: Readonly<Record<RuleId, readonly Case[]>> = {
  'unused-variable': [
    { text: '@«a» = 1\n### one\nC: EHLO x\n', fixed: '### one\nC: EHLO x\n' },
    { text: '@a = 1\n### one\nC: EHLO {{a}}\n' },
    { text: '@a = 1\n### one\nassert a = 1\n' },
  ],
  'capture-never-matched': [
    { text: `${ready}S!: 250-«{{@a}}»\nS: 250\n`, fixed: `${ready}S!: 250-...\nS: 250\n` },
    { text: `${ready}S: 250-{{@a}}\n` },
  ],
  'empty-body': [
    { text: `${ready}«if» reply.code = 250\nend\n`, fixed: ready },
    { text: `${ready}«repeat» 3\n# nothing\nend\n` },
    { text: `${ready}if reply.code = 250\nelse\n  log x\nend\n` },
  ],
  'include-problems': [
    {
      text: 'include «./broken.smtp»\n',
      says: '`./broken.smtp` has an error: this looks like a command, and has no `C:`',
    },
    { text: 'include ./login.smtp who=alice\n' },
  ],

  'hello-missing': [
    { text: 'C: «MAIL» FROM:<a@b.example>\n', fixed: 'C: EHLO client.example\nC: MAIL FROM:<a@b.example>\n' },
    { text: 'S: 220\nC: «rcpt» TO:<a@b.example>\n', says: '`RCPT` comes before EHLO' },
    {
      text: 'C: «MAIL» FROM:<a@b.example>\n',
      file: 'a.lmtp',
      fixed: 'C: LHLO client.example\nC: MAIL FROM:<a@b.example>\n',
    },
    {
      text: 'connect as alice\nalice C: «VRFY» a\n'.replace('VRFY» a', 'AUTH» CRAM-MD5'),
      fixed: 'connect as alice\nalice C: EHLO client.example\nalice C: AUTH CRAM-MD5\n',
    },
    { text: '«auth alice»\n', fixed: 'C: EHLO client.example\nauth alice\n' },
    { text: `${ready}S: 500\nC: «MAIL» FROM:<a@b.example>\n` },
    { text: `${ready}S: 250|500\nC: MAIL FROM:<a@b.example>\n` },
    { text: 'C: MAIL FROM:<a@b.example>\nS: 503\n' },
    { text: 'C: NOOP\nC: QUIT\n' },
    { text: 'C: EHLO x\nS: 250|502\nif reply.code != 250\n  C: HELO x\nend\nC: MAIL FROM:<a@b.example>\n' },
  ],
  'hello-after-tls': [
    {
      text: `${ready}C: STARTTLS\nS: 220\nC: «MAIL» FROM:<a@b.example>\n`,
      fixed: `${ready}C: STARTTLS\nS: 220\nC: EHLO client.example\nC: MAIL FROM:<a@b.example>\n`,
    },
    { text: `${ready}starttls\n«auth alice»\n` },
    { text: `${ready}starttls\nC: EHLO x\nauth alice\n` },
  ],
  'mail-missing': [
    { text: `${ready}C: «RCPT» TO:<a@b.example>\n` },
    { text: `${rcpt}C: RSET\nC: «DATA»\n` },
    { text: `${ready}C: RCPT TO:<a@b.example>\nS: 503 5.5.1\n` },
  ],
  'recipient-missing': [
    { text: `${mail}C: «DATA»\n`, fixed: `${mail}C: RCPT TO:<recipient@example.com>\nC: DATA\n` },
    { text: `${mail}C: «BDAT» 3 LAST\nC: a\n` },
    { text: `${rcpt}C: DATA\nS: 354\nC: .\n` },
    { text: `${mail}C: RCPT TO:<c@d.example>\nS: 250|550\nC: DATA\nS: 354|554\n` },
  ],
  'in-transaction': [
    { text: `${mail}C: «MAIL» FROM:<a@b.example>\n`, fixed: `${mail}C: RSET\nC: MAIL FROM:<a@b.example>\n` },
    { text: `${rcpt}C: «AUTH» CRAM-MD5\n` },
    { text: `${rcpt}«auth alice»\n` },
    { text: `${rcpt}C: DATA\nS: 354\nC: .\nC: MAIL FROM:<a@b.example>\n` },
  ],
  'data-after-bdat': [
    { text: `${rcpt}C: BDAT 3\nC: a\nC: «DATA»\n` },
    { text: `${rcpt}C: BDAT 3 LAST\nC: a\n${mail.slice(ready.length)}C: RCPT TO:<c@d.example>\nC: DATA\n` },
  ],
  'chunk-refused': [
    {
      text: `${rcpt}C: BDAT 3\nC: a\nS: 552\nC: «BDAT» 3 LAST\nC: a\n`,
      fixed: `${rcpt}C: BDAT 3\nC: a\nS: 552\nC: RSET\nC: BDAT 3 LAST\nC: a\n`,
    },
    { text: `${rcpt}C: BDAT 3\nC: a\nS: 552\nC: RSET\n` },
  ],
  'command-in-message': [
    {
      text: `${rcpt}C: DATA\nS: 354\nC: hello\n«C: QUIT»\n`,
      fixed: `${rcpt}C: DATA\nS: 354\nC: hello\nC: .\nC: QUIT\n`,
    },
    {
      text: `${rcpt}C: DATA\nS: 354\n«C: BDAT 3 LAST»\n`,
      says: 'this BDAT is a line of the message: nothing has ended the data',
    },
    { text: `${rcpt}C: DATA\nS: 354\nC: I quit\nC: .\nC: QUIT\n` },
  ],
  'service-refused': [{ text: 'S: 554\nC: «EHLO» x\n' }, { text: 'S: 554\nC: QUIT\n' }],

  'signed-in-already': [
    { text: `${ready}auth alice\nC: «AUTH» CRAM-MD5\n`, says: '`AUTH` follows a sign-in that succeeded' },
    imap('S: * PREAUTH hello\nC: «LOGIN» a b\n', {
      says: '`LOGIN` follows PREAUTH: the server has signed the client in',
    }),
    imap(`${signedIn}«auth alice»\n`),
    pop3(`${signedIn}C: «USER» a\n`),
    { text: `${ready}C: AUTH CRAM-MD5\nS: 535\nC: AUTH CRAM-MD5\n` },
    imap('C: a1 LOGIN a b\nS: a1 NO\nC: a2 LOGIN a c\n'),
  ],
  'not-signed-in': [
    imap('C: «SELECT» INBOX\n', { fixed: 'auth USER\nC: SELECT INBOX\n' }),
    imap('C: a1 «uid fetch» 1 ALL\n', { says: '`UID FETCH` comes before anybody is signed in' }),
    pop3('C: «STAT»\n', { fixed: 'auth USER\nC: STAT\n' }),
    imap('C: NOOP\nC: CAPABILITY\n'),
    imap('C: a SELECT INBOX\nS: a NO|BAD\n'),
    pop3('C: USER a\nC: PASS b\nC: STAT\n'),
  ],
  'tls-already': [
    { text: `${ready}starttls\n${ready}«starttls»\n`, fixed: `${ready}starttls\n${ready}` },
    imap('connect imaps://h\nC: «STARTTLS»\n'),
    pop3('C: STLS\nC: «STLS»\n'),
    { text: `${ready}starttls\n${ready}C: STARTTLS\nS: 503\n` },
  ],
  'tls-after-sign-in': [
    { text: `${ready}auth alice\nC: «STARTTLS»\n` },
    imap(`${signedIn}C: «STARTTLS»\n`),
    pop3(`${signedIn}C: «STLS»\n`),
    imap(`${signedIn}«starttls»\n`),
    imap(`starttls\n${signedIn}`),
  ],
  'apop-without-timestamp': [
    pop3('S: +OK ready\nC: «APOP» a c4c9334bac560ecc979e58001b3e22fb\n'),
    pop3('S: +OK ready <1@b>\nC: APOP a c4c9334bac560ecc979e58001b3e22fb\n'),
    pop3('S: +OK\nC: APOP a c4c9334bac560ecc979e58001b3e22fb\n'),
  ],
  'pass-without-user': [
    pop3('C: CAPA\nC: «PASS» {{$secret a}}\n', { fixed: 'C: CAPA\nC: USER name\nC: PASS {{$secret a}}\n' }),
    pop3('C: USER a\nC: PASS {{$secret a}}\n'),
  ],

  'not-selected': [
    imap(`${signedIn}C: «FETCH» 1 ALL\n`, { fixed: `${signedIn}C: SELECT INBOX\nC: FETCH 1 ALL\n` }),
    imap(`${signedIn}C: SELECT INBOX\nC: CLOSE\nC: «STORE» 1 FLAGS ()\n`),
    imap(`${signedIn}C: SELECT x\nS: OK|NO\nC: FETCH 1 ALL\n`),
  ],
  'in-idle': [
    imap(`${signedIn}C: IDLE\nS: +\n«C: NOOP»\n`, { fixed: `${signedIn}C: IDLE\nS: +\nC: DONE\nC: NOOP\n` }),
    imap(`${signedIn}C: IDLE\nS: +\nS: * 4 EXISTS\nC: done\nS: OK\nC: NOOP\n`),
  ],
  'not-in-idle': [imap(`${signedIn}C: «DONE»\n`), imap(`${signedIn}C: IDLE\nC: DONE\n`)],

  'after-end': [
    { text: `${ready}C: QUIT\nC: «NOOP»\n`, says: '`NOOP` follows QUIT: the connection is over' },
    imap('C: LOGOUT\nS: * BYE\nS: OK\nC: «NOOP»\n'),
    pop3('C: QUIT\nC: «NOOP»\n'),
    { text: `${ready}C: QUIT\nconnect\n${ready}` },
  ],
  'wrong-state': [
    imap('S: * OK\nC: a1 LOGIN a b\nS: a1 OK|NO\nC: a2 SELECT INBOX\nC: a3 UNAUTHENTICATE\n'),
    { text: `${ready}S: 250|500\nC: «RCPT» TO:<a@b.example>\n` },
  ],

  'pipeline-goes-on': [
    {
      text: `${ready}pipeline\n  C: «NOOP»\n  C: MAIL FROM:<a@b.example>\nend\n`,
      fixed: `${ready}pipeline\n  C: NOOP\nend\npipeline\n  C: MAIL FROM:<a@b.example>\nend\n`,
    },
    pop3(`${signedIn}pipeline\n  C: «QUIT»\n  C: NOOP\nend\n`),
    { text: `${mail}pipeline\n  C: RCPT TO:<c@d.example>\n  C: DATA\nend\n` },
  ],
  'tls-in-pipeline': [
    {
      text: `${ready}pipeline\nC: «STARTTLS»\nC: EHLO x\nend\n`,
      fixed: `${ready}pipeline\nC: STARTTLS\nend\npipeline\nC: EHLO x\nend\n`,
    },
    pop3('pipeline\nC: «STLS»\nC: CAPA\nend\n'),
    { text: `${ready}C: STARTTLS\nC: EHLO x\n` },
  ],
  'ambiguous-pipeline': [
    imap(`${signedIn}C: SELECT INBOX\npipeline\nC: EXPUNGE\nC: «FETCH» 1 ALL\nend\n`, {
      says: '`FETCH` may be misread while EXPUNGE is not done',
    }),
    imap(`${signedIn}C: SELECT INBOX\npipeline\nC: STORE 1 +FLAGS (\\Seen)\nC: FETCH 1 ALL\nend\n`),
  ],

  'not-announced': [
    {
      text: '### one\nC: EHLO x\nS: 250-mx.example\nS: 250 SIZE\nC: MAIL FROM:<a@b.example> «RET»=HDRS\n',
      says: 'RET of MAIL needs DSN, which the `S:` lines do not announce',
      fixed: '### one\nneeds DSN\nC: EHLO x\nS: 250-mx.example\nS: 250 SIZE\nC: MAIL FROM:<a@b.example> RET=HDRS\n',
      staysWrong: true,
    },
    { text: `${mail.replace('>\n', '> «SMTPUTF8»\n')}`, lastRun: { smtp: ['SIZE'] } },
    { text: 'C: EHLO x\nS: 250-SIZE\nS: 250 AUTH PLAIN\nC: AUTH «CRAM-MD5»\n' },
    {
      text: 'C: EHLO x\nS: 250-SIZE\nS: 250 AUTH PLAIN\npipeline\n  C: «MAIL» FROM:<a@b.example>\n  C: RCPT TO:<c@d.example>\nend\n',
    },
    imap('S: * OK [CAPABILITY IMAP4rev1]\nC: a1 «ID» NIL\n'),
    imap(`${signedIn}C: CAPABILITY\nS: * CAPABILITY IMAP4rev1\nS: OK\nC: SELECT INBOX\nC: FETCH 1 («PREVIEW»)\n`),
    pop3('C: CAPA\nS: +OK\nS: TOP\nS: .\n«starttls»\n'),
    { text: `${mail.replace('>\n', '> RET=HDRS\n')}` },
    { text: 'needs DSN\nC: EHLO x\nS: 250 SIZE\nC: MAIL FROM:<a@b.example> RET=HDRS\n' },
    { text: 'C: EHLO x\nS: 250-SIZE\nS: 250 DSN\nC: MAIL FROM:<a@b.example> RET=HDRS\n' },
    imap('S: * OK [CAPABILITY IMAP4rev2]\nauth alice\nC: ENABLE X\n'),
  ],
  'not-there': [
    { text: `${ready}S: 250\nS!: 250-DSN\nC: MAIL FROM:<a@b.example> «RET»=HDRS\n` },
    { text: `${ready}S: 250\nS!: 250-DSN\nC: MAIL FROM:<a@b.example> RET=HDRS\nS: 555\n` },
  ],

  'clear-text-password': [
    { text: `${ready}auth PLAIN alice «sesame»\n`, fixed: `${ready}auth PLAIN alice {{$secret alice}}\n` },
    {
      text: `${ready}starttls\n${ready}C: AUTH PLAIN «AGFsaWNlAHNlc2FtZQ==»\n`,
      fixed: `${ready}starttls\n${ready}auth PLAIN alice {{$secret alice}}\n`,
    },
    {
      text: `${ready}C: AUTH LOGIN\nS: 334\nC: YWxpY2U=\nS: 334\nC: «c2VzYW1l»\nS: 235\n`,
      fixed: `${ready}C: AUTH LOGIN\nS: 334\nC: YWxpY2U=\nS: 334\nC: {{$secret password | base64}}\nS: 235\n`,
    },
    imap('C: a1 LOGIN alice «"se same"»\n', { fixed: 'C: a1 LOGIN alice {{$secret alice | quoted}}\n' }),
    pop3('C: USER alice\nC: PASS «sesame»\n', { fixed: 'C: USER alice\nC: PASS {{$secret alice}}\n' }),
    {
      text: '@smtp-password = «sesame»\n### one\nC: EHLO {{smtp-password}}\n',
      fixed: '@smtp-password = {{$secret smtp-password}}\n### one\nC: EHLO {{smtp-password}}\n',
    },
    { text: `${ready}auth PLAIN alice {{$secret alice}}\n` },
    { text: `${ready}auth PLAIN alice wrong\nS: 535\n` },
    pop3('C: USER alice\nC: PASS wrong\nS: -ERR\n'),
    imap('C: a1 LOGIN alice {{$secret alice | quoted}}\n'),
  ],
  'sign-in-before-tls': [
    {
      text: `${ready}C: «AUTH» PLAIN\n`,
      fixed: `${ready}starttls\nC: EHLO client.example\nC: AUTH PLAIN\n`,
      staysWrong: true,
    },
    imap('C: «LOGIN» a {{$secret a}}\n', { fixed: 'starttls\nC: LOGIN a {{$secret a}}\n' }),
    pop3('connect pop3://mail.example\nC: USER a\nC: «PASS» {{$secret a}}\n'),
    { text: `${ready}«auth PLAIN alice»\n` },
    { text: `${ready}auth PLAIN alice\n`, servers: loopback },
    { text: `${ready}C: AUTH PLAIN\n`, servers: { smtp: 'smtps://mail.example' } },
    imap('connect imaps://mail.example\nC: LOGIN a {{$secret a}}\n'),
    { text: `${ready}auth alice\n` },
    { text: `${ready}C: AUTH CRAM-MD5\n` },
  ],
  'insecure-connection': [{ text: `«insecure»\n${ready}`, fixed: ready }, { text: ready }],
  'line-end-trick': [
    { text: `${ready}«raw "a\\nb\\r\\n"»\n`, says: 'these bytes hold a bare LF: what servers make of it differs' },
    {
      text: `${ready}«raw "a\\rb\\x00"»\n`,
      says: 'these bytes hold a bare CR and NUL: what servers make of it differs',
    },
    { text: `${ready}raw "a\\r\\n"\n` },
  ],

  contradiction: [
    { text: `${ready}S: 250-DSN\n«S!: 250-DSN»\n`, fixed: `${ready}S: 250-DSN\n` },
    { text: `${ready}S: 250 2.1.0 Ok\n«S!: 250»\n` },
    { text: `${ready}S: 250 DSN\nS!: 250 DSNX\n` },
  ],
};
