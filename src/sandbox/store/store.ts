/** All accounts of a sandbox, and how mail comes into them. */
import { toHex } from '../../base';
import { type Account, createAccount } from './account';
import type { Content } from './message';
import { messageReader, type Parsed } from './parsed';

export interface Store {
  readonly domain: string;
  readonly accounts: ReadonlyMap<string, Account>;
  /** By a sign-in name: `alice` or `alice@example.test`, without case. */
  account(login: string): Account | undefined;
  /** By an address of this domain, with or without `+detail` (RFC 5233 §1). */
  recipient(localPart: string): Account | undefined;
  /** Where all who sign in as nobody come to; made when the first does. */
  anonymous(): Account;
  content(bytes: Uint8Array): Content;
  /** A message's structure and envelope. */
  read(content: Content): Parsed;
}

interface StoreOptions {
  readonly domain: string;
  readonly users: readonly { readonly user: string; readonly password: string }[];
  readonly now: () => number;
  readonly random: (n: number) => Uint8Array;
}

/** Octets that one user may keep. */
const quota = 1024 * 1024 * 1024;

export function createStore(options: StoreOptions): Store {
  const prefix = toHex(options.random(5));
  let counter = 0;
  const nextId = (): string => `${prefix}${(++counter).toString(36)}`;
  // UIDVALIDITY must rise when a name is used again (RFC 9051 §2.3.1.1): seconds since the epoch, and one more for each mailbox.
  let uidValidity = Math.floor(options.now() / 1000) % 0x7fffffff;
  const nextUidValidity = (): number => uidValidity++;
  const accounts = new Map<string, Account>();
  let anonymous: Account | undefined;
  for (const { user, password } of options.users) {
    accounts.set(
      user.toLowerCase(),
      createAccount({ user, password, quota, nextId: () => `M${nextId()}`, nextUidValidity }),
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
    content: (bytes) => ({ bytes, emailId: `E${nextId()}` }),
  };
}
