/** Finds the statement at an offset of a section's tree, with the statements it stands among. */
import type { Body, Directive, Statement } from '../../script';

export interface TreePlace {
  /** The list that the statement is in: the session's, or a body's. */
  readonly siblings: readonly Statement[];
  readonly index: number;
  /** Never a body: of one, the line of it at the offset (its first line, `else` or `end`). */
  readonly statement: Exclude<Statement, Body>;
  /** The bodies around it, outermost first. */
  readonly bodies: readonly Body[];
}

/** The statement whose range holds `offset` (counted from the section's start); at a boundary the later one. */
export function statementAt(statements: readonly Statement[], offset: number): TreePlace | undefined {
  let siblings = statements;
  const bodies: Body[] = [];
  for (;;) {
    const index = lastStarting(siblings, offset);
    const found = siblings[index];
    if (!found || offset > found.range.end) return undefined;
    if (found.kind !== 'body') return { siblings, index, statement: found, bodies };
    bodies.push(found);
    const line = ownLine(found, offset);
    if (line) return { siblings, index, statement: line, bodies: bodies.slice(0, -1) };
    siblings = found.else && offset >= found.else.line.range.end ? found.else.statements : found.statements;
    if (siblings.length === 0) return undefined;
  }
}

/** The line of a body that is its own: its first, `else`, `end`. */
function ownLine(body: Body, offset: number): Directive | undefined {
  if (offset < body.open.range.end || (body.statements.length === 0 && !body.else && !body.end)) return body.open;
  if (body.end && offset >= body.end.range.start) return body.end;
  const otherwise = body.else?.line;
  return otherwise && offset >= otherwise.range.start && offset < otherwise.range.end ? otherwise : undefined;
}

function lastStarting(statements: readonly Statement[], offset: number): number {
  let low = 0;
  let high = statements.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((statements[middle]?.range.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
