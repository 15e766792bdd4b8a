/** Reads what stands between `{{` and `}}`: a value, a capture or a file. */
import { nearest, range } from '../base';
import { AT, BACKSLASH, CLOSE_BRACE, isWhite, OPEN_BRACE, QUOTE, skipName, skipWhite, trimWhite } from './characters';
import { builtin, builtins, fact, filter, filters } from './names';
import { addPart, addText, closesAt, flush, type Mode, newParts } from './parts';
import { regexEnd, regexLimit, regexProblem } from './scan-regex';
import type { Source } from './source';
import type { CapturePart, FilePart, TextPart, ValuePart, Word } from './tree';

/** The part that begins with the `{{` at `at`, or undefined when it is none: then a problem was reported. */
export function scanInterpolation(
  source: Source,
  at: number,
  end: number,
  mode: Mode,
): ValuePart | CapturePart | FilePart | undefined {
  const first = skipWhite(source.text, at + 2, end);
  const code = source.text.charCodeAt(first);
  if (code === AT) return scanCapture(source, at, first, end, mode);
  if (code === 60) return scanFile(source, at, first, end, mode);
  const value = scanValuePart(source, at, first, end);
  if (value === undefined) bad(source, at);
  return value;
}

function bad(source: Source, at: number): undefined {
  const end = source.nextClose(at + 2) + 2;
  const written = source.text.slice(at, Math.min(end, at + 40));
  const name = written.slice(2, -2).trim();
  if (fact(name)) source.report('fact-in-text', range(at, end), name);
  else source.report('bad-interpolation', range(at, end), written);
  return undefined;
}

const word = (text: string, start: number, end: number): Word => ({
  text: text.slice(start, end),
  range: range(start, end),
});

/** `{{name | filter}}`, `{{$builtin argument | filter}}`; undefined when it is not written so. */
function scanValuePart(source: Source, at: number, first: number, end: number): ValuePart | undefined {
  const { text } = source;
  const isBuiltin = text[first] === '$';
  const nameStart = isBuiltin ? first + 1 : first;
  const nameEnd = skipName(text, nameStart, end);
  if (nameEnd === nameStart) return undefined;
  const name: Word = { text: text.slice(nameStart, nameEnd), range: range(first, nameEnd) };
  let i = skipWhite(text, nameEnd, end);
  let argument: Word | undefined;
  if (isBuiltin && i > nameEnd && text[i] !== '|' && text[i] !== '}') {
    argument = scanArgument(text, i, end);
    if (argument === undefined) return undefined;
    i = skipWhite(text, argument.range.end, end);
  }
  const names: Word[] = [];
  while (text[i] === '|' && i < end) {
    const start = skipWhite(text, i + 1, end);
    const stop = skipName(text, start, end);
    if (stop === start) return undefined;
    names.push(word(text, start, stop));
    i = skipWhite(text, stop, end);
  }
  if (!closesAt(text, i, end)) return undefined;
  const part = { kind: 'value', range: range(at, i + 2), name, builtin: isBuiltin, filters: names } as const;
  const whole: ValuePart = argument ? { ...part, argument } : part;
  checkNames(source, whole);
  return whole;
}

