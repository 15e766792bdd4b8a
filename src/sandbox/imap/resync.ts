/** Quick resynchronisation: what has vanished and what has changed since a client was here last (RFC 7162 §3.2.5, §3.2.6). */
import type { QresyncParameters } from '../../protocol/imap/list-program';
import { type NumberRange, normalise, numbersInOrder } from '../../protocol/imap/sequence-set';
import { intersection } from '../store/expunged';
import { messagesOf } from './arguments';
import type { ImapSession } from './session';
import { slices } from './slices';
import { changeItems, type View } from './view';

/** Answers the QRESYNC parameter of SELECT; false when the connection has gone. */
export async function resynchronise(
  session: ImapSession,
  view: View,
  { modseq, known, match }: QresyncParameters,
): Promise<boolean> {
  const { mailbox } = view;
  const uids = known ? normalise(known, 0) : [{ from: 1, to: mailbox.uidNext - 1 }];
  tellVanished(session, view, uids, modseq, match ? lastMatch(view, match) : 0);
  const set = { saved: false, ranges: uids };
  const slice = slices();
  for (const { number, message } of messagesOf(session, view, set, true) ?? []) {
    if (message.modseq > modseq) session.untagged(`${number} FETCH (${changeItems(session, view, message)})`);
    const waiting = session.connection.drained() ?? slice.rest();
    if (waiting) await waiting;
    if (session.connection.closed) return false;
  }
  return true;
}

/** `VANISHED (EARLIER)`: those of the UIDs, above `after`, that were expunged since. */
export function tellVanished(
  session: ImapSession,
  { mailbox, list, count }: View,
  uids: readonly NumberRange[],
  modseq: number,
  after = 0,
): void {
  const above = [{ from: after + 1, to: Number.MAX_SAFE_INTEGER }];
  // A message whose EXPUNGE the client still waits for has not vanished earlier (§3.2.10).
  const waiting = list === mailbox.messages ? [] : list.slice(0, count).filter(({ expunged }) => expunged);
  const ranges = intersection(intersection(mailbox.vanishedSince(modseq), uids), above);
  const gone = without(
    ranges,
    waiting.map(({ uid }) => uid),
  );
  if (gone.length === 0) return;
  const set = gone.map(({ from, to }) => (from === to ? String(from) : `${from}:${to}`)).join(',');
  session.untagged(`VANISHED (EARLIER) ${set}`);
}

/** The ranges without some numbers, which are ascending. */
function without(ranges: readonly NumberRange[], numbers: readonly number[]): NumberRange[] {
  const left: NumberRange[] = [];
  let next = 0;
  for (const range of ranges) {
    let { from } = range;
    for (; next < numbers.length; next++) {
      const number = numbers[next] ?? 0;
      if (number > range.to) break;
      if (number < from) continue;
      if (number > from) left.push({ from, to: number - 1 });
      from = number + 1;
    }
    if (from <= range.to) left.push({ from, to: range.to });
  }
  return left;
}

/** Pairs of number and UID that a client may send. */
const maxPairs = 10_000;

/** The UID of the last pair that is as the client thinks: up to there it knows what was expunged (§3.2.5.2). */
function lastMatch({ list, count }: View, { numbers, uids }: NonNullable<QresyncParameters['match']>): number {
  const places = numbersInOrder(numbers, maxPairs) ?? [];
  const names = numbersInOrder(uids, maxPairs) ?? [];
  let last = 0;
  for (let i = 0; i < Math.min(places.length, names.length); i++) {
    const place = places[i] ?? 0;
    const uid = names[i] ?? 0;
    if (place < 1 || place > count || list[place - 1]?.uid !== uid) break;
    last = uid;
  }
  return last;
}
