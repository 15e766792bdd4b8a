/** Proves the lab itself with plain sockets: every server answers, mail arrives, and the raw log is a witness to the byte. */

import { Resolver } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type Dialogue, openDialogue } from './dialogue';
import { resetMailbox } from './mailbox';
import { lab } from './provided';
import { watchRawlog } from './rawlog';

const environment = lab();
const { password, domain } = environment;
const ca = readFileSync(environment.ca);
const finalReply = (code: number): RegExp => new RegExp(`^${code} .*\r\n`, 'm');
const tagged = (tag: string): RegExp => new RegExp(`^${tag} OK .*\r\n`, 'm');

const open = async (...where: Parameters<typeof openDialogue>): Promise<Dialogue> => {
  const dialogue = await openDialogue(...where);
  onTestFinished(() => dialogue.end());
  return dialogue;
};

beforeEach(async () => {
  await resetMailbox(environment, 'alice');
});

describe('the servers of the lab', () => {
  it('Postfix greets, and announces what the scripts exercise', async () => {
    const smtp = await open(environment.smtp);
    await smtp.until(finalReply(220));
    const reply = await smtp.ask('EHLO client.example', finalReply(250));
    for (const keyword of [
      'PIPELINING',
      'SIZE',
      'STARTTLS',
      'AUTH',
      'XCLIENT',
      '8BITMIME',
      'DSN',
      'SMTPUTF8',
      'CHUNKING',
    ]) {
      expect(reply).toMatch(new RegExp(`^250[- ]${keyword}\\b`, 'm'));
    }
    await smtp.ask('QUIT', finalReply(221));
    await smtp.closed();
  });

  it('Dovecot lists its capabilities over IMAP, in the clear and over TLS that our CA vouches for', async () => {
    for (const imap of [await open(environment.imap), await open(environment.imaps, { ca })]) {
      await imap.until(/^\* OK .*\r\n/);
      expect(await imap.ask('a CAPABILITY', tagged('a'))).toMatch(/^\* CAPABILITY IMAP4rev1 .*AUTH=SCRAM-SHA-256/m);
      await imap.ask('b LOGOUT', tagged('b'));
      await imap.closed();
    }
  });

  it('Dovecot says +OK over POP3, with the timestamp that APOP needs', async () => {
    for (const pop3 of [await open(environment.pop3), await open(environment.pop3s, { ca })]) {
      expect(await pop3.until(/\r\n/)).toMatch(/^\+OK .*<.+@.+>/);
      await pop3.ask('QUIT', /^\+OK.*\r\n/m);
      await pop3.closed();
    }
  });

  it('Dovecot takes mail by LMTP, and refuses a user that is not there', async () => {
    const lmtp = await open(environment.lmtp);
    await lmtp.until(finalReply(220));
    await lmtp.ask('LHLO client.example', finalReply(250));
    await lmtp.ask('MAIL FROM:<>', finalReply(250));
    await lmtp.ask(`RCPT TO:<alice@${domain}>`, finalReply(250));
    await lmtp.ask(`RCPT TO:<nobody@${domain}>`, finalReply(550));
    await lmtp.ask('QUIT', finalReply(221));
    await lmtp.closed();
  });

  it('submission wants STARTTLS first; smtps speaks TLS from the first byte', async () => {
    const submission = await open(environment.submission);
    await submission.until(finalReply(220));
    await submission.ask('EHLO client.example', finalReply(250));
    await submission.ask('MAIL FROM:<>', finalReply(530));
    await submission.ask('QUIT', finalReply(221));
    const smtps = await open(environment.smtps, { ca });
    await smtps.until(finalReply(220));
    await smtps.ask('QUIT', finalReply(221));
    await Promise.all([submission.closed(), smtps.closed()]);
  });

  it('dnsmasq answers for the made-up domains: two MX, a null MX, a dangling one', async () => {
    const dns = new Resolver();
    dns.setServers([`127.0.0.1:${environment.dns}`]);
    const exchanges = (await dns.resolveMx(domain)).sort((a, b) => a.priority - b.priority);
    expect(exchanges).toMatchObject([
      { priority: 10, exchange: `mx.${domain}` },
      { priority: 20, exchange: `mx2.${domain}` },
    ]);
    expect(await dns.resolve4(`mx.${domain}`)).toEqual(['127.0.0.1']);
    expect(await dns.resolveMx('nullmx.test')).toMatchObject([{ priority: 0, exchange: '' }]);
    await expect(dns.resolve4('nowhere.test')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });
});

describe('mail in the lab', () => {
  it('arrives in the INBOX of its recipient', async () => {
    const imap = await open(environment.imap);
    await imap.ask(`a LOGIN alice ${password}`, tagged('a'));
    await imap.ask('b SELECT INBOX', tagged('b'));
    await imap.ask('c IDLE', /^\+ .*\r\n/m);

    const smtp = await open(environment.smtp);
    await smtp.until(finalReply(220));
    await smtp.ask('EHLO client.example', finalReply(250));
    await smtp.ask(`MAIL FROM:<bob@${domain}>`, finalReply(250));
    await smtp.ask(`RCPT TO:<alice@${domain}>`, finalReply(250));
    await smtp.ask('DATA', finalReply(354));
    await smtp.ask('Subject: Hello\r\n\r\nHello, Alice.\r\n.', finalReply(250));
    await smtp.ask('QUIT', finalReply(221));

    await imap.until(/^\* 1 EXISTS\r\n/m);
    await imap.ask('DONE', tagged('c'));
    expect(await imap.ask('d FETCH 1 BODY[TEXT]', tagged('d'))).toContain('{15}\r\nHello, Alice.\r\n)');
    await imap.ask('e LOGOUT', tagged('e'));
    await imap.closed();
  });

  it('is gone when the mailbox was reset, whatever test ran before', async () => {
    const pop3 = await open(environment.pop3);
    await pop3.ask('USER alice', /^\+OK\r\n/m);
    await pop3.ask(`PASS ${password}`, /^\+OK Logged in.*\r\n/m);
    expect(await pop3.ask('STAT', /^\+OK \d.*\r\n/m)).toBe('+OK 0 0\r\n');
    await pop3.ask('QUIT', /^\+OK.*\r\n/m);
    await pop3.closed();
  });
});

describe("Dovecot's raw log", () => {
  const afterLogin = (bytes: Buffer, login: string): Buffer => bytes.subarray(bytes.indexOf(login));

  it('holds an IMAP session byte for byte: literals, split lines, long lines, 8-bit', async () => {
    const watch = watchRawlog(environment, 'alice');
    const imap = await open(environment.imap);
    await imap.ask(`a LOGIN alice ${password}`, tagged('a'));
    const loginLength = imap.sent.length;
    const message = `Subject: raw\r\n\r\n${'long '.repeat(8_000)}\r\n12345.123456 looks like a time\r\n\xff\x80\n\n.\r\nno line end`;
    imap.send(`b APPEND INBOX {${message.length}+}\r\n${message}`);
    await imap.ask('', tagged('b'));
    imap.send('c SEL');
    await imap.ask('ECT INBOX', tagged('c'));
    expect(await imap.ask('d FETCH 1 BODY.PEEK[]', tagged('d'))).toContain(
      '\r\n12345.123456 looks like a time\r\n\xff\x80\r\n',
    );
    await imap.ask('e LOGOUT', tagged('e'));
    await imap.closed();

    const [session] = await watch.sessions(1);
    expect(session?.clientBytes.equals(imap.sent.subarray(loginLength))).toBe(true);
    expect(session?.serverBytes.equals(afterLogin(imap.received, 'a OK'))).toBe(true);
  });

  it('keeps sessions apart and in order, and tells the time of each line', async () => {
    const watch = watchRawlog(environment, 'alice');
    const subjects = ['first', 'second', 'third'];
    for (const subject of subjects) {
      const pop3 = await open(environment.pop3);
      await pop3.ask('USER alice', /^\+OK\r\n/m);
      await pop3.ask(`PASS ${password}`, /^\+OK Logged in.*\r\n/m);
      await pop3.ask(`X-${subject}`, /^-ERR.*\r\n/m);
      await pop3.ask('QUIT', /^\+OK Logging out.*\r\n/m);
      await pop3.closed();
    }
    const sessions = await watch.sessions(3);
    expect(sessions.map((session) => session.clientBytes.toString())).toEqual(
      subjects.map((subject) => `X-${subject}\r\nQUIT\r\n`),
    );
    const times = sessions.flatMap((session) => session.client.map((line) => line.time));
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('says so when an expected session does not come', async () => {
    await expect(watchRawlog(environment, 'bob').sessions(1, 50)).rejects.toThrow(
      '1 finished session(s) of bob; there are 0',
    );
  });
});
