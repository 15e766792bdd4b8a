/** Where a name comes from: assignments and captures of a variable, the `connect` of a connection, the file of an `include`. */
import { type Range, touches } from '../base';
import { type ScriptDocument, sectionAt } from './document';
import { nameAt, placesOf } from './references/find';
import { includesIn } from './references/related';

export interface Location {
  readonly file: string;
  readonly range: Range;
}

/** All places that give the name at `offset` its value or meaning; of an `include`, the beginning of the file. */
export function definition(
  document: ScriptDocument,
  offset: number,
  others: readonly ScriptDocument[] = [],
): readonly Location[] {
  const name = nameAt(document, offset);
  if (name) {
    return placesOf(document, name, others)
      .filter(({ role }) => role !== 'use')
      .map(({ file, range }) => ({ file, range }));
  }
  const section = sectionAt(document, offset);
  const found = includesIn(section).find(({ line }) => {
    const path = line.arguments[0];
    return path && touches(path.range, offset - section.start);
  });
  if (!found) return [];
  const loaded = document.workspace.load(found.path, document.file);
  return 'error' in loaded ? [] : [{ file: loaded.file, range: { start: 0, end: 0 } }];
}
