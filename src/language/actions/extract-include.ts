/** Puts the selected lines into a file of their own, and an `include` in their place. */
import { lines, type Statement } from '../../script';
import { statementLists } from '../statement-lists';
import { type ActionPlace, type CodeAction, inFile, lineEndOf } from './action';

export function extractInclude(place: ActionPlace): readonly CodeAction[] {
  const { section, selected } = place;
  if (selected.start === selected.end) return [];
  for (const { statements } of statementLists(section.tree.statements)) {
    const touched = statements.filter(
      ({ content, range }) =>
        content.start < selected.end &&
        selected.start < Math.max(content.end, range.end - 1) + 1 &&
        content.end > content.start,
    );
    const [first, last] = [touched[0], touched.at(-1)];
    if (!first || !last || first.content.start < selected.start - indentOf(section.text, first)) continue;
    if (last.content.end > selected.end && last.range.end > selected.end) continue;
    if (!touched.some(({ kind }) => kind !== 'comment' && kind !== 'blank') || !mayMove(statements, touched)) continue;
    const start = first.range.start;
    const end = last.range.end;
    const text = section.text.slice(start, end);
    const path = newPath(place);
    const indent = ' '.repeat(indentOf(section.text, first));
    const ends = text.endsWith('\n') ? lineEndOf(section) : '';
    return [
      {
        id: 'extract-include',
        title: `Extract into ${path}`,
        kind: 'refactor.extract',
        newFile: { path, text: ends === '' ? `${text}${lineEndOf(section)}` : text },
        edits: inFile(place, [{ range: { start, end }, text: `${indent}include ./${path}${ends}` }]),
      },
    ];
  }
  return [];
}

const indentOf = (text: string, { range, content }: Statement): number =>
  /^[ \t]*/.exec(text.slice(range.start, content.start))?.[0].length ?? 0;

/** An exchange must stay whole, and what speaks of the whole session stays with it. */
function mayMove(all: readonly Statement[], touched: readonly Statement[]): boolean {
  const isWire = (statement: Statement | undefined): boolean => statement?.kind === 'wire';
  const said = all.filter(({ kind }) => kind !== 'blank' && kind !== 'comment');
  const inside = said.filter((statement) => touched.includes(statement));
  const [first, last] = [inside[0], inside.at(-1)];
  if (!first || !last) return false;
  const before = said[said.indexOf(first) - 1];
  const after = said[said.indexOf(last) + 1];
  if (isWire(first) && isWire(before)) {
    const begins =
      first.kind === 'wire' && first.side === 'client' && before?.kind === 'wire' && before.side === 'server';
    if (!begins) return false;
  }
  if (isWire(last) && isWire(after)) {
    const ends = last.kind === 'wire' && last.side === 'server' && after?.kind === 'wire' && after.side === 'client';
    if (!ends) return false;
  }
  const bound = new Set(['always', 'else', 'end', 'timeout', 'strict', 'insecure', 'needs']);
  return [...lines(inside)].every(
    (line) =>
      line.kind !== 'unknown' &&
      (line.kind !== 'directive' ||
        !bound.has(line.info.word) ||
        inside.some(
          ({ kind, range }) =>
            kind === 'body' &&
            range.start <= line.range.start &&
            line.range.end <= range.end &&
            line.info.word !== 'always',
        )),
  );
}

/** A name beside the document's that no file has. */
function newPath({ document }: ActionPlace): string {
  const [, base = 'part', ending = '.smtp'] = /([^/\\]*?)(\.[^./\\]*)?$/.exec(document.file) ?? [];
  const taken = new Set(document.workspace.files(document.file, ''));
  const exists = (path: string): boolean =>
    taken.has(path) || taken.has(`./${path}`) || !('error' in document.workspace.load(`./${path}`, document.file));
  let path = `${base}-part${ending}`;
  for (let n = 2; exists(path) && n < 1_000; n++) path = `${base}-part-${n}${ending}`;
  return path;
}
