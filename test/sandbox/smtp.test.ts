import { describe, expect, it } from 'vitest';
import { dial } from './dialogue';
import { imap, listener, passwords, smtp, start } from './harness';

describe('SMTP', () => {
  it('announces what it can do', async () => {
    const sandbox = await start();
    const client = await dial(sandbox.smtp);
    await client.play(`
      S: 220 mail.example.test ESMTP ...
      C: EHLO client.example
    `);
    const lines = await client.until(/^250 /);
    const keywords = lines.slice(1).map((line) => line.slice(4).split(' ')[0]);
    expect(keywords).toEqual(
      expect.arrayContaining(['PIPELINING', 'SIZE', '8BITMIME', 'BINARYMIME', 'CHUNKING', 'SMTPUTF8', 'DSN']),
    );
    expect(keywords).toEqual(
      expect.arrayContaining(['ENHANCEDSTATUSCODES', 'STARTTLS', 'AUTH', 'VRFY', 'ETRN', 'HELP']),
    );
  });

  it('takes what is taken away from it neither in EHLO nor as a command', async () => {
    const sandbox = await start({ without: ['CHUNKING', 'STARTTLS', 'DSN'] });
    const client = await dial(sandbox.smtp);
    await client.play(`
      S: 220 ...
      C: EHLO client.example
    `);
    const lines = (await client.until(/^250 /)).join('\n');
    expect(lines).not.toMatch(/CHUNKING|BINARYMIME|STARTTLS|DSN/);
    await client.play(`
      C: STARTTLS
      S: 502 5.5.1 ...
      C: MAIL FROM:<alice@example.test> RET=HDRS
      S: 555 5.5.4 RET ...
      C: BDAT 0 LAST
      S: 502 5.5.1 ...
    `);
  });

  it('refuses EHLO where there is no ESMTP, and takes HELO', async () => {
    const sandbox = await start({ esmtp: false });
    const client = await dial(sandbox.smtp);
    await client.play(`
      S: 220 ...
      C: EHLO client.example
      S: 502 ...
      C: HELO client.example
      S: 250 mail.example.test ...
      C: MAIL FROM:<alice@example.test> SIZE=10
      S: 555 ...
      C: MAIL FROM:<alice@example.test>
      S: 250 ...
      C: QUIT
      S: 221 ...
    `);
  });

  it('keeps the order of commands', async () => {
    const sandbox = await start();
    const client = await dial(sandbox.smtp);
    await client.play(`
      S: 220 ...
      C: MAIL FROM:<alice@example.test>
      S: 503 send EHLO first
      C: EHLO client.example
    `);
    await client.until(/^250 /);
    await client.play(`
      C: RCPT TO:<bob@example.test>
      S: 503 5.5.1 send MAIL first
      C: MAIL FROM:<alice@example.test>
      S: 250 2.1.0 ...
      C: MAIL FROM:<alice@example.test>
      S: 503 5.5.1 ...
      C: DATA
      S: 503 5.5.1 send RCPT first
      C: RSET
      S: 250 2.0.0 ...
      C: DATA
      S: 503 5.5.1 send MAIL first
      C: FOO
      S: 502 5.5.1 ...
      C: NOOP anything
      S: 250 2.0.0 ...
    `);
  });

  it('answers a pipelined envelope in order, and refuses one recipient of three', async () => {
    const sandbox = await start();
    const client = await smtp(sandbox.smtp);
    client.send(
      'MAIL FROM:<alice@example.test>\r\nRCPT TO:<bob@example.test>\r\nRCPT TO:<nobody@example.test>\r\nRCPT TO:<bob@elsewhere.test>\r\nDATA\r\n',
    );
    await client.play(`
      S: 250 2.1.0 ...
      S: 250 2.1.5 ...
      S: 550 5.1.1 nobody@example.test: no such user
      S: 550 5.7.1 bob@elsewhere.test: this sandbox relays to nobody
      S: 354 ...
      C: Subject: x
      C: .
      S: 250 2.0.0 queued as ...
    `);
  });

  it('does not let mail be smuggled in behind a bare LF', async () => {
    const sandbox = await start();
    const client = await smtp(sandbox.smtp);
    client.send('MAIL FROM:<alice@example.test>\r\nRCPT TO:<bob@example.test>\r\nDATA\r\n');
    await client.until(/^354/);
    client.send('Subject: one\r\n\r\nfirst\n.\nMAIL FROM:<mallory@example.test>\r\n.\r\n');
    await client.play(`
      S: 554 5.6.0 ...
      C: NOOP
      S: 250 2.0.0 ...
    `);
    client.send('NOOP\nNOOP\r\n');
    await client.play(`
      S: 500 5.5.2 lines end with CRLF...
      S: 250 2.0.0 ...
    `);
  });

  it('refuses what is too large, by SIZE and by what comes', async () => {
    const sandbox = await start({ maxMessageSize: 1000 });
    const client = await smtp(sandbox.smtp);
    await client.play(`
      C: MAIL FROM:<alice@example.test> SIZE=1001
      S: 552 5.3.4 ...
      C: MAIL FROM:<alice@example.test> SIZE=5
      S: 250 ...
      C: RCPT TO:<bob@example.test>
      S: 250 ...
      C: DATA
      S: 354 ...
    `);
    client.send(`${'x'.repeat(998)}\r\n`.repeat(3));
    await client.play(`
      C: .
      S: 552 5.3.4 ...
      C: MAIL FROM:<alice@example.test>
      S: 250 ...
      C: RCPT TO:<bob@example.test>
      S: 250 ...
    `);
    client.send(`BDAT 1001\r\n${'x'.repeat(1001)}BDAT 1 LAST\r\nxRSET\r\n`);
    await client.play(`
      S: 552 5.3.4 ...
      S: 503 5.5.1 a chunk was refused: send RSET
      S: 250 2.0.0 ...
    `);
  });

  it('takes chunks, binary ones too', async () => {
    const sandbox = await start();
    const client = await smtp(sandbox.smtp);
    client.send('MAIL FROM:<alice@example.test> BODY=BINARYMIME\r\nRCPT TO:<bob@example.test>\r\nDATA\r\n');
    client.send('BDAT 14\r\nSubject: bin\r\nBDAT 5 LAST\r\n\r\n\0\n.');
    await client.play(`
      S: 250 ...
      S: 250 ...
      S: 503 5.5.1 a BINARYMIME message can only be sent by BDAT
      S: 250 2.0.0 14 octets received
      S: 250 2.0.0 queued as ...
    `);
    const reader = await imap(sandbox.imap, 'bob', 'INBOX');
    reader.send('a FETCH 1 BODY.PEEK[TEXT]\r\n');
    await reader.play('S: * 1 FETCH (BODY[TEXT] {3}');
    expect(await reader.octets(3)).toBe('\0\n.');
  });

  it('drops what came in clear behind STARTTLS', async () => {
    const { events, onEvent } = listener();
    const sandbox = await start({ onEvent });
    const client = await smtp(sandbox.smtp);
    client.send('STARTTLS\r\nMAIL FROM:<mallory@example.test>\r\n');
    await client.play('S: 220 2.0.0 ...');
    await client.startTls(sandbox.ca);
    await client.play(`
      C: RCPT TO:<bob@example.test>
      S: 503 send EHLO first
      C: EHLO client.example
    `);
    const again = await client.until(/^250 /);
    expect(again.join('\n')).not.toMatch(/STARTTLS/);
    expect(again.join('\n')).toMatch(/SCRAM-SHA-256-PLUS/);
    expect(events).toContainEqual(expect.objectContaining({ kind: 'abused', service: 'smtp' }));
    expect(events).toContainEqual(expect.objectContaining({ kind: 'secured', version: 'TLSv1.3' }));
  });

  it('wants submitters to sign in', async () => {
    const sandbox = await start();
    const client = await smtp(sandbox.submission);
    const plain = Buffer.from(`\0alice\0${passwords.alice}`).toString('base64');
    await client.play(`
      C: MAIL FROM:<alice@example.test>
      S: 530 5.7.0 ...
      C: AUTH PLAIN ${plain}
      S: 235 2.7.0 ...
      C: AUTH PLAIN ${plain}
      S: 503 5.5.1 ...
      C: MAIL FROM:<alice@example.test>
      S: 250 2.1.0 ...
    `);
  });

  it('knows who is there', async () => {
    const sandbox = await start();
    const client = await smtp(sandbox.smtp);
    await client.play(`
      C: VRFY bob
      S: 250 2.1.5 <bob@example.test>
      C: VRFY nobody
      S: 550 5.1.1 ...
      C: ETRN example.test
      S: 251 2.0.0 ...
      C: HELP MAIL
      S: 214-2.0.0 MAIL ...
      S: 214-2.0.0 ...
      S: 214 2.0.0 RFC 5321 §4.1.1.2
      C: EXPN staff
      S: 502 5.5.1 ...
    `);
  });

  it('answers LMTP for each recipient', async () => {
    const sandbox = await start();
    const client = await dial(sandbox.lmtp);
    await client.play(`
      S: 220 mail.example.test LMTP ...
      C: EHLO client.example
      S: 502 ...
      C: LHLO client.example
    `);
    await client.until(/^250 /);
    await client.play(`
      C: MAIL FROM:<>
      S: 250 ...
      C: RCPT TO:<alice@example.test>
      S: 250 ...
      C: RCPT TO:<nobody@example.test>
      S: 550 5.1.1 ...
      C: RCPT TO:<bob@example.test>
      S: 250 ...
      C: DATA
      S: 354 ...
      C: Subject: x
      C: .
      S: 250 2.0.0 <alice@example.test> ...
      S: 250 2.0.0 <bob@example.test> ...
    `);
  });

  it('says good-bye when it stops', async () => {
    const sandbox = await start();
    const client = await smtp(sandbox.smtp);
    const idle = await imap(sandbox.imap);
    await sandbox.stop();
    await client.play('S: 421 4.3.2 ...');
    await idle.play('S: * BYE ...');
    await client.closed();
    await expect(dial(sandbox.smtp)).rejects.toThrow(/ECONNREFUSED/);
  });

  it.each([
    ['LF . LF', '\n.\n'],
    ['LF . CRLF', '\n.\r\n'],
    ['CR . CR', '\r.\r'],
    ['CR . CRLF', '\r.\r\n'],
    ['CRLF . LF', '\r\n.\n'],
    ['CRLF . CR', '\r\n.\r'],
    ['NUL after the dot', '\r\n.\0\r\n'],
  ])('takes %s for no end of a message', async (_, end) => {
    const sandbox = await start();
    const client = await smtp(sandbox.smtp);
    client.send('MAIL FROM:<alice@example.test>\r\nRCPT TO:<bob@example.test>\r\nDATA\r\n');
    await client.until(/^354/);
    client.send(`Subject: one\r\n\r\nfirst${end}MAIL FROM:<mallory@example.test>\r\n.\r\nNOOP\r\n`);
    // One reply for all of it, and no second transaction.
    await client.play(`
      S: ${end.includes('\0') ? '250 2.0.0 queued as ...' : '554 5.6.0 bare CR or LF...'}
      S: 250 2.0.0 done
    `);
  });

  it.each([
    ['a bare LF', 'NOOP\n'],
    ['a CR within', 'NO\rOP\r\n'],
    ['two CRs', 'NOOP\r\r\n'],
  ])('refuses a command line with %s', async (_, line) => {
    const sandbox = await start();
    const client = await smtp(sandbox.smtp);
    client.send(line);
    await client.play(`
      S: 500 5.5.2 lines end with CRLF: bare CR or LF is not allowed
      C: NOOP
      S: 250 ...
    `);
  });

  it.each([
    ['MAIL FROM:<alice@example.test> COLOUR=red', '555 5.5.4'],
    ['MAIL FROM:<alice@example.test> SIZE=big', '501 5.5.4'],
    ['MAIL FROM:<alice@example.test> BODY=9BIT', '501 5.5.4'],
    ['MAIL FROM:<alice@example.test> RET=FULL RET=HDRS', '501 5.5.4'],
    ['MAIL FROM:<alice@example.test> NOTIFY=NEVER', '555 5.5.4'],
    ['MAIL FROM:<grüße@example.test>', '553 5.6.7'],
    ['MAIL FROM:<alice@>', '501 5.1.2'],
    ['MAIL FROM:<a b@example.test>', '501 5.1.3'],
    ['MAIL alice@example.test', '501 5.5.4'],
    ['MAIL', '501 5.5.4'],
    ['EHLO', '501 5.5.4'],
    ['DATA now', '501 5.5.4'],
    ['NOOP \0', '501 5.5.4'],
  ])('says what is wrong with %j', async (line, refusal) => {
    const sandbox = await start();
    const client = await smtp(sandbox.smtp);
    if (line.startsWith('DATA'))
      await client.play(`
        C: MAIL FROM:<alice@example.test>
        S: 250 ...
        C: RCPT TO:<bob@example.test>
        S: 250 ...
      `);
    await client.play(`
      C: ${line}
      S: ${refusal} ...
      C: NOOP
      S: 250 ...
    `);
  });

  it('takes every parameter that it announces', async () => {
    const sandbox = await start();
    const client = await smtp(sandbox.smtp);
    await client.play(`
      C: MAIL FROM:<grüße@example.test> SIZE=100 BODY=8BITMIME SMTPUTF8 RET=HDRS ENVID=x AUTH=<>
      S: 250 2.1.0 ...
      C: RCPT TO:<bob@example.test> NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;bob@example.test
      S: 250 2.1.5 ...
      C: DATA
      S: 354 ...
      C: Subject: Grüße
      C: .
      S: 250 2.0.0 ...
    `);
  });

  it('gives no enhanced codes where they were taken away, nor after HELO', async () => {
    const sandbox = await start({ without: ['ENHANCEDSTATUSCODES'] });
    const client = await smtp(sandbox.smtp);
    await client.play(`
      C: NOOP
      S: 250 done
    `);
    const old = await dial((await start()).smtp);
    await old.play(`
      S: 220 ...
      C: HELO client.example
      S: 250 ...
      C: NOOP
      S: 250 done
    `);
  });

  it('gives a transaction up on EHLO and RSET', async () => {
    const sandbox = await start();
    const client = await smtp(sandbox.smtp);
    for (const command of ['EHLO client.example', 'RSET']) {
      client.send(`MAIL FROM:<alice@example.test>\r\nRCPT TO:<bob@example.test>\r\n${command}\r\n`);
      await client.until(command === 'RSET' ? /^250 2\.0\.0/ : /^250 (?!2\.)/);
      await client.play(`
        C: DATA
        S: 503 5.5.1 send MAIL first
      `);
    }
  });

  it('takes many messages in one session, each under a name of its own', async () => {
    const sandbox = await start();
    const client = await smtp(sandbox.smtp);
    const names = new Set<string>();
    for (let i = 0; i < 50; i++) {
      client.send('MAIL FROM:<alice@example.test>\r\nRCPT TO:<bob@example.test>\r\nDATA\r\n');
      await client.until(/^354/);
      client.send('Subject: x\r\n\r\nhello\r\n.\r\n');
      names.add((await client.until(/queued as/)).at(-1) ?? '');
    }
    expect(names.size).toBe(50);
  });

  it('relays nothing, whoever asks', async () => {
    const sandbox = await start();
    const client = await smtp(sandbox.submission);
    await client.play(`
      C: AUTH PLAIN ${Buffer.from(`\0alice\0${passwords.alice}`).toString('base64')}
      S: 235 ...
      C: MAIL FROM:<alice@example.test>
      S: 250 ...
      C: RCPT TO:<somebody@elsewhere.example>
      S: 550 5.7.1 somebody@elsewhere.example: this sandbox relays to nobody
      C: RCPT TO:<@example.test:somebody@elsewhere.example>
      S: 550 5.7.1 ...
      C: RCPT TO:<"somebody@elsewhere.example"@example.test>
      S: 550 5.1.1 ...
      C: RCPT TO:<somebody%elsewhere.example@example.test>
      S: 550 5.1.1 ...
    `);
  });
});
