/** Places as people read them: file:line:column, and the line with a caret under what is meant. */
import { type LineIndex, lineIndex } from '../base';
import type { EventPlace } from '../transcript/event';
import type { ReportOptions } from './reporter';
import { visible } from './visible';

export interface Located {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
  readonly text: string;
  /** Length of the marked part on its first line, at least 1. */
  readonly length: number;
}

/** A function that finds places in the sources; each source is indexed once. */
export function locator(options: Pick<ReportOptions, 'source' | 'name'>): (place: EventPlace) => Located | undefined {
  const indices = new Map<string, LineIndex | undefined>();
  return (place) => {
    if (!indices.has(place.file)) {
      const text = options.source(place.file);
      indices.set(place.file, text === undefined ? undefined : lineIndex(text));
    }
    const index = indices.get(place.file);
    if (!index) return undefined;
    const { line, column } = index.position(place.range.start);
    const text = index.lineText(line);
    const length = Math.max(1, Math.min(place.range.end - place.range.start, text.length - column));
    return { file: options.name(place.file), line: line + 1, column: column + 1, text, length };
  };
}

/** `12 | S: 250` and, beneath, the caret. */
export function snippet(located: Located): readonly [line: string, caret: string] {
  const gutter = String(located.line);
  const before = visible(located.text.slice(0, located.column - 1)).replace(/\t/g, ' ');
  const marked = '^'.repeat(located.length);
  return [
    `${gutter} | ${visible(located.text).replace(/\t/g, ' ')}`,
    `${' '.repeat(gutter.length)} | ${' '.repeat(before.length)}${marked}`,
  ];
}
