/** What only the document as a whole shows: titles that come twice, names without a value or without a use. */
import type { Range } from '../base';
import { undefinedUses } from '../script/compile/link-names';
import { problem } from '../script/problems';
import type { Analysed, SectionAnalysis } from './analysis';
import type { DocumentSection, ScriptDocument } from './document';
import type { Found } from './found';
import { includedProblems } from './included';
import { lineStart, ruleProblem, withoutLine } from './rules/rule';
import { hasEqualTitles, hasUnmet, hasUnused } from './tally';

/** A problem, and the index of the section that it is in. */
export interface FoundIn extends Found {
  readonly section: number;
}

export function documentProblems(
  { file, workspace, sections }: ScriptDocument,
  { analyses, tally }: Analysed,
): readonly FoundIn[] {
  const environment = workspace.environments(file)?.variables;
  const known = environment && new Set(environment);
  const preamble = analyses[0]?.names;
  const hasUndefined =
    (preamble && preamble.unmet.length > 0) ||
    hasUnmet(tally, (name) => preamble?.defined.has(name) || known?.has(name) || false);
  return [
    ...(hasUndefined ? undefinedNames(file, analyses, known) : []),
    ...(hasEqualTitles(tally) ? duplicateTitles(analyses) : []),
    ...(hasUnused(tally) ? unusedNames(file, sections, analyses) : []),
  ];
}

function undefinedNames(
  file: string,
  analyses: readonly SectionAnalysis[],
  known: ReadonlySet<string> | undefined,
): readonly FoundIn[] {
  const found: FoundIn[] = [];
  const elsewhere = new Map<number, ReturnType<typeof undefinedUses>[number]['problem'][]>();
  const names = analyses.map((analysis) => analysis.names);
  for (const { section, use, problem: made } of undefinedUses(names, known)) {
    if (use.file === file) found.push({ section, problem: made, fixes: [], fromScript: true });
    else {
      const all = elsewhere.get(section) ?? [];
      all.push({ ...made, file: use.file });
      elsewhere.set(section, all);
    }
  }
  for (const [section, problems] of elsewhere) {
    for (const one of includedProblems(analyses[section]?.includes ?? [], problems)) found.push({ ...one, section });
  }
  return found;
}

function duplicateTitles(analyses: readonly SectionAnalysis[]): readonly FoundIn[] {
  const found: FoundIn[] = [];
  const seen = new Set<string>();
  for (const [section, { title }] of analyses.entries()) {
    if (!title || title.text === '') continue;
    if (seen.has(title.text))
      found.push({
        section,
        problem: problem('duplicate-title', title.range, title.text.slice(0, 60)),
        fixes: [],
        fromScript: true,
      });
    seen.add(title.text);
  }
  return found;
}

/** Names that nothing in the document uses. Captures are left alone: they also say that some word must be there. */
function unusedNames(
  file: string,
  sections: readonly DocumentSection[],
  analyses: readonly SectionAnalysis[],
): readonly FoundIn[] {
  const open = new Map<string, { readonly section: number; readonly range: Range; readonly by: string }[]>();
  for (const [section, { assigned }] of analyses.entries()) {
    for (const { name, by, file: where, range } of assigned) {
      if (where !== file) continue;
      const known = open.get(name);
      if (known) known.push({ section, range, by });
      else open.set(name, [{ section, range, by }]);
    }
  }
  for (const { names } of analyses) {
    if (open.size === 0) return [];
    for (const { name } of names.uses) open.delete(name);
  }
  return [...open].flatMap(([name, all]) =>
    all.map(({ section, range, by }) => {
      const text = sections[section]?.text ?? '';
      const fixes = by === 'assignment' && isOneLine(text, range) ? [withoutLine(text, range.start)] : [];
      return { section, problem: ruleProblem('unused-variable', range, [name.slice(0, 60)]), fixes };
    }),
  );
}

/** Whether the assignment holds no block. */
function isOneLine(text: string, name: Range): boolean {
  const end = text.indexOf('\n', name.end);
  return !/"""[-+~]*[ \t\r]*$/.test(text.slice(lineStart(text, name.start), end === -1 ? text.length : end));
}
