/** SORT: finds messages and gives them in order (RFC 5256 §3; with RETURN, RFC 5267 §3). */
import { parseSort } from '../../../protocol/imap/search-program';
import { supports } from '../capabilities';
import type { ImapHandler } from '../dispatch';
import { bad, ok } from '../outcome';
import { mentions } from '../search/key';
import { sorted, sortKeys } from '../search/order';
import { returnOptions, sendExtended, sendNumbers } from '../search/result';
import { runSearch } from '../search/run';

export const sort: ImapHandler = async (session, request) => {
  const view = session.selected;
  if (!view) return bad('select a mailbox first');
  const parsed = parseSort(request.values);
  if (!parsed.ok) return bad(parsed.error.message);
  const { returns, keys, charset, key } = parsed.value;
  if (returns && !supports(session.server, 'ESORT')) return bad('there is no ESORT here');
  if (returns?.some((option) => option === 'SAVE' || !returnOptions.has(option)))
    return bad('there is no such result option here');
  if (!keys.every((one) => Object.hasOwn(sortKeys, one.key))) return bad('there is no such sort key here');
  const result = await runSearch(session, view, key, charset);
  if (result.kind === 'gone') return 'said';
  if (result.kind === 'refused') return result.outcome;
  // A key that comes again decides nothing.
  const seen = new Set<string>();
  const first = keys.filter((one) => !seen.has(one.key) && seen.add(one.key));
  const order = await sorted(result.found, first);
  const modseq = mentions(key, 'modseq');
  if (returns) sendExtended(session, request, order, returns, modseq);
  else sendNumbers(session, 'SORT', request, order, modseq);
  return { ...ok(`${order.length} found`), keepsNumbers: mentions(key, 'numbers') };
};
