/** Where a place of a run is in the script as it is now, which may have been edited since. */
import { lineIndex, type Range } from '../../base';

/**
 * The range in `now` that stands for `range` in `then`: the same line, or the nearest one with the same text; else the line where it was.
 * Offsets in UTF-16 code units.
 */
export function placeInText(range: Range, then: string, now: string): Range {
  if (then === now) return range;
  const before = lineIndex(then);
  const after = lines(now);
  const { line, column } = before.position(range.start);
  const text = before.lineText(line);
  const found = nearest(after, line, text);
  const at = after[found ?? Math.min(line, after.length - 1)];
  if (!at) return { start: 0, end: 0 };
  if (found === undefined) return { start: at.start, end: at.start + at.text.length };
  const start = at.start + Math.min(column, at.text.length);
  return { start, end: Math.min(at.start + at.text.length, start + (range.end - range.start)) };
}

interface Line {
  readonly start: number;
  readonly text: string;
}

function lines(text: string): readonly Line[] {
  let start = 0;
  return text.split('\n').map((line) => {
    const own = { start, text: line.replace(/\r$/, '') };
    start += line.length + 1;
    return own;
  });
}

function nearest(after: readonly Line[], line: number, text: string): number | undefined {
  for (let away = 0; away < after.length; away++) {
    if (after[line - away]?.text === text) return line - away;
    if (after[line + away]?.text === text) return line + away;
    if (line - away < 0 && line + away >= after.length) return undefined;
  }
  return undefined;
}
