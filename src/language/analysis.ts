/** All that is worked out of one section: its problems, its names, what it hands on. Kept until an edit touches the section. */
import type { Range } from '../base';
import type { Protocol } from '../protocol/finding';
import { atStart, type Before, type CompileOptions } from '../script/compile/compilation';
import { includeLimit } from '../script/compile/include';
import type { Definition, SectionNames } from '../script/compile/scope';
import { type CompiledSection, compileSection, isEmpty } from '../script/compile/section';
import { type DocumentSection, type ScriptDocument, treeOf } from './document';
import type { Found } from './found';
import type { IncludeLine } from './included';
import { includeLines, inspect } from './inspect';

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

/** The analyses of all sections, in order; those that nothing has changed are the ones of before. */
export function analysesOf(document: ScriptDocument): readonly SectionAnalysis[] {
  const { analyses } = document.lineage;
  const { sections } = document;
  const alone = sections.length === 1;
  const all: SectionAnalysis[] = [];
  let before = atStart;
  for (const section of sections) {
    let analysis = analyses.get(section.content);
    if (!analysis || !stillHolds(analysis, before, alone)) {
      analysis = analyse(document, section, before, alone);
      analyses.set(section.content, analysis);
    }
    all.push(analysis);
    before = handedOn(analysis, before);
  }
  return all;
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

function analyse(document: ScriptDocument, section: DocumentSection, before: Before, alone: boolean): SectionAnalysis {
  const { tree } = section;
  const { title } = tree;
  const base = { before, alone, title: title && { text: title.title.text, range: title.title.range } };
  if (alone && isEmpty(tree)) {
    return { ...base, found: [], includes: [], names: noNames, assigned: [], after: before, protocol: undefined };
  }
  const compiled = compileOne(document, section, before, alone);
  const includes = includeLines(document, section);
  return {
    ...base,
    found: inspect(document, section, compiled, includes),
    includes,
    names: compiled.names,
    assigned: compiled.names.definitions.filter(({ by }) => by === 'assignment' || by === 'compose'),
    after: compiled.after,
    protocol: compiled.session?.protocol,
  };
}
