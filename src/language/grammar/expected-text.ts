/** An `S:` line as its protocol's checks read it: the plain text that it begins with, and where that stands in the script. */
import { type Range, range } from '../../base';
import type { Pattern } from '../../script/program';
import type { GrammarFinding } from './finding';
import { type GrammarProblemId, grammarProblems } from './problems';

export interface ExpectedText {
  /** Up to the first part that is no plain text. */
  readonly text: string;
  /** Whether it is the whole line. */
  readonly whole: boolean;
  /** Where `text` begins. */
  readonly start: number;
}

/** No text at the line's beginning: nothing can be said of it. */
export function expectedText(pattern: Pattern): ExpectedText | undefined {
  const [first] = pattern;
  if (first?.kind !== 'text' || first.text.length !== first.range.end - first.range.start) return undefined;
  return { text: first.text, whole: pattern.length === 1, start: first.range.start };
}

export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The first words of a text, at most `most`; the last may go on behind it, where the text is not whole. */
export function wordsOf(text: string, most: number): readonly Word[] {
  const words: Word[] = [];
  let at = 0;
  while (words.length < most) {
    while (text[at] === ' ' || text[at] === '\t') at++;
    if (at >= text.length) break;
    const start = at;
    while (at < text.length && text[at] !== ' ' && text[at] !== '\t') at++;
    words.push({ text: text.slice(start, at), start, end: at });
  }
  return words;
}

/** A finding in an `S:` line; `start` and `end` are offsets in its text, as are those of the fix. */
export function inReply(
  line: ExpectedText,
  id: GrammarProblemId,
  start: number,
  end: number,
  more: {
    readonly said?: string;
    readonly advice?: string;
    readonly rfc?: string;
    readonly fix?: readonly [title: string, start: number, end: number, text: string];
  } = {},
): GrammarFinding {
  const { fix, rfc, ...rest } = more;
  const at = (from: number, to: number): Range => range(line.start + from, line.start + to);
  return {
    id,
    range: at(start, end),
    ...rest,
    ...(rfc === undefined || rfc === grammarProblems[id].rfc ? {} : { rfc }),
    ...(fix ? { fix: { title: fix[0], edits: [{ range: at(fix[1], fix[2]), text: fix[3] }] } } : {}),
  };
}
