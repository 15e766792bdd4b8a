/** Annotations of a mailbox or of the server: entries with values (RFC 5464 §3). */
import { equalBytes } from '../../base';

/** Values by entry name, which is in lower case. */
export type Annotations = ReadonlyMap<string, Uint8Array>;

/** What an entry is to hold; undefined removes it. */
export type AnnotationChange = readonly [entry: string, value: Uint8Array | undefined];

/** Octets of a value, and entries of a mailbox or of the server; RFC 5464 §4.1 asks for 1,024 and 10 at least. */
export const maxAnnotationSize = 65_536;
export const maxAnnotations = 100;

/** Makes the changes; gives the entries that are not what they were, each once. */
export function applyAnnotations(
  annotations: Map<string, Uint8Array>,
  changes: readonly AnnotationChange[],
): readonly string[] {
  const changed = new Set<string>();
  for (const [entry, value] of changes) {
    const before = annotations.get(entry);
    if (value === undefined ? before === undefined : before !== undefined && equalBytes(before, value)) continue;
    changed.add(entry);
    if (value === undefined) annotations.delete(entry);
    // A copy: the octets may be a piece of a larger buffer.
    else annotations.set(entry, new Uint8Array(value));
  }
  return [...changed];
}

/** How many entries there would be after the changes. */
export function countAfter(annotations: Annotations, changes: readonly AnnotationChange[]): number {
  const names = new Set(annotations.keys());
  for (const [entry, value] of changes) {
    if (value === undefined) names.delete(entry);
    else names.add(entry);
  }
  return names.size;
}

/** Octets of all names and values. */
export function annotationOctets(annotations: Annotations): number {
  let sum = 0;
  for (const [entry, value] of annotations) sum += entry.length + value.length;
  return sum;
}
