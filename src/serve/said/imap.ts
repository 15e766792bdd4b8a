/** Compares an IMAP command with a `C:` line by meaning: atom, quoted string and literal with the same content are equal. */
import { fromStrictUtf8, latin1 } from '../../base';
import { type ParsedCommand, parseCommand } from '../../protocol/imap/command';
import type { ImapPart } from '../../protocol/imap/part';
import type { Shape } from '../../protocol/imap/shape';
import { isExplicitTag } from '../../protocol/imap/tags';
import { itemsOf } from '../../protocol/imap/value';
import type { Pattern, PatternPart, PayloadPart } from '../../script/program';
import { context } from '../../session/match/imap-context';
import { compareInOrder } from '../../session/match/imap-list';
import { readNodes, streamOf } from '../../session/match/imap-node';
import type { Piece } from '../values/hole';
import { type Hole, knownText } from '../values/hole';
import { noScope, takeOf } from '../values/piece-elements';
import { type Comparison, take } from './compare';

/** A part of a `C:` line with its values put in. */
export type LinePart =
  | { readonly kind: 'text'; readonly pieces: readonly Piece[] }
  | {
      readonly kind: 'block';
      readonly pieces: readonly Piece[];
      readonly form: Extract<PayloadPart, { kind: 'block' }>['form'];
    };

/** The command that the parts of a frame are. */
export const commandOfParts = (parts: readonly ImapPart[]): ParsedCommand => parseCommand(parts);

/** The line without the tag that it may begin with. */
export function withoutTag(line: readonly LinePart[]): { readonly tag?: string; readonly line: readonly LinePart[] } {
  const [first, ...rest] = line;
  const [piece, ...pieces] = first?.pieces ?? [];
  if (first?.kind !== 'text' || piece?.kind !== 'text') return { line };
  const [, word = '', gap = '', second = ''] = /^\s*(\S+)(\s+)?(\S*)/.exec(piece.text) ?? [];
  if (gap === '' || !isExplicitTag(word, second)) return { line };
  const text = piece.text.trimStart().slice(word.length).trimStart();
  return { tag: word, line: [{ ...first, pieces: [{ kind: 'text', text }, ...pieces] }, ...rest] };
}

export function compareImap(line: readonly LinePart[], command: ParsedCommand): Comparison {
  const holes = new Map<string, Hole>();
  const nodes = readNodes(streamOf(toPattern(line, holes)));
  const words = command.name.split(' ').filter(Boolean);
  const nowhere = { start: 0, end: 0 };
  const values = [...words.map((text) => ({ kind: 'atom' as const, text, range: nowhere })), ...command.args];
  const shapes = values.map((value): Shape => {
    const items = itemsOf(value);
    const flags =
      items !== undefined &&
      items.length > 0 &&
      items.every((item) => item.kind === 'atom' && item.text.startsWith('\\'));
    return flags ? { kind: 'set', of: { kind: 'keyword' } } : { kind: 'any' };
  });
  const ctx = context(noScope, undefined);
  if (compareInOrder(nodes, values, shapes, { whole: true }, ctx)) return take(holes, ctx.captures);
  return { ok: false, wanted: ctx.miss?.wanted ?? 'another command', got: ctx.miss?.got ?? command.name };
}

/** What the line leaves open becomes captures; what is known is text, and data like the rest of the line. */
function toPattern(line: readonly LinePart[], holes: Map<string, Hole>): Pattern {
  const nowhere = { start: 0, end: 0 };
  const partsOf = (pieces: readonly Piece[], inBlock: boolean): PatternPart[] =>
    pieces.flatMap((piece): PatternPart[] => {
      const text = piece.kind === 'text' ? piece.text : knownText([piece]);
      if (text !== undefined) return dots(text, inBlock);
      if (piece.kind === 'text') return [];
      const id = `hole ${holes.size}`;
      holes.set(id, piece.hole);
      const wanted = takeOf(piece.hole);
      // A value by itself is one value, whatever is in it.
      const whole = wanted.kind === 'rest' || (!inBlock && wanted.kind === 'regex' && wanted.source.startsWith('"'));
      return [{ kind: 'capture', name: id, take: whole && !inBlock ? { kind: 'word' } : wanted, range: nowhere }];
    });
  return line.flatMap((part): PatternPart[] => {
    if (part.kind === 'text') return partsOf(part.pieces, false);
    const string = quotable(part.pieces);
    if (string) return partsOf(string, false);
    return [{ kind: 'block', content: partsOf(part.pieces, true), place: { file: '', range: nowhere } }];
  });
}

/** A block of one line is a string like any other: whoever sends it in quotes, or as an atom, means the same. */
function quotable(pieces: readonly Piece[]): readonly Piece[] | undefined {
  if (pieces.some((piece) => piece.kind === 'text' && /[\r\n]/.test(piece.text))) return undefined;
  const quote: Piece = { kind: 'text', text: '"' };
  const escaped = pieces.map(
    (piece): Piece => (piece.kind === 'text' ? { kind: 'text', text: piece.text.replace(/["\\]/g, '\\$&') } : piece),
  );
  return [quote, ...escaped, quote];
}

/** A word `...`, or in a block a line. */
const dots = (text: string, inBlock: boolean): PatternPart[] =>
  text.split(inBlock ? /^(\.\.\.)(?=\r?\n)/m : /(?<=^|[\s(])(\.\.\.)(?=[\s)]|$)/).flatMap((piece): PatternPart[] => {
    const range = { start: 0, end: 0 };
    if (piece === '...') return [{ kind: 'any', range }];
    return piece === '' ? [] : [{ kind: 'text', text: piece, range }];
  });

/** A command for people. */
export const textOfParts = (parts: readonly ImapPart[]): string =>
  parts
    .map(({ bytes }) => fromStrictUtf8(bytes) ?? latin1(bytes))
    .join('')
    .trimEnd();
