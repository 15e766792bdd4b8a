/** The problems of a script, as the runner's own compiler finds them: editor and runner never disagree. */
import type { Problem } from '../base';
import { type CompileOptions, compile } from '../script';

/** Problems of the text itself and of what its includes do to it; those inside included files are left to these files. */
export function diagnostics(text: string, options: CompileOptions): readonly Problem[] {
  return compile(text, options).problems.filter(
    (problem) => problem.file === undefined || problem.file === options.file,
  );
}
