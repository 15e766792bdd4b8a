/** Offsets of a script and the lines and characters of the protocol, both ways, without putting the text together. */
import type { Position, Range } from 'vscode-languageserver';
import { type ScriptDocument, type SectionContent, sectionIndexAt } from '../../src/language';

export interface Positions {
  positionAt(offset: number): Position;
  /** A character beyond the line's end is its end, a line beyond the last the text's end. */
  offsetAt(position: Position): number;
  rangeOf(range: { readonly start: number; readonly end: number }): Range;
  offsetsOf(range: Range): { start: number; end: number };
}

/** Where the lines of a section begin, from its start; sections are shared between versions of a document, and so are these. */
const starts = new WeakMap<SectionContent, Uint32Array>();

function lineStarts(content: SectionContent): Uint32Array {
  const known = starts.get(content);
  if (known) return known;
  const { text } = content;
  const found = [0];
  // Sections end with a line end; the line behind it belongs to the next one.
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) found.push(at + 1);
  const made = Uint32Array.from(found);
  starts.set(content, made);
  return made;
}

/** How many line ends a section has. */
const lineEnds = (content: SectionContent): number => lineStarts(content).length - 1;

export function positionsOf(document: ScriptDocument): Positions {
  const { sections } = document;
  /** The number of each section's first line. */
  const first = new Uint32Array(sections.length + 1);
  sections.forEach(({ content }, i) => {
    first[i + 1] = (first[i] ?? 0) + lineEnds(content);
  });

  const positionAt = (offset: number): Position => {
    const at = Math.min(Math.max(offset, 0), document.length);
    const index = sectionIndexAt(document, at);
    const section = sections[index];
    if (!section) return { line: 0, character: 0 };
    const lines = lineStarts(section.content);
    const line = lastAtMost(lines, at - section.start);
    return { line: (first[index] ?? 0) + line, character: at - section.start - (lines[line] ?? 0) };
  };
  const offsetAt = ({ line, character }: Position): number => {
    if (line < 0) return 0;
    // The last section that begins at or before the line holds it, whatever empty preamble stands before.
    const index = Math.min(lastAtMost(first, line), sections.length - 1);
    const section = sections[index];
    if (!section) return 0;
    const lines = lineStarts(section.content);
    const row = line - (first[index] ?? 0);
    if (row >= lines.length) return document.length;
    const start = lines[row] ?? 0;
    const end = lineEndIn(section.text, start);
    return section.start + Math.min(start + Math.max(character, 0), end);
  };
  return {
    positionAt,
    offsetAt,
    rangeOf: ({ start, end }) => ({ start: positionAt(start), end: positionAt(end) }),
    offsetsOf: ({ start, end }) => ({ start: offsetAt(start), end: offsetAt(end) }),
  };
}

/** Where the line that begins at `start` ends, its line end not counted. */
function lineEndIn(text: string, start: number): number {
  const lf = text.indexOf('\n', start);
  if (lf === -1) return text.length;
  return lf > start && text[lf - 1] === '\r' ? lf - 1 : lf;
}

/** The index of the last element that is at most `value`; the elements ascend. */
function lastAtMost(sorted: Uint32Array, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
