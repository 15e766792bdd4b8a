/** What the checks of commands and replies against the RFCs' grammar find: plain data over offsets of the script. */
import type { Problem, Range } from '../../base';
import type { Correction } from '../../protocol/correction';
import type { Found } from '../found';
import { type GrammarProblemId, grammarProblems } from './problems';

export interface GrammarFinding {
  readonly id: GrammarProblemId;
  /** Offsets in the script; within one line. */
  readonly range: Range;
  /** What the row's `message` takes. */
  readonly said?: string;
  /** What to do, when that is more than the row's own advice. */
  readonly advice?: string;
  /** Where the rule stands, when that is elsewhere than the row says. */
  readonly rfc?: string;
  /** Edits of the script. */
  readonly fix?: Correction;
}

/** The finding as a problem for people: message, advice and level from the table. */
export function problemOf({ id, range, said, advice }: GrammarFinding): Problem {
  const row = grammarProblems[id];
  const todo = advice ?? row.advice;
  const base = { id, severity: row.severity, message: said ?? row.message, range };
  return todo === undefined ? base : { ...base, advice: todo };
}

/** The finding as the other rules of the language have theirs. */
export function foundOf(finding: GrammarFinding): Found {
  const { fix } = finding;
  return { problem: problemOf(finding), fixes: fix ? [{ ...fix, kind: 'quickfix', preferred: true }] : [] };
}
