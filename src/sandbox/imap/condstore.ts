/** When a client has shown that it knows mod-sequences, and how far it can rely on them (RFC 7162 §3.1, §3.2). */
import { indexOfUid } from '../store/mailbox';
import type { ImapSession } from './session';
import type { View } from './view';

/** To be called by each CONDSTORE enabling command; the first with a mailbox selected tells HIGHESTMODSEQ. */
export function enableCondstore(session: ImapSession): void {
  if (session.enabled.has('CONDSTORE')) return;
  session.enabled.add('CONDSTORE');
  if (session.selected) session.untagged(`OK [HIGHESTMODSEQ ${toldModseq(session.selected)}] from here on`);
}

/** The mod-sequence up to which the client has been told everything: one that it can come back with and miss nothing. */
export function toldModseq(view: View): number {
  const { mailbox, changed, list, count, expungedAt } = view;
  let told = mailbox.highestModseq;
  for (const message of changed) told = Math.min(told, message.modseq - 1);
  if (expungedAt !== undefined) told = Math.min(told, expungedAt - 1);
  const firstNew = mailbox.messages[indexOfUid(mailbox.messages, (list[count - 1]?.uid ?? 0) + 1)];
  return firstNew ? Math.min(told, firstNew.modseq - 1) : told;
}

/**
 * RFC 7162 §3.2: a client that has heard of newer mod-sequences while an EXPUNGE waits is told the one that it may keep, lest it
 * never hear of the EXPUNGE when the connection breaks.
 */
export function tellIfBehind(session: ImapSession): void {
  const view = session.selected;
  if (view?.expungedAt === undefined || !session.enabled.has('QRESYNC')) return;
  session.untagged(`OK [HIGHESTMODSEQ ${toldModseq(view)}] more has happened, which has to wait`);
}
