/** Turns offsets into lines and columns, and back. */

export interface Position {
  /** Counted from 0. */
  readonly line: number;
  /** UTF-16 code units from the line's start, counted from 0. */
  readonly column: number;
}

export interface LineIndex {
  readonly lineCount: number;
  position(offset: number): Position;
  /** The offset of a line's first character; past the last line, the text's length. */
  lineStart(line: number): number;
  /** The text of a line without its line end. */
  lineText(line: number): string;
}

/** Indexes `text` once (LF and CRLF end a line); look-ups are O(log lines). */
export function lineIndex(text: string): LineIndex {
  const starts = [0];
  for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  const lineStart = (line: number): number => starts[line] ?? text.length;
  return {
    lineCount: starts.length,
    lineStart,
    lineText: (line) => text.slice(lineStart(line), lineStart(line + 1)).replace(/\r?\n$/, ''),
    position(offset) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (lineStart(middle) <= offset) low = middle;
        else high = middle - 1;
      }
      return { line: low, column: offset - lineStart(low) };
    },
  };
}
