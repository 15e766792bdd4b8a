/** Which command each expected reply belongs to. */
import type { Protocol } from '../../protocol/finding';
import type { Group } from './group-replies';
import type { Role } from './wire-mode';

export interface Aligned {
  /** By command. */
  readonly expected: Group[][];
  /** What is left over comes by itself. */
  readonly rest: Group[];
}

export interface Slot {
  readonly role: Role;
  /** IMAP: the explicit tag. */
  readonly tag?: string;
}

/**
 * Replies are matched in order; fewer replies than commands belong to the last ones, the others must succeed. More: LMTP
 * answers a message once a recipient (RFC 2033 §4.2); otherwise the surplus comes by itself.
 */
export function align(slots: readonly Slot[], groups: readonly Group[], protocol: Protocol): Aligned {
  if (slots.length === 1 && groups.length === 1) return { expected: [[...groups]], rest: [] };
  const expected: Group[][] = slots.map(() => []);
  if (groups.length === 0) return { expected, rest: [] };
  const free = [...groups];
  let rest: Group[] = [];
  if (protocol === 'imap') {
    rest = takeOwnData(free);
    matchTags(slots, free, expected);
  }
  const open = slots.flatMap((slot, i) => (slot.role !== 'data' && expected[i]?.length === 0 ? [i] : []));
  if (open.length === 0 && slots.length > 0) open.push(slots.length - 1);

  if (protocol === 'imap') return { expected, rest: [...alignImap(slots, open, free, expected), ...rest] };

  const last = open.at(-1);
  if (protocol === 'lmtp' && last !== undefined && slots[last]?.role === 'message') {
    const own = perRecipient(free, open.length);
    expected[last]?.push(...free.slice(free.length - own));
    const before = free.slice(0, free.length - own);
    return { expected, rest: alignInOrder(open.slice(0, -1), before, expected) };
  }
  return { expected, rest: alignInOrder(open, free, expected) };
}

/** One reply a command, from the end; gives back what is too many. */
function alignInOrder(open: readonly number[], groups: readonly Group[], expected: Group[][]): Group[] {
  const skipped = Math.max(0, open.length - groups.length);
  for (const [i, index] of open.slice(skipped).entries()) {
    const group = groups[i];
    if (group) expected[index]?.push(group);
  }
  return groups.slice(open.length);
}

/** How many of the last replies answer the message: those behind DATA's 354, else all that the other commands leave. */
function perRecipient(groups: readonly Group[], commands: number): number {
  const data = groups.findLastIndex((group) => group.code?.startsWith('3') === true);
  if (data !== -1 && data < groups.length - 1) return groups.length - 1 - data;
  return Math.min(groups.length, Math.max(1, groups.length - (commands - 1)));
}

/** IMAP: what follows a `+` without a completion of its own is data that comes by itself. */
function takeOwnData(groups: Group[]): Group[] {
  const last = groups.at(-1);
  if (last?.ending !== 'open' || groups.at(-2)?.ending !== 'continuation') return [];
  groups.pop();
  return [last];
}

function matchTags(slots: readonly Slot[], free: Group[], expected: Group[][]): void {
  for (const [i, slot] of slots.entries()) {
    if (slot.tag === undefined) continue;
    const at = free.findIndex((group) => group.tag === slot.tag);
    const group = free[at];
    if (!group) continue;
    expected[i]?.push(group);
    free.splice(at, 1);
  }
}

/** From the end: a tagged reply to the nearest line that ends a command, a `+` to the nearest that may have one. */
function alignImap(slots: readonly Slot[], open: readonly number[], groups: Group[], expected: Group[][]): Group[] {
  const last = open.length - 1;
  const onlyAnnounces = (at: number): boolean => at < last && slots[open[at] ?? 0]?.role === 'announcement';
  const commands = open.filter((_, at) => !onlyAnnounces(at)).length;
  const continuations = groups.filter((group) => group.ending === 'continuation').length;
  const room = Math.min(open.length, commands + continuations);
  let next = last;
  for (const group of groups.slice(0, room).toReversed()) {
    let at = next;
    if (group.ending !== 'continuation') while (at > 0 && onlyAnnounces(at)) at--;
    expected[open[Math.max(at, 0)] ?? 0]?.unshift(group);
    next = at - 1;
  }
  return groups.slice(room);
}
