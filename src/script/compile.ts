/** Tree → program and problems: what the engine runs, and what the editor shows. */
import type { Problem } from '../base';
import { atStart, type CompileOptions, type Files, joinProblems } from './compile/compilation';
import { sessionNeeds, undefinedUses } from './compile/link-names';
import { type CompiledSection, compileSection, isEmpty } from './compile/section';
import { parse } from './parse';
import { problem } from './problems';
import type { Program, SessionProgram } from './program';
import type { Section, Tree } from './tree';

export type { CompileOptions } from './compile/compilation';
export { protocolOf } from './compile/section';

/**
 * Compiles a tree, or a text which it parses first. Never throws. The problems are all there are, those of `parse` and those
 * of included files among them; with an error among them the program must not be run.
 */
export function compile(
  source: Tree | string,
  options: CompileOptions,
): { readonly program: Program; readonly problems: readonly Problem[] } {
  const tree = typeof source === 'string' ? parse(source).tree : source;
  const { file } = options;
  const files: Files = { sources: new Map([[file, tree.text]]), trees: new Map([[file, tree]]) };
  const compiled: CompiledSection[] = [];
  let before = atStart;
  const [head, ...titled] = tree.sections;
  const alone = titled.length === 0;
  for (const section of tree.sections) {
    if (alone && isEmpty(section)) break;
    const kind = section === head && !alone ? 'preamble' : 'session';
    const part = compileSection({ tree, section, kind }, options, files, before);
    compiled.push(part);
    before = part.after;
  }

  const known = options.known === undefined ? undefined : new Set(options.known);
  const names = compiled.map((part) => part.names);
  const undefinedNames = undefinedUses(names, known).map(({ use, problem: found }) =>
    use.file === file ? found : { ...found, file: use.file },
  );
  const problems = joinProblems([
    tree.problems,
    ...compiled.map((part) => part.problems),
    duplicateTitles(titled),
    undefinedNames,
  ]);
  const needs = sessionNeeds(alone ? names : names.slice(1));
  const sessions = compiled
    .flatMap(({ session }) => session ?? [])
    .map((session, i): SessionProgram => ({ ...session, ...(needs[i] ?? noNeeds) }));
  const preamble = alone ? [] : (compiled[0]?.steps ?? []);
  return { program: { file, preamble, sessions, sources: files.sources }, problems };
}

const noNeeds = { defines: [], uses: [], needsSessions: [] } as const;

function duplicateTitles(sections: readonly Section[]): readonly Problem[] {
  const seen = new Set<string>();
  const found: Problem[] = [];
  for (const { title } of sections) {
    if (!title || title.title.text === '') continue;
    if (seen.has(title.title.text))
      found.push(problem('duplicate-title', title.title.range, title.title.text.slice(0, 60)));
    seen.add(title.title.text);
  }
  return found;
}
