/** COPY and MOVE (RFC 9051 §6.4.7 and §6.4.8). */
import { parseSequenceSet } from '../../../protocol/imap/sequence-set';
import { textOf } from '../../../protocol/imap/value';
import { mailboxOf, messagesOf } from '../arguments';
import type { ImapHandler } from '../dispatch';
import { bad, no, noSuchMailbox, type Outcome, ok } from '../outcome';
import { sequenceSet } from '../output';
import type { ImapRequest } from '../request';
import type { ImapSession } from '../session';

export const copy: ImapHandler = (session, request) => transfer(session, request, false);
export const move: ImapHandler = (session, request) => transfer(session, request, true);

function transfer(session: ImapSession, { name: command, uid, values }: ImapRequest, away: boolean): Outcome {
  const { selected: view, account, server } = session;
  const name = mailboxOf(session, values[1]);
  if (!view || !account || name === undefined || values.length !== 2)
    return bad(`${command} takes messages and a mailbox`);
  const set = parseSequenceSet(textOf(values[0]) ?? '');
  const chosen = set && messagesOf(session, view, set, uid);
  if (!chosen) return bad('there are no such messages');
  const target = account.find(name);
  if (!target) return noSuchMailbox('TRYCREATE');
  if (away && view.readOnly) return no('the mailbox is read-only');
  // RFC 9051 §6.4.7: all or none.
  if (chosen.some(({ message }) => message.expunged))
    return no('some of the messages no longer exist', 'EXPUNGEISSUED');
  if (!away) {
    const size = chosen.reduce((sum, { message }) => sum + message.content.bytes.length, 0);
    if (!account.hasRoom(size, chosen.length)) return no('the mailbox is full', 'OVERQUOTA');
  }
  if (!target.canLearn(chosen.flatMap(({ message }) => message.flags)))
    return no('the mailbox has too many keywords', 'LIMIT');
  const now = server.now();
  const from: number[] = [];
  const to: number[] = [];
  for (const { message } of chosen) {
    const made = target.append(message.content, { flags: message.flags, internalDate: message.internalDate, now });
    from.push(message.uid);
    to.push(made.uid);
  }
  const code =
    chosen.length > 0 && server.has('UIDPLUS')
      ? `COPYUID ${target.uidValidity} ${sequenceSet(from)} ${sequenceSet(to)}`
      : undefined;
  if (!away) return ok('copied', code);
  // RFC 9051 §6.4.8: COPYUID comes before the EXPUNGE responses, so in an untagged OK.
  if (code !== undefined) session.untagged(`OK [${code}] moved`);
  view.mailbox.expunge(chosen.map(({ message }) => message));
  return ok('moved', session.enabled.has('QRESYNC') ? `HIGHESTMODSEQ ${view.mailbox.highestModseq}` : undefined);
}
