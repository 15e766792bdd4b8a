/** The text being read, with what its scanners share: the list of problems, and look-ups that keep reading linear. */
import type { Problem, Range } from '../base';
import { BYTE_ORDER_MARK, isWhite, QUOTE, skipWhite } from './characters';
import { type ProblemId, problem, type problemTable } from './problems';

/** More problems than this are not kept: a text that is no script at all would have one a line. */
export const problemLimit = 1_000;

export interface Source {
  readonly text: string;
  readonly problems: Problem[];
  /** How many quotes open the block that nothing closes, when there is one. */
  unclosed: number | undefined;
  /** Begins another section: each has its own limit of problems. */
  beginSection(): void;
  /** No more problems of this section are kept. */
  full(): boolean;
  report<Id extends ProblemId>(id: Id, at: Range, ...args: Parameters<(typeof problemTable)[Id]['message']>): void;
  /** The offset of the next `}}` at or behind `at`, or -1. Called with rising offsets it reads the text once. */
  nextClose(at: number): number;
  /** The first line behind `at` whose first characters are exactly `count` quotes: the offset of the first of them, or -1. */
  closingQuotes(at: number, count: number): number;
}

export function source(text: string): Source {
  const problems: Problem[] = [];
  let close = -2;
  let askedFrom = 0;
  let before = 0;
  let fences: ReadonlyMap<number, readonly number[]> | undefined;
  return {
    text,
    problems,
    unclosed: undefined,
    beginSection() {
      before = problems.length;
    },
    full: () => problems.length - before > problemLimit,
    report(id, at, ...args) {
      if (problems.length - before <= problemLimit) problems.push(problem(id, at, ...args));
    },
    nextClose(at) {
      const known = close === -1 ? at >= askedFrom : close >= at && at >= askedFrom;
      if (!known) {
        close = text.indexOf('}}', at);
        askedFrom = at;
      }
      return close;
    },
    closingQuotes(at, count) {
      fences ??= findFences(text);
      const starts = fences.get(count) ?? [];
      let low = 0;
      let high = starts.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((starts[middle] ?? 0) < at) low = middle + 1;
        else high = middle;
      }
      return starts[low] ?? -1;
    },
  };
}

/** The first of `problems`, which are in order; behind them a last one that says so, when there are more. */
export function limited(problems: Problem[]): Problem[] {
  const beyond = problems[problemLimit];
  if (beyond === undefined) return problems;
  const last = beyond.id === 'too-many-problems' ? beyond : problem('too-many-problems', beyond.range, problemLimit);
  return [...problems.slice(0, problemLimit), last];
}

/** Where lines begin with three quotes or more, by how many they are. */
export function findFences(text: string): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  for (let at = text.indexOf('"""'); at !== -1; ) {
    let before = at;
    while (before > 0 && isWhite(text.charCodeAt(before - 1))) before--;
    let end = at;
    while (text.charCodeAt(end) === QUOTE) end++;
    const first = before === 0 || text[before - 1] === '\n' || text.charCodeAt(before - 1) === BYTE_ORDER_MARK;
    if (first) {
      const starts = found.get(end - at);
      if (starts) starts.push(at);
      else found.set(end - at, [at]);
    }
    at = text.indexOf('"""', end);
  }
  return found;
}

/** The end of the line that holds `at`: the offset of its LF or of the CR before it, or the text's length. */
export function lineEnd(text: string, at: number): number {
  const lf = text.indexOf('\n', at);
  if (lf === -1) return text.length;
  return lf > at && text[lf - 1] === '\r' ? lf - 1 : lf;
}

/** The offset behind the line end that stands at `end` (see `lineEnd`). */
export function behindLineEnd(text: string, end: number): number {
  if (end >= text.length) return end;
  return text[end] === '\r' ? end + 2 : end + 1;
}

/** Whether the line that begins at `at` is a title: `###`, and no fourth. */
export function isTitle(text: string, at: number): boolean {
  const start = skipWhite(text, at, text.length);
  return text.startsWith('###', start) && text[start + 3] !== '#';
}
