/** Formatting as edits: only the lines that change, in the whole document or in a part of it. */
import type { Range } from '../base';
import { format } from '../script';
import type { ScriptDocument } from './document';
import type { TextEdit } from './edits';

/** The edits that make the document what `format` gives. */
export const formatDocument = (document: ScriptDocument): readonly TextEdit[] =>
  lineEdits(document.text, format(document.text));

/** Those of them that touch the lines of a range. */
export function formatRange(document: ScriptDocument, { start, end }: Range): readonly TextEdit[] {
  const { text } = document;
  const first = text.lastIndexOf('\n', start - 1) + 1;
  const lf = text.indexOf('\n', Math.max(start, end - 1));
  const last = lf === -1 ? text.length : lf + 1;
  return formatDocument(document).filter(({ range }) => range.start >= first && range.end <= last);
}

interface Line {
  /** With its line end. */
  readonly text: string;
  readonly start: number;
}

function linesOf(text: string): readonly Line[] {
  let start = 0;
  return (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((line) => {
    const own = { text: line, start };
    start += line.length;
    return own;
  });
}

/** Formatting keeps the order of all lines that are not blank: the blank ones alone come and go. */
function lineEdits(before: string, after: string): readonly TextEdit[] {
  if (before === after) return [];
  const edits: TextEdit[] = [];
  const [old, now] = [linesOf(before), linesOf(after)];
  const isBlank = (line: Line | undefined): boolean => line !== undefined && line.text.trim() === '';
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    const [was, is] = [old[i], now[j]];
    const start = was?.start ?? before.length;
    if (was && (!is || (isBlank(was) && !isBlank(is)))) {
      edits.push({ range: { start, end: start + was.text.length }, text: '' });
      i++;
    } else if (is && (!was || (isBlank(is) && !isBlank(was)))) {
      edits.push({ range: { start, end: start }, text: is.text });
      j++;
    } else if (was && is) {
      if (was.text !== is.text) edits.push({ range: { start, end: start + was.text.length }, text: is.text });
      i++;
      j++;
    }
  }
  return edits;
}
