/** The lists of statements in a section: its own, and those of the bodies in it. */
import type { Body, Statement } from '../script';

export interface StatementList {
  readonly statements: readonly Statement[];
  /** The body that it is part of. */
  readonly body?: Body;
}

/** Outermost first. */
export function* statementLists(statements: readonly Statement[], body?: Body): Generator<StatementList> {
  yield body ? { statements, body } : { statements };
  for (const statement of statements) {
    if (statement.kind !== 'body') continue;
    yield* statementLists(statement.statements, statement);
    if (statement.else) yield* statementLists(statement.else.statements, statement);
  }
}
