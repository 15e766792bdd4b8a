/** A script as the editor holds it: a list of sections, of which an edit reads again only those it touches. */
import type { Problem, Range } from '../base';
import type { Protocol } from '../protocol/finding';
import type { Section, Tree } from '../script';
import { protocolOf } from '../script/compile';
import { type Lineage, newLineage, type SectionContent, type TreeCache } from './lineage';

export type { SectionContent } from './lineage';

import { beginsWithTitle, cutSections, fenceCounts } from './sections';
import type { Workspace } from './workspace';

export interface DocumentOptions {
  /** The name of the script, as `CompileOptions.file`. */
  readonly file: string;
  /** Of sessions that do not say; unset: by the file's ending. */
  readonly protocol?: Protocol;
  readonly workspace: Workspace;
}

/** A version of a script. Never changes; the next version shares the sections that an edit left alone. */
export interface ScriptDocument {
  readonly file: string;
  /** Of sessions that do not say; undefined when neither the host nor the file's ending does. */
  readonly protocol: Protocol | undefined;
  readonly workspace: Workspace;
  /** The whole text. Put together when first asked for: features that need a part use `textIn` or the section's own. */
  readonly text: string;
  readonly length: number;
  /** The first is the preamble (it has no title, and may be empty); a file without titles is that one section. They tile the text. */
  readonly sections: readonly DocumentSection[];
  /** What its versions share. */
  readonly lineage: Lineage;
}

/** A section and where it stands. All ranges in it count from `start`: absolute = `start` + relative. */
export interface DocumentSection {
  /** Its offset in the document. */
  readonly start: number;
  /** Behind its last character. */
  readonly end: number;
  readonly text: string;
  /** Its tree, read when asked for and kept while it is among those last asked for. */
  readonly tree: Section;
  /** What is wrong with its text as such (see `diagnostics` for everything). */
  readonly syntaxProblems: readonly Problem[];
  /** The part that does not depend on where it stands: the same object for as long as the section's text is the same. */
  readonly content: SectionContent;
}

export interface Edit {
  readonly range: Range;
  readonly text: string;
}

/** Reads a document. */
export function openDocument(text: string, options: DocumentOptions): ScriptDocument {
  const lineage = newLineage({ ...options, protocol: options.protocol ?? protocolOf(options.file) });
  return new Version(lineage, placed(lineage, cutSections(text, 'preamble'), 0), text);
}

/** The same text in a world that has changed: other files to include, another environment, another run. All is judged anew. */
export function refreshDocument(document: ScriptDocument, workspace = document.workspace): ScriptDocument {
  const lineage = newLineage({ file: document.file, protocol: document.protocol, workspace });
  const contents = document.sections.map((section) => section.content);
  return new Version(lineage, placed(lineage, contents, 0));
}

/** The document after `edits`, each of which speaks of the text that the one before it left. */
export function changeDocument(document: ScriptDocument, edits: readonly Edit[]): ScriptDocument {
  let now = document;
  for (const edit of edits) now = changeOnce(now, edit);
  return now;
}

/** The section that holds `offset`; at the boundary of two the later one. */
export function sectionAt(document: ScriptDocument, offset: number): DocumentSection {
  const section = document.sections[sectionIndexAt(document, offset)];
  if (!section) throw new RangeError('a document has a section at every offset');
  return section;
}

