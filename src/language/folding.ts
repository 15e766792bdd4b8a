/** What can be folded: sessions, bodies, blocks, hand-made literals and messages, exchanges, runs of comments. */
import type { Range } from '../base';
import { lines, type Part, type Statement } from '../script';
import { absolute, type DocumentSection, type ScriptDocument, type SectionContent } from './document';
import { exchangesIn } from './exchanges';
import { handMadeIn } from './hand-made';
import { statementLists } from './statement-lists';

export interface Fold {
  readonly kind: 'session' | 'body' | 'block' | 'literal' | 'exchange' | 'comment';
  /** From the line that stays to be seen to the last one that goes: both ends lie on these lines. */
  readonly range: Range;
}

const known = new WeakMap<SectionContent, readonly Fold[]>();

/** In the order of the text, outer ones first. They lie in each other or beside each other, and no two begin on the same line. */
export const folding = (document: ScriptDocument): readonly Fold[] =>
  document.sections.flatMap((section) =>
    foldsIn(section).map((fold) => ({ ...fold, range: absolute(section, fold.range) })),
  );

function foldsIn(section: DocumentSection): readonly Fold[] {
  const found = known.get(section.content);
  if (found) return found;
  const { text, tree } = section;
  const all: Fold[] = [];
  const add = (kind: Fold['kind'], start: number, end: number): void => {
    const last = trimmedEnd(text, start, end);
    if (text.slice(start, last).includes('\n')) all.push({ kind, range: { start, end: last } });
  };
  if (tree.title) add('session', tree.title.content.start, text.length);
  for (const { statements } of statementLists(tree.statements)) {
    for (const statement of statements) {
      if (statement.kind !== 'body') continue;
      const middle = statement.else?.line.content.start;
      // The `end` stays to be seen, and so does the `else`.
      add('body', statement.content.start, before(text, middle ?? statement.end?.content.start ?? statement.range.end));
      if (middle !== undefined) add('body', middle, before(text, statement.end?.content.start ?? statement.range.end));
    }
    for (const { client, server } of exchangesIn(statements)) {
      const all = [...client, ...server];
      add('exchange', all[0]?.content.start ?? 0, all.at(-1)?.content.end ?? 0);
    }
    for (const run of commentRuns(statements)) add('comment', run.start, run.end);
  }
  for (const { head, lines: data, mark, kind } of handMadeIn(tree, text)) {
    add('literal', head.content.start, kind === 'message' ? mark.end : (data.at(-1)?.content.end ?? mark.end));
  }
  for (const line of lines(tree.statements)) {
    const parts: readonly Part[] =
      line.kind === 'wire'
        ? line.parts
        : line.kind === 'assignment'
          ? line.value
          : 'block' in line && line.block
            ? [line.block]
            : [];
    for (const part of parts) if (part.kind === 'block') add('block', part.open.start, part.lines.end);
  }
  const kept = nested(all, text);
  known.set(section.content, kept);
  return kept;
}

const before = (text: string, at: number): number => Math.max(0, text.lastIndexOf('\n', at - 1) + 1);

/** Without the blank lines and line ends at the end. */
function trimmedEnd(text: string, start: number, end: number): number {
  let last = end;
  while (last > start && /\s/.test(text[last - 1] ?? '')) last--;
  return last;
}

function commentRuns(statements: readonly Statement[]): readonly Range[] {
  const runs: { start: number; end: number; next: number }[] = [];
  for (const statement of statements) {
    if (statement.kind !== 'comment') continue;
    const last = runs.at(-1);
    if (last && last.next === statement.range.start) {
      last.end = statement.content.end;
      last.next = statement.range.end;
    } else runs.push({ start: statement.content.start, end: statement.content.end, next: statement.range.end });
  }
  return runs;
}

/** How much a kind says: of two that begin on one line, or that cut through each other, the better one stays. */
const order: readonly Fold['kind'][] = ['session', 'body', 'block', 'literal', 'comment', 'exchange'];

function nested(folds: readonly Fold[], text: string): readonly Fold[] {
  const byLine = new Map<number, Fold>();
  for (const fold of folds) {
    const line = before(text, fold.range.start + 1);
    const other = byLine.get(line);
    if (!other || order.indexOf(fold.kind) < order.indexOf(other.kind)) byLine.set(line, fold);
  }
  const kept: Fold[] = [];
  const open: Fold[] = [];
  for (const fold of [...byLine.values()].sort((a, b) => a.range.start - b.range.start)) {
    while ((open.at(-1)?.range.end ?? Number.POSITIVE_INFINITY) < fold.range.start) open.pop();
    const outer = open.at(-1);
    if (outer && fold.range.end > outer.range.end) continue;
    open.push(fold);
    kept.push(fold);
  }
  return kept;
}
