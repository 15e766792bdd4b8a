/** One user's mailboxes by name, with hierarchy, subscriptions, annotations and the POP3 lock. */
import { type AnnotationChange, type Annotations, annotationOctets, applyAnnotations } from './annotations';
import type { KeptAccount } from './kept';
import { createMailbox, type Mailbox } from './mailbox';

export const delimiter = '/';

/** What became of a mailbox's name. */
export type NameChange =
  | { readonly kind: 'created'; readonly name: string }
  | { readonly kind: 'renamed'; readonly from: string; readonly to: string }
  | { readonly kind: 'deleted'; readonly name: string };

/** What a session is told of what others do to the account, outside of mailboxes' messages. */
export interface AccountWatcher {
  named(change: NameChange): void;
  /** Entries of a mailbox have changed; with an empty name, of the server (RFC 5464 §4.4). */
  annotated(mailbox: string, entries: readonly string[]): void;
  subscribed?(name: string, on: boolean): void;
}

export interface Account {
  readonly user: string;
  readonly password: string;
  /** By full name. A mailbox in the middle of a hierarchy need not exist. */
  readonly mailboxes: ReadonlyMap<string, Mailbox>;
  readonly subscriptions: ReadonlySet<string>;
  /** The server's annotations that are this user's own (`/private/…`; RFC 5464 §3.2). */
  readonly annotations: Annotations;
  /** RFC 1939 §4: held by one POP3 session. */
  maildropLocked: boolean;
  /** Octets that all messages together may have (RFC 9208). */
  readonly quota: number;
  /** Octets that they have, annotations included. */
  usage(): number;
  /** Whether there is room for so many octets in so many messages. */
  hasRoom(octets: number, messages: number): boolean;
  /** The canonical name: INBOX in any case is `INBOX`, also as the first level (RFC 9051 §5.1). */
  canonical(name: string): string;
  find(name: string): Mailbox | undefined;
  inbox(): Mailbox;
  /** Makes the mailbox and, as RFC 9051 §6.3.4 asks, the levels above it; undefined when it exists. */
  create(name: string, specialUse?: string, by?: AccountWatcher): Mailbox | undefined;
  /** Removes a mailbox; those below it stay. */
  delete(name: string, by?: AccountWatcher): void;
  /** Whether no mailbox below the new name is in the way. */
  canRename(from: string, to: string): boolean;
  /** Renames it and all below it; for INBOX the messages go over and INBOX stays (RFC 9051 §6.3.6). */
  rename(from: string, to: string, by?: AccountWatcher): void;
  hasChildren(name: string): boolean;
  subscribe(name: string): void;
  unsubscribe(name: string): void;
  /** Changes annotations of a mailbox that exists, or with an empty name this user's own of the server. */
  annotate(mailbox: string, changes: readonly AnnotationChange[], by?: AccountWatcher): void;
  /** Tells all who watch, but `by`, that entries have changed; an empty name is the server. */
  tellAnnotated(mailbox: string, entries: readonly string[], by?: AccountWatcher): void;
  watch(watcher: AccountWatcher): () => void;
}

interface AccountOptions {
  readonly user: string;
  readonly password: string;
  readonly quota: number;
  readonly nextId: () => string;
  readonly nextUidValidity: () => number;
  /** From an earlier run; without it the account has the usual mailboxes. */
  readonly kept?: KeptAccount | undefined;
}

/** Messages that one user may keep, whatever their size: each costs something. */
const maxMessages = 2_000_000;

const standard: readonly (readonly [name: string, use?: string])[] = [
  ['INBOX'],
  ['Archive', '\\Archive'],
  ['Drafts', '\\Drafts'],
  ['Junk', '\\Junk'],
  ['Sent', '\\Sent'],
  ['Trash', '\\Trash'],
];

