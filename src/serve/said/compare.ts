/** Compares what a client says with a `C:` line: words without case, or every character; what the line leaves open is taken over. */

import { matchText } from '../../session/match/match-text';
import type { Piece } from '../values/hole';
import { type Compared, elementsOf, noScope } from '../values/piece-elements';

export type Comparison =
  | { readonly ok: true }
  /** The first place where they differ. */
  | { readonly ok: false; readonly wanted: string; readonly got: string };

export const fitting: Comparison = { ok: true };

/** Lines longer than this are compared in time that nobody should wait for, where a line leaves several things open. */
const longestWithHoles = 16_384;

/** The words of a line, any white space equal; `...` is any words. */
export function compareWords(
  pieces: readonly Piece[],
  text: string,
  options: { readonly caseless: boolean },
): Comparison {
  return compare(elementsOf(pieces, 'words'), text.trim(), options.caseless);
}

/** Every character. */
export const compareExactly = (pieces: readonly Piece[], text: string): Comparison =>
  compare(elementsOf(pieces, 'exact'), text, false);

/** A message or another block: every character, and a line `...` is any lines. */
export const compareBlock = (pieces: readonly Piece[], text: string): Comparison =>
  compare(elementsOf(pieces, 'lines'), text, false);

function compare({ elements, holes }: Compared, text: string, caseless: boolean): Comparison {
  if (elements.length === 0) return text === '' ? fitting : { ok: false, wanted: 'an empty line', got: text };
  if (text.length > longestWithHoles && holes.size > 1)
    return { ok: false, wanted: 'a shorter line', got: text.slice(0, 80) };
  const match = matchText(elements, text, noScope, { mode: 'exact', caseless });
  if (!match.ok) return { ok: false, wanted: match.wanted, got: match.got };
  return take(holes, match.captures);
}

/** Gives each hole what stands in its place. */
export function take(holes: Compared['holes'], captures: readonly (readonly [string, string])[]): Comparison {
  for (const [id, value] of captures) {
    const hole = holes.get(id);
    if (hole && !hole.bind(value)) return { ok: false, wanted: hole.known() ?? hole.shown, got: value };
  }
  return fitting;
}
