/** A selected mailbox as one session sees it: message numbers stay what they are until the client has been told (RFC 9051 §7.5.1). */
import { indexOfUid, type Mailbox, type MailboxWatcher } from '../store/mailbox';
import type { Message } from '../store/message';
import { flagList, sequenceSet } from './output';
import type { ImapSession } from './session';

export interface View {
  readonly name: string;
  readonly mailbox: Mailbox;
  readonly readOnly: boolean;
  readonly watcher: MailboxWatcher;
  /** The array that message numbers count in; the mailbox may have another one by now, in which messages are missing. */
  list: readonly Message[];
  /** How many of them the client knows of. */
  count: number;
  /** Messages whose flags have changed since the client heard of them. */
  readonly changed: Set<Message>;
  /** The mod-sequence of the first EXPUNGE that the client has not been told of. */
  expungedAt: number | undefined;
  /** Ranges of UIDs, ends not included, that are \Recent here. */
  readonly recent: { readonly from: number; readonly to: number }[];
  readonly stopWatching: () => void;
}

/** Opens a mailbox for the session; `heard` is called when something happens in it. */
export function openView(
  session: ImapSession,
  name: string,
  mailbox: Mailbox,
  readOnly: boolean,
  heard: () => void,
): void {
  const changed = new Set<Message>();
  const watcher: MailboxWatcher = {
    arrived: heard,
    expunged() {
      view.expungedAt ??= mailbox.highestModseq;
      heard();
    },
    flagsChanged(message, by) {
      if (by === watcher) return;
      changed.add(message);
      heard();
    },
    removed() {
      session.untagged('BYE the mailbox was deleted');
      session.state = 'logout';
      session.connection.end();
    },
  };
  const view: View = {
    name,
    mailbox,
    readOnly,
    watcher,
    list: mailbox.messages,
    count: mailbox.messages.length,
    changed,
    expungedAt: undefined,
    recent: [],
    stopWatching: mailbox.watch(watcher),
  };
  session.selected = view;
  claimRecent(view);
}

export function closeView(session: ImapSession): void {
  session.selected?.stopWatching();
  session.selected = undefined;
  session.saved = new Set();
}

/** The message of that number, or undefined. */
export const messageAt = (view: View, number: number): Message | undefined =>
  number <= view.count ? view.list[number - 1] : undefined;

/** Its number, or 0 when the client does not know it. */
export function numberOf(view: View, message: Message): number {
  const index = indexOfUid(view.list, message.uid, view.count);
  return index < view.count && view.list[index] === message ? index + 1 : 0;
}

export const isRecent = (view: View, { uid }: Message): boolean =>
  view.recent.some(({ from, to }) => uid >= from && uid < to);

/** The flags to be shown to this session, \Recent among them where IMAP4rev1 is spoken. */
export const flagsFor = (session: ImapSession, view: View, message: Message): string =>
  flagList(
    !session.enabled.has('IMAP4REV2') && isRecent(view, message) ? [...message.flags, '\\Recent'] : message.flags,
  );

/** Tells the client what has happened in its mailbox; expunged messages only when it may be told (RFC 9051 §7.5.1). */
export function announce(session: ImapSession, mayExpunge: boolean): void {
  const view = session.selected;
  if (!view) return;
  const { mailbox } = view;
  if (mayExpunge && view.list !== mailbox.messages) announceExpunged(session, view);
  if (view.list === mailbox.messages && view.list.length > view.count) {
    view.count = view.list.length;
    claimRecent(view);
    session.untagged(`${view.count} EXISTS`);
    if (!session.enabled.has('IMAP4REV2')) session.untagged(`${recentCount(view)} RECENT`);
  }
  if (view.changed.size === 0) return;
  for (const message of view.changed) {
    const number = message.expunged ? 0 : numberOf(view, message);
    if (number > 0) session.untagged(`${number} FETCH (${changeItems(session, view, message)})`);
  }
  view.changed.clear();
}

/** What a FETCH response says of changed flags: with UID (RFC 9051 Appendix E item 21) and MODSEQ (RFC 7162 §3.2.4) where the client knows of such things. */
export function changeItems(session: ImapSession, view: View, message: Message): string {
  const condstore = session.enabled.has('CONDSTORE');
  const uid = condstore || session.enabled.has('IMAP4REV2') ? `UID ${message.uid} ` : '';
  return `${uid}FLAGS ${flagsFor(session, view, message)}${condstore ? ` MODSEQ (${message.modseq})` : ''}`;
}

export function recentCount(view: View): number {
  let count = 0;
  for (const { from, to } of view.recent)
    count += indexOfUid(view.list, to, view.count) - indexOfUid(view.list, from, view.count);
  return count;
}

/** By number from the last to the first, so that no number moves before it is named; or all UIDs together (RFC 7162 §3.2.10.2). */
function announceExpunged(session: ImapSession, view: View): void {
  const byUid = session.enabled.has('QRESYNC');
  const uids: number[] = [];
  for (let number = view.count; number > 0; number--) {
    const message = view.list[number - 1];
    if (!message?.expunged) continue;
    uids.push(message.uid);
    if (!byUid) session.untagged(`${number} EXPUNGE`);
  }
  view.list = view.mailbox.messages;
  view.count -= uids.length;
  view.expungedAt = undefined;
  if (byUid && uids.length > 0) session.untagged(`VANISHED ${sequenceSet(uids.reverse())}`);
}

/** RFC 3501 §2.3.2: the first session that is told of a message has it as \Recent. */
function claimRecent(view: View): void {
  const { mailbox } = view;
  if (mailbox.recentFrom < mailbox.uidNext) view.recent.push({ from: mailbox.recentFrom, to: mailbox.uidNext });
  if (!view.readOnly) mailbox.recentFrom = mailbox.uidNext;
}
