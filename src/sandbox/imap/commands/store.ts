/** STORE: sets, adds and removes flags (RFC 9051 §6.4.6, RFC 7162 §3.1.3). */
import { parseStore, type StoreProgram } from '../../../protocol/imap/store-program';
import { type Message, normalFlags } from '../../store/message';
import { areFlags, messagesOf } from '../arguments';
import { supports } from '../capabilities';
import { enableCondstore } from '../condstore';
import type { ImapHandler } from '../dispatch';
import { bad, no, ok } from '../outcome';
import { sequenceSet } from '../output';
import { slices } from '../slices';
import { changeItems, flagsFor } from '../view';

export const store: ImapHandler = async (session, { uid, values }) => {
  const view = session.selected;
  if (!view) return bad('select a mailbox first');
  const parsed = parseStore(values);
  if (!parsed.ok) return bad(parsed.error.message);
  const { set, mode, silent, flags, unchangedSince } = parsed.value;
  const conditional = unchangedSince !== undefined;
  if (conditional && !supports(session.server, 'CONDSTORE')) return bad('there is no CONDSTORE here');
  if (!areFlags(flags)) return bad('there is no such system flag');
  const chosen = messagesOf(session, view, set, uid);
  if (!chosen) return bad('there are no such messages');
  if (view.readOnly) return no('the mailbox is read-only');
  if (mode !== 'remove' && !view.mailbox.canLearn(flags)) return no('the mailbox has too many keywords', 'LIMIT');
  if (conditional) enableCondstore(session);
  const condstore = session.enabled.has('CONDSTORE');
  const slice = slices();
  const failed: number[] = [];
  let issued = false;
  for (const { number, message } of chosen) {
    const waiting = session.connection.drained() ?? slice.rest();
    if (waiting) await waiting;
    if (session.connection.closed) return 'said';
    if (message.expunged) {
      issued = true;
      continue;
    }
    if (conditional && message.modseq > unchangedSince) {
      failed.push(uid ? message.uid : number);
      // So that the client need not ask why (RFC 7162 §3.1.3, example 6).
      view.changed.delete(message);
      session.untagged(`${number} FETCH (${changeItems(session, view, message)})`);
      continue;
    }
    const changed = view.mailbox.setFlags(message, combine(message, mode, flags), view.watcher);
    // Another session's change, which the client has not been told of, it must be told of although it wants to hear nothing.
    const news = view.changed.delete(message);
    const uidItem = uid || condstore ? `UID ${message.uid} ` : '';
    if (!silent || news) {
      const known = condstore || session.enabled.has('IMAP4REV2');
      const items = known ? changeItems(session, view, message) : `${uidItem}FLAGS ${flagsFor(session, view, message)}`;
      session.untagged(`${number} FETCH (${items})`);
    } else if (conditional || (condstore && changed)) {
      // RFC 7162 §3.1.3: even a silent STORE tells the new mod-sequence.
      session.untagged(`${number} FETCH (${uidItem}MODSEQ (${message.modseq}))`);
    }
  }
  const modified = failed.length > 0 ? `MODIFIED ${sequenceSet(failed)}` : undefined;
  // RFC 9051 §6.4.9: a UID that there is not is passed over.
  if (issued && !uid) return no('some of the messages no longer exist', modified ?? 'EXPUNGEISSUED');
  return modified === undefined ? ok('done') : ok('some had changed', modified);
};

function combine(message: Message, mode: StoreProgram['mode'], flags: readonly string[]): readonly string[] {
  if (mode === 'replace') return flags;
  if (mode === 'add') return [...message.flags, ...flags];
  const away = new Set(normalFlags(flags).map((flag) => flag.toLowerCase()));
  return message.flags.filter((flag) => !away.has(flag.toLowerCase()));
}
