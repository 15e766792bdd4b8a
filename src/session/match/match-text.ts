/** Compares a text with the elements of a pattern: words as a prefix and without case, or a block character by character. */
import type { Expression } from '../../script/program';
import { showExpression } from './show';
import type { Element } from './text-pattern';

export interface TextScope {
  value(expression: Expression): string;
  /** What a name must be equal to, when it has been captured. */
  bound(name: string): string | undefined;
}

export type TextMatch =
  | { readonly ok: true; readonly captures: readonly (readonly [string, string])[] }
  | {
      readonly ok: false;
      /** How many characters fitted. */
      readonly reached: number;
      readonly wanted: string;
      readonly got: string;
    };

export interface TextMatchOptions {
  /**
   * `prefix`: without case, white space equal, and the text may go on after a whole word.
   * `exact`: every character, to the end.
   */
  readonly mode: 'prefix' | 'exact';
  /** In `exact` mode: case does not count. */
  readonly caseless?: boolean;
  /** A capture of a word may hold white space: inside a quoted string. */
  readonly wide?: boolean;
}

const isSpace = (character: string | undefined): boolean => character !== undefined && /\s/.test(character);
const isWordCharacter = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{N}_-]/u.test(character);

/** Lower case without a change of length, so that offsets hold. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text.replace(/[A-Z]/g, (c) => c.toLowerCase());
}

export function matchText(
  elements: readonly Element[],
  text: string,
  scope: TextScope,
  { mode, caseless = mode === 'prefix', wide = false }: TextMatchOptions,
): TextMatch {
  const prefix = mode === 'prefix';
  const folded = caseless ? fold(text) : text;
  const start = prefix ? text.length - text.trimStart().length : 0;
  const captures: (readonly [string, string])[] = [];
  const names = elements.flatMap((element) => (element.kind === 'capture' ? [element.name] : []));
  // A failure at a place is final unless a capture made before it could change it.
  const failed = new Set(names).size === names.length ? new Set<number>() : undefined;
  let reached = -1;
  let wanted = '';
  let got = '';

  const miss = (at: number, what: string): false => {
    if (at > reached) {
      reached = at;
      wanted = what;
      got = prefix ? (/^\s*(\S+)/.exec(text.slice(at))?.[1] ?? '') : (/^[^\r\n]*/.exec(text.slice(at))?.[0] ?? '');
    }
    return false;
  };

  const literalLength = (literal: string, at: number): number => {
    const folding = caseless ? fold(literal) : literal;
    let i = 0;
    while (i < folding.length && folding[i] === folded[at + i]) i++;
    return i;
  };

  const literal = (i: number, at: number, what: string): boolean => {
    if (!prefix || !/\s/.test(what)) {
      const fitting = literalLength(what, at);
      if (fitting === what.length) return step(i + 1, at + what.length);
      return prefix ? miss(at, what) : missInLine(what, at, fitting);
    }
    // A value with spaces in it: its white space equals any.
    let position = at;
    for (const piece of what.match(/\s+|\S+/g) ?? []) {
      if (isSpace(piece[0])) {
        if (!isSpace(text[position])) return miss(position, piece.trim() || ' ');
        while (isSpace(text[position])) position++;
      } else if (literalLength(piece, position) === piece.length) position += piece.length;
      else return miss(position, piece);
    }
    return step(i + 1, position);
  };

  /** In a block: shows the line where the difference is. */
  const missInLine = (what: string, at: number, fitting: number): false => {
    const lineStart = what.lastIndexOf('\n', Math.max(0, fitting - 1)) + 1;
    const line = /^[^\r\n]*/.exec(what.slice(lineStart))?.[0] ?? '';
    if (at + fitting > reached) {
      reached = at + fitting;
      const from = at + lineStart;
      wanted = line === '' ? 'the end of the line' : line;
      got = /^[^\r\n]*/.exec(text.slice(from))?.[0] ?? '';
    }
    return false;
  };

  const take = (i: number, name: string, from: number, to: number): boolean => {
    const value = text.slice(from, to);
    const earlier = captures.find(([known]) => known === name)?.[1] ?? scope.bound(name);
    if (earlier !== undefined && earlier !== value) return miss(from, earlier);
    captures.push([name, value]);
    if (step(i + 1, to)) return true;
    captures.pop();
    return false;
  };

  const capture = (i: number, at: number, element: Element & { kind: 'capture' }): boolean => {
    const what = `{{@${element.name}}}`;
    if (element.take.kind === 'regex') {
      const regex = new RegExp(element.take.source, `${element.take.flags.replace(/[gy]/g, '')}y`);
      regex.lastIndex = at;
      const found = regex.exec(text);
      return found ? take(i, element.name, at, at + found[0].length) : miss(at, `/${element.take.source}/`);
    }
    const next = elements[i + 1];
    if (element.take.kind === 'rest') {
      const lineEnd = prefix ? text.trimEnd().length : text.length;
      const last = Math.max(at, lineEnd);
      if (!next) return take(i, element.name, at, last);
      for (let end = last; end >= at; end--) if (take(i, element.name, at, end)) return true;
      return false;
    }
    let wordEnd = at;
    while (wordEnd < text.length && (wide || !isSpace(text[wordEnd]))) wordEnd++;
    if (wordEnd === at) return miss(at, what);
    if (!next || (!wide && (next.kind === 'space' || next.kind === 'words'))) return take(i, element.name, at, wordEnd);
    for (let end = at + 1; end <= wordEnd; end++) if (take(i, element.name, at, end)) return true;
    return false;
  };

  const words = (i: number, at: number): boolean => {
    if (i + 1 === elements.length) return at === start || at === text.length || isSpace(text[at]);
    if (at !== start && !isSpace(text[at])) return miss(at, ' ');
    for (let next = at; next <= text.length; next++) {
      const wordStart = next === start || (isSpace(text[next - 1]) && !isSpace(text[next]));
      if (wordStart && step(i + 1, next)) return true;
    }
    return false;
  };

  const lines = (i: number, at: number): boolean => {
    for (let next = at; ; ) {
      if (step(i + 1, next)) return true;
      const lf = text.indexOf('\n', next);
      if (lf === -1) return next !== text.length && step(i + 1, text.length);
      next = lf + 1;
    }
  };

  const end = (at: number): boolean => {
    if (!prefix) return at === text.length || miss(at, 'the end');
    const last = elements.at(-1);
    const whole = last?.kind === 'literal' || last?.kind === 'value' || last?.kind === 'shape';
    if (!whole || !isWordCharacter(text[at - 1]) || !isWordCharacter(text[at])) return true;
    let wordStart = at;
    while (wordStart > 0 && !isSpace(text[wordStart - 1])) wordStart--;
    return miss(wordStart, text.slice(wordStart, at));
  };

  const stepAnew = (i: number, at: number): boolean => {
    const element = elements[i];
    if (!element) return end(at);
    switch (element.kind) {
      case 'literal':
        return literal(i, at, element.text);
      case 'value':
        return literal(i, at, scope.value(element.expression));
      case 'space': {
        if (!isSpace(text[at])) {
          return miss(at, describe(elements[i + 1], scope));
        }
        let next = at;
        while (isSpace(text[next])) next++;
        return step(i + 1, next);
      }
      case 'any': {
        for (let next = at; next <= text.length; next++) if (step(i + 1, next)) return true;
        return false;
      }
      case 'words':
        return words(i, at);
      case 'lines':
        return lines(i, at);
      case 'capture':
        return capture(i, at, element);
      case 'shape': {
        const found = element.regex.exec(text.slice(at));
        return found?.index === 0 ? step(i + 1, at + found[0].length) : miss(at, element.shown);
      }
      case 'regex':
        return element.regex.test(text.slice(at)) || miss(at, String(element.regex));
    }
  };

  const step = (i: number, at: number): boolean => {
    const key = i * (text.length + 2) + at;
    if (failed?.has(key)) return false;
    if (stepAnew(i, at)) return true;
    failed?.add(key);
    return false;
  };

  if (step(0, start)) return { ok: true, captures };
  return { ok: false, reached: Math.max(0, reached), wanted, got };
}

function describe(element: Element | undefined, scope: TextScope): string {
  switch (element?.kind) {
    case 'literal':
      return element.text;
    case 'value':
      return scope.value(element.expression) || showExpression(element.expression);
    case 'capture':
      return `{{@${element.name}}}`;
    case 'shape':
      return element.shown;
    case 'regex':
      return String(element.regex);
    default:
      return ' ';
  }
}
