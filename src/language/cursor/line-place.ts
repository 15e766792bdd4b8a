/** What kind of line the cursor stands in, and where in it: from the text alone, so that half-typed lines are understood too. */
import { type DirectiveInfo, directive } from '../../script';

interface Behind {
  /** Where the text behind the mark, the word or the `=` begins, in the line. */
  readonly from: number;
}

interface Named {
  /** The connection that the line names. */
  readonly connection?: string;
}

export type LinePlace =
  | { readonly kind: 'title' }
  | { readonly kind: 'comment' }
  /** The first word is being typed (or the word behind a connection's name): `from` is where it begins. */
  | ({ readonly kind: 'start' } & Behind & Named)
  | ({ readonly kind: 'client' } & Behind & Named)
  | ({ readonly kind: 'server'; readonly mode: 'must' | 'may' | 'mustNot' } & Behind & Named)
  /** Behind `@name =`. */
  | ({ readonly kind: 'assignment'; readonly name: string } & Behind)
  | ({ readonly kind: 'directive'; readonly info: DirectiveInfo } & Behind & Named)
  | { readonly kind: 'unknown' };

const name = '[A-Za-z_][\\w-]*';
const wire = new RegExp(`^\\ufeff?[ \\t]*(?:(${name})[ \\t]+)?(C:|S:|S!:|S\\?:)( ?)`);
const assignment = new RegExp(`^\\ufeff?[ \\t]*@(${name})[ \\t]*=[ \\t]*`);
const words = new RegExp(`^\\ufeff?([ \\t]*)(${name})(?:([ \\t]+)(${name})?)?`);
const modes = { 'S:': 'must', 'S?:': 'may', 'S!:': 'mustNot' } as const;

const called = (connection: string | undefined): Named => (connection === undefined ? {} : { connection });

/** The place of `column` (offset in the line) in a line that is no part of a block. */
export function linePlace(line: string, column: number): LinePlace {
  const typed = /^\ufeff?[ \t]*/.exec(line)?.[0].length ?? 0;
  if (line.startsWith('#', typed)) return { kind: /^###(?!#)/.test(line.slice(typed)) ? 'title' : 'comment' };

  const wired = wire.exec(line);
  if (wired) {
    const [whole, connection, mark = '', space = ''] = wired;
    if (column >= whole.length - space.length) {
      const from = Math.min(whole.length, column);
      if (mark === 'C:') return { kind: 'client', from, ...called(connection) };
      return { kind: 'server', mode: modes[mark as keyof typeof modes], from, ...called(connection) };
    }
    return { kind: 'start', from: Math.min(typed, column) };
  }

  const assigned = assignment.exec(line);
  if (assigned) {
    const [whole, variable = ''] = assigned;
    const equals = line.indexOf('=') + 1;
    if (column >= equals) return { kind: 'assignment', name: variable, from: Math.min(whole.length, column) };
    return { kind: 'unknown' };
  }

  const read = words.exec(line);
  if (!read)
    return column <= typed || line.slice(typed, column).trim() === ''
      ? { kind: 'start', from: Math.min(typed, column) }
      : startOr(line, typed, column);
  const [, , first = '', gap, second] = read;
  const firstEnd = typed + first.length;
  if (column <= firstEnd) return { kind: 'start', from: Math.min(typed, column) };
  const info = directive(first);
  if (info && gap !== undefined) return { kind: 'directive', info, from: Math.min(firstEnd + gap.length, column) };
  if (gap === undefined) return { kind: 'unknown' };
  const secondStart = firstEnd + gap.length;
  if (column <= secondStart + (second?.length ?? 0))
    return { kind: 'start', from: Math.min(secondStart, column), connection: first };
  const behind = second === undefined ? undefined : directive(second);
  if (behind && /^[ \t]/.test(line.slice(secondStart + behind.word.length))) {
    const from =
      secondStart +
      behind.word.length +
      (/^[ \t]+/.exec(line.slice(secondStart + behind.word.length))?.[0].length ?? 0);
    return { kind: 'directive', info: behind, from: Math.min(from, column), connection: first };
  }
  return { kind: 'unknown' };
}

/** `C`, `S!` and `@na` are first words too. */
const startOr = (line: string, typed: number, column: number): LinePlace =>
  /^[@CS!?:\w-]*$/.test(line.slice(typed, column))
    ? { kind: 'start', from: Math.min(typed, column) }
    : { kind: 'unknown' };
