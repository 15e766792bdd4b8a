/** Undoes the escapes that can hide a secret in a text, and knows where each character came from. */
import { latin1, type Range, utf8 } from '../base';

interface Escapes {
  /** Every escaped of this sort; what it stands for is one character an octet. */
  readonly pattern: RegExp;
  /** A character that every escape of this sort has: without it there is none. */
  readonly mark: string;
  /** It differs from another sort only in how it writes a space. */
  readonly spaces?: true;
  undo(escaped: string): string;
}

const octetsOf = (text: string): string => (/^[\x00-\x7f]*$/.test(text) ? text : latin1(utf8(text)));
const fromHex = (digits: string): string => String.fromCharCode(Number.parseInt(digits, 16));

const jsonLetters: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const percent = (escaped: string): string => fromHex(escaped.slice(1));

/** `=61` and soft line breaks (RFC 2045 §6.7). */
const quotedPrintable = (escaped: string): string => (/[\r\n]/.test(escaped) ? '' : fromHex(escaped.slice(1)));

const all: readonly Escapes[] = [
  // RFC 3986 §2.1, and the same with `+` for a space (HTML forms).
  { mark: '%', pattern: /%[0-9a-f]{2}/gi, undo: percent },
  {
    mark: '+',
    spaces: true,
    pattern: /%[0-9a-f]{2}|\+/gi,
    undo: (escaped) => (escaped === '+' ? ' ' : percent(escaped)),
  },
  // xtext, RFC 3461 §4.
  { mark: '+', pattern: /\+[0-9a-f]{2}/gi, undo: (escaped) => fromHex(escaped.slice(1)) },
  { mark: '=', pattern: /=[0-9a-f]{2}|=[ \t]*\r?\n/gi, undo: quotedPrintable },
  // The same in encoded words, where `_` is a space (RFC 2047 §4.2).
  {
    mark: '_',
    spaces: true,
    pattern: /=[0-9a-f]{2}|_/gi,
    undo: (escaped) => (escaped === '_' ? ' ' : quotedPrintable(escaped)),
  },
  // Quoted strings (RFC 9051 §4.3) and JSON (RFC 8259 §7).
  { mark: '\\', pattern: /(?:\\u[0-9a-f]{4})+|\\x[0-9a-f]{2}|\\[\s\S]/gi, undo: backslash },
  // HTML and XML.
  { mark: '&', pattern: /&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|amp|lt|gt|quot|apos);/gi, undo: entity },
  // Modified UTF-7, RFC 3501 §5.1.3.
  { mark: '&', pattern: /&[A-Za-z0-9+,]*-/g, undo: shifted },
  // Folded lines of base64 (RFC 2045 §6.8), also inside JSON; and `\/`, which JSON may write for a slash.
  { mark: '\n', pattern: /(?<=[A-Za-z0-9+/_-])\r?\n[ \t]?(?=[A-Za-z0-9+/_-])/g, undo: () => '' },
  { mark: '\\', pattern: /(?:\\r)?\\n(?=[A-Za-z0-9+/_-])|\\(?=\/)/g, undo: () => '' },
];

function backslash(escaped: string): string {
  if (/^\\u[0-9a-f]{4}/i.test(escaped)) {
    const units = escaped.match(/[0-9a-f]{4}/gi) ?? [];
    return octetsOf(String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16))));
  }
  if (/^\\x[0-9a-f]{2}/i.test(escaped)) return fromHex(escaped.slice(2));
  return jsonLetters[escaped[1] ?? ''] ?? octetsOf(escaped.slice(1));
}

function entity(escaped: string): string {
  const name = escaped.slice(1, -1).toLowerCase();
  if (!name.startsWith('#')) return entities[name] ?? escaped;
  const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code <= 0x10ffff ? octetsOf(String.fromCodePoint(code)) : escaped;
}

function shifted(escaped: string): string {
  if (escaped === '&-') return '&';
  const run = escaped.slice(1, -1).replaceAll(',', '/');
  const octets = atob(run.length % 4 === 1 ? run.slice(0, -1) : run);
  let text = '';
  for (let i = 0; i + 1 < octets.length; i += 2)
    text += String.fromCharCode(octets.charCodeAt(i) * 256 + octets.charCodeAt(i + 1));
  return octetsOf(text);
}

export interface Undone {
  /** One character an octet. */
  readonly text: string;
  /** The stretch of the first text that a stretch of this one came from. */
  origin(stretch: Range): Range;
}

/**
 * The text with the escapes of each sort undone, one sort at a time, for those sorts that it has. `octets`: the text has one
 * character an octet already; else what is beyond ASCII becomes UTF-8. `spaces`: what is looked for has a space in it.
 */
export function undoEscapes(text: string, octets: boolean, spaces: boolean): readonly Undone[] {
  let found: Undone[] | undefined;
  for (const { pattern, mark, undo, spaces: forSpaces } of all) {
    if (forSpaces && !spaces) continue;
    const at = text.indexOf(mark);
    // The line end that a reply ends with folds nothing.
    if (at === -1 || (mark === '\n' && at === text.length - 1)) continue;
    if (text.search(pattern) === -1) continue;
    found ??= [];
    found.push(undone(text, pattern, undo, octets));
  }
  return found ?? none;
}

const none: readonly Undone[] = [];

function undone(text: string, pattern: RegExp, undo: Escapes['undo'], octets: boolean): Undone {
  const made: string[] = [];
  // Where each piece begins in the result and in the text, two numbers a piece; escapes and other text take turns.
  const starts: number[] = [];
  let length = 0;
  const push = (piece: string, from: number): void => {
    starts.push(length, from);
    made.push(piece);
    length += piece.length;
  };
  let at = 0;
  for (const found of text.matchAll(pattern)) {
    push(octets ? text.slice(at, found.index) : octetsOf(text.slice(at, found.index)), at);
    push(undo(found[0]), found.index);
    at = found.index + found[0].length;
  }
  push(octets ? text.slice(at) : octetsOf(text.slice(at)), at);

  /** The stretch that the character at `offset` came from. */
  const origin = (offset: number): Range => {
    let piece = 0;
    let high = starts.length / 2 - 1;
    while (piece < high) {
      const middle = (piece + high + 1) >> 1;
      if ((starts[middle * 2] ?? 0) <= offset) piece = middle;
      else high = middle - 1;
    }
    const from = starts[piece * 2 + 1] ?? 0;
    const to = starts[piece * 2 + 3] ?? text.length;
    // A piece that is as long as what it came from is the same, character for character.
    const inside = offset - (starts[piece * 2] ?? 0);
    const verbatim = piece % 2 === 0 && (made[piece]?.length ?? 0) === to - from;
    if (verbatim) return { start: from + inside, end: from + inside + 1 };
    return piece % 2 === 0 ? originBeyondAscii(text.slice(from, to), from, inside) : { start: from, end: to };
  };
  return {
    text: made.join(''),
    origin: ({ start, end }) => ({ start: origin(start).start, end: origin(Math.max(start, end - 1)).end }),
  };
}

/** In a piece whose characters beyond ASCII became several octets. */
function originBeyondAscii(piece: string, from: number, octet: number): Range {
  let octets = 0;
  let at = 0;
  for (const character of piece) {
    octets += utf8(character).length;
    if (octet < octets) return { start: from + at, end: from + at + character.length };
    at += character.length;
  }
  return { start: from + at, end: from + at };
}
