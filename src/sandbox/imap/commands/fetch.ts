/** FETCH: data of messages (RFC 9051 §6.4.5, RFC 7162 §3.1.4, §3.2.6). */

import { fetchItemNamed } from '../../../protocol/imap/fetch-items';
import { type FetchProgram, type FetchRequest, parseFetch } from '../../../protocol/imap/fetch-program';
import { normalise } from '../../../protocol/imap/sequence-set';
import { hasFlag, type Message } from '../../store/message';
import { type Chosen, messagesOf } from '../arguments';
import { supports } from '../capabilities';
import { enableCondstore } from '../condstore';
import type { ImapHandler } from '../dispatch';
import { fetchItem } from '../fetch/items';
import { type Piece, writePieces } from '../fetch/pieces';
import { bad, no, ok } from '../outcome';
import { tellVanished } from '../resync';
import type { ImapSession } from '../session';
import { slices } from '../slices';
import { takeInThreads } from '../threads';
import { changeItems, flagsFor, type View } from '../view';

export const fetch: ImapHandler = async (session, { uid, values }) => {
  const view = session.selected;
  if (!view) return bad('select a mailbox first');
  const parsed = parseFetch(values);
  if (!parsed.ok) return bad(parsed.error.message);
  const { set, changedSince, vanished } = parsed.value;
  const problem = problemOf(session, parsed.value, uid);
  if (problem !== undefined) return bad(problem);
  const chosen = messagesOf(session, view, set, uid);
  if (!chosen) return bad('there are no such messages');
  const items = wantedItems(parsed.value, uid);
  if (items.some(({ name }) => name === 'MODSEQ')) enableCondstore(session);
  if (items.some(({ name }) => name === 'THREADID')) await takeInThreads(session);
  if (vanished && changedSince !== undefined) {
    const highest = view.mailbox.uidNext - 1;
    tellVanished(session, view, set.saved ? [] : normalise(set, highest), changedSince);
  }
  const slice = slices();
  let unknown = false;
  for (const one of chosen) {
    if (changedSince !== undefined && one.message.modseq <= changedSince) continue;
    if (!fetchOne(session, view, one, items)) unknown = true;
    const waiting = session.connection.drained() ?? slice.rest();
    if (waiting) await waiting;
    if (session.connection.closed) return 'said';
  }
  return unknown ? no('a transfer encoding is not known', 'UNKNOWN-CTE') : ok('done');
};

/** Why the command cannot be carried out here. */
function problemOf(
  session: ImapSession,
  { items, changedSince, vanished }: FetchProgram,
  uid: boolean,
): string | undefined {
  if (vanished && !session.enabled.has('QRESYNC')) return 'send ENABLE QRESYNC first';
  if (vanished && (!uid || changedSince === undefined)) return 'VANISHED is for UID FETCH with CHANGEDSINCE';
  if (changedSince !== undefined && !supports(session.server, 'CONDSTORE')) return 'there is no CONDSTORE here';
  return items.every((item) => isKnown(session, item)) ? undefined : 'FETCH has no such item here';
}

/** The items asked for and those that go without saying. */
function wantedItems({ items, changedSince }: FetchProgram, uid: boolean): readonly FetchRequest[] {
  const has = (wanted: string): boolean => items.some(({ name }) => name === wanted);
  return [
    ...(uid && !has('UID') ? [plain('UID')] : []),
    ...items,
    ...(changedSince !== undefined && !has('MODSEQ') ? [plain('MODSEQ')] : []),
  ];
}

const plain = (name: string): FetchRequest => ({ name, peek: true, label: name });

/** Writes the response; false when a transfer encoding is not known, and then nothing. */
function fetchOne(
  session: ImapSession,
  view: View,
  { number, message }: Chosen,
  items: readonly FetchRequest[],
): boolean {
  const seen = markSeen(view, message, items);
  const pieces: Piece[] = [];
  for (const item of items) {
    const made = fetchItem(session, view, message, item);
    if (made === 'unknown encoding') {
      if (seen) session.untagged(`${number} FETCH (${changeItems(session, view, message)})`);
      return false;
    }
    pieces.push(pieces.length === 0 ? '' : ' ', ...made);
  }
  writePieces(session, [
    `* ${number} FETCH (`,
    ...pieces,
    seen ? seenItems(session, view, message, items) : '',
    ')\r\n',
  ]);
  return true;
}

/** Sets \Seen where an item asks for content and does not only peek; whether that changed anything. */
function markSeen(view: View, message: Message, items: readonly FetchRequest[]): boolean {
  const reads = items.some(({ peek, section, name }) => !peek && (section !== undefined || name.startsWith('RFC822')));
  if (!reads || view.readOnly || hasFlag(message, '\\Seen')) return false;
  const changed = view.mailbox.setFlags(message, [...message.flags, '\\Seen'], view.watcher);
  if (changed) view.changed.delete(message);
  return changed;
}

/** RFC 9051 §6.4.5: a flag that changed on the way is told of; RFC 7162 §3.2.4: then with UID and MODSEQ. */
function seenItems(session: ImapSession, view: View, message: Message, items: readonly FetchRequest[]): string {
  const missing = (wanted: string): boolean => !items.some(({ name }) => name === wanted);
  const condstore = session.enabled.has('CONDSTORE');
  const uid = (condstore || session.enabled.has('IMAP4REV2')) && missing('UID') ? ` UID ${message.uid}` : '';
  const flags = missing('FLAGS') ? ` FLAGS ${flagsFor(session, view, message)}` : '';
  return `${uid}${flags}${condstore && missing('MODSEQ') ? ` MODSEQ (${message.modseq})` : ''}`;
}

function isKnown({ server }: ImapSession, { name }: FetchRequest): boolean {
  const capabilities = fetchItemNamed(name)?.capabilities ?? [];
  return capabilities.length === 0 || capabilities.some((one) => supports(server, one));
}
