/** Finds the name at a place, and all places in all files that speak of the same thing. */
import { type Range, touches } from '../../base';
import { absolute, type DocumentSection, type ScriptDocument, sectionAt } from '../document';
import { type Occurrence, occurrencesIn } from './occurrences';
import { included, includesIn, relatedDocuments } from './related';

/** A name in a file; its range counts from the file's start. */
export interface NamePlace {
  readonly file: string;
  readonly range: Range;
  readonly kind: Occurrence['kind'];
  readonly name: string;
  readonly role: Occurrence['role'];
}

export interface NameAt extends NamePlace {
  readonly section: DocumentSection;
}

const place = (document: ScriptDocument, section: DocumentSection, occurrence: Occurrence): NamePlace => ({
  ...occurrence,
  file: document.file,
  range: absolute(section, occurrence.range),
});

/** The name that the cursor stands in or behind. */
export function nameAt(document: ScriptDocument, offset: number): NameAt | undefined {
  const section = sectionAt(document, offset);
  const at = offset - section.start;
  const found = occurrencesIn(section).findLast(({ range }) => touches(range, at));
  return found && { ...place(document, section, found), section };
}

/**
 * All places that mean the same as the name at `offset`, the document's own first, in the order of the text. A variable means the same
 * in a file and all that it includes or that include it; a connection in a session and what the session includes; a title by itself.
 */
export function references(
  document: ScriptDocument,
  offset: number,
  others: readonly ScriptDocument[] = [],
): readonly NamePlace[] {
  const name = nameAt(document, offset);
  return name ? placesOf(document, name, others) : [];
}

export function placesOf(
  document: ScriptDocument,
  { kind, name, section, range }: NameAt,
  others: readonly ScriptDocument[],
): readonly NamePlace[] {
  const same = (occurrence: Occurrence): boolean => occurrence.kind === kind && occurrence.name === name;
  switch (kind) {
    case 'session':
      return occurrencesIn(section)
        .filter((occurrence) => same(occurrence) && section.start + occurrence.range.start === range.start)
        .map((occurrence) => place(document, section, occurrence));
    case 'connection':
      return connectionSections(document, section, others).flatMap(({ document: one, section: part }) =>
        occurrencesIn(part)
          .filter(same)
          .map((occurrence) => place(one, part, occurrence)),
      );
    case 'variable':
      return relatedDocuments(document, others).flatMap((one) =>
        one.sections.flatMap((part) =>
          occurrencesIn(part)
            .filter(same)
            .map((occurrence) => place(one, part, occurrence)),
        ),
      );
  }
}

interface Part {
  readonly document: ScriptDocument;
  readonly section: DocumentSection;
}

/** The session and all that it includes; from within an included file also the sessions that include it. */
export function connectionSections(
  document: ScriptDocument,
  section: DocumentSection,
  others: readonly ScriptDocument[] = [],
): readonly Part[] {
  const all = new Map<string, Part>();
  const add = (part: Part): void => {
    const key = `${part.document.file}\n${part.section.start}`;
    if (all.has(key)) return;
    all.set(key, part);
    for (const { path } of includesIn(part.section)) {
      const inner = included(part.document, path);
      if (!inner) continue;
      const known = others.find(({ file }) => file === inner.file) ?? inner;
      for (const own of known.sections) add({ document: known, section: own });
    }
  };
  add({ document, section });
  for (let size = 0; size !== all.size; ) {
    size = all.size;
    for (const other of others) {
      for (const part of other.sections) {
        const shares = includesIn(part).some(({ path }) => {
          const loaded = other.workspace.load(path, other.file);
          return !('error' in loaded) && [...all.values()].some((one) => one.document.file === loaded.file);
        });
        if (shares) add({ document: other, section: part });
      }
    }
  }
  return [...all.values()];
}
