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

  it('closes at an octet', async () => {
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

  it('answers late, by a timer of its own, and only so often', async () => {
    const pauses: (readonly [ms: number, over: () => void])[] = [];
    const sandbox = await start({
      faults: [{ kind: 'delay', verb: 'NOOP', ms: 60_000, times: 1 }],
      pause: (ms) => new Promise((over) => pauses.push([ms, over])),
    });
    const client = await smtp(sandbox.smtp);
    client.send('NOOP\r\nVRFY alice\r\n');
    while (pauses.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const [ms, over] = pauses[0] ?? [];
    expect(ms).toBe(60_000);
    over?.();
    await client.play(`
      S: 250 2.0.0 ...
      S: 250 2.1.5 ...
      C: NOOP
      S: 250 ...
    `);
    expect(pauses).toHaveLength(1);
  });

  it('refuses the message that DATA or BDAT brought, by LMTP once a recipient, and delivers nothing', async () => {
    const sandbox = await start({ faults: [{ kind: 'refuse', verb: 'MESSAGE', reply: '554 5.7.1 spam', times: 2 }] });
    const client = await dial(sandbox.lmtp);
    await client.until(/^220 /);
    client.send('LHLO client.example\r\n');
    await client.until(/^250 /);
    await client.play(`
      C: MAIL FROM:<>
      S: 250 ...
      C: RCPT TO:<alice@example.test>
      S: 250 ...
      C: RCPT TO:<bob@example.test>
      S: 250 ...
      C: DATA
      S: 354 ...
      C: .
      S: 554 5.7.1 spam
      S: 554 5.7.1 spam
      C: MAIL FROM:<>
      S: 250 ...
      C: RCPT TO:<alice@example.test>
      S: 250 ...
      C: BDAT 0 LAST
      S: 554 5.7.1 spam
    `);
    const reader = await imap(sandbox.imap);
    await reader.play(`
      C: 1 STATUS INBOX (MESSAGES)
      S: * STATUS INBOX (MESSAGES 0)
    `);
  });

  it('takes capabilities away, also only behind TLS, and for connections that are open', async () => {
    const sandbox = await start({ faults: [{ kind: 'without', capabilities: ['size', 'DSN'], after: 'tls' }] });
    const client = await smtp(sandbox.smtp);
    const announced = async (): Promise<string> => {
      client.send('EHLO client.example\r\n');
      return (await client.until(/^250 /)).join(' ');
    };
    expect(await announced()).toMatch(/-SIZE.*-DSN/);
    await client.play(`
      C: STARTTLS
      S: 220 ...
    `);
    await client.startTls(sandbox.ca);
    expect(await announced()).not.toMatch(/SIZE|DSN/);
    await client.play(`
      C: MAIL FROM:<a@example.test> RET=HDRS
      S: 5...
    `);
    sandbox.clearFaults();
    expect(await announced()).toMatch(/SIZE/);
  });

  it('sends a line longer than any client takes', async () => {
    const sandbox = await start({ faults: [{ kind: 'long-line', verb: 'CAPA', octets: 70_000 }] });
    const client = await pop3(sandbox.pop3);
    client.send('CAPA\r\n');
    expect((await client.line())?.length).toBe(70_000 - 2);
  });

  it.each(['pop3', 'pop3s'] as const)('closes or breaks off %s in place of an answer', async (service) => {
    const sandbox = await start({
      faults: [
        { kind: 'cut', verb: 'STAT' },
        { kind: 'reset', verb: 'NOOP' },
      ],
    });
    const ends = async (command: string): Promise<string> => {
      const client = await dial(sandbox[service], service === 'pop3s' ? sandbox.ca : undefined);
      await client.play(`
        S: +OK ...
        C: CAPA
        S: +OK ...
      `);
      const over = new Promise<string>((resolve) => {
        client.socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
        client.socket.once('end', () => resolve('end'));
      });
      client.send(`${command}\r\n`);
      return over;
    };
    expect([await ends('STAT'), await ends('NOOP')]).toEqual(['end', 'ECONNRESET']);
  });

  it('carries out nothing that was sent behind the command that it cuts', async () => {
    const sandbox = await start({ faults: [{ kind: 'cut', verb: 'NOOP' }] });
    const client = await imap(sandbox.imap);
    client.send('1 NOOP\r\n2 CREATE Never\r\n');
    await client.closed();
    const other = await imap(sandbox.imap);
    await other.play(`
      C: 1 LIST "" Never
      S: 1 OK ...
    `);
  });

  it('resets at an octet', async () => {
    const sandbox = await start({ faults: [{ kind: 'reset', at: 100, on: ['smtp'] }] });
    const client = await dial(sandbox.smtp);
    expect(await client.line()).toMatch(/^220 /);
    const reset = new Promise<string>((resolve) =>
      client.socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? '')),
    );
    client.send('EHLO client.example\r\n');
    expect(await reset).toBe('ECONNRESET');
  });

  it('is slow', async () => {
    const pauses: number[] = [];
    const sandbox = await start({
      faults: [{ kind: 'slow', rate: 200, on: ['imap'] }],
      pause: async (ms) => void pauses.push(ms),
    });
    const client = await dial(sandbox.imap);
    const greeting = await client.line();
    expect(pauses).toEqual(Array(Math.ceil(((greeting?.length ?? 0) + 2) / 20)).fill(100));
  });

  it('lets go of slow connections when it stops', async () => {
    const sandbox = await start({ faults: [{ kind: 'slow', rate: 1 }], pause: () => new Promise(() => undefined) });
    const client = await dial(sandbox.smtp);
    expect(await client.octets(1)).toBe('2');
    await sandbox.stop();
    expect(await client.line()).toMatch(/^20 mail\.example\.test ESMTP/);
  });
});
