/** Runs a search over the selected mailbox: what SEARCH, SORT and THREAD have in common. */
import type { SearchNode } from '../../../protocol/imap/search-program';
import type { Chosen } from '../arguments';
import { enableCondstore } from '../condstore';
import { bad, no, type Outcome } from '../outcome';
import type { ImapSession } from '../session';
import { slices } from '../slices';
import { takeInThreads } from '../threads';
import type { View } from '../view';
import { mentions } from './key';
import { matcher } from './match';

type Found =
  | { readonly kind: 'found'; readonly found: readonly Chosen[] }
  | { readonly kind: 'refused'; readonly outcome: Outcome }
  /** The client has gone meanwhile. */
  | { readonly kind: 'gone' };

/** The messages that meet the key, by number; or why there is no answer. Other sessions are served in between. */
export async function runSearch(
  session: ImapSession,
  view: View,
  key: SearchNode,
  charset: string | undefined,
): Promise<Found> {
  if (charset !== undefined && !/^(?:utf-8|us-ascii)$/i.test(charset))
    return { kind: 'refused', outcome: no('that charset is not known here', 'BADCHARSET (US-ASCII UTF-8)') };
  const meets = matcher(session, view, key);
  if (!meets) return { kind: 'refused', outcome: bad('there is no such search key here') };
  if (mentions(key, 'modseq')) enableCondstore(session);
  if (mentions(key, 'object')) await takeInThreads(session);
  const found: Chosen[] = [];
  const slice = slices();
  for (let number = 1; number <= view.count; number++) {
    const waiting = slice.rest();
    if (waiting) await waiting;
    if (session.connection.closed) return { kind: 'gone' };
    const message = view.list[number - 1];
    if (!message || message.expunged) continue;
    const one = { number, message };
    if (meets(one)) found.push(one);
  }
  return { kind: 'found', found };
}
