/** node-pop3. */
import Pop3 from 'node-pop3';
import { afterEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox';
import { passwords, start } from '../sandbox/harness';
import { letter } from './messages';
import { portOf } from './program';

const seeded = () =>
  start({ seed: ['one', 'two', 'three'].map((subject) => ({ user: 'alice', message: letter(subject) })) });

let clients: Pop3[] = [];
afterEach(async () => {
  const open = clients;
  clients = [];
  await Promise.all(open.map((client) => client.QUIT().catch(() => undefined)));
});

function client(sandbox: Sandbox, service: 'pop3' | 'pop3s', password: string = passwords.alice): Pop3 {
  const made = new Pop3({
    user: 'alice',
    password,
    host: 'localhost',
    port: portOf(sandbox[service]),
    tls: service === 'pop3s',
    servername: 'localhost',
    tlsOptions: { ca: sandbox.ca },
  });
  clients.push(made);
  return made;
}

describe('node-pop3', () => {
  it.each(['pop3', 'pop3s'] as const)('lists and retrieves over %s', async (service) => {
    const pop3 = client(await seeded(), service);
    expect(await pop3.STAT()).toMatch(/^3 \d+$/);
    expect((await pop3.UIDL()).map(([number]) => number)).toEqual(['1', '2', '3']);
    expect(await pop3.LIST()).toHaveLength(3);
    // It leaves the last line end out, and the dots that stuff lines in.
    expect(await pop3.RETR(2)).toBe(letter('two').replace('\r\n.', '\r\n..').trimEnd());
    expect(await pop3.TOP(3, 1)).toContain('Subject: three');
  });

  it('deletes at QUIT, and not before', async () => {
    const sandbox = await seeded();
    const first = client(sandbox, 'pop3s');
    await first.STAT();
    await first.command('DELE', 1);
    await first.command('DELE', 2);
    await first.command('RSET');
    await first.command('DELE', 3);
    await first.QUIT();
    const again = await client(sandbox, 'pop3s').UIDL();
    expect(again.map(([number]) => number)).toEqual(['1', '2']);
  });

  it('is told that a password is wrong', async () => {
    await expect(client(await seeded(), 'pop3s', 'wrong').STAT()).rejects.toThrow(/\[AUTH\]/);
  });

  it('is told that another session has the maildrop', async () => {
    const sandbox = await seeded();
    await client(sandbox, 'pop3s').STAT();
    await expect(client(sandbox, 'pop3s').STAT()).rejects.toThrow(/\[IN-USE\]/);
  });
});
