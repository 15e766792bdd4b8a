/** The embedded mail server: SMTP, submission, LMTP, IMAP and POP3 over one store in memory, on loopback. */
import { randomBytes } from 'node:crypto';
import { toBase64 } from '../base';
import { imap } from './imap/session';
import { type Listener, listen, type Protocol } from './listener';
import type { Sandbox, SandboxOptions } from './options';
import { pop3 } from './pop3/session';
import { seed } from './seed';
import { createServer } from './server';
import { type Service, services } from './services';
import { smtp } from './smtp/session';

export type { Credential } from './certificates/authority';
export { type Fault, type FaultKind, faultKinds } from './faults';
export type { Sandbox, SandboxEvent, SandboxOptions, SeedMessage } from './options';
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
  if (!isLoopback(host)) throw new Error(`the sandbox listens on loopback only, and ${host} is not that`);
  const now = options.now ?? Date.now;
  const random = options.random ?? ((n: number): Uint8Array => randomBytes(n));
  const users = (options.users ?? [{ user: 'alice' }, { user: 'bob' }, { user: 'carol' }]).map(
    ({ user, password }) => ({
      user,
      password: password ?? toBase64(random(12)).replace(/[+/]/g, '-'),
    }),
  );
  const server = createServer(options, { users, now, random });
  seed(server, options.seed);
  const listeners: Listener[] = [];
  const urls: Partial<Record<Service, string>> = {};
  const stop = async (): Promise<void> => {
    await Promise.all(listeners.map((listener) => listener.stop()));
  };
  try {
    for (const service of services) {
      const listener = await listen(server, service, protocols[service], { host, port: options.ports?.[service] ?? 0 });
      listeners.push(listener);
      urls[service] = `${service}://${host.includes(':') ? `[${host}]` : host}:${listener.port}`;
    }
  } catch (reason) {
    await stop();
    throw reason;
  }
  return {
    ...(urls as Record<Service, string>),
    domain: server.domain,
    users,
    ca: server.authority.ca,
    clientCertificate: (user) => server.authority.issue({ use: 'client', commonName: user, names: [] }),
    addFault: (fault) => server.faults.add(fault),
    stop,
  };
}

const isLoopback = (host: string): boolean => /^(?:localhost|::1|127(?:\.\d{1,3}){3})$/i.test(host);
