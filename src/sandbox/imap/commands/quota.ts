/** GETQUOTA and GETQUOTAROOT: one root for all of a user's mailboxes (RFC 9208 §4.1). */
import { textOf } from '../../../protocol/imap/value';
import { mailboxOf } from '../arguments';
import type { ImapHandler } from '../dispatch';
import { bad, no, noSuchMailbox, ok } from '../outcome';
import { mailboxName } from '../output';
import type { ImapSession } from '../session';

const root = 'user';

export const getQuota: ImapHandler = (session, { values }) => {
  const name = textOf(values[0]);
  if (name === undefined || values.length !== 1) return bad('GETQUOTA takes a quota root');
  if (name !== root) return no('no such quota root', 'NONEXISTENT');
  return tell(session);
};

export const getQuotaRoot: ImapHandler = (session, { values }) => {
  const name = mailboxOf(session, values[0]);
  if (name === undefined || values.length !== 1) return bad('GETQUOTAROOT takes a mailbox');
  if (!session.account?.find(name)) return noSuchMailbox();
  session.untagged(`QUOTAROOT ${mailboxName(session, name)} ${root}`);
  return tell(session);
};

/** RFC 9208 §5.1: in units of 1,024 octets. */
function tell(session: ImapSession): ReturnType<ImapHandler> {
  const { account } = session;
  if (!account) return bad('sign in first');
  session.untagged(`QUOTA ${root} (STORAGE ${Math.ceil(account.usage() / 1024)} ${Math.floor(account.quota / 1024)})`);
  return ok('done');
}
