/** A script over a sandbox: what it speaks of it answers, all the rest is the sandbox’s. */

import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox';
import { dial } from '../sandbox/dialogue';
import { ca, script, servedOver } from './two-ends';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ without: ['COMPRESS=DEFLATE'] });
});
afterEach(() => sandbox.stop());

const alice = () => ({ user: 'alice', pass: sandbox.users.find(({ user }) => user === 'alice')?.password ?? '' });

describe('a script over a sandbox', () => {
  it('greylists a recipient once; the client tries again and is let in', async () => {
    const server = await servedOver(
      script('greylist.smtp', 'C: RCPT TO:<bob@example.test>\nS: 450 4.7.1 greylisted, come again\n'),
      sandbox,
    );
    const transport = createTransport({
      host: '127.0.0.1',
      port: server.port,
      tls: { ca, servername: 'localhost' },
      auth: alice(),
    });
    const message = { from: 'alice@example.test', to: 'bob@example.test', subject: 'Again', text: '.dot\nend' };
    await expect(transport.sendMail(message)).rejects.toMatchObject({ responseCode: 450 });
    expect(await transport.sendMail(message)).toMatchObject({ accepted: ['bob@example.test'] });
    transport.close();
    expect((await server.done).outcome).toBe('passed');
    expect(JSON.stringify(server.events)).not.toContain(alice().pass);
    await server.close();
  });

  it('lets a whole IMAP client work, but for one command', async () => {
    const server = await servedOver(script('no-move.imap', 'C: CREATE Forbidden\nS: NO [NOPERM] not here\n'), sandbox);
    const client = new ImapFlow({
      host: '127.0.0.1',
      port: server.port,
      secure: false,
      doSTARTTLS: true,
      tls: { ca, servername: 'localhost' },
      auth: alice(),
      logger: false,
    });
    await client.connect();
    await client.append('INBOX', 'Subject: through\r\n\r\nA literal.\r\n', ['\\Seen']);
    const lock = await client.getMailboxLock('INBOX');
    const subjects: (string | undefined)[] = [];
    for await (const message of client.fetch('1:*', { envelope: true })) subjects.push(message.envelope?.subject);
    lock.release();
    expect(subjects).toContain('through');
    await expect(client.mailboxCreate('Forbidden')).rejects.toThrow();
    await client.mailboxCreate('Allowed');
    await client.logout();
    expect((await server.done).outcome).toBe('passed');
    await server.close();
  });

  it('answers in turn when commands are pipelined, and says the rest of a message as it is written', async () => {
    const server = await servedOver(
      script('full.smtp', 'C: DATA\nS: 354\nC: """\nSubject: x\n\n...\n"""\nS: 452 4.3.1 no room\n'),
      sandbox,
    );
    const client = await dial(`tcp://127.0.0.1:${server.port}`);
    await client.play(`
      S: 220 ...
      C: HELO here
      S: 250 ...
    `);
    client.send('MAIL FROM:<alice@example.test>\r\nRCPT TO:<bob@example.test>\r\nDATA\r\n');
    await client.play(`
      S: 250 ...
      S: 250 ...
      S: 354 ...
      C: Subject: x
      C: 
      C: anything at all
      C: .
      S: 452 4.3.1 no room
      C: QUIT
      S: 221 ...
    `);
    client.end();
    expect((await server.done).outcome).toBe('passed');
    await server.close();
  });

  it('passes IDLE on, and POP3 with its bodies', async () => {
    const imap = await servedOver(script('idle.imap', 'C: NOOP\nS: OK [ALERT] look\n'), sandbox);
    const client = await dial(`tcp://127.0.0.1:${imap.port}`);
    await client.play(`
      S: * OK ...
      C: 1 LOGIN alice {${alice().pass.length}}
      S: + ...
      C: ${alice().pass}
      S: 1 OK ...
      C: 2 IDLE
      S: + ...
      C: DONE
      S: 2 OK ...
      C: 3 NOOP
      S: 3 OK [ALERT] look
      C: 4 LOGOUT
      S: * BYE ...
      S: 4 OK ...
    `);
    client.end();
    expect((await imap.done).outcome).toBe('passed');
    await imap.close();

    const pop3 = await servedOver(script('stat.pop3', 'C: STAT\nS: +OK 7 700\n'), sandbox);
    const reader = await dial(`tcp://127.0.0.1:${pop3.port}`);
    await reader.play(`
      S: +OK ...
      C: USER alice
      S: +OK ...
      C: PASS ${alice().pass}
      S: +OK ...
      C: STAT
      S: +OK 7 700
      C: UIDL
      S: +OK ...
      S: 1 ...
      S: .
      C: QUIT
      S: +OK ...
    `);
    reader.end();
    expect((await pop3.done).outcome).toBe('passed');
    await pop3.close();
  });

  it('names the line that nobody ever said', async () => {
    const server = await servedOver(script('a.smtp', 'C: VRFY bob\nS: 252\n'), sandbox);
    await server.close();
    const failed = server.events.find((event) => event.kind === 'failed');
    expect(failed).toMatchObject({ failure: { kind: 'mismatch', message: 'No client ever said this' } });
  });

  it('refuses what has no meaning there', async () => {
    const server = await servedOver(script('a.smtp', 'S: 220 mine\nC: NOOP\n'), sandbox);
    expect((await server.done).outcome).toBe('failed');
    expect(JSON.stringify(server.events)).toContain('has no meaning over another server');
    await server.close();
  });
});
