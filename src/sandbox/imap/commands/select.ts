/** SELECT and EXAMINE: open a mailbox (RFC 9051 §6.3.2 and §6.3.3, RFC 7162 §3.1.8). */
import { parseSelect } from '../../../protocol/imap/list-program';
import { hasFlag } from '../../store/message';
import { decodeName } from '../arguments';
import { supports } from '../capabilities';
import { enableCondstore } from '../condstore';
import type { ImapHandler } from '../dispatch';
import { whenIdling } from '../news';
import { bad, noSuchMailbox, type Outcome, ok } from '../outcome';
import { flagList } from '../output';
import type { ImapRequest } from '../request';
import { resynchronise } from '../resync';
import type { ImapSession } from '../session';
import { closeView, openView, recentCount, type View } from '../view';
import { listLine } from './list';

const systemFlags = ['\\Answered', '\\Flagged', '\\Deleted', '\\Seen', '\\Draft'];

export const select: ImapHandler = (session, request) => open(session, request, false);
export const examine: ImapHandler = (session, request) => open(session, request, true);

async function open(session: ImapSession, { values }: ImapRequest, readOnly: boolean): Promise<Outcome | 'said'> {
  const parsed = parseSelect(values);
  if (!parsed.ok) return bad(parsed.error.message);
  const { condstore, qresync } = parsed.value;
  if (qresync && !session.enabled.has('QRESYNC')) return bad('send ENABLE QRESYNC first');
  if (condstore && !supports(session.server, 'CONDSTORE')) return bad('there is no CONDSTORE here');
  if (session.selected) {
    closeView(session);
    session.untagged('OK [CLOSED] the mailbox selected before is closed');
  }
  const name = decodeName(session, parsed.value.mailbox);
  const { account } = session;
  const mailbox = account?.find(name);
  if (!account || !mailbox) return noSuchMailbox();
  if (condstore) enableCondstore(session);
  openView(session, account.canonical(name), mailbox, readOnly, whenIdling(session));
  const view = session.selected;
  if (view) {
    describe(session, view, parsed.value.mailbox);
    // RFC 7162 §3.2.5: with another UIDVALIDITY what the client knows is worth nothing.
    if (qresync?.uidvalidity === mailbox.uidValidity && !(await resynchronise(session, view, qresync))) return 'said';
  }
  return ok('selected', readOnly ? 'READ-ONLY' : 'READ-WRITE');
}

function describe(session: ImapSession, view: View, asked: string): void {
  const { mailbox, name, readOnly } = view;
  const { account, server } = session;
  const flags = [...systemFlags, ...mailbox.keywords];
  session.untagged(`FLAGS ${flagList(flags)}`);
  session.untagged(`${view.count} EXISTS`);
  if (session.enabled.has('IMAP4REV2')) {
    if (account) session.untagged(listLine(session, account, name, asked));
  } else {
    session.untagged(`${recentCount(view)} RECENT`);
    const unseen = mailbox.messages.findIndex((message) => !hasFlag(message, '\\Seen'));
    if (unseen !== -1) session.untagged(`OK [UNSEEN ${unseen + 1}] the first unseen message`);
  }
  const permanent = readOnly ? '()' : flagList([...flags, ...(mailbox.canLearn(['$']) ? ['\\*'] : [])]);
  session.untagged(`OK [PERMANENTFLAGS ${permanent}] flags that stay`);
  session.untagged(`OK [UIDVALIDITY ${mailbox.uidValidity}] UIDs are valid`);
  session.untagged(`OK [UIDNEXT ${mailbox.uidNext}] the next UID`);
  if (server.has('CONDSTORE')) session.untagged(`OK [HIGHESTMODSEQ ${mailbox.highestModseq}] the highest`);
  if (server.has('OBJECTID')) session.untagged(`OK [MAILBOXID (${mailbox.id})] its name for good`);
}
