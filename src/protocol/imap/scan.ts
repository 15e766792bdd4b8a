/** Reads values out of framed parts: the one scanner behind responses and commands. It never fails; what it finds amiss it notes. */
import { fromLatin1, fromStrictUtf8, fromUtf8, latin1, range } from '../../base';
import type { Finding } from '../finding';
import type { ImapPart } from './part';
import { finding, type ImapRule } from './rules';
import type { ImapAtom, ImapList, ImapString, ImapValue } from './value';

/** Lists nested deeper than this are flattened, with a finding: whoever walks the tree may recurse. */
export const maxDepth = 200;
/** More findings than this in one frame tell nobody anything. */
const maxFindings = 50;

export interface Cursor {
  readonly parts: readonly ImapPart[];
  /** Index of the text part being read. */
  part: number;
  /** The text part: scanned as octets, which is faster, and sliced as text, one character for each octet. */
  bytes: Uint8Array;
  text: string;
  /** Where reading goes on, in `text`. */
  at: number;
  /** Where the text part ends, its line end left out. */
  end: number;
  /** Octets of the frame before `text`. */
  base: number;
  /** All of `text` is US-ASCII. */
  ascii: boolean;
  findings: Finding[] | undefined;
  /** The parts are a command: a client may send `{n+}`. */
  readonly fromClient: boolean;
}

const none = new Uint8Array(0);

export function cursorOver(parts: readonly ImapPart[], fromClient = false): Cursor {
  const cursor: Cursor = {
    parts,
    part: -1,
    bytes: none,
    text: '',
    at: 0,
    end: 0,
    base: 0,
    ascii: true,
    findings: undefined,
    fromClient,
  };
  loadText(cursor, 0);
  return cursor;
}

/** Notes a finding; `start` and `end` are offsets in the cursor's text. */
export function note(cursor: Cursor, rule: ImapRule, start: number, end: number): void {
  cursor.findings ??= [];
  if (cursor.findings.length < maxFindings) {
    cursor.findings.push(finding(rule, range(cursor.base + start, cursor.base + end)));
  }
}

function loadText(cursor: Cursor, index: number): void {
  const part = cursor.parts[index];
  cursor.part = index;
  cursor.at = 0;
  if (part?.kind !== 'text') {
    cursor.bytes = none;
    cursor.text = '';
    cursor.end = 0;
    return;
  }
  // Decoding UTF-8 is many times faster than one call for each octet, and for US-ASCII it gives the same.
  const decoded = part.ascii ?? fromUtf8(part.bytes);
  cursor.ascii = part.ascii !== undefined || (decoded.length === part.bytes.length && !decoded.includes('\uFFFD'));
  const text = cursor.ascii ? decoded : latin1(part.bytes);
  cursor.bytes = part.bytes;
  cursor.text = text;
  let end = text.length;
  if (text.charCodeAt(end - 1) === 10) {
    end--;
    if (text.charCodeAt(end - 1) === 13) end--;
    else note(cursor, 'bare-lf', end, end + 1);
  } else if (index === cursor.parts.length - 1) {
    note(cursor, 'no-line-end', end, end);
  }
  cursor.end = end;
  const nul = text.indexOf('\0');
  if (nul !== -1) note(cursor, 'nul-octet', nul, nul + 1);
}

const SPACE = 32;
const TAB = 9;
const QUOTE = 34;
const OPEN_PAREN = 40;
const CLOSE_PAREN = 41;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const TILDE = 126;

/** What an octet does to an atom: 1 ends it, 2 is a control character, 4 is above 127, 8 may open a section. */
const octetClass = new Uint8Array(256);
for (let octet = 0; octet < 32; octet++) octetClass[octet] = 2;
octetClass[127] = 2;
for (let octet = 128; octet < 256; octet++) octetClass[octet] = 4;
for (const octet of [SPACE, TAB, QUOTE, OPEN_PAREN, CLOSE_PAREN, OPEN_BRACE]) octetClass[octet] = 1;
octetClass[OPEN_BRACKET] = 8;

const sectioned = /^(?:BODY|BINARY|RFC822)(?:\.(?:PEEK|SIZE))?$/i;

/** Skips white space; notes what is more than one SP. Gives how much there was. */
export function skipSpace(cursor: Cursor, allowed = 1): number {
  const { bytes, at: start } = cursor;
  let at = start;
  let tab = false;
  for (; at < cursor.end; at++) {
    const octet = bytes[at];
    if (octet === TAB) tab = true;
    else if (octet !== SPACE) break;
  }
  cursor.at = at;
  if (at - start > allowed && at < cursor.end) note(cursor, 'extra-space', start + allowed, at);
  if (tab) note(cursor, 'tab-as-space', start, at);
  return at - start;
}

/** The word up to white space or the line's end, and moves behind it. */
export function word(cursor: Cursor): string {
  const start = cursor.at;
  const space = cursor.text.indexOf(' ', start);
  cursor.at = space === -1 || space > cursor.end ? cursor.end : space;
  const found = cursor.text.slice(start, cursor.at);
  const tab = found.indexOf('\t');
  if (tab === -1) return found;
  cursor.at = start + tab;
  return found.slice(0, tab);
}

