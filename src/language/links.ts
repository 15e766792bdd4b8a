/** What can be followed: RFCs and addresses in comments, included files, files that a command inserts. */
import { type Range, range } from '../base';
import { lines, type Part } from '../script';
import { absolute, type DocumentSection, type ScriptDocument, type SectionContent } from './document';
import { rfcUrl } from './knowledge/rfc-link';

export type DocumentLink =
  | { readonly kind: 'url'; readonly range: Range; readonly url: string; readonly tooltip: string }
  /** `path` is taken from the folder of the document's file. */
  | { readonly kind: 'file'; readonly range: Range; readonly path: string; readonly tooltip: string };

const known = new WeakMap<SectionContent, readonly DocumentLink[]>();

/** In the order of the text. */
export const links = (document: ScriptDocument): readonly DocumentLink[] =>
  document.sections.flatMap((section) =>
    linksIn(section).map((link) => ({ ...link, range: absolute(section, link.range) })),
  );

function linksIn(section: DocumentSection): readonly DocumentLink[] {
  const found = known.get(section.content);
  if (found) return found;
  const read: DocumentLink[] = [];
  for (const line of lines(section.tree.statements)) {
    if (line.kind === 'comment') read.push(...commentLinks(section.text, line.content));
    else if (line.kind === 'directive' && line.info.word === 'include') {
      const path = line.arguments[0];
      if (path?.text) read.push(fileLink(path.range, path.text));
    } else if (line.kind === 'wire') read.push(...fileLinks(line.parts));
  }
  known.set(section.content, read);
  return read;
}

const fileLink = (at: Range, path: string): DocumentLink => ({ kind: 'file', range: at, path, tooltip: path });

const fileLinks = (parts: readonly Part[]): readonly DocumentLink[] =>
  parts.flatMap((part) => {
    if (part.kind !== 'file') return [];
    const [path] = part.path;
    return part.path.length === 1 && path?.kind === 'text' ? [fileLink(part.pathRange, path.text)] : [];
  });

const rfc = /\bRFC ?(\d{2,5})(?:,? (?:§ ?|[Ss]ection )(\d+(?:\.\d+)*)|,? (?:[Aa]ppendix )([A-Z](?:\.\d+)*))?/g;
const address = /\bhttps?:\/\/[^\s<>"'`]+[^\s<>"'`.,;:!?)\]]/g;

function commentLinks(text: string, content: Range): readonly DocumentLink[] {
  const comment = text.slice(content.start, content.end);
  const found: DocumentLink[] = [];
  const add = (at: number, length: number, url: string, tooltip: string): void => {
    const start = content.start + at;
    found.push({ kind: 'url', range: range(start, start + length), url, tooltip });
  };
  for (const match of comment.matchAll(address)) add(match.index, match[0].length, match[0], match[0]);
  for (const match of comment.matchAll(rfc)) {
    const inside = found.some(
      (link) => match.index + content.start < link.range.end && match.index + content.start >= link.range.start,
    );
    if (!inside) add(match.index, match[0].length, rfcUrl(match[1] ?? '', match[2] ?? match[3]), match[0]);
  }
  return found.sort((a, b) => a.range.start - b.range.start);
}
