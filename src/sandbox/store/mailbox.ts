/** A mailbox: its messages by UID, what has been expunged, and the sessions that want to know. */
import { type Content, type Message, normalFlags } from './message';

/** What a session is told of a mailbox; it tells its client when the protocol allows. */
export interface MailboxWatcher {
  /** There are new messages at the end. */
  arrived(): void;
  /** `by` is the watcher that made the change. */
  flagsChanged(message: Message, by: MailboxWatcher | undefined): void;
  expunged(messages: readonly Message[]): void;
  /** The mailbox itself was deleted. */
  removed(): void;
}

export interface Mailbox {
  /** RFC 8474 §4.1: stays the same when it is renamed. */
  readonly id: string;
  readonly uidValidity: number;
  /** With backslash, such as `\Sent` (RFC 6154). */
  readonly specialUse: string | undefined;
  readonly uidNext: number;
  readonly highestModseq: number;
  /**
   * In the order of UIDs. Messages are only ever added at the end of this array; when some are expunged another array takes
   * its place. So a session's view is an array and a count, and costs nothing.
   */
  readonly messages: readonly Message[];
  /** Octets of all messages together. */
  readonly octets: number;
  /** Keywords that messages have had, for FLAGS and PERMANENTFLAGS. */
  readonly keywords: ReadonlySet<string>;
  /** UIDs from here on have not been \Recent in any session. */
  recentFrom: number;
  append(content: Content, details: AppendDetails): Message;
  /** Replaces a message's flags; false when they were the same already. */
  setFlags(message: Message, flags: readonly string[], by?: MailboxWatcher): boolean;
  expunge(messages: readonly Message[]): void;
  /** UIDs expunged after `modseq`, ascending (RFC 7162 §3.2.5.1). */
  vanishedSince(modseq: number): number[];
  byUid(uid: number): Message | undefined;
  watch(watcher: MailboxWatcher): () => void;
  remove(): void;
}

interface AppendDetails {
  readonly flags: readonly string[];
  readonly internalDate: number;
  readonly now: number;
}

/** The index of the first of `count` messages whose UID is at least `uid`. */
export function indexOfUid(messages: readonly Message[], uid: number, count = messages.length): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((messages[middle]?.uid ?? Number.POSITIVE_INFINITY) < uid) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function createMailbox(id: string, uidValidity: number, specialUse?: string): Mailbox {
  let messages: Message[] = [];
  let uidNext = 1;
  let highestModseq = 1;
  let octets = 0;
  const keywords = new Set<string>();
  const gone: { readonly uid: number; readonly modseq: number }[] = [];
  const watchers = new Set<MailboxWatcher>();
  const learn = (flags: readonly string[]): void => {
    for (const flag of flags) if (!flag.startsWith('\\')) keywords.add(flag);
  };
  return {
    id,
    uidValidity,
    specialUse,
    recentFrom: 1,
    keywords,
    get uidNext() {
      return uidNext;
    },
    get highestModseq() {
      return highestModseq;
    },
    get octets() {
      return octets;
    },
    get messages() {
      return messages;
    },
    append(content, { flags, internalDate, now }) {
      const message: Message = {
        uid: uidNext++,
        content,
        internalDate,
        savedAt: now,
        flags: normalFlags(flags),
        modseq: ++highestModseq,
        expunged: false,
      };
      learn(message.flags);
      messages.push(message);
      octets += content.bytes.length;
      for (const watcher of watchers) watcher.arrived();
      return message;
    },
    setFlags(message, wanted, by) {
      const flags = normalFlags(wanted);
      if (message.expunged || sameFlags(message.flags, flags)) return false;
      learn(flags);
      message.flags = flags;
      message.modseq = ++highestModseq;
      for (const watcher of watchers) watcher.flagsChanged(message, by);
      return true;
    },
    expunge(chosen) {
      const present = [...new Set(chosen)].filter((message) => !message.expunged);
      if (present.length === 0) return;
      const modseq = ++highestModseq;
      for (const message of present) {
        message.expunged = true;
        octets -= message.content.bytes.length;
        gone.push({ uid: message.uid, modseq });
      }
      messages = messages.filter((message) => !message.expunged);
      for (const watcher of watchers) watcher.expunged(present);
    },
    vanishedSince: (modseq) =>
      gone
        .filter((entry) => entry.modseq > modseq)
        .map(({ uid }) => uid)
        .sort((a, b) => a - b),
    byUid(uid) {
      const found = messages[indexOfUid(messages, uid)];
      return found?.uid === uid ? found : undefined;
    },
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    remove() {
      for (const watcher of watchers) watcher.removed();
    },
  };
}

const sameFlags = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((flag) => b.includes(flag));
