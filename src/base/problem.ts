/** A problem in a text: what is wrong, where, and what to do about it. */
import type { Range } from './range';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

export interface Problem {
  /** A stable name from a table, such as `unknown-directive`. */
  readonly id: string;
  readonly severity: Severity;
  /** What is wrong, in one sentence without a full stop. */
  readonly message: string;
  /** What to do, where we know. */
  readonly advice?: string;
  readonly range: Range;
  /** The file it is in, when that is not the file that was asked about (an include). */
  readonly file?: string;
}
