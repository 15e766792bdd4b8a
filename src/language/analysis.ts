/** All that is worked out of one section: its problems, its names, what it hands on. Kept until an edit touches the section. */
import type { Range } from '../base';
import type { Protocol } from '../protocol/finding';
import { atStart, type Before, type CompileOptions } from '../script/compile/compilation';
import { includeLimit } from '../script/compile/include';
import type { Definition, SectionNames } from '../script/compile/scope';
import { type CompiledSection, compileSection, isEmpty } from '../script/compile/section';
import { type DocumentSection, type ScriptDocument, treeOf } from './document';
import type { Found } from './found';
import { type CleanLines, newCleanLines } from './grammar';
import type { IncludeLine } from './included';
import { includeLines, inspect } from './inspect';
import { count, newTally, type Tally } from './tally';

export interface SectionAnalysis {
  /** What it was worked out from, beside the section's text. */
  readonly before: Before;
  /** It is the document's only section. */
  readonly alone: boolean;
  /** Problems that the section has by itself, in no order. */
  readonly found: readonly Found[];
  readonly includes: readonly IncludeLine[];
  readonly names: SectionNames;
  /** Those of its definitions that are assignments or blocks. */
  readonly assigned: readonly Definition[];
  readonly after: Before;
  readonly title: { readonly text: string; readonly range: Range } | undefined;
  /** Of a session. */
  readonly protocol: Protocol | undefined;
}

/** The analyses of a version's sections. */
export interface Analysed {
  readonly sections: readonly DocumentSection[];
  /** In order; those that nothing has changed are the ones of before. */
  readonly analyses: readonly SectionAnalysis[];
  /** What each section was given by those before it. */
  readonly given: readonly Before[];
  /** The problems of each section. */
  readonly found: readonly SectionAnalysis['found'][];
  /** Of this version for as long as it is the one analysed last. */
  readonly tally: Tally;
}

/** The analyses of all sections, in order; those that nothing has changed are the ones of before. */
export const analysesOf = (document: ScriptDocument): readonly SectionAnalysis[] => analysed(document).analyses;

/** Analyses a version, from the version analysed last: what an edit left alone before and behind it is taken over as it is. */
export function analysed(document: ScriptDocument): Analysed {
  const { lineage, sections } = document;
  const last = lineage.analysed ?? { sections: [], analyses: [], given: [], found: [], tally: newTally() };
  if (last.sections === sections) return last;
  const alone = sections.length === 1;
  const unlike = alone !== (last.sections.length === 1);
  const head = unlike ? 0 : equalHead(last.sections, sections);
  const tail = unlike ? 0 : equalTail(last.sections, sections, head);
  /** From an index in `sections` behind the edit to the one in the last version. */
  const shift = last.sections.length - sections.length;
  const analyses = last.analyses.slice(0, head);
  const given = last.given.slice(0, head);
  const behind = analyses.at(-1);
  const clean = newCleanLines();
  let before = behind ? handedOn(behind, given.at(-1) ?? atStart) : atStart;
  for (const [i, section] of sections.slice(head).entries()) {
    const at = head + i;
    if (at >= sections.length - tail && last.given[at + shift] === before) break;
    const analysis = analysisOf(document, section, before, alone, clean);
    analyses.push(analysis);
    given.push(before);
    before = handedOn(analysis, before);
  }
  const rest = analyses.length + shift;
  for (const analysis of last.analyses.slice(head, rest)) count(last.tally, analysis, -1);
  for (const analysis of analyses.slice(head)) count(last.tally, analysis, 1);
  lineage.analysed = {
    sections,
    found: [...last.found.slice(0, head), ...analyses.slice(head).map(({ found }) => found), ...last.found.slice(rest)],
    analyses: [...analyses, ...last.analyses.slice(rest)],
    given: [...given, ...last.given.slice(rest)],
    tally: last.tally,
  };
  return lineage.analysed;
}

