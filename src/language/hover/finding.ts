/** What a hover shows, and how the word it speaks of is found. */
import { type Range, range } from '../../base';
import { describe, type Entry } from '../knowledge/entry';

/** With columns of the line. */
export interface LineHover {
  readonly range: Range;
  readonly markdown: string;
}

export const described = (at: Range, entry: Entry | undefined): LineHover | undefined =>
  entry && { range: at, markdown: describe(entry) };

/** The run of characters of one kind around `column`; undefined when there is none. At its end it counts too, as for a cursor. */
export function wordAround(
  line: string,
  column: number,
  kind: RegExp,
): { readonly text: string; readonly range: Range } | undefined {
  let start = column;
  let end = column;
  while (start > 0 && kind.test(line[start - 1] ?? '')) start--;
  while (end < line.length && kind.test(line[end] ?? '')) end++;
  return start === end ? undefined : { text: line.slice(start, end), range: range(start, end) };
}

/** The match of a global expression that holds `column`, its end included. */
export function matchAround(
  line: string,
  column: number,
  expression: RegExp,
): (RegExpExecArray & { readonly range: Range }) | undefined {
  for (const match of line.matchAll(expression)) {
    const end = match.index + match[0].length;
    if (match.index > column) return undefined;
    if (column <= end && match[0] !== '') return Object.assign(match, { range: range(match.index, end) });
  }
  return undefined;
}
