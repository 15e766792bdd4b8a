/** A mailbox: its messages by UID, what has been expunged, its annotations, and the sessions that want to know. */
import type { NumberRange } from '../../protocol/imap/sequence-set';
import { type AnnotationChange, type Annotations, applyAnnotations } from './annotations';
import { rememberExpunged } from './expunged';
import type { KeptMailbox } from './kept';
import { type Content, type Message, normalFlags } from './message';

/** What a session is told of a mailbox; it tells its client when the protocol allows. */
export interface MailboxWatcher {
  /** There are new messages at the end. */
  arrived(): void;
  /** `by` is the watcher that made the change. */
  flagsChanged(message: Message, by: MailboxWatcher | undefined): void;
  expunged(messages: readonly Message[]): void;
  /** These annotations have changed. */
  annotated?(entries: readonly string[]): void;
  /** `recentFrom` has changed. */
  recentTaken?(): void;
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
  /** RFC 5464: by entry name. */
  readonly annotations: Annotations;
  /** UIDs from here on have not been \Recent in any session. */
  recentFrom: number;
  append(content: Content, details: AppendDetails): Message;
  /** Replaces a message's flags; false when they were the same already. */
  setFlags(message: Message, flags: readonly string[], by?: MailboxWatcher): boolean;
  expunge(messages: readonly Message[]): void;
  /** Sets and removes annotations, which counts as a change of the mailbox (RFC 7162 §3.2); gives the entries that changed. */
  annotate(changes: readonly AnnotationChange[]): readonly string[];
  /** Whether there is room for the keywords among these flags. */
  canLearn(flags: readonly string[]): boolean;
  /** UIDs expunged after `modseq`, ascending; all that are not there when that is too long ago (RFC 7162 §3.2.6). */
  vanishedSince(modseq: number): readonly NumberRange[];
  byUid(uid: number): Message | undefined;
  watch(watcher: MailboxWatcher): () => void;
  remove(): void;
}

interface AppendDetails {
  readonly flags: readonly string[];
  readonly internalDate: number;
  readonly now: number;
}

/** Keywords that a mailbox takes; each is told to every client that opens it. */
const maxKeywords = 500;

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

export function createMailbox(id: string, uidValidity: number, specialUse?: string, kept?: KeptMailbox): Mailbox {
  let messages: Message[] = [...(kept?.messages.values() ?? [])];
  let uidNext = kept?.uidNext ?? 1;
  let recentFrom = kept?.recentFrom ?? 1;
  let highestModseq = kept?.highestModseq ?? 1;
  let octets = messages.reduce((sum, { content }) => sum + content.bytes.length, 0);
  const keywords = new Set<string>(kept?.keywords);
  /** The same in lower case: case does not count. */
  const known = new Set<string>([...keywords].map((keyword) => keyword.toLowerCase()));
  const gone = rememberExpunged(undefined, kept?.highestModseq);
  const annotations = new Map<string, Uint8Array>(kept?.annotations);
  const watchers = new Set<MailboxWatcher>();
  const isNew = (flag: string): boolean => !flag.startsWith('\\') && !known.has(flag.toLowerCase());
  const learn = (flags: readonly string[]): void => {
    for (const flag of flags) {
      if (!isNew(flag)) continue;
      keywords.add(flag);
      known.add(flag.toLowerCase());
    }
  };
  return {
    id,
    uidValidity,
    specialUse,
    get recentFrom() {
      return recentFrom;
    },
    set recentFrom(uid) {
      if (uid === recentFrom) return;
      recentFrom = uid;
      for (const watcher of watchers) watcher.recentTaken?.();
    },
    keywords,
    annotations,
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
      const present = [...new Set(chosen)].filter((message) => !message.expunged).sort((a, b) => a.uid - b.uid);
      if (present.length === 0) return;
      highestModseq++;
      for (const message of present) {
        message.expunged = true;
        octets -= message.content.bytes.length;
      }
      gone.add(
        present.map(({ uid }) => uid),
        highestModseq,
      );
      messages = messages.filter((message) => !message.expunged);
      for (const watcher of watchers) watcher.expunged(present);
    },
    annotate(changes) {
      const changed = applyAnnotations(annotations, changes);
      if (changed.length > 0) {
        highestModseq++;
        for (const watcher of watchers) watcher.annotated?.(changed);
      }
      return changed;
    },
    canLearn(flags) {
      const added = new Set(flags.filter(isNew).map((flag) => flag.toLowerCase()));
      return added.size === 0 || known.size + added.size <= maxKeywords;
    },
    vanishedSince: (modseq) => gone.since(modseq) ?? missing(messages, uidNext),
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

/** The UIDs below `uidNext` that no message has. */
function missing(messages: readonly Message[], uidNext: number): NumberRange[] {
  const ranges: NumberRange[] = [];
  let from = 1;
  for (const { uid } of messages) {
    if (uid > from) ranges.push({ from, to: uid - 1 });
    from = uid + 1;
  }
  if (from < uidNext) ranges.push({ from, to: uidNext - 1 });
  return ranges;
}

const sameFlags = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((flag) => b.includes(flag));
