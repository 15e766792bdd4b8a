/** SELECT and EXAMINE: open a mailbox (RFC 9051 §6.3.2 and §6.3.3, RFC 7162 §3.1.8). */
import { parseSelect } from '../../../protocol/imap/list-program';
import { hasFlag } from '../../store/message';
import { decodeName } from '../arguments';
import type { ImapHandler } from '../dispatch';
import { bad, noSuchMailbox, type Outcome, ok } from '../outcome';
import { flagList, mailboxName } from '../output';
import type { ImapRequest } from '../request';
import type { ImapSession } from '../session';
import { announce, closeView, openView, recentCount, type View } from '../view';

/** Octets of news that a client in IDLE may leave unread. */
const idleBacklog = 1024 * 1024;
const systemFlags = ['\\Answered', '\\Flagged', '\\Deleted', '\\Seen', '\\Draft'];

export const select: ImapHandler = (session, request) => open(session, request, false);
export const examine: ImapHandler = (session, request) => open(session, request, true);

function open(session: ImapSession, { values }: ImapRequest, readOnly: boolean): Outcome {
  const parsed = parseSelect(values);
  if (!parsed.ok) return bad(parsed.error.message);
  if (parsed.value.qresync) return bad('there is no QRESYNC here');
  if (session.selected) {
    closeView(session);
    session.untagged('OK [CLOSED] the mailbox selected before is closed');
  }
  const name = decodeName(session, parsed.value.mailbox);
  const mailbox = session.account?.find(name);
  if (!session.account || !mailbox) return noSuchMailbox();
  if (parsed.value.condstore) session.enabled.add('CONDSTORE');
  openView(session, session.account.canonical(name), mailbox, readOnly, () => {
    if (!session.idling) return;
    // Other commands wait for a client that does not read; what others do in its mailbox does not.
    if (session.connection.backlog > idleBacklog) session.connection.destroy();
    else announce(session, true);
  });
  if (session.selected) describe(session, session.selected);
  return ok('selected', readOnly ? 'READ-ONLY' : 'READ-WRITE');
}

function describe(session: ImapSession, view: View): void {
  const { mailbox, name, readOnly } = view;
  const flags = [...systemFlags, ...mailbox.keywords];
  const rev2 = session.enabled.has('IMAP4REV2');
  session.untagged(`FLAGS ${flagList(flags)}`);
  session.untagged(`${view.count} EXISTS`);
  if (rev2) session.untagged(`LIST () "/" ${mailboxName(session, name)}`);
  else {
    session.untagged(`${recentCount(view)} RECENT`);
    const unseen = mailbox.messages.findIndex((message) => !hasFlag(message, '\\Seen'));
    if (unseen !== -1) session.untagged(`OK [UNSEEN ${unseen + 1}] the first unseen message`);
  }
  session.untagged(`OK [PERMANENTFLAGS ${readOnly ? '()' : flagList([...flags, '\\*'])}] flags that stay`);
  session.untagged(`OK [UIDVALIDITY ${mailbox.uidValidity}] UIDs are valid`);
  session.untagged(`OK [UIDNEXT ${mailbox.uidNext}] the next UID`);
  if (session.server.has('CONDSTORE')) session.untagged(`OK [HIGHESTMODSEQ ${mailbox.highestModseq}] the highest`);
  if (session.server.has('OBJECTID')) session.untagged(`OK [MAILBOXID (${mailbox.id})] its name for good`);
}