/** Text of the cursor's line, one character for each octet, decoded; `start` and `end` are where it stands there. */
export function decode(
  cursor: Cursor,
  text: string,
  start: number,
  end = start + text.length,
): { text: string; latin1?: true } {
  if (!/[\x80-\xff]/.test(text)) return { text };
  const bytes = fromLatin1(text);
  // The strict decoder throws: too dear for a server that sends nothing but bad octets. It only judges where U+FFFD itself was sent.
  let decoded: string | undefined = fromUtf8(bytes);
  if (decoded.includes('\uFFFD')) decoded = text.includes('\xef\xbf\xbd') ? fromStrictUtf8(bytes) : undefined;
  if (decoded !== undefined) return { text: decoded };
  note(cursor, 'not-utf8', start, end);
  return { text, latin1: true };
}

/** Reads the values up to the end of the frame, or (`inCode`) up to a `]` outside lists, which it leaves. */
export function readValues(cursor: Cursor, inCode = false): readonly ImapValue[] {
  // One stack for the values of all open lists: growing an array for each list costs more than all the rest of the parser.
  const stack: ImapValue[] = [];
  let top = 0;
  /** Of each open list: where its values begin in the stack, and where it begins in the frame. */
  const marks: number[] = [];
  const starts: number[] = [];
  let mark = 0;
  let excess = 0;
  let spaced = true;
  for (;;) {
    const octet = cursor.at < cursor.end ? (cursor.bytes[cursor.at] ?? -1) : -1;
    if (octet === SPACE || octet === TAB) {
      readSpace(cursor, marks.length > 0, top === mark);
      spaced = true;
      continue;
    }
    if (octet === -1) break;
    if (octet === OPEN_PAREN) {
      // Lists may touch (BODYSTRUCTURE, THREAD, addresses); anything else before a list needs its SP.
      if (!spaced && top > mark && stack[top - 1]?.kind !== 'list') note(cursor, 'missing-space', cursor.at, cursor.at);
      if (marks.length >= maxDepth) {
        if (excess === 0) note(cursor, 'too-deep', cursor.at, cursor.at + 1);
        excess++;
      } else {
        marks.push(mark);
        starts.push(cursor.base + cursor.at);
        mark = top;
      }
      cursor.at++;
      spaced = true;
      continue;
    }
    if (octet === CLOSE_PAREN) {
      cursor.at++;
      spaced = false;
      if (excess > 0) {
        excess--;
        continue;
      }
      const start = starts.pop();
      if (start === undefined) {
        note(cursor, 'unbalanced-paren', cursor.at - 1, cursor.at);
        continue;
      }
      const list: ImapList = {
        kind: 'list',
        items: stack.slice(mark, top),
        range: range(start, cursor.base + cursor.at),
      };
      stack[mark] = list;
      top = mark + 1;
      mark = marks.pop() ?? 0;
      continue;
    }
    if (octet === CLOSE_BRACKET && inCode && marks.length === 0) break;
    if (!spaced) note(cursor, 'missing-space', cursor.at, cursor.at);
    stack[top++] = readValue(cursor, octet, inCode && marks.length === 0);
    spaced = false;
  }
  if (starts.length > 0) note(cursor, 'unbalanced-paren', cursor.end, cursor.end);
  for (let start = starts.pop(); start !== undefined; start = starts.pop()) {
    stack[mark] = { kind: 'list', items: stack.slice(mark, top), range: range(start, cursor.base + cursor.end) };
    top = mark + 1;
    mark = marks.pop() ?? 0;
  }
  return stack.slice(0, top);
}

/** White space between values, at a list's edges, or before the line end. */
function readSpace(cursor: Cursor, inList: boolean, first: boolean): void {
  const from = cursor.at;
  const width = skipSpace(cursor);
  if (cursor.at === cursor.end) {
    if (cursor.part === cursor.parts.length - 1) note(cursor, 'trailing-space', from, cursor.end);
  } else if (inList && width === 1 && (first || cursor.bytes[cursor.at] === CLOSE_PAREN)) {
    note(cursor, 'extra-space', from, cursor.at);
  }
}

/** The value that begins at the cursor, which stands on neither white space nor a parenthesis. */
function readValue(cursor: Cursor, octet: number, inCode: boolean): ImapValue {
  if (octet === QUOTE) return readQuoted(cursor);
  if (octet === OPEN_BRACE || (octet === TILDE && cursor.text.charCodeAt(cursor.at + 1) === OPEN_BRACE)) {
    const literal = readLiteral(cursor);
    if (literal) return literal;
  }
  return readAtom(cursor, inCode);
}

