/** A sandbox for each test, with known users, and clients that have got somewhere already. */
import { afterEach } from 'vitest';
import { type Sandbox, type SandboxEvent, type SandboxOptions, startSandbox } from '../../src/sandbox';
import { type Dialogue, dial } from './dialogue';

export const passwords = { alice: 'wonder land', bob: 'builder' } as const;

let running: Sandbox[] = [];

/** Starts a sandbox that the end of the test stops. INBOXes are empty unless the test seeds them. */
export async function start(options: SandboxOptions = {}): Promise<Sandbox> {
  const users = Object.entries(passwords).map(([user, password]) => ({ user, password }));
  const sandbox = await startSandbox({ users, seed: [], ...options });
  running.push(sandbox);
  return sandbox;
}

/** Events as they come. */
export function listener(): { readonly events: SandboxEvent[]; readonly onEvent: (event: SandboxEvent) => void } {
  const events: SandboxEvent[] = [];
  return { events, onEvent: (event) => events.push(event) };
}

afterEach(async () => {
  const stopping = running;
  running = [];
  await Promise.all(stopping.map((sandbox) => sandbox.stop()));
});

/** Greeted by SMTP and past EHLO. */
export async function smtp(url: string, hello = 'EHLO client.example'): Promise<Dialogue> {
  const client = await dial(url);
  await client.play(`
    S: 220 ...
    C: ${hello}
  `);
  await client.until(/^250 /);
  return client;
}

/** Signed in by IMAP, and (`mailbox`) in a mailbox. */
export async function imap(url: string, user: keyof typeof passwords = 'alice', mailbox?: string): Promise<Dialogue> {
  const client = await dial(url);
  await client.play(`
    S: * OK ...
    C: login LOGIN ${user} "${passwords[user]}"
    S: login OK ...
  `);
  if (mailbox !== undefined) {
    client.send(`select SELECT ${mailbox}\r\n`);
    await client.until(/^select OK/);
  }
  return client;
}

/** Signed in by POP3. */
export async function pop3(url: string, user: keyof typeof passwords = 'alice'): Promise<Dialogue> {
  const client = await dial(url);
  await client.play(`
    S: +OK ...
    C: USER ${user}
    S: +OK ...
    C: PASS ${passwords[user]}
    S: +OK ...
  `);
  return client;
}
