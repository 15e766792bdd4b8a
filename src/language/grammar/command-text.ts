/** A `C:` line as the protocol's parsers read it: values as opaque stretches, and every offset's way back to the script. */
import { type Range, range } from '../../base';
import { opaque } from '../../protocol/opaque';
import type { Command, LiteralForm } from '../../script/program';
import type { Part } from '../../script/tree';

export interface CommandText {
  /** Without its line end. Each value is one `opaque` character; each literal is `{1}`, CRLF and one character. */
  readonly text: string;
  /** Where in `text` the content of each literal stands. */
  readonly literals: readonly number[];
  /** Where in the script the stretch from `start` to `end` of `text` stands: within one line, whole values only. */
  readonly place: (start: number, end: number) => Range;
  /** Holds something that is known only when it is sent. */
  readonly hasOpaque: boolean;
}

interface Segment {
  readonly at: number;
  readonly length: number;
  readonly source: Range;
  /** Character for character; else the stretch stands for all of `source`. */
  readonly exact: boolean;
}

/** What a block or file is in the line: an IMAP literal, or (`opaque`) octets that take the place of a word. */
export type BlockMode = 'literal' | 'opaque';

/** What a line is made of, whether from the tree or from the program. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string; readonly range: Range }
  | { readonly kind: 'value'; readonly range: Range }
  | { readonly kind: 'block'; readonly range: Range; readonly form: LiteralForm };

/** The parts of a `C:` line in the tree. */
export const piecesOfParts = (parts: readonly Part[]): readonly Piece[] =>
  parts.map((part): Piece => {
    if (part.kind === 'text') return part;
    if (part.kind === 'block') return { kind: 'block', range: part.open, form: part.form };
    if (part.kind === 'file') return { kind: 'block', range: part.range, form: part.form };
    return { kind: 'value', range: part.range };
  });

/** What a command of the program sends. */
export function piecesOfPayload(payload: Command['payload']): readonly Piece[] {
  const [only] = payload;
  if (payload.length === 1 && only?.kind === 'text' && only.template.length === 1) {
    const [part] = only.template;
    if (part?.kind === 'text') return [part];
  }
  const pieces: Piece[] = [];
  for (const part of payload) {
    if (part.kind !== 'text') {
      pieces.push({ kind: 'block', range: part.place.range, form: part.form });
      continue;
    }
    for (const one of part.template)
      pieces.push(one.kind === 'text' ? one : { kind: 'value', range: one.expression.place.range });
  }
  return pieces;
}

/** Reads the pieces of a `C:` line; an empty one stands at `start` of `script`. */
export function commandText(pieces: readonly Piece[], start: number, script: string, blocks: BlockMode): CommandText {
  const [only] = pieces;
  if (only === undefined) return plainText('', start);
  if (pieces.length === 1 && only.kind === 'text' && isExact(only.text, only.range)) {
    return plainText(masked(only.text), only.range.start);
  }
  let text = '';
  const segments: Segment[] = [];
  const literals: number[] = [];
  const add = (piece: string, source: Range, exact: boolean): void => {
    segments.push({ at: text.length, length: piece.length, source, exact });
    text += piece;
  };
  for (const piece of pieces) {
    if (piece.kind === 'text') addText(piece.text, piece.range, script, add);
    else if (piece.kind === 'block' && blocks === 'literal') {
      const announced = announcement(piece.form);
      literals.push(text.length + announced.length);
      add(`${announced}x`, piece.range, false);
    } else add(opaque, piece.range, false);
  }
  const place = (from: number, to: number): Range => oneLine(placeIn(segments, from, to, start), script);
  return { text, literals, hasOpaque: text.includes(opaque), place };
}

/** A line without values, which stands in the script as it is. */
export const plainText = (text: string, start: number): CommandText => ({
  text,
  literals: [],
  hasOpaque: false,
  place: (from, to) => range(start + Math.min(from, text.length), start + Math.min(to, text.length)),
});

const isExact = (text: string, { start, end }: Range): boolean => text.length === end - start;
const masked = (text: string): string => (text.includes(opaque) ? text.replaceAll(opaque, '\x01') : text);
const announcement = ({ nonSync, literal8 }: LiteralForm): string =>
  `${literal8 ? '~' : ''}{1${nonSync ? '+' : ''}}\r\n`;

/** Text with `\{{` in it is longer in the script than on the wire. */
function addText(
  text: string,
  at: Range,
  script: string,
  add: (piece: string, at: Range, exact: boolean) => void,
): void {
  const sent = masked(text);
  if (isExact(text, at)) {
    add(sent, at, true);
    return;
  }
  const written = script.slice(at.start, at.end);
  let from = 0;
  for (let slash = written.indexOf('\\{{'); slash !== -1; slash = written.indexOf('\\{{', from)) {
    if (slash > from) add(masked(written.slice(from, slash)), range(at.start + from, at.start + slash), true);
    add('{{', range(at.start + slash, at.start + slash + 3), false);
    from = slash + 3;
  }
  if (from < written.length) add(masked(written.slice(from)), range(at.start + from, at.end), true);
}

/** What goes on behind a block stands on another line: the range ends with its first. */
function oneLine(place: Range, script: string): Range {
  const lineEnd = script.indexOf('\n', place.start);
  if (lineEnd === -1 || lineEnd >= place.end) return place;
  return range(place.start, script[lineEnd - 1] === '\r' ? Math.max(place.start, lineEnd - 1) : lineEnd);
}

function placeIn(segments: readonly Segment[], from: number, to: number, start: number): Range {
  const first = segments.find((segment) => from < segment.at + segment.length) ?? segments.at(-1);
  const last = to > from ? (segments.find((segment) => to <= segment.at + segment.length) ?? segments.at(-1)) : first;
  if (!first || !last) return range(start, start);
  const begin = first.exact ? first.source.start + Math.min(from - first.at, first.length) : first.source.start;
  const end = last.exact ? last.source.start + Math.max(0, Math.min(to - last.at, last.length)) : last.source.end;
  if (from === to) {
    const point =
      !first.exact && from > first.at ? first.source.end : from >= first.at + first.length ? first.source.end : begin;
    return range(point, point);
  }
  return range(begin, Math.max(begin, end));
}
