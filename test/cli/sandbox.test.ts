import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dial } from '../sandbox/dialogue';
import { bundled, type Mailwright, mailwright, unbundled } from './mailwright';

beforeAll(bundled);
afterAll(unbundled);

let cli: Mailwright;
beforeEach(() => {
  cli = mailwright();
});
afterEach(() => cli.remove());

describe('mailwright sandbox', () => {
  it('prints one line for programs, and is what its options say', async () => {
    cli.write('mail/Sent/one.eml', 'Subject: seeded\n\n');
    const sandbox = cli.start([
      ...['sandbox', '--json', '--users', 'alice:won:der,bob', '--users', 'dora:x', '--domain', 'mail.test'],
      ...['--seed', 'bob=mail', '--fault', 'refuse RCPT 450 4.7.1 greylisted times=1', '--fault', 'no-starttls'],
      ...['--capabilities', '-CHUNKING,-BINARYMIME', '--unknown-users', 'bounce'],
    ]);
    let out = '';
    sandbox.child.stdout?.on('data', (text: string) => {
      out += text;
    });
    await sandbox.says('\n');
    const said = JSON.parse(out);
    expect(Object.keys(said)).toEqual(['smtp', 'submission', 'lmtp', 'imap', 'imaps', 'pop3', 'pop3s', 'users', 'ca']);
    expect(said.users).toEqual([
      { user: 'alice', password: 'won:der' },
      { user: 'bob', password: expect.stringMatching(/^.{16}$/) },
      { user: 'dora', password: 'x' },
    ]);
    expect(said.ca).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
    const client = await dial(said.smtp);
    client.send('EHLO client.example\r\n');
    const announced = await client.until(/^250 /);
    expect(announced).toContain('250-STARTTLS');
    expect(announced.join('\n')).not.toMatch(/CHUNKING|BINARYMIME/);
    await client.play(`
      C: STARTTLS
      S: 454 ...
      C: MAIL FROM:<dora@mail.test>
      S: 250 ...
      C: RCPT TO:<nobody@mail.test>
      S: 450 4.7.1 greylisted
      C: RCPT TO:<nobody@mail.test>
      S: 250 ...
      C: QUIT
      S: 221 ...
    `);
    const { hostname, port } = new URL(said.imap);
    const reader = await dial(`imap://${hostname}:${port}`);
    await reader.play(`
      S: * OK ...
      C: 1 LOGIN bob ${said.users[1].password}
      S: 1 OK ...
      C: 2 STATUS Sent (MESSAGES)
      S: * STATUS Sent (MESSAGES 1)
    `);
    reader.end();
    sandbox.child.kill('SIGTERM');
    expect(await sandbox.finished).toMatchObject({ code: 0, err: '' });
  });

  it('says what is wrong with an option, what to write, and exits with 2', async () => {
    const problem = async (...args: string[]): Promise<string> => {
      const { code, err } = await cli.run('sandbox', ...args);
      expect(code).toBe(2);
      return err;
    };
    expect(await problem('--fault', 'refuze RCPT 450 x')).toBe(
      'mailwright: --fault refuze RCPT 450 x: there is no fault `refuze`: did you mean `refuse`?\n',
    );
    expect(await problem('--host', '0.0.0.0')).toContain('add --listen-beyond-loopback if they are to');
    expect(await problem('--port', 'smpt=2525')).toContain('there is no such service: did you mean smtp?');
    expect(await problem('--seed', 'nowhere')).toMatch(/nowhere: there is no such file or folder\n$/);
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    expect(await problem('--port', `smtp=${port}`)).toMatch(/a port is taken: .*; name another by --port SERVICE=PORT/);
    taken.close();
  });

  it('has each fault in its help', async () => {
    const { out } = await cli.run('sandbox', '--help');
    expect(out).toContain("--fault 'refuse RCPT 450 4.7.1 greylisted times=2'");
    expect(out).toContain('--listen-beyond-loopback');
  });
});

describe('mailwright run --env sandbox', () => {
  it('runs on the sandbox that mailwright.env.json describes, with fault lines of its own', async () => {
    cli.write(
      'mailwright.env.json',
      JSON.stringify({
        sandbox: { users: ['dora'], faults: ['refuse VRFY 252 2.5.0 perhaps'], variables: { who: 'dora' } },
      }),
    );
    cli.write(
      'a.smtp',
      'C: EHLO client.example\nC: VRFY {{who}}\nS: 252 2.5.0 perhaps\nfault refuse NOOP 421 4.3.2 tired\nC: NOOP\nS: 421\n',
    );
    const { code, out } = await cli.run('run', 'a.smtp', '--env', 'sandbox');
    expect(out).toContain('fault: refuse NOOP 421 4.3.2 tired');
    expect([code, out.includes('1 passed')]).toEqual([0, true]);
    expect((await cli.run('check', 'a.smtp', '--env', 'sandbox')).code).toBe(0);
    const listed = await cli.run('environments');
    expect(listed.out).toMatch(/sandbox {2}built in; settings in .*mailwright\.env\.json\n.*users dora\n/);
  });

  it('fails before anything is sent where a fault line has no sandbox', async () => {
    cli.write('mailwright.env.json', JSON.stringify({ staging: { servers: { smtp: 'smtp://127.0.0.1:1' } } }));
    cli.write('a.smtp', 'C: EHLO client.example\nfault silence\nC: NOOP\n');
    const { code, out } = await cli.run('run', 'a.smtp', '--env', 'staging');
    expect(out).toContain('a.smtp:2:1: resolve: `fault` speaks to the sandbox');
    expect(out).not.toContain('connecting');
    expect(code).toBe(1);
  });
});
