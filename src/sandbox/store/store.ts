/** All accounts of a sandbox, and how mail comes into them. */
import { toHex, utf8 } from '../../base';
import { type Account, type AccountWatcher, createAccount } from './account';
import { type AnnotationChange, type Annotations, applyAnnotations } from './annotations';
import type { KeptState } from './kept';
import type { Content } from './message';
import { messageReader, type Parsed } from './parsed';
import { type Threads, threads } from './threads';

export interface Store {
  readonly domain: string;
  readonly accounts: ReadonlyMap<string, Account>;
  /** By a sign-in name: `alice` or `alice@example.test`, without case. */
  account(login: string): Account | undefined;
  /** By an address of this domain, with or without `+detail` (RFC 5233 §1). */
  recipient(localPart: string): Account | undefined;
  /** Where all who sign in as nobody come to; made when the first does. */
  anonymous(): Account;
  /** Takes octets into the store; they are copied when they are a piece of a larger buffer, which else would stay as well. */
  content(bytes: Uint8Array): Content;
  /** A message's structure and envelope. */
  read(content: Content): Parsed;
  readonly threads: Threads;
  /** The server's annotations that all users share (`/shared/…`; RFC 5464 §3.2). */
  readonly annotations: Annotations;
  /** Changes them, and tells the users' other sessions. */
  annotate(changes: readonly AnnotationChange[], by?: AccountWatcher): void;
}

interface StoreOptions {
  readonly domain: string;
  readonly users: readonly { readonly user: string; readonly password: string }[];
  readonly now: () => number;
  readonly random: (n: number) => Uint8Array;
  /** From an earlier run. */
  readonly kept?: KeptState | undefined;
}

/** Octets that one user may keep. */
const quota = 1024 * 1024 * 1024;

export function createStore(options: StoreOptions): Store {
  const prefix = toHex(options.random(5));
  let counter = 0;
  const nextId = (): string => `${prefix}${(++counter).toString(36)}`;
  // UIDVALIDITY must rise when a name is used again (RFC 9051 §2.3.1.1): seconds since the epoch, and one more for each mailbox.
  const { kept } = options;
  let uidValidity = Math.max(Math.floor(options.now() / 1000) % 0x7fffffff, (kept?.highestUidValidity ?? 0) + 1);
  const nextUidValidity = (): number => uidValidity++;
  const accounts = new Map<string, Account>();
  const annotations = new Map<string, Uint8Array>([['/shared/admin', utf8(`mailto:postmaster@${options.domain}`)]]);
  for (const [entry, value] of kept?.annotations ?? []) annotations.set(entry, value);
  let anonymous: Account | undefined;
  for (const { user, password } of options.users) {
    accounts.set(
      user.toLowerCase(),
      createAccount({
        user,
        password,
        quota,
        nextId: () => `M${nextId()}`,
        nextUidValidity,
        kept: kept?.accounts.get(user.toLowerCase()),
      }),
    );
  }
  const suffix = `@${options.domain.toLowerCase()}`;
  return {
    domain: options.domain,
    accounts,
    account(login) {
      const name = login.toLowerCase();
      return accounts.get(name.endsWith(suffix) ? name.slice(0, -suffix.length) : name);
    },
    recipient(localPart) {
      const name = localPart.toLowerCase();
      const plus = name.indexOf('+');
      return accounts.get(name) ?? (plus > 0 ? accounts.get(name.slice(0, plus)) : undefined);
    },
    anonymous() {
      anonymous ??= createAccount({
        user: 'anonymous',
        password: toHex(options.random(16)),
        quota,
        nextId: () => `M${nextId()}`,
        nextUidValidity,
      });
      return anonymous;
    },
    read: messageReader(),
    threads: threads(),
    content: (bytes) => ({
      bytes: bytes.byteLength < bytes.buffer.byteLength ? new Uint8Array(bytes) : bytes,
      emailId: `E${nextId()}`,
    }),
    annotations,
    annotate(changes, by) {
      const changed = applyAnnotations(annotations, changes);
      for (const account of [...accounts.values(), ...(anonymous ? [anonymous] : [])])
        account.tellAnnotated('', changed, by);
    },
  };
}
