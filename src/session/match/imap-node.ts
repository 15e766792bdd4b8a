/** The tree that an IMAP pattern is read into: values with holes, and the parser that reads it. */
import type { Expression, Pattern, PatternPart, Take } from '../../script/program';
import { blockElements, type Element, safeRegex } from './text-pattern';

export type Node =
  /** An atom or quoted string; its pieces stand one after the other. */
  | { readonly kind: 'word'; readonly pieces: readonly Element[]; readonly quoted: boolean }
  | { readonly kind: 'list'; readonly items: readonly Node[]; readonly exact: boolean }
  /** `...`: any run of values. */
  | { readonly kind: 'any' }
  | { readonly kind: 'capture'; readonly name: string; readonly take: Take }
  | { readonly kind: 'value'; readonly expression: Expression }
  /** A string, character by character. */
  | { readonly kind: 'block'; readonly content: readonly Element[] }
  /** `#3`: the number that message 3 has now. */
  | { readonly kind: 'message'; readonly number: number }
  | { readonly kind: 'regex'; readonly regex: RegExp }
  /** `=`: the response as a whole is exact. */
  | { readonly kind: 'exact' };

/** A pattern as one string in which a lone low surrogate stands for each hole, since no text holds one. */
export interface Stream {
  readonly text: string;
  readonly holes: readonly Exclude<PatternPart, { kind: 'text' }>[];
  at: number;
}

const firstHole = 0xdc00;
const hole = /[\udc00-\udfff]/;
const holeAt = (stream: Stream, at: number): Exclude<PatternPart, { kind: 'text' }> | undefined => {
  const code = stream.text.charCodeAt(at);
  // The second half of a pair is no hole.
  if (!(code >= firstHole && code <= 0xdfff)) return undefined;
  const before = stream.text.charCodeAt(at - 1);
  return before >= 0xd800 && before < firstHole ? undefined : stream.holes[code - firstHole];
};

export function streamOf(pattern: Pattern): Stream {
  const holes: Exclude<PatternPart, { kind: 'text' }>[] = [];
  let text = '';
  for (const part of pattern) {
    if (part.kind === 'text')
      text += part.text.replace(/[\ud800-\udfff](?:[\udc00-\udfff])?/g, (s) => (s.length === 2 ? s : '\ufffd'));
    else {
      text += String.fromCharCode(firstHole + Math.min(holes.length, 1023));
      holes.push(part);
    }
  }
  return { text, holes, at: 0 };
}

/** The parts of a stretch of the stream, from the place it has come to. */
export function restPattern(stream: Stream): Pattern {
  const parts: PatternPart[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') parts.push({ kind: 'text', text, range: { start: 0, end: 0 } });
    text = '';
  };
  for (let at = stream.at; at < stream.text.length; at++) {
    const part = holeAt(stream, at);
    if (!part) text += stream.text[at];
    else {
      flush();
      parts.push(part);
    }
  }
  flush();
  stream.at = stream.text.length;
  return parts;
}

export function skipSpace(stream: Stream): void {
  while (/\s/.test(stream.text[stream.at] ?? '')) stream.at++;
}

export const atEnd = (stream: Stream): boolean => stream.at >= stream.text.length;

/** Reads values up to the end, or up to a `]` that is left (`inCode`). */
export function readNodes(stream: Stream, inCode = false): readonly Node[] {
  const nodes: Node[] = [];
  for (;;) {
    skipSpace(stream);
    if (atEnd(stream) || (inCode && stream.text[stream.at] === ']')) return nodes;
    if (stream.text[stream.at] === ')') stream.at++;
    else nodes.push(readNode(stream, inCode));
  }
}

