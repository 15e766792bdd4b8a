/** Formats while typing: `end` and `else` go back to where their body began, closing quotes to where the block's lines stand. */
import { lines } from '../script';
import { type DocumentSection, lineAt, type ScriptDocument, sectionAt, textIn } from './document';
import type { TextEdit } from './edits';
import { statementLists } from './statement-lists';

/** The characters after which to ask. */
export const formatOnTypeCharacters: readonly string[] = ['d', 'e', '"', '\n'];

/** What to change when `typed` has just been typed before `offset`. */
export function formatOnType(document: ScriptDocument, offset: number, typed: string): readonly TextEdit[] {
  const line = lineAt(document, offset);
  const section = sectionAt(document, line.start);
  const at = line.start - section.start;
  const text = textIn(document, line);
  const own = /^[ \t]*/.exec(text)?.[0] ?? '';
  const wanted =
    typed === '"'
      ? closingIndent(section, at, own)
      : typed === '\n'
        ? newLineIndent(section, at, text)
        : /^(?:end|else)$/.test(text.trim())
          ? bodyIndent(section, at)
          : undefined;
  if (wanted === undefined || wanted === own) return [];
  return [{ range: { start: line.start, end: line.start + own.length }, text: wanted }];
}

const indentAt = ({ text }: DocumentSection, at: number): string => {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, at))?.[0] ?? '';
};

/** Of the body whose `end` or `else` stands on the line. */
function bodyIndent(section: DocumentSection, at: number): string | undefined {
  for (const { body } of statementLists(section.tree.statements)) {
    const isOwn = (line: { readonly range: { readonly start: number } } | undefined): boolean =>
      line?.range.start === at;
    if (body && (isOwn(body.end) || isOwn(body.else?.line))) return indentAt(section, body.content.start);
  }
  return undefined;
}

/** In a body, an empty new line begins where the body's lines do. In a block nothing is changed: its lines are content. */
function newLineIndent(section: DocumentSection, at: number, text: string): string | undefined {
  if (text.trim() !== '') return undefined;
  let found: string | undefined;
  for (const { body } of statementLists(section.tree.statements)) {
    if (!body || at < body.content.end || at > body.range.end) continue;
    if (body.end && at > body.end.range.start) continue;
    found = `${indentAt(section, body.content.start)}  `;
  }
  for (const line of lines(section.tree.statements)) {
    if (line.kind === 'blank' || at <= line.content.start || at > line.range.end) continue;
    if (at < line.content.end) return undefined;
  }
  return found;
}

/** Closing quotes that stand deeper than the lines of their block take nothing off them: back to where these stand. */
function closingIndent(section: DocumentSection, at: number, own: string): string | undefined {
  for (const line of lines(section.tree.statements)) {
    const parts =
      line.kind === 'wire'
        ? line.parts
        : line.kind === 'assignment'
          ? line.value
          : line.kind === 'directive' && line.block
            ? [line.block]
            : [];
    for (const part of parts) {
      if (part.kind !== 'block' || part.lines.end !== at || !part.close) continue;
      const indents = section.text
        .slice(part.lines.start, part.lines.end)
        .split('\n')
        .filter((content) => content.trim() !== '')
        .map((content) => /^[ \t]*/.exec(content)?.[0] ?? '');
      const [least = own] = indents.toSorted((a, b) => a.length - b.length);
      return least.length < own.length ? least : undefined;
    }
  }
  return undefined;
}
