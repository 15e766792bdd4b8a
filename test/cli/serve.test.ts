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

const script = 'S: 220 mx.example\nC: HELO {{name}}\nS: 250 mx.example greets {{name}}\nC: QUIT\n';

/** Starts it and gives what it says in its first line. */
async function started(args: readonly string[]) {
  const server = cli.start(['serve', ...args]);
  let out = '';
  server.child.stdout?.on('data', (text: string) => {
    out += text;
  });
  const ended = new Promise<number | null>((resolve) => server.child.once('exit', resolve));
  await server.says('\n');
  return { said: JSON.parse(out.split('\n')[0] ?? ''), ended, child: server.child };
}

describe('mailwright serve', () => {
  it('prints one line for programs, plays the file once, and passes', async () => {
    cli.write('a.smtp', script);
    const { said, ended } = await started(['a.smtp', '--listen', '0', '--json']);
    expect(said.url).toMatch(/^smtp:\/\/127\.0\.0\.1:\d+$/);
    expect(said.ca).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
    const client = await dial(said.url);
    await client.play(`
      S: 220 mx.example
      C: HELO zoe
      S: 250 mx.example greets zoe
      C: QUIT
      S: 221 ...
    `);
    client.end();
    expect(await ended).toBe(0);
  });

  it('fails when the client leaves the script', async () => {
    cli.write('a.smtp', script);
    const { said, ended } = await started(['a.smtp', '--listen', '0', '--json', '--reporter', 'junit=out.xml']);
    const client = await dial(said.url);
    await client.play(`
      S: 220 mx.example
      C: EHLO zoe
      S: 503 5.5.1 the script expects: C: HELO {{name}}
    `);
    client.end();
    expect(await ended).toBe(1);
  });

  it('plays the file for one client after the other until it is interrupted, and says how each went', async () => {
    cli.write('a.smtp', script);
    const { said, ended, child } = await started(['a.smtp', '--listen', '0', '--json', '--loop']);
    for (const name of ['zoe', 'yan']) {
      const client = await dial(said.url);
      await client.play(`
        S: 220 mx.example
        C: HELO ${name}
        S: 250 mx.example greets ${name}
        C: QUIT
        S: 221 ...
      `);
      client.end();
    }
    child.kill('SIGINT');
    expect(await ended).toBe(0);
  });

  it('plays over a sandbox until its line has been used', async () => {
    cli.write('a.smtp', 'C: VRFY bob\nS: 251 2.1.5 he has moved\n');
    const { said, ended } = await started(['a.smtp', '--listen', '0', '--json', '--else', 'sandbox']);
    expect(said.users.map(({ user }: { user: string }) => user)).toContain('bob');
    const client = await dial(said.url);
    await client.play(`
      S: 220 ...
      C: HELO zoe
      S: 250 ...
      C: VRFY bob
      S: 251 2.1.5 he has moved
      C: QUIT
      S: 221 ...
    `);
    client.end();
    expect(await ended).toBe(0);
  });

  it('refuses what it cannot do, with what to do', async () => {
    cli.write('a.smtp', script);
    cli.write('wrong.smtp', 'HELO\n');
    const code = async (...args: string[]): Promise<number | null> => {
      const { child } = cli.start(['serve', ...args]);
      return new Promise((resolve) => child.once('exit', resolve));
    };
    expect(await code('a.smtp', '--listen', '0.0.0.0:0')).toBe(2);
    expect(await code('a.smtp', '--listen', 'x')).toBe(2);
    expect(await code('a.smtp', '--listen', '0', '--else', 'postfix')).toBe(2);
    expect(await code('missing.smtp', '--listen', '0')).toBe(2);
    expect(await code('wrong.smtp', '--listen', '0')).toBe(3);
  });
});
