/** What a search key holds: which kinds of keys are in it, and what they are part of. */
import type { SearchNode } from '../../../protocol/imap/search-program';

/** Whether a key of that kind is in it, however deep. */
export function mentions(key: SearchNode, kind: SearchNode['kind']): boolean {
  if (key.kind === kind) return true;
  switch (key.kind) {
    case 'and':
      return key.keys.some((one) => mentions(one, kind));
    case 'or':
      return mentions(key.left, kind) || mentions(key.right, kind);
    case 'not':
    case 'fuzzy':
      return mentions(key.key, kind);
    default:
      return false;
  }
}

/** The capability that a key is part of; without an entry it is part of IMAP itself. */
export const keyNeeds: Partial<Readonly<Record<SearchNode['kind'], string>>> = {
  modseq: 'CONDSTORE',
  age: 'WITHIN',
  object: 'OBJECTID',
  'save-date-supported': 'SAVEDATE',
};