export function createAccount(options: AccountOptions): Account {
  const { kept } = options;
  const mailboxes = new Map<string, Mailbox>();
  const subscriptions = new Set<string>(kept?.subscriptions);
  const annotations = new Map<string, Uint8Array>(kept?.annotations);
  const watchers = new Set<AccountWatcher>();
  const make = (name: string, use?: string): Mailbox => {
    const mailbox = createMailbox(options.nextId(), options.nextUidValidity(), use);
    mailboxes.set(name, mailbox);
    return mailbox;
  };
  for (const [name, mailbox] of kept?.mailboxes ?? [])
    mailboxes.set(name, createMailbox(mailbox.id, mailbox.uidValidity, mailbox.specialUse, mailbox));
  for (const [name, use] of kept ? [] : standard) {
    make(name, use);
    subscriptions.add(name);
  }
  const canonical = (name: string): string => name.replace(/^inbox(?=$|\/)/i, 'INBOX');
  const find = (name: string): Mailbox | undefined => mailboxes.get(canonical(name));
  const setSubscription = (name: string, on: boolean): void => {
    if (subscriptions.has(name) === on) return;
    if (on) subscriptions.add(name);
    else subscriptions.delete(name);
    for (const watcher of watchers) watcher.subscribed?.(name, on);
  };
  const tellNamed = (change: NameChange, by: AccountWatcher | undefined): void => {
    for (const watcher of watchers) if (watcher !== by) watcher.named(change);
  };
  const account: Account = {
    user: options.user,
    password: options.password,
    quota: options.quota,
    mailboxes,
    subscriptions,
    annotations,
    maildropLocked: false,
    canonical,
    find,
    usage() {
      let sum = annotationOctets(annotations);
      for (const mailbox of mailboxes.values()) sum += mailbox.octets + annotationOctets(mailbox.annotations);
      return sum;
    },
    hasRoom(octets, count) {
      let sum = count;
      for (const { messages } of mailboxes.values()) sum += messages.length;
      return sum <= maxMessages && account.usage() + octets <= options.quota;
    },
    inbox: () => find('INBOX') ?? make('INBOX'),
    create(wanted, use, by) {
      const name = canonical(wanted).replace(/\/$/, '');
      if (mailboxes.has(name)) return undefined;
      for (let at = name.indexOf(delimiter); at !== -1; at = name.indexOf(delimiter, at + 1)) {
        const above = name.slice(0, at);
        if (above === '' || mailboxes.has(above)) continue;
        make(above);
        tellNamed({ kind: 'created', name: above }, by);
      }
      const made = make(name, use);
      tellNamed({ kind: 'created', name }, by);
      return made;
    },
    delete(wanted, by) {
      const name = canonical(wanted);
      const mailbox = mailboxes.get(name);
      if (!mailbox) return;
      mailboxes.delete(name);
      mailbox.remove();
      tellNamed({ kind: 'deleted', name }, by);
    },
    canRename(from, to) {
      const prefix = canonical(from) + delimiter;
      const target = canonical(to).replace(/\/$/, '') + delimiter;
      return [...mailboxes.keys()].every(
        (name) => !name.startsWith(prefix) || !mailboxes.has(target + name.slice(prefix.length)),
      );
    },
    rename(from, to, by) {
      const old = canonical(from);
      const wanted = canonical(to).replace(/\/$/, '');
      if (old === 'INBOX') {
        renameInbox(account, wanted, by);
        return;
      }
      const parent = wanted.slice(0, Math.max(0, wanted.lastIndexOf(delimiter)));
      if (parent !== '' && !mailboxes.has(parent)) account.create(parent, undefined, by);
      for (const [name, mailbox] of [...mailboxes]) {
        if (name !== old && !name.startsWith(old + delimiter)) continue;
        mailboxes.delete(name);
        mailboxes.set(wanted + name.slice(old.length), mailbox);
      }
      tellNamed({ kind: 'renamed', from: old, to: wanted }, by);
    },
    hasChildren(name) {
      const prefix = canonical(name) + delimiter;
      for (const other of mailboxes.keys()) if (other.startsWith(prefix)) return true;
      return false;
    },
    subscribe: (name) => setSubscription(canonical(name), true),
    unsubscribe: (name) => setSubscription(canonical(name), false),
    annotate(wanted, changes, by) {
      const name = canonical(wanted);
      const changed = name === '' ? applyAnnotations(annotations, changes) : find(name)?.annotate(changes);
      if (changed) account.tellAnnotated(name, changed, by);
    },
    tellAnnotated(name, entries, by) {
      if (entries.length === 0) return;
      for (const watcher of watchers) if (watcher !== by) watcher.annotated(name, entries);
    },
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
  };
  return account;
}

/** INBOX stays, empty; what was in it goes over, and its annotations are in both (RFC 9051 §6.3.6, RFC 5464 §4.1). */
function renameInbox(account: Account, wanted: string, by: AccountWatcher | undefined): void {
  const target = account.create(wanted, undefined, by);
  const source = account.inbox();
  for (const message of source.messages) {
    target?.append(message.content, {
      flags: message.flags,
      internalDate: message.internalDate,
      now: message.savedAt,
    });
  }
  target?.annotate([...source.annotations]);
  source.expunge(source.messages);
}
