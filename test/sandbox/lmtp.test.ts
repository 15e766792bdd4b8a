import { describe, expect, it } from 'vitest';
import { listener, smtp, start } from './harness';

const lhlo = 'LHLO client.example';

describe('LMTP', () => {
  it('answers for each recipient what has become of the message there', async () => {
    const sandbox = await start({ unknownUsers: 'bounce' });
    const client = await smtp(sandbox.lmtp, lhlo);
    client.send('MAIL FROM:<bob@example.test>\r\n');
    for (const to of ['alice@example.test', 'nobody@example.test', 'x@delay.test', 'x@relay.test', 'bob@example.test'])
      client.send(`RCPT TO:<${to}>\r\n`);
    await client.play(`
      S: 250 ...
      S: 250 ...
      S: 250 ...
      S: 250 ...
      S: 250 ...
      S: 250 ...
      C: DATA
      S: 354 ...
      C: Subject: x
      C: .
      S: 250 2.0.0 <alice@example.test> queued as ...
      S: 550 5.1.1 <nobody@example.test> no such user
      S: 451 4.4.1 <x@delay.test> no answer from delay.test
      S: 250 2.0.0 <x@relay.test> queued as ...
      S: 250 2.0.0 <bob@example.test> queued as ...
      C: MAIL FROM:<bob@example.test>
      S: 250 ...
    `);
  });

  it('answers for each recipient after the last chunk too, and once for the chunks before', async () => {
    const sandbox = await start();
    const client = await smtp(sandbox.lmtp, lhlo);
    client.send('MAIL FROM:<>\r\nRCPT TO:<alice@example.test>\r\nRCPT TO:<x@delay.test>\r\n');
    client.send('BDAT 12\r\nSubject: x\r\nBDAT 5 LAST\r\n\r\nhi\n');
    await client.play(`
      S: 250 ...
      S: 250 ...
      S: 250 ...
      S: 250 2.0.0 12 octets received
      S: 250 2.0.0 <alice@example.test> queued as ...
      S: 451 4.4.1 <x@delay.test> ...
    `);
  });

  it('refuses a message for all recipients, each by itself', async () => {
    const sandbox = await start({ maxMessageSize: 10 });
    const client = await smtp(sandbox.lmtp, lhlo);
    client.send('MAIL FROM:<>\r\nRCPT TO:<alice@example.test>\r\nRCPT TO:<bob@example.test>\r\nDATA\r\n');
    await client.until(/^354/);
    await client.play(`
      C: Subject: too long
      C: .
      S: 552 5.3.4 <alice@example.test> the message is too large
      S: 552 5.3.4 <bob@example.test> the message is too large
    `);
  });

  it('sends no report of a failure that the client has been told of', async () => {
    const { events, onEvent } = listener();
    const sandbox = await start({ onEvent });
    const client = await smtp(sandbox.lmtp, lhlo);
    client.send(
      'MAIL FROM:<alice@example.test>\r\nRCPT TO:<x@bounce.test>\r\nRCPT TO:<x@delay.test> NOTIFY=DELAY,FAILURE\r\n',
    );
    client.send('RCPT TO:<bob@example.test> NOTIFY=SUCCESS\r\nDATA\r\n');
    await client.until(/^354/);
    client.send('Subject: x\r\n.\r\n');
    await client.until(/bob@example\.test/);
    const delivered = events.flatMap((event) => (event.kind === 'delivered' ? [event.user] : []));
    expect(delivered).toEqual(['bob', 'alice']);
  });

  it('knows neither EHLO nor HELO, and SMTP not LHLO', async () => {
    const sandbox = await start();
    const client = await smtp(sandbox.lmtp, lhlo);
    await client.play(`
      C: EHLO client.example
      S: 502 5.5.1 ...
      C: HELO client.example
      S: 502 5.5.1 ...
    `);
    const other = await smtp(sandbox.smtp);
    await other.play(`
      C: LHLO client.example
      S: 502 5.5.1 ...
    `);
  });
});
