/** Which UIDs a mailbox has lost, and when: for clients that come back (RFC 7162 §3.2.5). */
import type { NumberRange } from '../../protocol/imap/sequence-set';

export interface Expunged {
  /** Notes UIDs, ascending, that went at `modseq`, which is above all before. */
  add(uids: readonly number[], modseq: number): void;
  /** What went after `modseq`, ascending; undefined when that is further back than is remembered. */
  since(modseq: number): readonly NumberRange[] | undefined;
}

interface Entry extends NumberRange {
  readonly modseq: number;
}

/** Remembers `limit` ranges, then forgets the older half. What went up to `from` is not known. */
export function rememberExpunged(limit = 65_536, from = 0): Expunged {
  let entries: Entry[] = [];
  let forgotten = from;
  return {
    add(uids, modseq) {
      for (const { from, to } of rangesOf(uids)) entries.push({ from, to, modseq });
      if (entries.length <= limit) return;
      const keptFrom = entries.length - Math.floor(limit / 2);
      forgotten = entries[keptFrom - 1]?.modseq ?? forgotten;
      entries = entries.slice(keptFrom);
    },
    since(modseq) {
      if (modseq < forgotten) return undefined;
      return merged(entries.filter((entry) => entry.modseq > modseq));
    },
  };
}

/** Ascending numbers as ranges. */
export function rangesOf(numbers: readonly number[]): NumberRange[] {
  const ranges: { from: number; to: number }[] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last && number === last.to + 1) last.to = number;
    else ranges.push({ from: number, to: number });
  }
  return ranges;
}

function merged(entries: readonly NumberRange[]): NumberRange[] {
  const ranges: { from: number; to: number }[] = [];
  for (const { from, to } of [...entries].sort((a, b) => a.from - b.from)) {
    const last = ranges.at(-1);
    if (last && from <= last.to + 1) last.to = Math.max(last.to, to);
    else ranges.push({ from, to });
  }
  return ranges;
}

/** What both have: each ascending, without overlaps. */
export function intersection(a: readonly NumberRange[], b: readonly NumberRange[]): NumberRange[] {
  const both: NumberRange[] = [];
  for (let i = 0, j = 0; ; ) {
    const one = a[i];
    const other = b[j];
    if (!one || !other) return both;
    const from = Math.max(one.from, other.from);
    const to = Math.min(one.to, other.to);
    if (from <= to) both.push({ from, to });
    if (one.to < other.to) i++;
    else j++;
  }
}
