/** EXPUNGE and UID EXPUNGE: removes the messages marked \Deleted (RFC 9051 §6.4.3 and §6.4.9). */
import { parseSequenceSet } from '../../../protocol/imap/sequence-set';
import { textOf } from '../../../protocol/imap/value';
import { hasFlag } from '../../store/message';
import { messagesOf } from '../arguments';
import type { ImapHandler } from '../dispatch';
import { bad, no, ok } from '../outcome';

export const expunge: ImapHandler = (session, { uid, values }) => {
  const view = session.selected;
  if (!view) return bad('select a mailbox first');
  if (values.length !== (uid ? 1 : 0)) return bad(uid ? 'UID EXPUNGE takes a set of UIDs' : 'EXPUNGE takes nothing');
  const set = uid ? parseSequenceSet(textOf(values[0]) ?? '') : undefined;
  if (uid && !set) return bad('that is no set of UIDs');
  const chosen = set ? messagesOf(session, view, set, true)?.map(({ message }) => message) : view.mailbox.messages;
  if (!chosen) return bad('that is no set of UIDs');
  if (view.readOnly) return no('the mailbox is read-only');
  view.mailbox.expunge(chosen.filter((message) => hasFlag(message, '\\Deleted')));
  // RFC 7162 §3.2.7: with all that is told before the OK, the client can keep that one.
  return ok('done', session.enabled.has('CONDSTORE') ? `HIGHESTMODSEQ ${view.mailbox.highestModseq}` : undefined);
};