function analysisOf(
  document: ScriptDocument,
  section: DocumentSection,
  before: Before,
  alone: boolean,
  clean: CleanLines,
): SectionAnalysis {
  const { analyses } = document.lineage;
  const known = analyses.get(section.content);
  if (known && stillHolds(known, before, alone)) return known;
  const made = analyse(document, section, before, alone, clean);
  analyses.set(section.content, made);
  return made;
}

type Sections = readonly DocumentSection[];

/** How many sections both begin with. */
function equalHead(a: Sections, b: Sections): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at]?.content === b[at]?.content) at++;
  return at;
}

/** How many sections both end with, behind the first `head`. */
function equalTail(a: Sections, b: Sections, head: number): number {
  let size = 0;
  while (size < Math.min(a.length, b.length) - head && a.at(-1 - size)?.content === b.at(-1 - size)?.content) size++;
  return size;
}

/** The compiled form of a section of `document`. */
export function compiledOf(document: ScriptDocument, section: DocumentSection): CompiledSection {
  const analysis = analysesOf(document)[document.sections.indexOf(section)];
  if (!analysis) throw new RangeError('the section is not of this document');
  return document.lineage.programs.get(analysis, () => compileOne(document, section, analysis.before, analysis.alone));
}

/** How the compiler is asked, by whoever compiles a section or the whole. */
export const compileOptions = ({ file, protocol, workspace }: ScriptDocument): CompileOptions => {
  const known = workspace.environments(file)?.variables;
  return {
    file,
    load: workspace.load,
    ...(protocol && { protocol }),
    ...(known && { known }),
  };
};

/** What a section leaves to the next, when what it was given may be other than what it was worked out from. */
function handedOn({ before: then, after, names }: SectionAnalysis, before: Before): Before {
  if (then === before) return after;
  const added = after.included - then.included;
  const composes = after.composed !== then.composed;
  if (added === 0 && !composes && after.settings === then.settings) return before;
  const own = names.definitions.flatMap(({ name, by }) => (by === 'compose' ? [name] : []));
  return {
    composed: composes ? new Set([...before.composed, ...own]) : before.composed,
    included: before.included + added,
    settings: after.settings === then.settings ? before.settings : after.settings,
  };
}

function stillHolds(analysis: SectionAnalysis, before: Before, alone: boolean): boolean {
  const { before: then, after, names } = analysis;
  if (analysis.alone !== alone) return false;
  if (then === before) return true;
  if (then.included !== before.included) {
    const added = after.included - then.included;
    if (Math.max(then.included, before.included) + added > includeLimit) return false;
  }
  if (then.composed === before.composed) return true;
  for (const name of names.asked) if (then.composed.has(name) !== before.composed.has(name)) return false;
  return true;
}

function compileOne(
  document: ScriptDocument,
  section: DocumentSection,
  before: Before,
  alone: boolean,
): CompiledSection {
  const kind = section.content.kind === 'preamble' && !alone ? 'preamble' : 'session';
  const source = { tree: treeOf(section), section: section.tree, kind } as const;
  return compileSection(source, compileOptions(document), document.lineage.files, before);
}

const noNames: SectionNames = {
  definitions: [],
  uses: [],
  unmet: [],
  defined: new Map(),
  hopes: new Set(),
  asked: new Set(),
};

function analyse(
  document: ScriptDocument,
  section: DocumentSection,
  before: Before,
  alone: boolean,
  clean: CleanLines,
): SectionAnalysis {
  const { tree } = section;
  const { title } = tree;
  const shown = title && { text: title.title.text, range: title.title.range };
  if (alone && isEmpty(tree)) {
    return {
      before,
      alone,
      found: [],
      includes: [],
      names: noNames,
      assigned: [],
      after: before,
      title: shown,
      protocol: undefined,
    };
  }
  const compiled = compileOne(document, section, before, alone);
  const includes = includeLines(document, section);
  return {
    before,
    alone,
    found: inspect(document, section, compiled, includes, clean),
    includes,
    names: compiled.names,
    assigned: compiled.names.definitions.filter(({ by }) => by === 'assignment' || by === 'compose'),
    after: compiled.after,
    title: shown,
    protocol: compiled.session?.protocol,
  };
}
