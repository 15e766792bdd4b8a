/** RENAME: a mailbox and all below it (RFC 9051 §6.3.6). */
import { delimiter } from '../../store/account';
import { isValidName, mailboxOf } from '../arguments';
import type { ImapHandler } from '../dispatch';
import { bad, no, noSuchMailbox, ok } from '../outcome';

export const rename: ImapHandler = (session, { values }) => {
  const { account } = session;
  const [from, to] = values.map((value) => mailboxOf(session, value));
  if (from === undefined || to === undefined || !account || values.length !== 2)
    return bad('RENAME takes two mailboxes');
  if (!account.find(from)) return noSuchMailbox();
  if (!isValidName(to)) return no('that is no name for a mailbox', 'CANNOT');
  if (account.find(to.replace(/\/$/, ''))) return no('the new name exists already', 'ALREADYEXISTS');
  if (account.canonical(to).startsWith(account.canonical(from) + delimiter))
    return no('a mailbox cannot be put below itself', 'CANNOT');
  if (!account.canRename(from, to)) return no('a name below the new one exists already', 'ALREADYEXISTS');
  account.rename(from, to);
  return ok('renamed');
};
