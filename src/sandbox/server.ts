/** What all sessions of a sandbox share. */
import { createHash, X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import { type Authority, type Credential, createAuthority } from './certificates/authority';
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
  readonly now: () => number;
  readonly random: (n: number) => Uint8Array;
  /** Whether a capability has not been taken away. Case does not count. */
  has(capability: string): boolean;
  certificate(service: Service): ServerCertificate;
  emit(event: SandboxEvent): void;
}

interface ServerCertificate {
  readonly context: SecureContext;
  /** `tls-server-end-point` (RFC 5929 §4.1): the SHA-256 of the certificate, since ECDSA with SHA-256 signs it. */
  readonly endPoint: Uint8Array;
}

const defaultMaxMessageSize = 64 * 1024 * 1024;
const day = 86_400_000;

interface ServerDetails {
  readonly users: readonly { readonly user: string; readonly password: string }[];
  readonly now: () => number;
  readonly random: (n: number) => Uint8Array;
}

export function createServer(options: SandboxOptions, { users, now, random }: ServerDetails): Server {
  const domain = options.domain ?? 'example.test';
  const removed = new Set((options.without ?? []).map((name) => name.toUpperCase()));
  // Peers judge a certificate by their own clocks, so that its dates are real ones whatever clock was injected.
  const authority = createAuthority(random, Date.now());
  const faults = createFaults(options.faults ?? []);
  const certificates = new Map<string, ServerCertificate>();
  const certificateFor = (kind: 'good' | 'expired' | 'wrong-name'): ServerCertificate => {
    const made = certificates.get(kind) ?? toServerCertificate(issue(authority, kind));
    certificates.set(kind, made);
    return made;
  };
  return {
    store: createStore({ domain, users, now, random }),
    faults,
    authority,
    hostname: `mail.${domain}`,
    domain,
    tlsRequired: options.tlsRequired ?? false,
    esmtp: options.esmtp ?? true,
    unknownUsers: options.unknownUsers ?? 'refuse',
    maxMessageSize: options.maxMessageSize ?? defaultMaxMessageSize,
    now,
    random,
    has: (capability) => !removed.has(capability.toUpperCase()),
    certificate(service) {
      if (faults.find('expired-certificate', service)) return certificateFor('expired');
      return certificateFor(faults.find('wrong-name', service) ? 'wrong-name' : 'good');
    },
    emit: (event) => options.onEvent?.(event),
  };
}

function issue(authority: Authority, kind: 'good' | 'expired' | 'wrong-name'): Credential {
  const now = Date.now();
  return authority.issue({
    use: 'server',
    commonName: kind === 'wrong-name' ? 'elsewhere.test' : 'localhost',
    names: kind === 'wrong-name' ? ['elsewhere.test'] : ['localhost', '127.0.0.1', '::1'],
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
