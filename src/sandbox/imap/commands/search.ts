/** SEARCH: finds messages (RFC 9051 §6.4.4). */
import { parseSearch } from '../../../protocol/imap/search-program';
import { supports } from '../capabilities';
import type { ImapHandler } from '../dispatch';
import { bad, ok } from '../outcome';
import { mentions } from '../search/key';
import { returnOptions, sendExtended, sendNumbers } from '../search/result';
import { runSearch } from '../search/run';

export const search: ImapHandler = async (session, request) => {
  const view = session.selected;
  if (!view) return bad('select a mailbox first');
  const parsed = parseSearch(request.values);
  if (!parsed.ok) return bad(parsed.error.message);
  const { returns, charset, key } = parsed.value;
  if (returns?.some((option) => !returnOptions.has(option))) return bad('there is no such result option here');
  if (returns && !supports(session.server, returns.includes('SAVE') ? 'SEARCHRES' : 'ESEARCH'))
    return bad('there is no RETURN here');
  // RFC 6855 §3: with UTF8=ACCEPT everything is UTF-8.
  if (charset !== undefined && session.enabled.has('UTF8=ACCEPT')) return bad('CHARSET is not for UTF8=ACCEPT');
  const result = await runSearch(session, view, key, charset);
  if (result.kind === 'gone') return 'said';
  if (result.kind === 'refused') {
    // RFC 9051 §6.4.4.1: after a NO there is nothing for $ to stand for.
    if (result.outcome.status === 'NO' && returns?.includes('SAVE')) session.saved = new Set();
    return result.outcome;
  }
  const { found } = result;
  const modseq = mentions(key, 'modseq');
  if (returns === undefined && !session.enabled.has('IMAP4REV2'))
    sendNumbers(session, 'SEARCH', request, found, modseq);
  else sendExtended(session, request, found, returns ?? [], modseq);
  return { ...ok(`${found.length} found`), keepsNumbers: mentions(key, 'numbers') };
};
