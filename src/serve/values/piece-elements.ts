/** Texts with holes as the elements of a pattern, so that the engine's matcher compares what a client says with them. */
import type { TextScope } from '../../session/match/match-text';
import type { Element } from '../../session/match/text-pattern';
import type { Hole, Piece } from './hole';

export interface Compared {
  readonly elements: readonly Element[];
  /** By the names of the captures that stand for them. */
  readonly holes: ReadonlyMap<string, Hole>;
}

/** Nothing is captured before, and no value is left to be looked up. */
export const noScope: TextScope = { value: () => '', bound: () => undefined };

/**
 * `exact`: every character; `words`: white space is as good as any other, and a word `...` is any words; `lines`: every character,
 * and a line `...` is any lines.
 */
export function elementsOf(pieces: readonly Piece[], mode: 'exact' | 'words' | 'lines'): Compared {
  const holes = new Map<string, Hole>();
  const elements: Element[] = [];
  const ids = new Map<Hole, string>();
  for (const piece of joined(pieces)) {
    if (piece.kind === 'text') {
      elements.push(...textElements(piece.text, mode));
      continue;
    }
    const { hole } = piece;
    const id = ids.get(hole) ?? `hole ${ids.size}`;
    ids.set(hole, id);
    holes.set(id, hole);
    elements.push({ kind: 'capture', name: id, take: takeOf(hole) });
  }
  return { elements: mode === 'words' ? joinWords(elements) : elements, holes };
}

/** What is known is text like any other. */
function joined(pieces: readonly Piece[]): readonly Piece[] {
  const all: Piece[] = [];
  for (const piece of pieces) {
    const text = piece.kind === 'text' ? piece.text : piece.hole.known();
    const last = all.at(-1);
    if (text === undefined) all.push(piece);
    else if (last?.kind === 'text') all[all.length - 1] = { kind: 'text', text: last.text + text };
    else all.push({ kind: 'text', text });
  }
  return all;
}

export const takeOf = ({ shape, wide }: Hole): Extract<Element, { kind: 'capture' }>['take'] => {
  if (shape !== undefined) return { kind: 'regex', source: shape, flags: 's' };
  return { kind: wide ? 'rest' : 'word' };
};

function textElements(text: string, mode: 'exact' | 'words' | 'lines'): Element[] {
  switch (mode) {
    case 'exact':
      return text === '' ? [] : [{ kind: 'literal', text }];
    case 'words':
      return (text.match(/\s+|\S+/g) ?? []).map((piece): Element => {
        if (/^\s/.test(piece)) return { kind: 'space' };
        return piece === '...' ? { kind: 'words' } : { kind: 'literal', text: piece };
      });
    case 'lines':
      return text.split(/^(\.\.\.\r?\n)/m).flatMap((piece): Element[] => {
        if (/^\.\.\.\r?\n$/.test(piece)) return [{ kind: 'lines' }];
        return piece === '' ? [] : [{ kind: 'literal', text: piece }];
      });
  }
}

/** White space at both ends is dropped, and what touches `...` belongs to it. */
function joinWords(elements: Element[]): readonly Element[] {
  const all = elements.filter((element, i) => {
    if (element.kind !== 'space') return true;
    return elements[i - 1]?.kind !== 'words' && elements[i + 1]?.kind !== 'words';
  });
  while (all[0]?.kind === 'space') all.shift();
  while (all.at(-1)?.kind === 'space') all.pop();
  return all;
}
