/** DELETE: what is selected elsewhere is closed there (RFC 9051 §6.3.5). */
import { mailboxOf } from '../arguments';
import type { ImapHandler } from '../dispatch';
import { bad, no, noSuchMailbox, ok } from '../outcome';
import { closeView } from '../view';

export const remove: ImapHandler = (session, { values }) => {
  const { account } = session;
  const name = mailboxOf(session, values[0]);
  if (name === undefined || !account || values.length !== 1) return bad('DELETE takes a mailbox');
  if (account.canonical(name) === 'INBOX') return no('INBOX cannot be deleted', 'CANNOT');
  const mailbox = account.find(name);
  if (!mailbox) return noSuchMailbox();
  if (session.selected?.mailbox === mailbox) {
    closeView(session);
    session.state = 'authenticated';
  }
  account.delete(name, session.news?.watcher);
  return ok('deleted');
};
