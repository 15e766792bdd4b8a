/** Runs a search over the selected mailbox: what SEARCH, SORT and THREAD have in common. */
import type { SearchNode } from '../../../protocol/imap/search-program';
import type { Chosen } from '../arguments';
import { bad, no, type Outcome } from '../outcome';
import type { ImapSession } from '../session';
import type { View } from '../view';
import { matcher } from './match';
import { asksModseq } from './result';

type Found =
  | { readonly ok: true; readonly found: readonly Chosen[] }
  | { readonly ok: false; readonly outcome: Outcome };

/** The messages that meet the key, by number; or why there is no answer. */
export function runSearch(session: ImapSession, view: View, key: SearchNode, charset: string | undefined): Found {
  if (charset !== undefined && !/^(?:utf-8|us-ascii)$/i.test(charset)) {
    return { ok: false, outcome: no('that charset is not known here', 'BADCHARSET (US-ASCII UTF-8)') };
  }
  const meets = matcher(session, view, key);
  if (!meets) return { ok: false, outcome: bad('there is no such search key here') };
  if (asksModseq(key)) session.enabled.add('CONDSTORE');
  const found: Chosen[] = [];
  for (let number = 1; number <= view.count; number++) {
    const message = view.list[number - 1];
    if (!message || message.expunged) continue;
    const one = { number, message };
    if (meets(one)) found.push(one);
  }
  return { ok: true, found };
}
