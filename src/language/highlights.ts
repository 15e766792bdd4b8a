/** The places in a document that speak of the name under the cursor, and whether they give it its value. */
import type { Range } from '../base';
import type { ScriptDocument } from './document';
import { nameAt, placesOf } from './references/find';

export interface Highlight {
  readonly range: Range;
  readonly kind: 'read' | 'write';
}

export function highlights(document: ScriptDocument, offset: number): readonly Highlight[] {
  const name = nameAt(document, offset);
  if (!name) return [];
  return placesOf(document, name, [])
    .filter(({ file }) => file === document.file)
    .map(({ range, role }) => ({ range, kind: role === 'use' ? ('read' as const) : ('write' as const) }));
}
