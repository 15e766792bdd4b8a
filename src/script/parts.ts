/** Collects the parts of a text; texts that touch become one. */
import { range } from '../base';
import { CLOSE_BRACE } from './characters';
import type { Part } from './tree';

/**
 * Where a text stands. `value`: text and values. `command`: files too. `pattern`: captures and `...`, and `/regex/`.
 * `content`: the lines of a block in a pattern.
 */
export type Mode = 'value' | 'command' | 'pattern' | 'content';

export interface Parts {
  readonly list: Part[];
  text: string;
  textStart: number;
  textEnd: number;
}

export const newParts = (): Parts => ({ list: [], text: '', textStart: -1, textEnd: -1 });

/** Adds `text`, written from `start` to `end`. */
export function addText(parts: Parts, text: string, start: number, end: number): void {
  if (start === end) return;
  if (parts.textStart < 0) parts.textStart = start;
  parts.textEnd = end;
  parts.text = parts.text === '' ? text : parts.text + text;
}

export function addPart(parts: Parts, part: Part): void {
  flush(parts);
  parts.list.push(part);
}

/** Ends the text being collected. Call it before reading `list`. */
export function flush(parts: Parts): void {
  if (parts.textStart < 0) return;
  parts.list.push({ kind: 'text', text: parts.text, range: range(parts.textStart, parts.textEnd) });
  parts.text = '';
  parts.textStart = -1;
}

/** Whether `}}` stands at `at`. */
export const closesAt = (text: string, at: number, end: number): boolean =>
  at + 2 <= end && text.charCodeAt(at) === CLOSE_BRACE && text.charCodeAt(at + 1) === CLOSE_BRACE;
