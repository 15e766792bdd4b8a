/** How the tests of the language read: scripts with marks, problems by id, programs as outlines. */
import { expect } from 'vitest';
import type { Problem } from '../../src/base';
import { type CompileOptions, compile, type Program, parse, print } from '../../src/script';
import { outline } from './outline';

export interface CheckOptions extends Partial<Omit<CompileOptions, 'load'>> {
  /** Files that can be included. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Compiles a text named `test.smtp` unless said otherwise. */
export function compiled(text: string, { files = {}, ...options }: CheckOptions = {}) {
  return compile(text, {
    file: 'test.smtp',
    load: (path) => {
      const found = files[path];
      return found === undefined ? { error: 'no such file' } : { file: path, text: found };
    },
    ...options,
  });
}

/** Takes the marks `‹` and `›` out of a text, and gives the ranges that they stood around. */
export function marked(written: string): {
  readonly text: string;
  readonly ranges: readonly (readonly [number, number])[];
} {
  const ranges: [number, number][] = [];
  let text = '';
  for (const character of written) {
    if (character === '‹') ranges.push([text.length, text.length]);
    else if (character === '›') {
      const open = ranges.findLast(([start, end]) => start === end);
      if (open) open[1] = text.length;
    } else text += character;
  }
  return { text, ranges };
}

/** The script has exactly these problems, each at the range that is marked in it, in order. */
export function checkProblems(written: string, ids: readonly string[], options: CheckOptions = {}): readonly Problem[] {
  const { text, ranges } = marked(written);
  const { problems } = compiled(text, options);
  const found = problems.map(({ id, range }) => [id, text.slice(range.start, range.end), range.start]);
  expect(found).toEqual(ids.map((id, i) => [id, text.slice(...(ranges[i] ?? [0, 0])), ranges[i]?.[0]]));
  expect(print(parse(text).tree)).toBe(text);
  return problems;
}

/** The script has no problem, and its program reads so. */
export function checkOutline(text: string, expected: string, options: CheckOptions = {}): Program {
  const { program, problems } = compiled(text, { known: [], ...options });
  expect(problems).toEqual([]);
  expect(outline(program)).toBe(trimmed(expected));
  return program;
}

/** Without the first line end and the indentation that all lines share. */
export function trimmed(text: string): string {
  const lines = text
    .replace(/^\n/, '')
    .replace(/\n[ ]*$/, '')
    .split('\n');
  const indent = Math.min(
    ...lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length),
  );
  return lines.map((line) => line.slice(indent)).join('\n');
}
