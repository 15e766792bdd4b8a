/** What the language's own tables of problems say of one problem. */
import type { Severity } from '../../base';

export interface RuleRow {
  /** The level unless the user sets another. */
  readonly level: Severity;
  readonly message: (...args: readonly string[]) => string;
  readonly advice?: (...args: readonly string[]) => string | undefined;
  readonly rfc?: string;
  /** Whether it may bring a fix. */
  readonly fixable?: true;
  /** How an editor may show it: faded, or struck through. */
  readonly tag?: 'unnecessary' | 'deprecated';
}

/** Gives every row the one type, and keeps the names of the rows. */
export const rows = <Id extends string>(table: Readonly<Record<Id, RuleRow>>): Readonly<Record<Id, RuleRow>> => table;
