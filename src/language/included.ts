/** Errors of included files, told where they are included: nothing runs before they are mended. */
import type { Problem, Range } from '../base';
import type { Found } from './found';
import { ruleProblem } from './rules/rule';

/** An `include` line, its range that of the path. */
export interface IncludeLine {
  readonly path: string;
  readonly range: Range;
  /** The file it names, when it can be read. */
  readonly file?: string;
}

/** One problem for each include whose files have errors: those of a file further down are told at the line that leads there first. */
export function includedProblems(includes: readonly IncludeLine[], problems: readonly Problem[]): readonly Found[] {
  const errors = new Map<IncludeLine, Problem[]>();
  for (const problem of problems) {
    if (problem.file === undefined || problem.severity !== 'error') continue;
    const line = includes.find(({ file }) => file === problem.file) ?? includes.find(({ file }) => file !== undefined);
    if (!line) continue;
    const known = errors.get(line);
    if (known) known.push(problem);
    else errors.set(line, [problem]);
  }
  return [...errors].map(([line, all]) => ({
    problem: ruleProblem('include-problems', line.range, [
      line.path.slice(0, 100),
      String(all.length),
      all[0]?.message ?? '',
    ]),
    fixes: [],
  }));
}
