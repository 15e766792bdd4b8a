/** Clients that know nothing of scripts, against served scripts. */
import { execFile } from 'node:child_process';
import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';
import { describe, expect, it } from 'vitest';
import { ca, script, served } from './two-ends';

describe('a client that knows nothing of scripts', () => {
  it('nodemailer submits over STARTTLS, signing in by PLAIN', async () => {
    const server = await served(
      script(
        'submit.smtp',
        [
          'S: 220 mx.example ESMTP',
          'C: EHLO ...',
          'S: 250-mx.example',
          'S: 250 SIZE 1000000',
          'starttls',
          'C: EHLO ...',
          'auth PLAIN alice',
          'C: MAIL FROM:<alice@example.test>',
          'C: RCPT TO:<bob@example.test>',
          'S: 250 2.1.5',
          'C: RCPT TO:<nobody@example.test>',
          'S: 550 5.1.1 no such user',
          'C: DATA',
          'C: """',
          '...',
          'Subject: Hello',
          '...',
          '"""',
          'S: 250 2.0.0 queued as {{@id}}',
        ].join('\n'),
      ),
      { users: { alice: 'open:sesame' } },
    );
    const transport = createTransport({
      host: '127.0.0.1',
      port: server.port,
      requireTLS: true,
      tls: { ca, servername: 'localhost' },
      auth: { user: 'alice', pass: 'open:sesame' },
    });
    const sent = await transport.sendMail({
      from: 'alice@example.test',
      to: ['bob@example.test', 'nobody@example.test'],
      subject: 'Hello',
      text: 'Hello, Bob.',
    });
    expect(sent).toMatchObject({ accepted: ['bob@example.test'], rejected: ['nobody@example.test'] });
    expect(sent.response).toMatch(/^250 2\.0\.0 queued as \S+/);
    transport.close();
    expect(await server.done, JSON.stringify(server.events.slice(-6), undefined, 1)).toMatchObject({
      outcome: 'passed',
    });
    expect(JSON.stringify(server.events)).not.toContain('open:sesame');
    await server.close();
  });

  it('imapflow reads an envelope', async () => {
    const server = await served(
      script(
        'read.imap',
        [
          'S: * PREAUTH [CAPABILITY IMAP4rev1 ID] welcome',
          'C: ID ...',
          'C: ID ...',
          'C: LIST "" ""',
          'S: * LIST (\\Noselect) "/" ""',
          'C: LIST "" INBOX',
          'S: * LIST () "/" INBOX',
          'C: LSUB "" INBOX',
          'S: * LSUB () "/" INBOX',
          'C: SELECT INBOX',
          'S: * 1 EXISTS',
          'S: * OK [UIDVALIDITY 7]',
          'S: * OK [UIDNEXT 2]',
          'C: FETCH 1 (...)',
          'S: * 1 FETCH (UID 1 ENVELOPE (... "From a script" ...))',
        ].join('\n'),
      ),
    );
    const client = new ImapFlow({
      host: '127.0.0.1',
      port: server.port,
      secure: false,
      doSTARTTLS: false,
      auth: { user: 'alice', pass: 'x' },
      logger: false,
    });
    await client.connect();
    const lock = await client.getMailboxLock('INBOX');
    const message = await client.fetchOne('1', { envelope: true });
    lock.release();
    expect(message).toMatchObject({ envelope: { subject: 'From a script' } });
    await client.logout();
    expect(await server.done, JSON.stringify(server.events.slice(-4), undefined, 1)).toMatchObject({
      outcome: 'passed',
    });
    await server.close();
  });

  it('curl fetches a message over POP3', async () => {
    const server = await served(
      script('fetch.pop3', 'auth alice\nC: RETR 1\nS: +OK """\nSubject: by curl\n\n.dots\n"""\nC: QUIT\n'),
      { users: { alice: 'secret' } },
    );
    const out = await new Promise<string>((resolve, reject) => {
      const url = `pop3://127.0.0.1:${server.port}/1`;
      execFile(
        'curl',
        ['--silent', '--show-error', '--max-time', '10', '--user', 'alice:secret', url],
        (error, stdout) => (error ? reject(error) : resolve(stdout)),
      );
    });
    expect(out).toBe('Subject: by curl\r\n\r\n.dots\r\n');
    expect(await server.done).toMatchObject({ outcome: 'passed' });
    await server.close();
  });
});
