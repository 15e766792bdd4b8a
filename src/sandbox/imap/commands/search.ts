/** SEARCH: finds messages (RFC 9051 §6.4.4). */
import { parseSearch } from '../../../protocol/imap/search-program';
import type { ImapHandler } from '../dispatch';
import { bad, ok } from '../outcome';
import { asksModseq, returnOptions, sendResult } from '../search/result';
import { runSearch } from '../search/run';

export const search: ImapHandler = (session, request) => {
  const view = session.selected;
  if (!view) return bad('select a mailbox first');
  const parsed = parseSearch(request.values);
  if (!parsed.ok) return bad(parsed.error.message);
  const { returns, charset, key } = parsed.value;
  if (returns?.some((option) => !returnOptions.has(option))) return bad('there is no such result option here');
  const result = runSearch(session, view, key, charset);
  if (!result.ok) {
    // RFC 9051 §6.4.4.1: after a NO there is nothing for $ to stand for.
    if (result.outcome.status === 'NO' && returns?.includes('SAVE')) session.saved = new Set();
    return result.outcome;
  }
  sendResult(session, request, result.found, returns, asksModseq(key));
  return ok(`${result.found.length} found`);
};
