/** CREATE, with a special use when asked for one (RFC 9051 §6.3.4, RFC 6154 §3). */
import { specialUseOf } from '../../../protocol/imap/flags';
import { itemsOf, textOf } from '../../../protocol/imap/value';
import { isValidName, mailboxOf, tellNormalised } from '../arguments';
import type { ImapHandler } from '../dispatch';
import { bad, no, ok } from '../outcome';

const maxMailboxes = 10_000;

export const create: ImapHandler = (session, { values }) => {
  const { account, server } = session;
  const name = mailboxOf(session, values[0]);
  if (name === undefined || !account || values.length > 2) return bad('CREATE takes a mailbox');
  if (!isValidName(name)) return no('that is no name for a mailbox', 'CANNOT');
  if (account.mailboxes.size >= maxMailboxes) return no('there are too many mailboxes', 'LIMIT');
  let use: string | undefined;
  if (values[1]) {
    const [parameter, uses, ...more] = itemsOf(values[1]) ?? [];
    const wanted = itemsOf(uses)?.map((value) => textOf(value) ?? '') ?? [];
    if (textOf(parameter)?.toUpperCase() !== 'USE' || more.length > 0 || !server.has('CREATE-SPECIAL-USE'))
      return bad('an unknown parameter');
    use = specialUseOf(wanted);
    if (wanted.length !== 1 || use === undefined)
      return no('a mailbox can have one of the known special uses', 'USEATTR');
  }
  const made = account.create(name, use, session.news?.watcher);
  if (!made) return no('it exists already', 'ALREADYEXISTS');
  tellNormalised(session, values[0], name);
  return ok('created', server.has('OBJECTID') ? `MAILBOXID (${made.id})` : undefined);
};
