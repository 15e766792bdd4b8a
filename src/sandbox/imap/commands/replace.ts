/** REPLACE: a new message takes the place of an old one in one step (RFC 8508 §3). */
import { parseReplace } from '../../../protocol/imap/append-program';
import { decodeName, messagesOf } from '../arguments';
import type { ImapHandler } from '../dispatch';
import { bad, no, ok } from '../outcome';
import { addMessages } from './append';

export const replace: ImapHandler = (session, { uid, values }) => {
  const view = session.selected;
  const parsed = parseReplace(values);
  if (!parsed.ok || !view) return bad(parsed.ok ? 'select a mailbox first' : parsed.error.message);
  const { number, mailbox, messages } = parsed.value;
  const set = { saved: false, ranges: [{ from: number, to: number }] };
  const old = messagesOf(session, view, set, uid)?.[0]?.message;
  if (!old) return uid ? no('there is no such message', 'NONEXISTENT') : bad('there is no such message');
  if (view.readOnly) return no('the mailbox is read-only');
  if (old.expunged) return no('the message no longer exists', 'EXPUNGEISSUED');
  // §3.4: of the quota only the difference counts.
  const added = addMessages(session, decodeName(session, mailbox), messages, old);
  if (!added.ok) return added.outcome;
  // §4.3: APPENDUID comes before the EXPUNGE, so in an untagged OK.
  if (added.code !== undefined) session.untagged(`OK [${added.code}] the new message is there`);
  view.mailbox.expunge([old]);
  const told = session.enabled.has('QRESYNC') ? `HIGHESTMODSEQ ${view.mailbox.highestModseq}` : undefined;
  return ok('replaced', told);
};
