/** The problems of a script, as the runner's own compiler finds them: editor and runner never disagree. */
import type { Problem, Severity } from '../base';
import type { CompileOptions } from '../script';
import { limited } from '../script/source';
import { analysed } from './analysis';
import { openDocument, type ScriptDocument } from './document';
import { documentProblems } from './document-rules';
import { movedRange } from './found';
import { emptyWorkspace } from './workspace';

/** Levels that replace those of the table, by id. */
export type Levels = Readonly<Record<string, Severity | 'off'>>;

/**
 * The problems of a document, in order. Those inside included files are left to these files. Only what an edit touched is
 * judged again.
 */
export function diagnostics(document: ScriptDocument, levels?: Levels): readonly Problem[];
/** The problems of a text that is read once. */
export function diagnostics(text: string, options: CompileOptions): readonly Problem[];
export function diagnostics(of: ScriptDocument | string, how: Levels | CompileOptions = {}): readonly Problem[] {
  return typeof of === 'string' ? problemsOf(of, how as CompileOptions) : problemsIn(of, how as Levels);
}

function problemsIn(document: ScriptDocument, levels: Levels): readonly Problem[] {
  const all: Problem[] = [];
  const now = analysed(document);
  const { sections } = document;
  for (const [i, found] of now.found.entries()) {
    if (found.length === 0) continue;
    const start = sections[i]?.start ?? 0;
    for (const { problem } of found) all.push({ ...problem, range: movedRange(problem.range, start) });
  }
  for (const { section, problem } of documentProblems(document, now)) {
    all.push({ ...problem, range: movedRange(problem.range, sections[section]?.start ?? 0) });
  }
  all.sort((a, b) => a.range.start - b.range.start);
  return levelled(limited(all), levels);
}

function levelled(problems: readonly Problem[], levels: Levels): readonly Problem[] {
  if (Object.keys(levels).length === 0) return problems;
  return problems.flatMap((problem) => {
    const level = Object.hasOwn(levels, problem.id) ? levels[problem.id] : undefined;
    if (level === 'off') return [];
    return level === undefined ? problem : { ...problem, severity: level };
  });
}

function problemsOf(text: string, options: CompileOptions): readonly Problem[] {
  const known = options.known && [...options.known];
  const environments = known && { names: [], variables: known, users: [], secrets: [], servers: {} };
  return diagnostics(
    openDocument(text, {
      file: options.file,
      ...(options.protocol && { protocol: options.protocol }),
      workspace: { ...emptyWorkspace, load: options.load, environments: () => environments },
    }),
  );
}
