/** Reads one line's text with what stands in it: `{{…}}`, `...`, `/regex/`. */
import { range } from '../base';
import { BACKSLASH, DOT, isWhite, OPEN_BRACE, QUOTE, skipWhite, trimWhite } from './characters';
import { addPart, addText, flush, type Mode, newParts, type Parts } from './parts';
import { scanInterpolation } from './scan-interpolation';
import { regexProblem, regexTail } from './scan-regex';
import type { Source } from './source';
import type { Part } from './tree';

/** Reads `start` to `end`, which lie on one line, into `parts`. Blocks are the caller's business. */
export function scanInto(source: Source, parts: Parts, start: number, end: number, mode: Mode): void {
  const { text } = source;
  const pattern = mode === 'pattern' || mode === 'content';
  let from = start;
  let at = start;
  let closable = true;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === OPEN_BRACE && closable && text.charCodeAt(at + 1) === OPEN_BRACE && at + 1 < end) {
      const close = source.nextClose(at + 2);
      if (close === -1 || close + 2 > end) {
        source.report('unclosed-interpolation', range(at, at + 2));
        closable = false;
        continue;
      }
      const part = scanInterpolation(source, at, end, mode);
      if (part === undefined) {
        at = close + 2;
        continue;
      }
      addText(parts, text.slice(from, at), from, at);
      addPart(parts, part);
      at = part.range.end;
      from = at;
    } else if (code === BACKSLASH && text.startsWith('{{', at + 1) && at + 3 <= end) {
      addText(parts, text.slice(from, at), from, at);
      addText(parts, '{{', at, at + 3);
      at += 3;
      from = at;
    } else if (
      pattern &&
      code === DOT &&
      at + 3 <= end &&
      text.charCodeAt(at + 1) === DOT &&
      text.charCodeAt(at + 2) === DOT
    ) {
      addText(parts, text.slice(from, at), from, at);
      addPart(parts, { kind: 'any', range: range(at, at + 3) });
      at += 3;
      from = at;
    } else at++;
  }
  addText(parts, text.slice(from, end), from, end);
}

/** Text and values from `start` to `end`, as in a directive. */
export function scanValue(source: Source, start: number, end: number): readonly Part[] {
  const parts = newParts();
  scanInto(source, parts, start, end, 'value');
  flush(parts);
  return parts.list;
}

/** Where a pattern's regular expression begins, when `start` to `end` ends in one that stands where one may. */
export function patternRegexStart(text: string, start: number, end: number): number | undefined {
  const last = trimWhite(text, start, end);
  let at = skipWhite(text, start, last);
  for (let words = 0; words < 3; words++) {
    if (text[at] === '/' && at < last) return regexTail(text, at, last) ? at : undefined;
    if (words === 2 || text.charCodeAt(at) === QUOTE) return undefined;
    const first = at;
    while (at < last && !isWhite(text.charCodeAt(at))) {
      // A continued reply line: `250-/regex/`.
      if (words === 0 && text[at] === '-' && at - first >= 3 && text[at + 1] === '/') {
        return regexTail(text, at + 1, last) ? at + 1 : undefined;
      }
      at++;
    }
    if (words === 1 && !/^(OK|NO|BAD|BYE|PREAUTH)(\|(OK|NO|BAD))*$/i.test(text.slice(first, Math.min(at, first + 20))))
      return undefined;
    at = skipWhite(text, at, last);
  }
  return undefined;
}

/** Reads a pattern that may end in `/regex/flags`. */
export function scanPattern(source: Source, parts: Parts, start: number, end: number): void {
  const { text } = source;
  const regexStart = patternRegexStart(text, start, end);
  if (regexStart === undefined) {
    scanInto(source, parts, start, end, 'pattern');
    return;
  }
  scanInto(source, parts, start, regexStart, 'pattern');
  const last = trimWhite(text, start, end);
  const slash = text.lastIndexOf('/', last - 1);
  const regex = { source: text.slice(regexStart + 1, slash), flags: text.slice(slash + 1, last) };
  const why = regexProblem(regex);
  if (why === undefined) {
    addPart(parts, { kind: 'regex', ...regex, range: range(regexStart, last) });
  } else {
    source.report('bad-regex', range(regexStart, last), why);
    addText(parts, text.slice(regexStart, last), regexStart, last);
  }
  addText(parts, text.slice(last, end), last, end);
}
