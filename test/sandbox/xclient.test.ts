import { describe, expect, it } from 'vitest';
import type { Dialogue } from './dialogue';
import { imap, smtp, start } from './harness';

/** Sends a message to Alice, and gives the Received field that it has got. */
async function traceOf(client: Dialogue, imapUrl: string): Promise<string> {
  client.send('MAIL FROM:<bob@example.test>\r\nRCPT TO:<alice@example.test>\r\nDATA\r\n');
  await client.until(/^354/);
  client.send('Subject: x\r\n\r\n.\r\n');
  await client.until(/^250 (?:2\.0\.0 )?queued/);
  const reader = await imap(imapUrl, 'alice', 'INBOX');
  reader.send('f FETCH * BODY.PEEK[HEADER.FIELDS (RECEIVED)]\r\n');
  return (await reader.until(/^f OK/)).join(' ').replace(/\s+/g, ' ');
}

describe('XCLIENT', () => {
  it('is announced with its attributes', async () => {
    const sandbox = await start();
    const client = await smtp(sandbox.smtp);
    client.send('EHLO client.example\r\n');
    const lines = (await client.until(/^250 /)).map((line) => line.slice(4));
    expect(lines).toContain('XCLIENT NAME ADDR PORT PROTO HELO LOGIN DESTADDR DESTPORT');
  });

  it('begins the session anew, as the other client', async () => {
    const sandbox = await start();
    const client = await smtp(sandbox.smtp);
    await client.play(`
      C: XCLIENT NAME=mail.elsewhere.example ADDR=192.0.2.7 PORT=4711 DESTADDR=192.0.2.8 DESTPORT=25
      S: 220 mail.example.test ESMTP ...
      C: MAIL FROM:<bob@example.test>
      S: 503 send EHLO first
      C: EHLO elsewhere.example
    `);
    await client.until(/^250 /);
    expect(await traceOf(client, sandbox.imap)).toContain(
      'Received: from elsewhere.example (mail.elsewhere.example [192.0.2.7]) by',
    );
  });

  it('takes HELO and PROTO for a greeting', async () => {
    const sandbox = await start();
    const client = await smtp(sandbox.smtp);
    await client.play(`
      C: XCLIENT ADDR=IPV6:2001:db8::7 HELO=old.example PROTO=SMTP
      S: 220 ...
    `);
    expect(await traceOf(client, sandbox.imap)).toMatch(
      /Received: from old\.example \(\[IPv6:2001:db8::7\]\) by \S+ \(Mailwright sandbox\) with SMTP id/,
    );
  });

  it('knows what is not known, and reads xtext', async () => {
    const sandbox = await start();
    const client = await smtp(sandbox.smtp);
    await client.play(`
      C: xclient name=[TEMPUNAVAIL] addr=[unavailable] helo=client+2Eexample
      S: 220 ...
    `);
    expect(await traceOf(client, sandbox.imap)).toContain('Received: from client.example by');
  });

  it('signs in whom LOGIN names, and nobody without', async () => {
    const sandbox = await start();
    const client = await smtp(sandbox.submission);
    await client.play(`
      C: XCLIENT LOGIN=nobody
      S: 550 5.7.1 ...
      C: XCLIENT LOGIN=alice HELO=client.example
      S: 220 ...
      C: MAIL FROM:<alice@example.test>
      S: 250 ...
      C: RSET
      S: 250 ...
      C: XCLIENT LOGIN=[UNAVAILABLE] HELO=client.example
      S: 220 ...
      C: MAIL FROM:<alice@example.test>
      S: 530 5.7.0 ...
    `);
  });

  it.each([
    ['COLOUR=red', '501 5.5.4 COLOUR is no attribute: ...'],
    ['ADDR=example.test', '501 5.5.4 ADDR has no value that it can have'],
    ['ADDR=2001:db8::7', '501 5.5.4 ADDR has no value that it can have'],
    ['PORT=70000', '501 5.5.4 PORT has no value that it can have'],
    ['PROTO=HTTP', '501 5.5.4 PROTO has no value that it can have'],
    ['NAME=a+2', '501 5.5.4 ...'],
    ['NAME', '501 5.5.4 ...'],
  ])('refuses %s, and changes nothing', async (attribute, refusal) => {
    const sandbox = await start();
    const client = await smtp(sandbox.smtp);
    await client.play(`
      C: XCLIENT HELO=other.example ${attribute}
      S: ${refusal}
    `);
    expect(await traceOf(client, sandbox.imap)).toContain('Received: from client.example ([127.0.0.1]) by');
  });

  it('is refused in a mail transaction, and where it was taken away', async () => {
    const sandbox = await start();
    const client = await smtp(sandbox.smtp);
    await client.play(`
      C: MAIL FROM:<bob@example.test>
      S: 250 ...
      C: XCLIENT ADDR=192.0.2.7
      S: 503 5.5.1 ...
    `);
    const without = await smtp((await start({ without: ['XCLIENT'] })).smtp);
    await without.play(`
      C: XCLIENT ADDR=192.0.2.7
      S: 502 5.5.1 ...
    `);
  });
});
