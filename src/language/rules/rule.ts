/** What a rule gets to see, and how it says what is wrong. */
import { type Problem, type Range, range } from '../../base';
import type { Connection } from '../dialogue/connection';
import type { Moment, Walk } from '../dialogue/walk';
import type { Fix, Found } from '../found';
import type { LastRun } from '../workspace';
import { type RuleId, ruleRow } from './table';

export interface Judge {
  /** The section's text: what all ranges speak of. */
  readonly text: string;
  /** In upper case, what the session's `needs` name. */
  readonly needs: readonly string[];
  readonly lastRun: LastRun | undefined;
  /** Where a line may be put that speaks to the whole session: behind its title. */
  readonly head: number;
  report(id: RuleId, at: Range, args?: readonly string[], fixes?: readonly Fix[]): void;
  /** The same for what another table knows. */
  add(found: Found): void;
}

/** Judges a moment of a session. The place of the moment is in the section itself. */
export type Rule = (moment: Moment, judge: Judge, walk: Walk) => void;

export function newJudge(base: Omit<Judge, 'report' | 'add'>): { readonly judge: Judge; readonly found: Found[] } {
  const found: Found[] = [];
  const { text, needs, lastRun, head } = base;
  const judge: Judge = {
    text,
    needs,
    lastRun,
    head,
    report: (id, at, args = [], fixes = []) => found.push({ problem: ruleProblem(id, at, args), fixes }),
    add: (one) => found.push(one),
  };
  return { judge, found };
}

export function ruleProblem(id: RuleId, at: Range, args: readonly string[]): Problem {
  const row = ruleRow(id);
  const base = { id, severity: row.level, message: row.message(...args), range: at };
  const advice = row.advice?.(...args);
  return advice === undefined ? base : { ...base, advice };
}

/** `alice ` before a line that speaks to a connection with a name. */
export const lineName = ({ name }: Connection): string => (name === '' ? '' : `${name} `);

/** Where the line begins that holds `at`. */
export const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;

/** The line that holds `at` with its line end. */
export function wholeLine(text: string, at: number): Range {
  const lf = text.indexOf('\n', at);
  return range(lineStart(text, at), lf === -1 ? text.length : lf + 1);
}

/** The line end that the text uses where `at` is. */
export function lineEndOf(text: string, at: number): string {
  const lf = text.indexOf('\n', at);
  const one = lf === -1 ? text.lastIndexOf('\n') : lf;
  return one > 0 && text[one - 1] === '\r' ? '\r\n' : '\n';
}

/** A fix that puts a line before the one that holds `at`, indented as it is. */
export function lineBefore(text: string, at: number, title: string, line: string): Fix {
  const start = lineStart(text, at);
  const indent = /^[ \t]*/.exec(text.slice(start, Math.min(start + 200, text.length)))?.[0] ?? '';
  return {
    title,
    kind: 'quickfix',
    edits: [{ range: range(start, start), text: `${indent}${line}${lineEndOf(text, at)}` }],
  };
}

/** A fix that takes away the line that holds `at`. */
export const withoutLine = (text: string, at: number, title = 'Remove the line'): Fix => ({
  title,
  kind: 'quickfix',
  edits: [{ range: wholeLine(text, at), text: '' }],
});
