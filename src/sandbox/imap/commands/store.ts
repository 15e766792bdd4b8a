/** STORE: sets, adds and removes flags (RFC 9051 §6.4.6, RFC 7162 §3.1.3). */
import { parseStore, type StoreProgram } from '../../../protocol/imap/store-program';
import { type Message, normalFlags } from '../../store/message';
import { areFlags, messagesOf } from '../arguments';
import type { ImapHandler } from '../dispatch';
import { bad, no, ok } from '../outcome';
import { sequenceSet } from '../output';
import { changeItems, flagsFor } from '../view';

export const store: ImapHandler = (session, { uid, values }) => {
  const view = session.selected;
  if (!view) return bad('select a mailbox first');
  const parsed = parseStore(values);
  if (!parsed.ok) return bad(parsed.error.message);
  const { set, mode, silent, flags, unchangedSince } = parsed.value;
  if (!areFlags(flags)) return bad('there is no such system flag');
  const chosen = messagesOf(session, view, set, uid);
  if (!chosen) return bad('there are no such messages');
  if (view.readOnly) return no('the mailbox is read-only');
  if (unchangedSince !== undefined) session.enabled.add('CONDSTORE');
  const condstore = session.enabled.has('CONDSTORE');
  const failed: number[] = [];
  let issued = false;
  for (const { number, message } of chosen) {
    if (message.expunged) {
      issued = true;
      continue;
    }
    if (unchangedSince !== undefined && message.modseq > unchangedSince) {
      failed.push(uid ? message.uid : number);
      continue;
    }
    const changed = view.mailbox.setFlags(message, combine(message, mode, flags), view.watcher);
    view.changed.delete(message);
    const uidItem = uid ? `UID ${message.uid} ` : '';
    // RFC 7162 §3.1.3: even a silent STORE tells the new mod-sequence.
    if (silent && condstore && changed) session.untagged(`${number} FETCH (${uidItem}MODSEQ (${message.modseq}))`);
    if (!silent) {
      const items = condstore
        ? changeItems(session, view, message)
        : `${uidItem}FLAGS ${flagsFor(session, view, message)}`;
      session.untagged(`${number} FETCH (${items})`);
    }
  }
  if (failed.length > 0) return ok('some had changed', `MODIFIED ${sequenceSet(failed)}`);
  return issued ? no('some of the messages no longer exist', 'EXPUNGEISSUED') : ok('done');
};

function combine(message: Message, mode: StoreProgram['mode'], flags: readonly string[]): readonly string[] {
  if (mode === 'replace') return flags;
  if (mode === 'add') return [...message.flags, ...flags];
  const away = new Set(normalFlags(flags).map((flag) => flag.toLowerCase()));
  return message.flags.filter((flag) => !away.has(flag.toLowerCase()));
}
