/** What commands take, against what there is: mailbox names, message sets, flags (RFC 9051 §9). */
import { decodeMailboxName } from '../../protocol/imap/mailbox-name';
import { normalise, type SequenceSet } from '../../protocol/imap/sequence-set';
import { type ImapValue, nameOf } from '../../protocol/imap/value';
import { delimiter } from '../store/account';
import { indexOfUid } from '../store/mailbox';
import type { Message } from '../store/message';
import { international, mailboxName } from './output';
import type { ImapSession } from './session';
import { messageAt, numberOf, type View } from './view';

/** A mailbox's name as it is kept, UTF-7 undone. What is not well formed UTF-7 is taken as it stands. */
export const decodeName = (session: ImapSession, text: string): string => asWritten(session, text).normalize('NFC');

const asWritten = (session: ImapSession, text: string): string =>
  international(session) || /[^\x00-\x7f]/.test(text) ? text : (decodeMailboxName(text) ?? text);

/** RFC 9051 §6.3.9.7: a client that speaks IMAP4rev2 is told when the name that it gave is kept in another, normal form. */
export function tellNormalised(session: ImapSession, value: ImapValue | undefined, name: string): void {
  const text = nameOf(value);
  if (!session.enabled.has('IMAP4REV2') || text === undefined || asWritten(session, text) === name) return;
  session.untagged(`LIST () "${delimiter}" ${mailboxName(session, name)} ("OLDNAME" (${mailboxName(session, text)}))`);
}

/** The mailbox that a value names; undefined where it names none. */
export function mailboxOf(session: ImapSession, value: ImapValue | undefined): string | undefined {
  const text = nameOf(value);
  return text === undefined ? undefined : decodeName(session, text);
}

const longestName = 1_000;

export interface Chosen {
  readonly number: number;
  readonly message: Message;
}

/** The messages that a set names, ascending; undefined when it names a number that there is not (RFC 9051 §4.1.1). */
export function messagesOf(
  session: ImapSession,
  view: View,
  set: SequenceSet,
  uid: boolean,
): readonly Chosen[] | undefined {
  if (set.saved) return savedMessages(session, view);
  const highest = uid ? (view.list[view.count - 1]?.uid ?? 0) : view.count;
  const chosen: Chosen[] = [];
  for (const { from, to } of normalise(set, highest)) {
    if (!uid && (from < 1 || to > view.count)) return undefined;
    const first = uid ? indexOfUid(view.list, from, view.count) : from - 1;
    for (let index = first; index < view.count; index++) {
      const message = view.list[index];
      if (!message || (uid ? message.uid > to : index >= to)) break;
      chosen.push({ number: index + 1, message });
    }
  }
  return chosen;
}

/** What `$` stands for; messages that are gone are no longer in it (RFC 9051 §6.4.4.1). */
function savedMessages(session: ImapSession, view: View): readonly Chosen[] {
  return [...session.saved]
    .map((message) => ({ number: numberOf(view, message), message }))
    .filter(({ number, message }) => number > 0 && messageAt(view, number) === message)
    .sort((a, b) => a.number - b.number);
}

/** Whether a flag that begins with a backslash is one that there is. */
export const areFlags = (flags: readonly string[]): boolean =>
  flags.every((flag) => !flag.startsWith('\\') || /^\\(?:Answered|Flagged|Deleted|Seen|Draft|Recent)$/i.test(flag));

/** No empty levels, no wildcards, no control characters (RFC 9051 §5.1). */
export function isValidName(name: string): boolean {
  const path = name.replace(/\/$/, '');
  return (
    path.length <= longestName &&
    path !== '' &&
    path.split(delimiter).every((level) => /^[^\x00-\x1f\x7f%*]+$/.test(level))
  );
}
