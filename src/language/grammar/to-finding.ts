/** A protocol's problem, with its place in the command line → a finding, with its place in the script. */
import type { Range } from '../../base';
import type { Correction } from '../../protocol/correction';
import { isOpaque } from '../../protocol/opaque';
import type { CommandText } from './command-text';
import type { GrammarFinding } from './finding';
import { type GrammarProblemId, grammarProblems } from './problems';

export interface Found {
  readonly id: GrammarProblemId;
  readonly message: string;
  readonly rfc: string;
  readonly advice?: string;
  /** In the line's `text`. */
  readonly range: Range;
  readonly fix?: Correction;
}

export function toFinding({ id, message, rfc, advice, range, fix }: Found, line: CommandText): GrammarFinding {
  const row = grammarProblems[id];
  const edits = fix && toScript(fix, line);
  return {
    id,
    range: line.place(range.start, range.end),
    ...(message === row.message ? {} : { said: message }),
    ...(rfc === row.rfc ? {} : { rfc }),
    ...(advice === undefined ? {} : { advice }),
    ...(edits ? { fix: edits } : {}),
  };
}

/** The fix as edits of the script; none when it would write over a value, or bring one along. */
function toScript(fix: Correction, line: CommandText): Correction | undefined {
  const loses = fix.edits.some(
    ({ range, text }) =>
      isOpaque(text) ||
      isOpaque(line.text.slice(range.start, range.end)) ||
      line.literals.some((at) => at >= range.start && at < range.end),
  );
  if (loses) return undefined;
  return {
    title: fix.title,
    edits: fix.edits.map(({ range, text }) => ({
      range: line.place(range.start, range.end),
      text: text.replaceAll('{{', '\\{{'),
    })),
  };
}
