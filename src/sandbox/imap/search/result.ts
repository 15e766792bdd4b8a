/** How the result of SEARCH and SORT goes out: plain, or ESEARCH with what RETURN asks for (RFC 9051 §7.3.4, RFC 7162 §3.1.5, RFC 5267 §3.1). */
import type { Chosen } from '../arguments';
import { sequenceSet, string } from '../output';
import type { ImapRequest } from '../request';
import type { ImapSession } from '../session';

/** Of SEARCH; SORT has all but SAVE. */
export const returnOptions: ReadonlySet<string> = new Set(['MIN', 'MAX', 'ALL', 'COUNT', 'SAVE']);

/** Writes `SEARCH` or `SORT` with the numbers; `modseq`: the key speaks of mod-sequences, so that the highest is told. */
export function sendNumbers(
  session: ImapSession,
  name: 'SEARCH' | 'SORT',
  { uid }: ImapRequest,
  found: readonly Chosen[],
  modseq: boolean,
): void {
  const tail = modseq && found.length > 0 ? ` (MODSEQ ${highestOf(found)})` : '';
  session.untagged(`${name}${found.map((one) => ` ${uid ? one.message.uid : one.number}`).join('')}${tail}`);
}

/** Writes ESEARCH and keeps the result where SAVE asks for it. */
export function sendExtended(
  session: ImapSession,
  { tag, uid }: ImapRequest,
  found: readonly Chosen[],
  returns: readonly string[],
  modseq: boolean,
): void {
  const number = (one: Chosen): number => (uid ? one.message.uid : one.number);
  const options = new Set(returns.length === 0 ? ['ALL'] : returns);
  const first = found[0];
  const last = found.at(-1);
  // RFC 5182 §2.4, RFC 4731 §3.2: with MIN or MAX and neither ALL nor COUNT, only those count.
  const ends = (options.has('MIN') || options.has('MAX')) && !options.has('ALL') && !options.has('COUNT');
  const counted = ends
    ? found.filter((_, i) => (options.has('MIN') && i === 0) || (options.has('MAX') && i === found.length - 1))
    : found;
  if (options.has('SAVE')) session.saved = new Set(counted.map(({ message }) => message));
  if (options.size === 1 && options.has('SAVE')) return;
  const items = [`ESEARCH (TAG ${string(session, tag)})`];
  if (uid) items.push('UID');
  if (options.has('MIN') && first) items.push(`MIN ${number(first)}`);
  if (options.has('MAX') && last) items.push(`MAX ${number(last)}`);
  if (options.has('ALL') && first) items.push(`ALL ${sequenceSet(found.map(number))}`);
  if (options.has('COUNT')) items.push(`COUNT ${found.length}`);
  if (modseq && first) items.push(`MODSEQ ${highestOf(counted)}`);
  session.untagged(items.join(' '));
}

const highestOf = (found: readonly Chosen[]): number =>
  found.reduce((most, { message }) => Math.max(most, message.modseq), 0);
