/** How a thing of a table is described to people: one shape for completion and hover, written as Markdown. */
import { bullets, code, fenced, paragraphs, sentence } from './markdown';
import { rfcLinks } from './rfc-link';

export interface Entry {
  /** As it is written. */
  readonly name: string;
  /** What kind of thing it is, such as `MAIL parameter`. */
  readonly kind: string;
  /** What it does or means: Markdown, one sentence. */
  readonly about: string;
  /** Its grammar, for people to read. */
  readonly syntax?: string;
  /** Further sentences, Markdown. */
  readonly notes?: readonly string[];
  /** A list with a heading, such as the replies. */
  readonly lists?: readonly { readonly heading: string; readonly items: readonly string[] }[];
  /** Where it is defined, such as `RFC 5321 §4.1.1.2`. */
  readonly rfc?: string;
}

/** The whole of it, as a hover shows. */
export const describe = (entry: Entry): string =>
  paragraphs(
    `**${code(entry.name)}** · ${entry.kind}`,
    entry.syntax !== undefined && entry.syntax !== entry.name && fenced(entry.syntax, 'text'),
    sentence(entry.about),
    ...(entry.notes ?? []),
    ...(entry.lists ?? [])
      .filter(({ items }) => items.length > 0)
      .map(({ heading, items }) => `${heading}\n\n${bullets(items)}`),
    entry.rfc !== undefined && rfcLinks(entry.rfc),
  );
