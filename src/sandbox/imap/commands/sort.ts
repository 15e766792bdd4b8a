/** SORT: finds messages and gives them in order (RFC 5256 §3). */
import { parseSort } from '../../../protocol/imap/search-program';
import type { ImapHandler } from '../dispatch';
import { bad, ok } from '../outcome';
import { sorted, sortKeys } from '../search/order';
import { runSearch } from '../search/run';

export const sort: ImapHandler = (session, { uid, values }) => {
  const view = session.selected;
  if (!view) return bad('select a mailbox first');
  const parsed = parseSort(values);
  if (!parsed.ok) return bad(parsed.error.message);
  const { returns, keys, charset, key } = parsed.value;
  if (returns) return bad('there is no ESORT here');
  if (!keys.every((one) => Object.hasOwn(sortKeys, one.key))) return bad('there is no such sort key here');
  const result = runSearch(session, view, key, charset);
  if (!result.ok) return result.outcome;
  const order = sorted(session.server.store, result.found, keys);
  session.untagged(`SORT${order.map(({ number, message }) => ` ${uid ? message.uid : number}`).join('')}`);
  return ok(`${order.length} found`);
};