export function readNode(stream: Stream, inCode = false): Node {
  const character = stream.text[stream.at];
  if (character === '(') return readList(stream, false);
  if (character === '"') return readQuoted(stream);
  if (character === '=' && /^=(?:[\s(]|$)/.test(stream.text.slice(stream.at, stream.at + 2))) {
    stream.at++;
    skipSpace(stream);
    return stream.text[stream.at] === '(' ? readList(stream, true) : { kind: 'exact' };
  }
  return readAtom(stream, inCode);
}

function readList(stream: Stream, exact: boolean): Node {
  stream.at++;
  const items: Node[] = [];
  for (;;) {
    skipSpace(stream);
    if (atEnd(stream)) break;
    if (stream.text[stream.at] === ')') {
      stream.at++;
      break;
    }
    items.push(readNode(stream));
  }
  return { kind: 'list', items, exact };
}

function readQuoted(stream: Stream): Node {
  const pieces: Element[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') pieces.push({ kind: 'literal', text });
    text = '';
  };
  for (stream.at++; !atEnd(stream); stream.at++) {
    const part = holeAt(stream, stream.at);
    const character = stream.text[stream.at] ?? '';
    if (part) {
      flush();
      const element = elementOf(part);
      if (element) pieces.push(element);
    } else if (character === '"') {
      stream.at++;
      break;
    } else if (character === '\\' && /["\\]/.test(stream.text[stream.at + 1] ?? '')) {
      stream.at++;
      text += stream.text[stream.at] ?? '';
    } else text += character;
  }
  flush();
  return { kind: 'word', pieces, quoted: true };
}

const sectioned = /(?:^|[^A-Z.])(?:BODY|BINARY|RFC822)(?:\.(?:PEEK|SIZE))?$/i;

function readAtom(stream: Stream, inCode: boolean): Node {
  const pieces: Element[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') pieces.push({ kind: 'literal', text });
    text = '';
  };
  let depth = 0;
  let only: Exclude<PatternPart, { kind: 'text' }> | undefined;
  const start = stream.at;
  for (; !atEnd(stream); stream.at++) {
    const part = holeAt(stream, stream.at);
    const character = stream.text[stream.at] ?? '';
    if (part) {
      if (stream.at === start) only = part;
      flush();
      if (part.kind === 'regex' || part.kind === 'block') {
        // Both are values of their own, glued or not.
        if (stream.at > start) break;
        stream.at++;
        return standing(part);
      }
      const element = elementOf(part);
      if (element) pieces.push(element);
      continue;
    }
    if (depth > 0) {
      if (character === ']') depth = 0;
    } else if (character === '[' && sectioned.test(text)) depth = 1;
    else if (/[\s()"]/.test(character) || (inCode && character === ']')) break;
    text += character;
  }
  flush();
  if (only && stream.at === start + 1) return standing(only);
  const message =
    pieces.length === 1 && pieces[0]?.kind === 'literal' ? /^#([1-9]\d{0,9})$/.exec(pieces[0].text) : null;
  if (message) return { kind: 'message', number: Number(message[1]) };
  return { kind: 'word', pieces, quoted: false };
}

/** A hole that is a value by itself. */
function standing(part: Exclude<PatternPart, { kind: 'text' }>): Node {
  switch (part.kind) {
    case 'any':
      return { kind: 'any' };
    case 'capture':
      return { kind: 'capture', name: part.name, take: part.take };
    case 'value':
      return { kind: 'value', expression: part.expression };
    case 'regex':
      return { kind: 'regex', regex: safeRegex(part.source, part.flags.replace(/[gy]/g, '')) };
    case 'block':
      return { kind: 'block', content: blockElements(part.content) };
  }
}

/** A hole inside a word. */
function elementOf(part: Exclude<PatternPart, { kind: 'text' }>): Element | undefined {
  return part.kind === 'any' || part.kind === 'capture' || part.kind === 'value' ? part : undefined;
}

/** A word without holes, as text. */
export function plainWord(node: Node | undefined): string | undefined {
  if (node?.kind !== 'word') return undefined;
  if (node.pieces.length === 0) return '';
  const [piece] = node.pieces;
  return node.pieces.length === 1 && piece?.kind === 'literal' ? piece.text : undefined;
}

/** What a value's text is as data: values in a row, none for white space; undefined when it does not read as data. */
export function readText(text: string): readonly Node[] | undefined {
  if (hole.test(text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, ''))) return undefined;
  let depth = 0;
  for (const character of text.replace(/"(?:[^"\\]|\\.)*"/g, '')) {
    if (character === '(') depth++;
    else if (character === ')' && --depth < 0) return undefined;
    else if (character === '"') return undefined;
  }
  return depth === 0 ? readNodes({ text, holes: [], at: 0 }) : undefined;
}
