/** One user's mailboxes by name, with hierarchy, subscriptions and the POP3 lock. */
import { createMailbox, type Mailbox } from './mailbox';

export const delimiter = '/';

export interface Account {
  readonly user: string;
  readonly password: string;
  /** By full name. A mailbox in the middle of a hierarchy need not exist. */
  readonly mailboxes: ReadonlyMap<string, Mailbox>;
  readonly subscriptions: Set<string>;
  /** RFC 1939 §4: held by one POP3 session. */
  maildropLocked: boolean;
  /** Octets that all messages together may have (RFC 9208). */
  readonly quota: number;
  /** Octets that they have. */
  usage(): number;
  /** The canonical name: INBOX in any case is `INBOX`, also as the first level (RFC 9051 §5.1). */
  canonical(name: string): string;
  find(name: string): Mailbox | undefined;
  inbox(): Mailbox;
  /** Makes the mailbox and, as RFC 9051 §6.3.4 asks, the levels above it; undefined when it exists. */
  create(name: string, specialUse?: string): Mailbox | undefined;
  /** Removes a mailbox; those below it stay. */
  delete(name: string): void;
  /** Whether no mailbox below the new name is in the way. */
  canRename(from: string, to: string): boolean;
  /** Renames it and all below it; for INBOX the messages go over and INBOX stays (RFC 9051 §6.3.6). */
  rename(from: string, to: string): void;
  hasChildren(name: string): boolean;
}

interface AccountOptions {
  readonly user: string;
  readonly password: string;
  readonly quota: number;
  readonly nextId: () => string;
  readonly nextUidValidity: () => number;
}

const standard: readonly (readonly [name: string, use?: string])[] = [
  ['INBOX'],
  ['Archive', '\\Archive'],
  ['Drafts', '\\Drafts'],
  ['Junk', '\\Junk'],
  ['Sent', '\\Sent'],
  ['Trash', '\\Trash'],
];

export function createAccount(options: AccountOptions): Account {
  const mailboxes = new Map<string, Mailbox>();
  const subscriptions = new Set<string>();
  const make = (name: string, use?: string): Mailbox => {
    const mailbox = createMailbox(options.nextId(), options.nextUidValidity(), use);
    mailboxes.set(name, mailbox);
    return mailbox;
  };
  for (const [name, use] of standard) {
    make(name, use);
    subscriptions.add(name);
  }
  const canonical = (name: string): string => name.replace(/^inbox(?=$|\/)/i, 'INBOX');
  const find = (name: string): Mailbox | undefined => mailboxes.get(canonical(name));
  const account: Account = {
    user: options.user,
    password: options.password,
    quota: options.quota,
    mailboxes,
    subscriptions,
    maildropLocked: false,
    canonical,
    find,
    usage() {
      let sum = 0;
      for (const { octets } of mailboxes.values()) sum += octets;
      return sum;
    },
    inbox: () => find('INBOX') ?? make('INBOX'),
    create(wanted, use) {
      const name = canonical(wanted).replace(/\/$/, '');
      if (mailboxes.has(name)) return undefined;
      for (let at = name.indexOf(delimiter); at !== -1; at = name.indexOf(delimiter, at + 1)) {
        const above = name.slice(0, at);
        if (above !== '' && !mailboxes.has(above)) make(above);
      }
      return make(name, use);
    },
    delete(name) {
      const mailbox = find(name);
      mailboxes.delete(canonical(name));
      mailbox?.remove();
    },
    canRename(from, to) {
      const prefix = canonical(from) + delimiter;
      const target = canonical(to).replace(/\/$/, '') + delimiter;
      return [...mailboxes.keys()].every(
        (name) => !name.startsWith(prefix) || !mailboxes.has(target + name.slice(prefix.length)),
      );
    },
    rename(from, to) {
      const old = canonical(from);
      const wanted = canonical(to).replace(/\/$/, '');
      if (old === 'INBOX') {
        const target = account.create(wanted);
        const source = account.inbox();
        for (const message of source.messages) {
          target?.append(message.content, {
            flags: message.flags,
            internalDate: message.internalDate,
            now: message.savedAt,
          });
        }
        source.expunge(source.messages);
        return;
      }
      const parent = wanted.slice(0, Math.max(0, wanted.lastIndexOf(delimiter)));
      if (parent !== '' && !mailboxes.has(parent)) account.create(parent);
      for (const [name, mailbox] of [...mailboxes]) {
        if (name !== old && !name.startsWith(old + delimiter)) continue;
        mailboxes.delete(name);
        mailboxes.set(wanted + name.slice(old.length), mailbox);
      }
    },
    hasChildren(name) {
      const prefix = canonical(name) + delimiter;
      for (const other of mailboxes.keys()) if (other.startsWith(prefix)) return true;
      return false;
    },
  };
  return account;
}
