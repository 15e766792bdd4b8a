/** A failure as people read it (language.md §7): where, the line with a caret, expected and actual, the nearest miss, what to do. */
import type { Failure } from '../transcript/event';
import { type Located, snippet } from './locate';
import type { Paint } from './reporter';
import { visible } from './visible';

/** The lines of a failure, the first of them `file:line:column: kind: message`. */
export function failureLines(failure: Failure, located: Located | undefined, paint: Paint): string[] {
  const where = located ? `${located.file}:${located.line}:${located.column}: ` : '';
  const on = failure.connection ? ` (${failure.connection})` : '';
  const lines = [`${paint('bold', where)}${paint('red', failure.kind)}: ${visible(failure.message)}${on}`];
  if (located) {
    const [line, caret] = snippet(located);
    lines.push(line, paint('red', caret));
  }
  const rows: [string, string | undefined][] = [
    ['expected', failure.expected],
    ['actual', failure.actual],
    ['nearest', failure.nearest?.text],
    ['differs', failure.nearest && `wanted ${failure.nearest.wanted}, got ${failure.nearest.got}`],
    ['advice', failure.advice],
  ];
  for (const [label, text] of rows) {
    if (text === undefined) continue;
    const [first = '', ...rest] = text.replace(/\r?\n$/, '').split(/\r?\n/);
    lines.push(
      `${paint('dim', label.padEnd(8))}  ${visible(first)}`,
      ...rest.map((more) => `          ${visible(more)}`),
    );
  }
  return lines;
}
