/** What untagged responses say of the selected mailbox. */
import type { ImapResponse } from '../protocol/imap/response';
import { itemsOf, numberOf, textOf } from '../protocol/imap/value';
import type { MailboxFacts } from './conversation';

/** The mailbox after an untagged response (RFC 9051 §7.3, §7.4, RFC 7162 §3.2.10). */
export function mailboxAfter(facts: MailboxFacts, response: ImapResponse): MailboxFacts {
  const { name, number, values, code } = response;
  switch (name) {
    case 'EXISTS':
      return number === undefined ? facts : { ...facts, exists: number };
    case 'EXPUNGE':
      return facts.exists === undefined ? facts : { ...facts, exists: facts.exists - 1 };
    case 'VANISHED': {
      const gone = values.length === 1 ? setSize(textOf(values[0]) ?? '') : 0;
      return facts.exists === undefined ? facts : { ...facts, exists: facts.exists - gone };
    }
    case 'FLAGS':
      return { ...facts, flags: (itemsOf(values[0]) ?? []).flatMap((flag) => textOf(flag) ?? []) };
    case 'OK': {
      const n = numberOf(code?.values[0]);
      if (n === undefined) return facts;
      if (code?.name === 'UIDNEXT') return { ...facts, uidnext: n };
      if (code?.name === 'UIDVALIDITY') return { ...facts, uidvalidity: n };
      return facts;
    }
    default:
      return facts;
  }
}

function setSize(set: string): number {
  let size = 0;
  for (const range of set.split(',')) {
    const [from = '', to = from] = range.split(':');
    if (/^\d+$/.test(from) && /^\d+$/.test(to)) size += Math.abs(Number(to) - Number(from)) + 1;
  }
  return size;
}

/** The number that message `n` has after these were expunged in turn, or undefined when it is one of them. */
export function numberAfter(n: number, expunged: readonly number[]): number | undefined {
  let now = n;
  for (const gone of expunged) {
    if (gone === now) return undefined;
    if (gone < now) now--;
  }
  return now;
}
