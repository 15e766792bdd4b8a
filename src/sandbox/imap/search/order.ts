/** The order that SORT and THREAD put messages in (RFC 5256 §2, §3). */

import { mailboxesOf } from '../../../protocol/message/addresses';
import { baseSubject } from '../../../protocol/message/base-subject';
import { parseDate, toEpoch } from '../../../protocol/message/dates';
import type { Store } from '../../store/store';
import type { Chosen } from '../arguments';

type Key = string | number;

/** How each sort key reads a message; strings compare without case. */
export const sortKeys: Readonly<Record<string, (store: Store, one: Chosen) => Key>> = {
  ARRIVAL: (_, { message }) => message.internalDate,
  CC: (store, one) => firstMailbox(store, one, 'cc'),
  DATE: sentAt,
  FROM: (store, one) => firstMailbox(store, one, 'from'),
  SIZE: (_, { message }) => message.content.bytes.length,
  SUBJECT: (store, one) => subjectOf(store, one).text.toUpperCase(),
  TO: (store, one) => firstMailbox(store, one, 'to'),
};

/** When it was sent, milliseconds since the epoch; where the message does not say, when it came (RFC 5256 §2.2). */
export function sentAt(store: Store, { message }: Chosen): number {
  const date = parseDate(store.read(message.content).envelope.date ?? '');
  return date ? toEpoch(date) : message.internalDate;
}

export const subjectOf = (store: Store, { message }: Chosen): ReturnType<typeof baseSubject> =>
  baseSubject(store.read(message.content).envelope.subject ?? '');

const firstMailbox = (store: Store, { message }: Chosen, field: 'from' | 'to' | 'cc'): string =>
  mailboxesOf(store.read(message.content).envelope[field])[0]?.mailbox.toUpperCase() ?? '';

/** Sorts by the keys, one after the other; what is equal stays in the order of message numbers. */
export function sorted(
  store: Store,
  found: readonly Chosen[],
  keys: readonly { readonly key: string; readonly reverse: boolean }[],
): Chosen[] {
  const rows = found.map((one) => ({ one, values: keys.map(({ key }) => sortKeys[key]?.(store, one) ?? 0) }));
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