function readQuoted(cursor: Cursor): ImapString {
  const { bytes, text, base } = cursor;
  const start = cursor.at;
  let content = '';
  let from = start + 1;
  let at = from;
  for (; ; at++) {
    if (at >= cursor.end) {
      note(cursor, 'unclosed-quote', start, cursor.end);
      at = cursor.end;
      break;
    }
    const octet = bytes[at];
    if (octet === QUOTE) break;
    if (octet !== BACKSLASH) continue;
    const next = bytes[at + 1];
    if (next === QUOTE || next === BACKSLASH) {
      content += text.slice(from, at);
      from = ++at;
    } else {
      note(cursor, 'bad-escape', at, at + 1);
    }
  }
  content = from === start + 1 ? text.slice(from, at) : content + text.slice(from, at);
  cursor.at = Math.min(at + 1, cursor.end);
  const span = range(base + start, base + cursor.at);
  if (cursor.ascii) return { kind: 'string', form: 'quoted', text: content, range: span };
  return { kind: 'string', form: 'quoted', ...decode(cursor, content, start + 1), range: span };
}

/** The literal announced at the cursor, which moves to the text behind it; undefined when no literal part follows. */
function readLiteral(cursor: Cursor): ImapString | undefined {
  const part = cursor.parts[cursor.part + 1];
  if (part?.kind !== 'literal') return undefined;
  const announced = /^~?\{\d+([+-])?\}$/.exec(cursor.text.slice(cursor.at, cursor.end));
  if (!announced) return undefined;
  const start = cursor.base + cursor.at;
  if (announced[1] && !cursor.fromClient) note(cursor, 'literal-plus', cursor.at, cursor.end);
  cursor.base += cursor.text.length;
  if (!part.binary && part.bytes.includes(0)) note(cursor, 'nul-in-literal', 0, part.size);
  cursor.base += part.size;
  const span = range(start, cursor.base);
  loadText(cursor, cursor.part + 2);
  const form = part.binary ? 'literal8' : 'literal';
  return { kind: 'string', form, bytes: part.bytes, size: part.size, spilled: part.spilled, range: span };
}

function readAtom(cursor: Cursor, inCode: boolean): ImapValue {
  const { bytes, text, base, at: start } = cursor;
  let at = start;
  let seen = 0;
  for (; at < cursor.end; at++) {
    const octet = bytes[at] ?? 0;
    const what = octetClass[octet] ?? 0;
    if (what === 0 && octet !== CLOSE_BRACKET) continue;
    if (what === 8 && sectioned.test(text.slice(start, at))) {
      cursor.at = at;
      return readSection(cursor, start, inCode);
    }
    if (what === 1 || (inCode && octet === CLOSE_BRACKET)) break;
    seen |= what;
  }
  if (at === start) {
    // Only `{` comes here: it ends an atom, and begins none.
    at++;
    note(cursor, 'stray-brace', start, at);
  }
  cursor.at = at;
  const atom = text.slice(start, at);
  const span = range(base + start, base + at);
  if (atom.length === 3 && isNil(atom)) return { kind: 'nil', range: span };
  if (seen === 0) return { kind: 'atom', text: atom, range: span };
  return oddAtom(cursor, atom, start, seen);
}

const isNil = (atom: string): boolean =>
  atom === 'NIL' || ((atom.charCodeAt(0) | 32) === 110 && atom.toUpperCase() === 'NIL');

function oddAtom(cursor: Cursor, atom: string, start: number, seen: number): ImapAtom {
  const span = range(cursor.base + start, cursor.base + start + atom.length);
  if (seen & 2) note(cursor, atom.includes('\r') ? 'bare-cr' : 'control-character', start, start + atom.length);
  if (seen & 4) note(cursor, 'eight-bit-atom', start, start + atom.length);
  return { kind: 'atom', ...decode(cursor, atom, start), range: span };
}

/** `BODY[…]<0>`: the cursor stands on the bracket. Strings inside, literals too, become part of the atom's text. */
function readSection(cursor: Cursor, start: number, inCode: boolean): ImapAtom {
  const frameStart = cursor.base + start;
  let before = '';
  let from = start;
  for (;;) {
    const octet = cursor.at < cursor.end ? cursor.text.charCodeAt(cursor.at) : -1;
    if (octet === -1) {
      note(cursor, 'unclosed-section', from, cursor.end);
      break;
    }
    if (octet === QUOTE) {
      readQuoted(cursor);
      continue;
    }
    if (octet === OPEN_BRACE) {
      const text = cursor.text.slice(from, cursor.at);
      const literal = readLiteral(cursor);
      if (literal && literal.form !== 'quoted') {
        before += `${text}"${latin1(literal.bytes).replace(/["\\]/g, '\\$&')}"`;
        from = 0;
        continue;
      }
    }
    cursor.at++;
    if (octet === CLOSE_BRACKET) break;
  }
  while (cursor.at < cursor.end) {
    const octet = cursor.text.charCodeAt(cursor.at);
    if (octetClass[octet] === 1 || (inCode && octet === CLOSE_BRACKET)) break;
    cursor.at++;
  }
  const text = before + cursor.text.slice(from, cursor.at);
  return { kind: 'atom', ...decode(cursor, text, from, cursor.at), range: range(frameStart, cursor.base + cursor.at) };
}
