/** The lines of a folder's message list: FETCH of some UIDs, each answer read into what the list shows. */
import type { Result } from '../base';
import { parseDateTime, toEpoch } from '../protocol/imap/date';
import { type BodyStructure, type Envelope, type FetchedMessage, readFetch } from '../protocol/imap/fetch-data';
import { atom, list } from '../protocol/imap/print';
import { printSequenceSet, setOfNumbers } from '../protocol/imap/sequence-set';
import { toEpoch as mailEpoch, parseDate } from '../protocol/message/dates';
import { decodeEncodedWords } from '../protocol/message/encoded-word';
import type { Hand } from './account';
import { plainly } from './folder-name';
import { commandWith } from './message-command';
import type { Trouble } from './trouble';

/** A message as the list shows it; texts are decoded, and what could deceive in them is visible. */
export interface MessageLine {
  readonly uid: number;
  /** The names or addresses of From. */
  readonly from: string;
  readonly subject: string;
  /** Sent, by its Date field, else received; milliseconds since the epoch. */
  readonly date: number | undefined;
  /** Octets. */
  readonly size: number | undefined;
  /** As on the wire: `\Seen`, `$Forwarded`. */
  readonly flags: readonly string[];
  /** File names (or types) of its attachments. */
  readonly attachments: readonly string[];
}

/** What of a message the list shows (RFC 9051 §6.4.5). Nothing here sets `\Seen`. */
const items = list(['UID', 'FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE', 'BODYSTRUCTURE'].map(atom));

/** What the tap reads for us. */
const fetched = /^\* \d+ FETCH /i;

/** Flags that somebody else changed, of the message with this number. */
export interface FlagNews {
  readonly number: number;
  readonly uid: number | undefined;
  readonly flags: readonly string[];
}

/** Asks for the lines of some messages of the folder that is open (a text is a set as on the wire); those that are gone are left out. */
export async function fetchLines(
  hand: Hand,
  what: string,
  uids: readonly number[] | string,
  each: (line: MessageLine) => void,
  changed: (news: FlagNews) => void,
): Promise<Result<void, Trouble>> {
  const set = typeof uids === 'string' ? uids : printSequenceSet(setOfNumbers(uids));
  const unlisten = hand.connection.listen((response) => {
    const message = readFetch(response);
    if (!message) return;
    const { number, uid, flags } = message;
    if (uid !== undefined && message.envelope) each(lineOf(uid, message));
    // Without an envelope it is no answer, but the news that somebody changed the flags.
    else if (flags) changed({ number, uid, flags: cleanFlags(flags) });
  });
  try {
    return await commandWith(hand, what, 'UID FETCH', [atom(set), items], { FETCH: () => {} }, fetched);
  } finally {
    unlisten();
  }
}

/** Characters of a sender or a subject that are kept. */
const longest = 300;
/** Names of flags, and of attachments, that are kept. */
const mostNames = 20;

function lineOf(uid: number, message: FetchedMessage): MessageLine {
  const { envelope, internalDate, size, flags = [], structure } = message;
  const sent = envelope?.date === undefined ? undefined : parseDate(envelope.date);
  const received = sent || internalDate === undefined ? undefined : parseDateTime(internalDate);
  const date = sent ? mailEpoch(sent) : received && toEpoch(received) * 1_000;
  return {
    uid,
    from: senderOf(envelope),
    subject: oneLine(envelope?.subject ?? ''),
    date,
    size,
    flags: cleanFlags(flags),
    attachments: attachmentsOf(structure).slice(0, mostNames),
  };
}

/** Flags as they can be shown. */
export const cleanFlags = (flags: readonly string[]): readonly string[] =>
  flags.slice(0, mostNames).map((flag) => plainly(flag, 60));

/** Decoded, folding undone, nothing in it that moves or hides what stands beside it. */
const oneLine = (text: string): string =>
  plainly(
    decodeEncodedWords(text.slice(0, 8_000))
      .replace(/[\t\r\n ]+/g, ' ')
      .trim(),
    longest,
  );

function senderOf(envelope: Envelope | undefined): string {
  const people = (envelope?.from ?? []).flatMap(({ name, mailbox, host }) => {
    // A group begins and ends with entries without a host (RFC 9051 §7.5.2).
    if (host === undefined) return [];
    return name === undefined || name === '' ? [`${mailbox ?? ''}@${host}`] : [name];
  });
  return oneLine(people.slice(0, 5).join(', '));
}

function attachmentsOf(part: BodyStructure | undefined, depth = 0): readonly string[] {
  if (!part || depth > 50) return [];
  if (part.type === 'multipart') return part.parts.flatMap((inner) => attachmentsOf(inner, depth + 1));
  const name = part.disposition?.parameters.get('filename') ?? part.parameters.get('name');
  const isAttached =
    part.disposition?.type === 'attachment' || (name !== undefined && part.disposition?.type !== 'inline');
  if (!isAttached && !(part.type === 'message' && part.subtype === 'rfc822')) return [];
  return [name === undefined || name === '' ? plainly(`${part.type}/${part.subtype}`, 80) : oneLine(name)];
}
