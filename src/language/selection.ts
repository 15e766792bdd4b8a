/** What to select around a place, ever more of it: word, value, text, line, exchange, body, session, document. */
import { type Range, touches } from '../base';
import { lines, type Part, type Statement } from '../script';
import { absolute, type ScriptDocument, sectionAt } from './document';
import { exchangesIn } from './exchanges';
import { statementLists } from './statement-lists';

/** From the innermost to the whole document; each is larger than the one before and holds it. */
export function selectionRanges(document: ScriptDocument, offset: number): readonly Range[] {
  const section = sectionAt(document, offset);
  const at = offset - section.start;
  const found: Range[] = [];
  const add = (range: Range | undefined): void => {
    if (range && touches(range, at)) found.push(range);
  };
  add(wordAt(section.text, at));
  for (const line of lines(section.tree.statements)) {
    if (at < line.range.start || at > line.range.end) continue;
    addLine(line, add);
  }
  if (section.tree.title) {
    add(section.tree.title.title.range);
    add(section.tree.title.content);
  }
  for (const { statements, body } of statementLists(section.tree.statements)) {
    for (const { client, server } of exchangesIn(statements)) {
      const all = [...client, ...server];
      const [first, last] = [all[0], all.at(-1)];
      if (first && last) add({ start: first.content.start, end: last.content.end });
    }
    if (body) add(body.range);
    const [first, last] = [statements[0], statements.at(-1)];
    if (first && last) add({ start: first.range.start, end: last.range.end });
  }
  const inSection = [...found, { start: 0, end: section.text.length }].map((range) => absolute(section, range));
  return growing([...inSection, { start: 0, end: document.length }]);
}

function addLine(line: Exclude<Statement, { kind: 'body' }>, add: (range: Range | undefined) => void): void {
  add(line.content);
  add(line.range);
  switch (line.kind) {
    case 'wire': {
      addParts(line.parts, add);
      const [first, last] = [line.parts[0], line.parts.at(-1)];
      if (first && last) add({ start: first.range.start, end: last.range.end });
      break;
    }
    case 'assignment':
      add(line.name.range);
      addParts(line.value, add);
      add(line.valueRange);
      break;
    case 'directive':
      add(line.word.range);
      for (const argument of line.arguments) {
        add(argument.range);
        addParts(argument.parts, add);
      }
      add(line.condition?.range);
      if (line.block) addParts([line.block], add);
      break;
    default:
      break;
  }
}

function addParts(parts: readonly Part[], add: (range: Range | undefined) => void): void {
  for (const part of parts) {
    add(part.range);
    if (part.kind === 'value') add(part.name.range);
    else if (part.kind === 'capture') add(part.nameRange);
    else if (part.kind === 'file') add(part.pathRange);
    else if (part.kind === 'block') {
      add(part.lines);
      addParts(part.content, add);
    }
  }
}

function wordAt(text: string, at: number): Range | undefined {
  let start = at;
  let end = at;
  while (start > 0 && /[^\s<>(){}"=,;|]/.test(text[start - 1] ?? ' ')) start--;
  while (end < text.length && /[^\s<>(){}"=,;|]/.test(text[end] ?? ' ')) end++;
  return start === end ? undefined : { start, end };
}

/** Sorted by size; what does not hold the one before is left out. */
function growing(ranges: readonly Range[]): readonly Range[] {
  const grown: Range[] = [];
  for (const range of ranges.toSorted((a, b) => a.end - a.start - (b.end - b.start))) {
    const last = grown.at(-1);
    if (last && (range.start > last.start || range.end < last.end)) continue;
    if (last && range.start === last.start && range.end === last.end) continue;
    grown.push(range);
  }
  return grown;
}
