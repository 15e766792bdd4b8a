/** SUBSCRIBE and UNSUBSCRIBE (RFC 9051 §6.3.7 and §6.3.8). */
import { mailboxOf } from '../arguments';
import type { ImapHandler } from '../dispatch';
import { bad, no, noSuchMailbox, ok } from '../outcome';

const maxSubscriptions = 10_000;

export const subscribe: ImapHandler = (session, { values }) => {
  const { account } = session;
  const name = mailboxOf(session, values[0]);
  if (name === undefined || !account || values.length !== 1) return bad('SUBSCRIBE takes a mailbox');
  if (!account.find(name)) return noSuchMailbox();
  if (account.subscriptions.size >= maxSubscriptions) return no('there are too many subscriptions', 'LIMIT');
  account.subscribe(name);
  return ok('subscribed');
};

export const unsubscribe: ImapHandler = (session, { values }) => {
  const { account } = session;
  const name = mailboxOf(session, values[0]);
  if (name === undefined || !account || values.length !== 1) return bad('UNSUBSCRIBE takes a mailbox');
  account.unsubscribe(name);
  return ok('unsubscribed');
};
