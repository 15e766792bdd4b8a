/** FETCH: data of messages (RFC 9051 §6.4.5, RFC 7162 §3.1.4). */

import { fetchItemNamed } from '../../../protocol/imap/fetch-items';
import { type FetchRequest, parseFetch } from '../../../protocol/imap/fetch-program';
import { hasFlag, type Message } from '../../store/message';
import { messagesOf } from '../arguments';
import { supports } from '../capabilities';
import type { ImapHandler } from '../dispatch';
import { fetchItem, type Piece } from '../fetch/items';
import { bad, no, ok } from '../outcome';
import type { ImapSession } from '../session';
import { flagsFor, type View } from '../view';

export const fetch: ImapHandler = async (session, { uid, values }) => {
  const view = session.selected;
  if (!view) return bad('select a mailbox first');
  const parsed = parseFetch(values);
  if (!parsed.ok) return bad(parsed.error.message);
  const { set, changedSince, vanished } = parsed.value;
  if (vanished) return bad('there is no QRESYNC here');
  const items = [...parsed.value.items];
  if (!items.every((item) => isKnown(session, item))) return bad('FETCH has no such item here');
  const chosen = messagesOf(session, view, set, uid);
  if (!chosen) return bad('there are no such messages');
  if (uid && !items.some(({ name }) => name === 'UID')) items.unshift({ name: 'UID', peek: true, label: 'UID' });
  if (changedSince !== undefined && !items.some(({ name }) => name === 'MODSEQ'))
    items.push({ name: 'MODSEQ', peek: true, label: 'MODSEQ' });
  if (items.some(({ name }) => name === 'MODSEQ')) session.enabled.add('CONDSTORE');
  let unknown = false;
  for (const { number, message } of chosen) {
    if (changedSince !== undefined && message.modseq <= changedSince) continue;
    const pieces = fetchOne(session, view, message, items);
    if (pieces === 'unknown encoding') {
      unknown = true;
      continue;
    }
    session.connection.write(`* ${number} FETCH (`);
    for (const piece of pieces) session.connection.write(piece);
    session.connection.write(')\r\n');
    const waiting = session.connection.drained();
    if (waiting) await waiting;
    if (session.connection.closed) return 'said';
  }
  return unknown ? no('a transfer encoding is not known', 'UNKNOWN-CTE') : ok('done');
};

function fetchOne(
  session: ImapSession,
  view: View,
  message: Message,
  items: readonly FetchRequest[],
): Piece[] | 'unknown encoding' {
  const pieces: Piece[] = [];
  const reads = items.some(({ peek, section, name }) => !peek && (section !== undefined || name.startsWith('RFC822')));
  const seen =
    reads &&
    !view.readOnly &&
    !hasFlag(message, '\\Seen') &&
    view.mailbox.setFlags(message, [...message.flags, '\\Seen'], view.watcher);
  if (seen) view.changed.delete(message);
  for (const item of items) {
    const made = fetchItem(session, view, message, item);
    if (made === 'unknown encoding') return made;
    pieces.push(pieces.length === 0 ? '' : ' ', ...made);
  }
  // RFC 9051 §6.4.5: a flag that changed on the way is told of.
  if (seen && !items.some(({ name }) => name === 'FLAGS')) pieces.push(` FLAGS ${flagsFor(session, view, message)}`);
  if (seen && session.enabled.has('CONDSTORE') && !items.some(({ name }) => name === 'MODSEQ'))
    pieces.push(` MODSEQ (${message.modseq})`);
  return pieces;
}

function isKnown({ server }: ImapSession, { name }: FetchRequest): boolean {
  const capabilities = fetchItemNamed(name)?.capabilities ?? [];
  return capabilities.length === 0 || capabilities.some((one) => supports(server, one));
}