/** A built-in's argument: a word, or a quoted text with `\"` and `\\`. */
function scanArgument(text: string, start: number, end: number): Word | undefined {
  if (text.charCodeAt(start) !== QUOTE) {
    let stop = start;
    while (stop < end && !isWhite(text.charCodeAt(stop)) && !'|{}"'.includes(text[stop] ?? '')) stop++;
    return stop === start ? undefined : word(text, start, stop);
  }
  const limit = Math.min(end, start + regexLimit);
  for (let i = start + 1; i < limit; i++) {
    const code = text.charCodeAt(i);
    if (code === BACKSLASH) i++;
    else if (code === QUOTE) {
      return { text: text.slice(start + 1, i).replace(/\\(["\\])/g, '$1'), range: range(start, i + 1) };
    }
  }
  return undefined;
}

function checkNames(source: Source, part: ValuePart): void {
  for (const name of part.filters) {
    if (!filter(name.text))
      source.report('unknown-filter', name.range, name.text.slice(0, 40), near(name.text, filters));
  }
  if (!part.builtin) return;
  const { text } = part.name;
  const info = builtin(text);
  if (!info) source.report('unknown-builtin', part.name.range, text.slice(0, 40), near(text, builtins));
  else if (info.argument === 'required' && !part.argument) source.report('builtin-argument', part.range, text, true);
  else if (info.argument === 'none' && part.argument)
    source.report('builtin-argument', part.argument.range, text, false);
  else if (text === 'random' && part.argument && !/^[0-9]{1,4}$/.test(part.argument.text)) {
    source.report('bad-number', part.argument.range, part.argument.text.slice(0, 40));
  }
}

const near = (name: string, rows: readonly { readonly name: string }[]): string | undefined =>
  name.length > 40
    ? undefined
    : nearest(
        name,
        rows.map((info) => info.name),
      );

/** `{{@name}}`, `{{@name...}}`, `{{@name:/regex/flags}}` */
function scanCapture(source: Source, at: number, first: number, end: number, mode: Mode): CapturePart | undefined {
  const { text } = source;
  const nameEnd = skipName(text, first + 1, end);
  if (nameEnd === first + 1) return bad(source, at);
  let i = nameEnd;
  let take: CapturePart['take'] = { kind: 'word' };
  if (text.startsWith('...', i)) {
    i += 3;
    take = { kind: 'rest' };
  } else if (text.startsWith(':/', i)) {
    const slash = regexEnd(text, i + 1, Math.min(end, i + regexLimit));
    if (slash === -1) return bad(source, at);
    const flagsEnd = skipName(text, slash + 1, end);
    const regex = { source: text.slice(i + 2, slash), flags: text.slice(slash + 1, flagsEnd) };
    const why = regexProblem(regex);
    if (why !== undefined) source.report('bad-regex', range(i + 1, flagsEnd), why);
    else take = { kind: 'regex', ...regex };
    i = flagsEnd;
  }
  i = skipWhite(text, i, end);
  if (!closesAt(text, i, end)) return bad(source, at);
  if (mode !== 'pattern' && mode !== 'content') {
    source.report('capture-in-command', range(at, i + 2));
    return undefined;
  }
  return {
    kind: 'capture',
    range: range(at, i + 2),
    name: text.slice(first + 1, nameEnd),
    nameRange: range(first + 1, nameEnd),
    take,
  };
}

/** `{{< path}}`, with `+` and `~` behind the `<`; the path may hold values. */
function scanFile(source: Source, at: number, first: number, end: number, mode: Mode): FilePart | undefined {
  const { text } = source;
  let i = first + 1;
  let nonSync = false;
  let literal8 = false;
  for (; text[i] === '+' || text[i] === '~'; i++) {
    if (text[i] === '+') nonSync = true;
    else literal8 = true;
  }
  const pathStart = skipWhite(text, i, end);
  const path = newParts();
  let from = pathStart;
  for (i = pathStart; i < end && !closesAt(text, i, end); ) {
    if (text.charCodeAt(i) === OPEN_BRACE && text.charCodeAt(i + 1) === OPEN_BRACE) {
      const value = scanValuePart(source, i, skipWhite(text, i + 2, end), end);
      if (value === undefined) return bad(source, at);
      addText(path, text.slice(from, i), from, i);
      addPart(path, value);
      i = value.range.end;
      from = i;
    } else i++;
  }
  if (i >= end || text.charCodeAt(i) !== CLOSE_BRACE) return bad(source, at);
  const pathEnd = trimWhite(text, from, i);
  addText(path, text.slice(from, pathEnd), from, pathEnd);
  flush(path);
  if (pathEnd === pathStart) return bad(source, at);
  if (mode !== 'command') {
    source.report('file-not-here', range(at, i + 2));
    return undefined;
  }
  return {
    kind: 'file',
    range: range(at, i + 2),
    form: { nonSync, literal8 },
    path: path.list as readonly (TextPart | ValuePart)[],
    pathRange: range(pathStart, pathEnd),
  };
}
