/** Cuts the rest of a directive into words: plain, quoted, or with values in them. */
import { range } from '../base';
import { BACKSLASH, isWhite, OPEN_BRACE, QUOTE, skipWhite } from './characters';
import { addPart, addText, flush, newParts, type Parts } from './parts';
import { scanInterpolation } from './scan-interpolation';
import { scanValue } from './scan-parts';
import type { Source } from './source';
import type { Argument, TextPart, ValuePart } from './tree';

/** Words from `start` to `end`, separated by white space; `"…"` is one word, with `\"` and `\\` in it. */
export function scanWords(source: Source, start: number, end: number): readonly Argument[] {
  const words: Argument[] = [];
  let at = skipWhite(source.text, start, end);
  while (at < end) {
    const quoted = source.text.charCodeAt(at) === QUOTE;
    const word = quoted ? scanQuoted(source, at, end, quoteEscape) : scanPlain(source, at, end);
    words.push(word);
    at = skipWhite(source.text, word.range.end, end);
  }
  return words;
}

/** The whole rest of the line as one argument, or none when it is empty. */
export function scanText(source: Source, start: number, end: number): readonly Argument[] {
  if (start >= end) return [];
  const parts = scanValue(source, start, end) as readonly (TextPart | ValuePart)[];
  return [argument(start, end, parts)];
}

/** `raw`'s bytes in quotes with escapes, and the words behind. Texts hold one character an octet. */
export function scanBytes(source: Source, start: number, end: number): readonly Argument[] {
  const at = skipWhite(source.text, start, end);
  if (source.text.charCodeAt(at) !== QUOTE || at >= end) return scanWords(source, at, end);
  const bytes = scanQuoted(source, at, end, byteEscape);
  return [bytes, ...scanWords(source, bytes.range.end, end)];
}

function argument(start: number, end: number, parts: readonly (TextPart | ValuePart)[]): Argument {
  const at = range(start, end);
  const [first] = parts;
  if (first === undefined) return { range: at, parts, text: '' };
  return parts.length === 1 && first.kind === 'text' ? { range: at, parts, text: first.text } : { range: at, parts };
}

const finish = (parts: Parts, start: number, end: number): Argument => {
  flush(parts);
  return argument(start, end, parts.list as readonly (TextPart | ValuePart)[]);
};

/** The value at `at`; undefined when `{{` stands there for itself. */
function value(source: Source, at: number, end: number): ValuePart | undefined {
  const close = source.nextClose(at + 2);
  if (close === -1 || close + 2 > end) {
    source.report('unclosed-interpolation', range(at, at + 2));
    return undefined;
  }
  return scanInterpolation(source, at, end, 'value') as ValuePart | undefined;
}

const opensAt = (text: string, at: number): boolean =>
  text.charCodeAt(at) === OPEN_BRACE && text.charCodeAt(at + 1) === OPEN_BRACE;

function scanPlain(source: Source, start: number, end: number): Argument {
  const { text } = source;
  const parts = newParts();
  let from = start;
  let at = start;
  while (at < end && !isWhite(text.charCodeAt(at))) {
    if (text.charCodeAt(at) === BACKSLASH && opensAt(text, at + 1)) {
      addText(parts, text.slice(from, at), from, at);
      from = at + 1;
      at += 3;
    } else if (opensAt(text, at)) {
      const part = value(source, at, end);
      if (part) {
        addText(parts, text.slice(from, at), from, at);
        addPart(parts, part);
        from = part.range.end;
        at = from;
      } else at += 2;
    } else at++;
  }
  at = Math.min(at, end);
  addText(parts, text.slice(from, at), from, at);
  return finish(parts, start, at);
}

/** What an escape stands for and how many characters it has; undefined when it is none. */
type Escape = (text: string, at: number) => { readonly value: string; readonly length: number } | undefined;

const quoteEscape: Escape = (text, at) => {
  const next = text[at + 1] ?? '';
  if (next === '"' || next === '\\') return { value: next, length: 2 };
  return text.startsWith('{{', at + 1) ? { value: '{{', length: 3 } : { value: '\\', length: 1 };
};

const byteEscapes: Readonly<Record<string, string>> = { r: '\r', n: '\n', t: '\t', '0': '\0', '\\': '\\', '"': '"' };

const byteEscape: Escape = (text, at) => {
  const next = text[at + 1] ?? '';
  if (next === 'x') {
    const hex = text.slice(at + 2, at + 4);
    if (/^[0-9a-fA-F]{2}$/.test(hex)) return { value: String.fromCharCode(Number.parseInt(hex, 16)), length: 4 };
    return undefined;
  }
  if (text.startsWith('{{', at + 1)) return { value: '{{', length: 3 };
  const value = byteEscapes[next];
  return value === undefined ? undefined : { value, length: 2 };
};

function scanQuoted(source: Source, start: number, end: number, escapeAt: Escape): Argument {
  const { text } = source;
  const parts = newParts();
  const plain = (upTo: number): void => addText(parts, text.slice(from, upTo), from, upTo);
  let from = start + 1;
  let at = from;
  while (at < end && text.charCodeAt(at) !== QUOTE) {
    if (text.charCodeAt(at) === BACKSLASH) {
      const found = escapeAt(text, at);
      if (found && at + found.length <= end) {
        plain(at);
        addText(parts, found.value, at, at + found.length);
        at += found.length;
        from = at;
      } else {
        const stop = Math.min(end, at + 2);
        source.report('bad-escape', range(at, stop), text.slice(at, stop));
        at = stop;
      }
    } else if (opensAt(text, at)) {
      const part = value(source, at, end);
      if (part) {
        plain(at);
        addPart(parts, part);
        at = part.range.end;
        from = at;
      } else at += 2;
    } else at++;
  }
  at = Math.min(at, end);
  plain(at);
  if (at < end) return finish(parts, start, at + 1);
  source.report('unclosed-quote', range(start, Math.min(end, start + 1)));
  return finish(parts, start, end);
}
