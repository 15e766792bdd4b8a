import { describe, expect, it } from 'vitest';
import { dial } from './dialogue';
import { imap, pop3, smtp, start } from './harness';

describe('faults on demand', () => {
  it('refuses a verb so many times, then takes it', async () => {
    const sandbox = await start({
      faults: [{ kind: 'refuse', verb: 'RCPT', reply: '450 4.7.1 greylisted', times: 1, on: ['smtp'] }],
    });
    const client = await smtp(sandbox.smtp);
    await client.play(`
      C: MAIL FROM:<alice@example.test>
      S: 250 ...
      C: RCPT TO:<bob@example.test>
      S: 450 4.7.1 greylisted
      C: RCPT TO:<bob@example.test>
      S: 250 ...
    `);
  });

  it('announces STARTTLS and has none', async () => {
    const sandbox = await start({ faults: [{ kind: 'no-starttls' }] });
    const client = await smtp(sandbox.smtp);
    await client.play(`
      C: STARTTLS
      S: 454 4.7.0 ...
    `);
  });

  it('puts clear text behind the reply to STARTTLS', async () => {
    const sandbox = await start({ faults: [{ kind: 'injection', text: '250 injected\r\n' }] });
    const client = await smtp(sandbox.smtp);
    await client.play(`
      C: STARTTLS
      S: 220 ...
      S: 250 injected
    `);
  });

  it('falls silent', async () => {
    const sandbox = await start({ faults: [{ kind: 'silence', verb: 'NOOP' }] });
    const client = await imap(sandbox.imap);
    await client.play(`
      C: a NOOP
      C: b CHECK
      S: b BAD ...
    `);
  });

  it('breaks off at an octet', async () => {
    const sandbox = await start({ faults: [{ kind: 'cut', at: 7, on: ['pop3'] }] });
    const client = await dial(sandbox.pop3);
    expect(await client.octets(7)).toBe('+OK mai');
    await client.closed();
  });

  it('sends garbage, and lies about literals', async () => {
    const sandbox = await start({ seed: [{ user: 'alice', message: 'Subject: x\n\nbody\n' }] });
    const client = await imap(sandbox.imap, 'alice', 'INBOX');
    const takeOff = sandbox.addFault({ kind: 'garbage', verb: 'NOOP' });
    client.send('a NOOP\r\n');
    expect(await client.octets(2)).toBe('\xff\xfe');
    await client.line();
    takeOff();
    sandbox.addFault({ kind: 'literal-length', by: 3 });
    await client.play(`
      C: b NOOP
      S: b OK done
      C: c FETCH 1 BODY.PEEK[TEXT]
      S: * 1 FETCH (BODY[TEXT] {9}
      S: body
      S: )
      S: c OK done
    `);
  });

  it('shows a certificate that is over, or for another host', async () => {
    const sandbox = await start({ faults: [{ kind: 'expired-certificate', on: ['imaps'] }] });
    sandbox.addFault({ kind: 'wrong-name', on: ['pop3s'] });
    await expect(dial(sandbox.imaps, sandbox.ca)).rejects.toThrow(/expired/);
    await expect(dial(sandbox.pop3s, sandbox.ca)).rejects.toThrow(/altnames/);
    await pop3(sandbox.pop3);
  });
});
