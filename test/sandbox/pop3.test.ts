import { describe, expect, it } from 'vitest';
import { apopDigest } from '../../src/protocol/sasl/apop';
import { dial } from './dialogue';
import { imap, passwords, pop3, start } from './harness';

const seed = [
  { user: 'alice', message: 'Subject: one\n\n.dot\nline 2\nline 3\n' },
  { user: 'alice', message: 'Subject: two\n\nx\n' },
];

describe('POP3', () => {
  it('says what it can do, before and after TLS', async () => {
    const sandbox = await start();
    const client = await dial(sandbox.pop3);
    await client.play(`
      S: +OK mail.example.test POP3 ready <...@mail.example.test>
      C: CAPA
      S: +OK ...
    `);
    const lines = await client.until(/^\.$/);
    expect(lines).toEqual(
      expect.arrayContaining([
        'TOP',
        'UIDL',
        'RESP-CODES',
        'AUTH-RESP-CODE',
        'PIPELINING',
        'UTF8 USER',
        'USER',
        'STLS',
      ]),
    );
    expect(lines.join('\n')).toMatch(/^SASL SCRAM-SHA-256 .*PLAIN/m);
    await client.play(`
      C: STLS
      S: +OK begin TLS
    `);
    await client.startTls(sandbox.ca);
    await client.play(`
      C: CAPA
      S: +OK ...
    `);
    const secured = (await client.until(/^\.$/)).join('\n');
    expect(secured).not.toMatch(/STLS/);
    expect(secured).toMatch(/SCRAM-SHA-256-PLUS/);
    await client.play(`
      C: STLS
      S: -ERR TLS is on already
    `);
  });

  it('lists, shows and deletes', async () => {
    const sandbox = await start({ seed });
    const client = await pop3(sandbox.pop3);
    await client.play(`
      C: STAT
      S: +OK 2 57
      C: LIST
      S: +OK 2 messages
      S: 1 38
      S: 2 19
      S: .
      C: UIDL 2
      S: +OK 2 ....2
      C: RETR 1
      S: +OK 38 octets
      S: Subject: one
      S:${' '}
      S: ..dot
      S: line 2
      S: line 3
      S: .
      C: TOP 1 1
      S: +OK ...
      S: Subject: one
      S:${' '}
      S: ..dot
      S: .
      C: DELE 1
      S: +OK marked
      C: RETR 1
      S: -ERR message 1 is marked as deleted
      C: LIST 3
      S: -ERR no such message
      C: STAT
      S: +OK 1 19
      C: RSET
      S: +OK ...
      C: DELE 2
      S: +OK marked
      C: QUIT
      S: +OK bye
    `);
    await client.closed();
    const reader = await imap(sandbox.imap);
    await reader.play(`
      C: a STATUS INBOX (MESSAGES)
      S: * STATUS INBOX (MESSAGES 1)
    `);
  });

  it('deletes nothing when the client just goes', async () => {
    const sandbox = await start({ seed });
    const client = await pop3(sandbox.pop3);
    await client.play(`
      C: DELE 1
      S: +OK marked
    `);
    client.socket.end();
    await client.closed();
    const again = await pop3(sandbox.pop3);
    await again.play(`
      C: STAT
      S: +OK 2 57
    `);
  });

  it('locks the maildrop for the first who signs in', async () => {
    const sandbox = await start({ seed });
    const first = await pop3(sandbox.pop3);
    const second = await dial(sandbox.pop3);
    await second.play(`
      S: +OK ...
      C: USER alice
      S: +OK ...
      C: PASS ${passwords.alice}
      S: -ERR [IN-USE] ...
    `);
    await first.play(`
      C: QUIT
      S: +OK bye
    `);
    await second.play(`
      C: PASS ${passwords.alice}
      S: -ERR send USER first
      C: USER alice
      S: +OK ...
      C: PASS ${passwords.alice}
      S: +OK 2 messages
    `);
  });

  it('takes APOP with the time stamp of its greeting', async () => {
    const sandbox = await start();
    const client = await dial(sandbox.pop3);
    const [greeting = ''] = await client.play('S: +OK ...');
    const stamp = /<.*>/.exec(greeting)?.[0] ?? '';
    await client.play(`
      C: APOP alice ${apopDigest(stamp, 'wrong')}
      S: -ERR [AUTH] ...
      C: APOP alice ${apopDigest(stamp, passwords.alice)}
      S: +OK 0 messages
    `);
  });

  it('answers pipelined commands in order, and knows when they are out of place', async () => {
    const sandbox = await start({ seed });
    const client = await dial(sandbox.pop3);
    client.send(`STAT\r\nUSER alice\r\nPASS ${passwords.alice}\r\nSTAT\r\nUSER alice\r\nNONSENSE\r\nDELE\r\n`);
    await client.play(`
      S: +OK ...
      S: -ERR STAT is not for the authorization state
      S: +OK send PASS
      S: +OK 2 messages
      S: +OK 2 57
      S: -ERR USER is not for the transaction state
      S: -ERR unknown command
      S: -ERR the form is DELE message
    `);
  });

  it('keeps a header with UTF-8 from who did not ask for it', async () => {
    const sandbox = await start({ seed: [{ user: 'alice', message: 'Subject: Grüße\n\nx\n' }] });
    const plain = await pop3(sandbox.pop3);
    await plain.play(`
      C: RETR 1
      S: -ERR [UTF8] ...
      C: QUIT
      S: +OK bye
    `);
    const client = await dial(sandbox.pop3);
    await client.play(`
      S: +OK ...
      C: UTF8
      S: +OK UTF-8 mode
      C: USER alice
      S: +OK ...
      C: PASS ${passwords.alice}
      S: +OK ...
      C: RETR 1
      S: +OK ...
      S: Subject: Grüße
    `);
  });

  it('shows no password in clear where TLS is required', async () => {
    const sandbox = await start({ tlsRequired: true });
    const client = await dial(sandbox.pop3);
    await client.play(`
      S: +OK ...
      C: USER alice
      S: -ERR [AUTH] ...
    `);
    const secure = await dial(sandbox.pop3s, sandbox.ca);
    await secure.play(`
      S: +OK ...
      C: USER alice
      S: +OK ...
    `);
  });

  it('cuts off who guesses', async () => {
    const sandbox = await start();
    const client = await dial(sandbox.pop3);
    for (let i = 0; i < 10; i++) client.send(`USER alice\r\nPASS guess${i}\r\n`);
    const refusals = [];
    for (let line = await client.line(); line !== undefined; line = await client.line()) {
      if (line.startsWith('-ERR [AUTH]')) refusals.push(line);
    }
    expect(refusals).toHaveLength(10);
  });

  it('forgets at STLS what was said before, and drops what came in clear behind it', async () => {
    const sandbox = await start({ seed });
    const client = await dial(sandbox.pop3);
    client.send(`USER alice\r\nSTLS\r\nPASS ${passwords.alice}\r\n`);
    await client.play(`
      S: +OK ...
      S: +OK send PASS
      S: +OK begin TLS
    `);
    await client.startTls(sandbox.ca);
    await client.play(`
      C: PASS ${passwords.alice}
      S: -ERR send USER first
    `);
  });

  it('shows the maildrop as it was when it was opened, whatever others do to it', async () => {
    const sandbox = await start({ seed });
    const client = await pop3(sandbox.pop3);
    const other = await imap(sandbox.imap, 'alice', 'INBOX');
    other.send('a STORE 1 +FLAGS.SILENT (\\Deleted)\r\nb EXPUNGE\r\nc APPEND INBOX {1+}\r\nx\r\n');
    await other.until(/^c OK/);
    await client.play(`
      C: STAT
      S: +OK 2 57
      C: TOP 1 0
      S: +OK ...
      S: Subject: one
      S:${' '}
      S: .
      C: DELE 1
      S: +OK marked
      C: DELE 1
      S: -ERR message 1 is marked as deleted
      C: UIDL 1
      S: -ERR message 1 is marked as deleted
      C: QUIT
      S: +OK bye
    `);
    await other.play(`
      C: d STATUS INBOX (MESSAGES)
      S: * STATUS INBOX (MESSAGES 2)
    `);
  });

  it('keeps the unique ids from one session to the next', async () => {
    const sandbox = await start({ seed });
    const ids: string[][] = [];
    for (let i = 0; i < 2; i++) {
      const client = await pop3(sandbox.pop3);
      await client.play(`
        C: UIDL
        S: +OK ...
      `);
      ids.push(await client.until(/^\.$/));
      await client.play(`
        C: QUIT
        S: +OK bye
      `);
    }
    expect(ids[0]).toHaveLength(3);
    expect(ids[1]).toEqual(ids[0]);
  });

  it.each(['TOP', 'UIDL', 'STLS', 'UTF8', 'APOP', 'USER'])(
    'takes %s neither in CAPA nor as a command, without it',
    async (name) => {
      const sandbox = await start({ without: [name] });
      const client = await dial(sandbox.pop3);
      client.send('CAPA\r\n');
      const lines = await client.until(/^\.$/);
      expect(lines.map((line) => line.split(' ')[0])).not.toContain(name);
      if (name === 'APOP') expect(lines[0]).not.toContain('<');
      client.send(`${name} 1 1\r\n`);
      expect(await client.line()).toBe('-ERR unknown command');
    },
  );

  it.each(['0', '-1', '3', '1x', '99999999999', ''])('has no message %j', async (number) => {
    const sandbox = await start({ seed });
    const client = await pop3(sandbox.pop3);
    client.send(`RETR ${number}\r\nDELE ${number}\r\nNOOP\r\n`);
    expect(await client.until(/^\+OK/)).toEqual([
      expect.stringMatching(/^-ERR/),
      expect.stringMatching(/^-ERR/),
      '+OK done',
    ]);
  });
});
