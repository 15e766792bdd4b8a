/** Changes to files, as plain data. */
import type { Range } from '../base';

/** Replaces a range of a file's text; the ranges of one set of edits speak of the text before any of them, and never overlap. */
export interface TextEdit {
  readonly range: Range;
  readonly text: string;
}

export interface FileEdits {
  readonly file: string;
  readonly edits: readonly TextEdit[];
}

/** A text after edits. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = text;
  for (const { range, text: put } of edits.toSorted(
    (a, b) => b.range.start - a.range.start || b.range.end - a.range.end,
  )) {
    result = result.slice(0, range.start) + put + result.slice(range.end);
  }
  return result;
}
