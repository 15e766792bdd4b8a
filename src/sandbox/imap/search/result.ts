/** How the result of SEARCH goes out: SEARCH, or ESEARCH with what RETURN asks for (RFC 9051 §7.3.4, RFC 7162 §3.1.5). */
import type { SearchNode } from '../../../protocol/imap/search-program';
import type { Chosen } from '../arguments';
import { sequenceSet, string } from '../output';
import type { ImapRequest } from '../request';
import type { ImapSession } from '../session';

export const returnOptions: ReadonlySet<string> = new Set(['MIN', 'MAX', 'ALL', 'COUNT', 'SAVE']);

/** Writes the response and keeps the result where SAVE asks for it. */
export function sendResult(
  session: ImapSession,
  { tag, uid }: ImapRequest,
  found: readonly Chosen[],
  returns: readonly string[] | undefined,
  modseq: boolean,
): void {
  const number = (one: Chosen): number => (uid ? one.message.uid : one.number);
  const highest = modseq ? found.reduce((most, { message }) => Math.max(most, message.modseq), 0) : 0;
  if (returns === undefined && !session.enabled.has('IMAP4REV2')) {
    const tail = highest > 0 ? ` (MODSEQ ${highest})` : '';
    session.untagged(`SEARCH${found.map((one) => ` ${number(one)}`).join('')}${tail}`);
    return;
  }
  const options = new Set(returns === undefined || returns.length === 0 ? ['ALL'] : returns);
  const first = found[0];
  const last = found.at(-1);
  if (options.has('SAVE')) save(session, found, options);
  if (options.size === 1 && options.has('SAVE')) return;
  const items = [`ESEARCH (TAG ${string(session, tag)})`];
  if (uid) items.push('UID');
  if (options.has('MIN') && first) items.push(`MIN ${number(first)}`);
  if (options.has('MAX') && last) items.push(`MAX ${number(last)}`);
  if (options.has('ALL') && first) items.push(`ALL ${sequenceSet(found.map(number))}`);
  if (options.has('COUNT')) items.push(`COUNT ${found.length}`);
  if (highest > 0) items.push(`MODSEQ ${highest}`);
  session.untagged(items.join(' '));
}

/** RFC 5182 §2.4: with MIN or MAX and neither ALL nor COUNT, only those are kept. */
function save(session: ImapSession, found: readonly Chosen[], options: ReadonlySet<string>): void {
  const ends = (options.has('MIN') || options.has('MAX')) && !options.has('ALL') && !options.has('COUNT');
  const kept = ends
    ? found.filter((_, i) => (options.has('MIN') && i === 0) || (options.has('MAX') && i === found.length - 1))
    : found;
  session.saved = new Set(kept.map(({ message }) => message));
}

/** Whether the key speaks of mod-sequences, so that the response tells the highest. */
export function asksModseq(key: SearchNode): boolean {
  switch (key.kind) {
    case 'modseq':
      return true;
    case 'and':
      return key.keys.some(asksModseq);
    case 'or':
      return asksModseq(key.left) || asksModseq(key.right);
    case 'not':
      return asksModseq(key.key);
    default:
      return false;
  }
}
