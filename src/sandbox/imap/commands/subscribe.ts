/** SUBSCRIBE and UNSUBSCRIBE (RFC 9051 §6.3.7 and §6.3.8). */
import { mailboxOf } from '../arguments';
import type { ImapHandler } from '../dispatch';
import { bad, noSuchMailbox, ok } from '../outcome';

export const subscribe: ImapHandler = (session, { values }) => {
  const { account } = session;
  const name = mailboxOf(session, values[0]);
  if (name === undefined || !account || values.length !== 1) return bad('SUBSCRIBE takes a mailbox');
  if (!account.find(name)) return noSuchMailbox();
  account.subscriptions.add(account.canonical(name));
  return ok('subscribed');
};

export const unsubscribe: ImapHandler = (session, { values }) => {
  const { account } = session;
  const name = mailboxOf(session, values[0]);
  if (name === undefined || !account || values.length !== 1) return bad('UNSUBSCRIBE takes a mailbox');
  account.subscriptions.delete(account.canonical(name));
  return ok('unsubscribed');
};
