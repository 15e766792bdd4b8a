/** What all sessions of a sandbox share. */
import { createHash, X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import { type Authority, type Credential, createAuthority } from './certificates/authority';
import { systemTimers, type Timers } from './connection/timers';
import type { Data } from './data/open';
import { createFaults, type Faults } from './faults';
import type { SandboxEvent, SandboxOptions } from './options';
import type { Service } from './services';
import { createStore, type Store } from './store/store';

export interface Server {
  readonly store: Store;
  readonly faults: Faults;
  readonly authority: Authority;
  /** The name it gives itself. */
  readonly hostname: string;
  readonly domain: string;
  readonly tlsRequired: boolean;
  readonly esmtp: boolean;
  readonly unknownUsers: 'refuse' | 'bounce';
  readonly maxMessageSize: number;
  readonly maxConnections: number;
  readonly proxyProtocol: ReadonlySet<Service>;
  readonly timers: Timers;
  readonly now: () => number;
  readonly random: (n: number) => Uint8Array;
  /** Whether a capability has not been taken away. Case does not count. */
  has(capability: string): boolean;
  certificate(service: Service): ServerCertificate;
  emit(event: SandboxEvent): void;
  /** What happens in the store is kept beyond the sandbox's end. */
  readonly keeps: boolean;
  /** Settles when all that has happened in the store is kept for good; undefined when it is, or when nothing is kept. */
  settled(): Promise<void> | undefined;
  /** Resolves after so many milliseconds. Keeps no process alive. */
  pause(ms: number): Promise<void>;
}

interface ServerCertificate {
  readonly context: SecureContext;
  /** `tls-server-end-point` (RFC 5929 §4.1): the SHA-256 of the certificate, since ECDSA with SHA-256 signs it. */
  readonly endPoint: Uint8Array;
}

const defaultMaxMessageSize = 64 * 1024 * 1024;
const defaultMaxConnections = 4_096;
const day = 86_400_000;

interface ServerDetails {
  readonly users: readonly { readonly user: string; readonly password: string }[];
  readonly now: () => number;
  readonly random: (n: number) => Uint8Array;
  readonly data: Data | undefined;
}

export function createServer(options: SandboxOptions, { users, now, random, data }: ServerDetails): Server {
  const domain = options.domain ?? 'example.test';
  const removed = new Set((options.without ?? []).map((name) => name.toUpperCase()));
  // Peers judge a certificate by their own clocks, so that its dates are real ones whatever clock was injected.
  const authority = createAuthority(random, Date.now(), data?.state.authority);
  const faults = createFaults(options.faults ?? []);
  const certificates = new Map<string, ServerCertificate>();
  const certificateFor = (kind: 'good' | 'expired' | 'wrong-name'): ServerCertificate => {
    const made = certificates.get(kind) ?? toServerCertificate(issue(authority, kind, options.host));
    certificates.set(kind, made);
    return made;
  };
  return {
    store: createStore({ domain, users, now, random, kept: data?.state }),
    faults,
    authority,
    hostname: `mail.${domain}`,
    domain,
    tlsRequired: options.tlsRequired ?? false,
    esmtp: options.esmtp ?? true,
    unknownUsers: options.unknownUsers ?? 'refuse',
    maxMessageSize: options.maxMessageSize ?? defaultMaxMessageSize,
    maxConnections: options.maxConnections ?? defaultMaxConnections,
    proxyProtocol: new Set(options.proxyProtocol ?? []),
    timers: options.timers ?? systemTimers,
    now,
    random,
    has: (capability) => removed.size === 0 || !removed.has(capability.toUpperCase()),
    certificate(service) {
      if (faults.find('expired-certificate', service)) return certificateFor('expired');
      return certificateFor(faults.find('wrong-name', service) ? 'wrong-name' : 'good');
    },
    emit: (event) => options.onEvent?.(event),
    keeps: data !== undefined,
    settled: data ? data.settled : () => undefined,
    pause: options.pause ?? pause,
  };
}

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });

const usualNames = ['localhost', '127.0.0.1', '::1'];

function issue(authority: Authority, kind: 'good' | 'expired' | 'wrong-name', host?: string): Credential {
  const now = Date.now();
  // An address of its own is a name of its own.
  const own = host !== undefined && /^[\w.-]+$/.test(host) && !usualNames.includes(host) ? [host] : [];
  return authority.issue({
    use: 'server',
    commonName: kind === 'wrong-name' ? 'elsewhere.test' : 'localhost',
    names: kind === 'wrong-name' ? ['elsewhere.test'] : [...usualNames, ...own],
    ...(kind === 'expired' ? { from: now - 30 * day, until: now - day } : {}),
  });
}

function toServerCertificate({ cert, key }: Credential): ServerCertificate {
  const { raw } = new X509Certificate(cert);
  return {
    context: createSecureContext({ cert, key, minVersion: 'TLSv1.2' }),
    endPoint: createHash('sha256').update(raw).digest(),
  };
}
