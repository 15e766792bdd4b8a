/** The order that SORT and THREAD put messages in (RFC 5256 §2, §3). */

import { parseAddresses } from '../../../protocol/message/addresses';
import { baseSubject } from '../../../protocol/message/base-subject';
import { parseDate, toEpoch } from '../../../protocol/message/dates';
import { type Headers, headerValue, parseHeaders } from '../../../protocol/message/headers';
import type { Message } from '../../store/message';
import type { Chosen } from '../arguments';
import { slices } from '../slices';

type Key = string | number;

/** How each sort key reads a message; strings compare without case. */
export const sortKeys: Readonly<Record<string, (message: Message, headers: Headers) => Key>> = {
  ARRIVAL: (message) => message.internalDate,
  CC: (_, headers) => firstMailbox(headers, 'Cc'),
  DATE: sentAt,
  FROM: (_, headers) => firstMailbox(headers, 'From'),
  SIZE: (message) => message.content.bytes.length,
  SUBJECT: (_, headers) => subjectOf(headers).text.toUpperCase(),
  TO: (_, headers) => firstMailbox(headers, 'To'),
};

/** When it was sent, milliseconds since the epoch; where the message does not say, when it came (RFC 5256 §2.2). */
export function sentAt(message: Message, headers: Headers): number {
  const date = parseDate(headerValue(headers, 'Date') ?? '');
  return date ? toEpoch(date) : message.internalDate;
}

export const subjectOf = (headers: Headers): ReturnType<typeof baseSubject> =>
  baseSubject(headerValue(headers, 'Subject') ?? '');

/** RFC 5256 §3: the first addr-mailbox of the envelope, which of a group is its name. */
function firstMailbox(headers: Headers, field: string): string {
  const [first] = parseAddresses(headerValue(headers, field) ?? '');
  return (first?.kind === 'group' ? first.name : (first?.mailbox ?? '')).toUpperCase();
}

/** Sorts by the keys, one after the other; what is equal stays in the order of message numbers. Messages are read in slices. */
export async function sorted(
  found: readonly Chosen[],
  keys: readonly { readonly key: string; readonly reverse: boolean }[],
): Promise<Chosen[]> {
  const rows: { readonly one: Chosen; readonly values: readonly Key[] }[] = [];
  const slice = slices();
  for (const one of found) {
    const waiting = slice.rest();
    if (waiting) await waiting;
    const headers = parseHeaders(one.message.content.bytes);
    rows.push({ one, values: keys.map(({ key }) => sortKeys[key]?.(one.message, headers) ?? 0) });
  }
  rows.sort((a, b) => {
    for (let i = 0; i < keys.length; i++) {
      const difference = compare(a.values[i] ?? 0, b.values[i] ?? 0);
      if (difference !== 0) return keys[i]?.reverse ? -difference : difference;
    }
    return a.one.number - b.one.number;
  });
  return rows.map(({ one }) => one);
}

const compare = (a: Key, b: Key): number => (a < b ? -1 : a > b ? 1 : 0);
