/** Sets of message numbers or UIDs: `1:4,7,9:*` (RFC 9051 §4.1.1, §9). */

/** `*` is the highest number in use. */
export type SequenceNumber = number | '*';

export interface SequenceRange {
  readonly from: SequenceNumber;
  readonly to: SequenceNumber;
}

export interface SequenceSet {
  /** `$`: the result that SEARCH saved (RFC 9051 §6.4.4.1); then there are no ranges. */
  readonly saved: boolean;
  /** As written. */
  readonly ranges: readonly SequenceRange[];
}

/** Numbers `from` to `to`, both included, `from` not above `to`. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
}

const element = /^(?:([1-9]\d{0,14}|\*)(?::([1-9]\d{0,14}|\*))?)$/;

/**
 * Reads a set, or gives undefined for what is none.
 *
 *     sequence-set = (seq-number / seq-range) ["," sequence-set]  /  "$"
 */
export function parseSequenceSet(text: string): SequenceSet | undefined {
  if (text === '$') return { saved: true, ranges: [] };
  const ranges: SequenceRange[] = [];
  for (const part of text.split(',')) {
    const found = element.exec(part);
    if (!found) return undefined;
    const from = sequenceNumber(found[1] ?? '');
    ranges.push({ from, to: found[2] === undefined ? from : sequenceNumber(found[2]) });
  }
  return { saved: false, ranges };
}

const sequenceNumber = (text: string): SequenceNumber => (text === '*' ? '*' : Number(text));

/** The set as it goes on the wire. An empty set has no form there: it gives an empty text. */
export const printSequenceSet = (set: SequenceSet): string =>
  set.saved ? '$' : set.ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}:${to}`)).join(',');

/** The set as sorted ranges that neither touch nor overlap; `max` stands for `*`. `4:2` is `2:4`; `9:*` holds `max` even when that is below 9. */
export function normalise(set: SequenceSet, max: number): readonly NumberRange[] {
  const value = (number: SequenceNumber): number => (number === '*' ? max : number);
  const sorted = set.ranges
    .map(({ from, to }) => ({ from: Math.min(value(from), value(to)), to: Math.max(value(from), value(to)) }))
    .sort((a, b) => a.from - b.from);
  const merged: { from: number; to: number }[] = [];
  for (const range of sorted) {
    const last = merged[merged.length - 1];
    if (last && range.from <= last.to + 1) last.to = Math.max(last.to, range.to);
    else merged.push({ ...range });
  }
  return merged;
}

/** Whether the set holds `number`; `max` stands for `*`. */
export function contains(set: SequenceSet, number: number, max: number): boolean {
  return set.ranges.some(({ from, to }) => {
    const a = from === '*' ? max : from;
    const b = to === '*' ? max : to;
    return a <= b ? a <= number && number <= b : b <= number && number <= a;
  });
}

/** How many numbers the ranges hold. */
export const countOf = (ranges: readonly NumberRange[]): number =>
  ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0);

/** The shortest set for some numbers, sorted. */
export function setOfNumbers(numbers: Iterable<number>): SequenceSet {
  const ranges = [...new Set(numbers)].map((number) => ({ from: number, to: number }));
  return { saved: false, ranges: normalise({ saved: false, ranges }, 0) };
}

/** The numbers of a set in the order written, as COPYUID pairs them (RFC 9051 §7.1); undefined with `*`, or when there are more than `limit`. */
export function numbersInOrder(set: SequenceSet, limit = 1_000_000): readonly number[] | undefined {
  const numbers: number[] = [];
  for (const { from, to } of set.ranges) {
    if (from === '*' || to === '*') return undefined;
    const low = Math.min(from, to);
    const high = Math.max(from, to);
    if (numbers.length + high - low + 1 > limit) return undefined;
    for (let number = low; number <= high; number++) numbers.push(number);
  }
  return numbers;
}
