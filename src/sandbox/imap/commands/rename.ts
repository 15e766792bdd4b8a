/** RENAME: a mailbox and all below it (RFC 9051 §6.3.6). */
import { delimiter } from '../../store/account';
import { isValidName, mailboxOf } from '../arguments';
import type { ImapHandler } from '../dispatch';
import { oldName } from '../news';
import { bad, no, noSuchMailbox, ok } from '../outcome';
import { listLine } from './list';

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
  account.rename(from, to, session.news?.watcher);
  // INBOX stays, so that nothing has got another name (RFC 9051 §6.3.6).
  if (session.enabled.has('IMAP4REV2') && account.canonical(from) !== 'INBOX')
    session.untagged(
      listLine(session, account, account.canonical(to).replace(/\/$/, ''), '') +
        oldName(session, account.canonical(from)),
    );
  return ok('renamed');
};
