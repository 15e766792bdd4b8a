/** All scripts that the tests have, and what must hold wherever the cursor is. */
import { readFileSync } from 'node:fs';
import type { ScriptDocument } from '../../src/language/document';
import { exampleFolder, scenarioFolder, scriptsIn } from '../scenarios/list';

export const allScripts: readonly { readonly name: string; readonly text: string }[] = [
  ...scriptsIn(exampleFolder),
  ...scriptsIn(scenarioFolder),
].map(({ name, path }) => ({ name, text: readFileSync(path, 'utf8') }));

/** What is outside of its line, as `start-end`; empty when all is well. */
export function outsideOfLine(
  document: ScriptDocument,
  offset: number,
  ranges: readonly { readonly start: number; readonly end: number }[],
): readonly string[] {
  const { text } = document;
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const lf = text.indexOf('\n', offset);
  const end = lf === -1 ? text.length : lf;
  const inside = (range: { readonly start: number; readonly end: number }): boolean =>
    range.start >= start && range.start <= range.end && range.end <= end;
  return ranges.filter((range) => !inside(range)).map((range) => `${range.start}-${range.end} at ${offset}`);
}

/** Offsets at which something begins or ends, and one inside of each word: every kind of place there is in a text. */
export function placesIn(text: string): readonly number[] {
  const places = new Set([0, text.length]);
  for (const { index, 0: word } of text.matchAll(/[A-Za-z0-9_]+|[^A-Za-z0-9_]/g)) {
    places.add(index);
    places.add(index + Math.floor(word.length / 2));
    places.add(index + word.length);
  }
  return [...places];
}