/** The index in `sections` of the section that holds `offset`; at the boundary of two the later one. */
export function sectionIndexAt({ sections }: ScriptDocument, offset: number): number {
  let low = 0;
  let high = sections.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sections[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The text of a range, without putting the whole text together. */
export function textIn(document: ScriptDocument, { start, end }: Range): string {
  let text = '';
  for (let i = sectionIndexAt(document, start); i < document.sections.length; i++) {
    const section = document.sections[i];
    if (!section || (section.start >= end && section.start > start)) break;
    text += section.text.slice(Math.max(0, start - section.start), Math.max(0, end - section.start));
  }
  return text;
}

/** The line that holds `offset`, without its line end. */
export function lineAt(document: ScriptDocument, offset: number): Range {
  const section = sectionAt(document, offset);
  const at = Math.min(offset - section.start, section.text.length);
  const start = at === 0 ? 0 : section.text.lastIndexOf('\n', at - 1) + 1;
  const lf = section.text.indexOf('\n', at);
  let end = lf === -1 ? section.text.length : lf;
  if (lf > start && section.text[lf - 1] === '\r') end = lf - 1;
  return { start: section.start + start, end: section.start + Math.max(end, start) };
}

/** A section as a tree of its own, for what reads trees: its ranges count from the section's start. */
export const treeOf = (section: DocumentSection): Tree => ({
  text: section.text,
  sections: [section.tree],
  problems: section.syntaxProblems,
});

/** A range of a section as a range of the document. */
export const absolute = (section: DocumentSection, { start, end }: Range): Range => ({
  start: section.start + start,
  end: section.start + end,
});

// ---- versions -----------------------------------------------------------------------------------------------------

class Version implements ScriptDocument {
  readonly lineage: Lineage;
  readonly sections: readonly DocumentSection[];
  #text: string | undefined;

  constructor(lineage: Lineage, sections: readonly DocumentSection[], text?: string) {
    this.lineage = lineage;
    this.sections = sections;
    this.#text = text;
  }

  get file(): string {
    return this.lineage.file;
  }
  get protocol(): Protocol | undefined {
    return this.lineage.protocol;
  }
  get workspace(): Workspace {
    return this.lineage.workspace;
  }
  get length(): number {
    return this.sections.at(-1)?.end ?? 0;
  }
  get text(): string {
    this.#text ??= this.sections.map((section) => section.text).join('');
    return this.#text;
  }
}

class PlacedSection implements DocumentSection {
  readonly #trees: TreeCache;
  readonly content: SectionContent;
  readonly start: number;

  constructor(trees: TreeCache, content: SectionContent, start: number) {
    this.#trees = trees;
    this.content = content;
    this.start = start;
  }

  get text(): string {
    return this.content.text;
  }
  get end(): number {
    return this.start + this.content.text.length;
  }
  get tree(): Section {
    return this.#trees.get(this.content).tree;
  }
  get syntaxProblems(): readonly Problem[] {
    return this.#trees.get(this.content).problems;
  }
}

function placed(lineage: Lineage, contents: readonly SectionContent[], start: number): DocumentSection[] {
  let at = start;
  return contents.map((content) => {
    const section = new PlacedSection(lineage.trees, content, at);
    at += content.text.length;
    return section;
  });
}

function changeOnce(document: ScriptDocument, { range, text }: Edit): ScriptDocument {
  const { lineage } = document;
  const { sections } = document;
  const start = Math.min(Math.max(range.start, 0), document.length);
  const end = Math.min(Math.max(range.end, start), document.length);
  // A section whose limit an edit touches may lose or gain what makes the limit.
  let first = sectionIndexAt(document, Math.max(0, start - 1));
  const last = sectionIndexAt(document, end);
  const region = (from: number): string => {
    const begin = sections[from]?.start ?? 0;
    return `${textIn(document, { start: begin, end: start })}${text}${textIn(document, { start: end, end: sections[last]?.end ?? end })}`;
  };
  let changed = region(first);
  if (first > 0 && !beginsWithTitle(changed)) changed = region(--first);
  // A block of an earlier section that nothing closed may be closed now.
  const fences = fenceCounts(changed);
  if (fences.length > 0) {
    const reopened = sections.findIndex(
      ({ content }, i) => i < first && content.unclosed !== undefined && fences.includes(content.unclosed),
    );
    if (reopened !== -1) {
      first = reopened;
      changed = region(first);
    }
  }

  let next = last + 1;
  const contents = cutSections(changed, first === 0 ? 'preamble' : 'session', {
    upToFence(quotes, atLeast) {
      let taken = next;
      let length = 0;
      let found = false;
      while (taken < sections.length && !(found && length >= atLeast)) {
        const piece = sections[taken++]?.text ?? '';
        length += piece.length;
        found ||= fenceCounts(piece).includes(quotes);
      }
      if (!found) return undefined;
      const pieces = sections.slice(next, taken).map((section) => section.text);
      next = taken;
      return pieces.join('');
    },
  });

  const before = sections.slice(0, first);
  const from = sections[first]?.start ?? 0;
  const read = placed(lineage, contents, from);
  const rest = sections.slice(next);
  const shift = text.length - (end - start);
  const moved =
    shift === 0
      ? rest
      : rest.map((section) => new PlacedSection(lineage.trees, section.content, section.start + shift));
  return new Version(lineage, [...before, ...read, ...moved]);
}
