/** The embedded mail server: SMTP, submission, LMTP, IMAP and POP3 over one store in memory, on loopback. */
import { randomBytes } from 'node:crypto';
import { toBase64 } from '../base';
import { openData } from './data/open';
import { imap } from './imap/session';
import { type Listener, listen, type Protocol } from './listener';
import type { Sandbox, SandboxOptions } from './options';
import { pop3 } from './pop3/session';
import { seed } from './seed';
import { createServer } from './server';
import { type Service, services } from './services';
import { smtp } from './smtp/session';
import type { KeptState } from './store/kept';

export { capabilitiesWithout } from './capability-choice';
export type { Credential } from './certificates/authority';
export { DataError } from './data/data-error';
export type { Fault, FaultKind } from './faults';
export type { Sandbox, SandboxEvent, SandboxOptions, SeedMessage } from './options';
export { SeedError } from './seed-files';
export { type Service, services } from './services';

const protocols: Readonly<Record<Service, Protocol>> = {
  smtp,
  submission: smtp,
  lmtp: smtp,
  imap,
  imaps: imap,
  pop3,
  pop3s: pop3,
};

/** Starts a sandbox. Rejects when `host` is no loopback address, or when a port is taken (then nothing is left open). */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const host = options.host ?? '127.0.0.1';
  if (!isLoopback(host) && !options.beyondLoopback)
    throw new Error(`the sandbox listens on loopback only, and ${host} is not that`);
  const now = options.now ?? Date.now;
  const random = options.random ?? ((n: number): Uint8Array => randomBytes(n));
  const data = options.data === undefined ? undefined : openData(options.data);
  const listeners: Listener[] = [];
  const stopListening = async (): Promise<void> => {
    await Promise.all(listeners.map((listener) => listener.stop()));
  };
  try {
    const users = usersOf(options, data?.state, random);
    const server = createServer(options, { users, now, random, data });
    await data?.keep(server.store, server.authority.credential, ({ message }) =>
      server.emit({ kind: 'error', service: 'smtp', connection: 0, text: `nothing can be kept any more: ${message}` }),
    );
    if (data?.torn !== undefined)
      server.emit({
        kind: 'error',
        service: 'smtp',
        connection: 0,
        text: `left out at the end of the journal: ${data.torn}`,
      });
    if (data?.isNew ?? true) await seed(server, options);
    else if (options.seedFiles)
      server.emit({
        kind: 'error',
        service: 'smtp',
        connection: 0,
        text: 'the data folder is not new: no messages are put into it',
      });
    await server.settled();
    const urls: Partial<Record<Service, string>> = {};
    for (const service of services) {
      const listener = await listen(server, service, protocols[service], { host, port: options.ports?.[service] ?? 0 });
      listeners.push(listener);
      urls[service] = `${service}://${host.includes(':') ? `[${host}]` : host}:${listener.port}`;
    }
    return {
      ...(urls as Record<Service, string>),
      domain: server.domain,
      users,
      ca: server.authority.ca,
      clientCertificate: (user) => server.authority.issue({ use: 'client', commonName: user, names: [] }),
      addFault: (fault) => server.faults.add(fault),
      clearFaults: () => server.faults.clear(),
      async stop() {
        await stopListening();
        await data?.close();
      },
    };
  } catch (reason) {
    await stopListening();
    await (data?.isNew ? data.discard() : data?.close());
    throw reason;
  }
}

/** Those that are kept, with the passwords that the options give; those of the options; or the usual three. */
function usersOf(
  { users }: SandboxOptions,
  kept: KeptState | undefined,
  random: (n: number) => Uint8Array,
): { readonly user: string; readonly password: string }[] {
  const passwords = new Map<string, { readonly user: string; readonly password?: string }>();
  for (const { user, password } of kept?.accounts.values() ?? []) passwords.set(user.toLowerCase(), { user, password });
  const usual = passwords.size > 0 ? [] : [{ user: 'alice' }, { user: 'bob' }, { user: 'carol' }];
  for (const user of users ?? usual)
    passwords.set(user.user.toLowerCase(), { ...passwords.get(user.user.toLowerCase()), ...user });
  return [...passwords.values()].map(({ user, password }) => ({
    user,
    password: password ?? toBase64(random(12)).replace(/[+/]/g, '-'),
  }));
}

const isLoopback = (host: string): boolean => /^(?:localhost|::1|127(?:\.\d{1,3}){3})$/i.test(host);
