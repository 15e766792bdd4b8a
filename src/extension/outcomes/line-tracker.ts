/** Follows the lines of a text through edits: where each stands now, and which are no longer what they were. */

/** One replacement, as an editor tells it. */
export interface LineChange {
  /** The first and the last line that it touched, as they were before, counted from 0. */
  readonly startLine: number;
  readonly endLine: number;
  /** How many line ends its new text has. */
  readonly inserted: number;
}

export interface LineTracker {
  /** How many lines the text had at first. */
  readonly lineCount: number;
  /** Where the line that was `line` at first stands now; undefined once its text has changed, even when it is changed back. */
  now(line: number): number | undefined;
  /**
   * Carries out replacements, in an order in which each speaks of the text that the ones before it left (or of parts behind
   * them). `textAt`: the lines of the text after all of them; undefined past its end.
   */
  change(changes: readonly LineChange[], textAt: (line: number) => string | undefined): void;
}

/** @param lines the text's lines, without their ends */
export function lineTracker(lines: readonly string[]): LineTracker {
  /** For each first line where it may stand now: a line that an edit cuts in two may be its beginning or its end. */
  const places: (readonly number[])[] = lines.map((_, line) => [line]);
  return {
    lineCount: lines.length,
    now: (line) => places[line]?.[0],
    change(changes, textAt) {
      places.forEach((before, line) => {
        if (before.length === 0) return;
        const after = changes.reduce<readonly number[]>(
          (now, change) => now.flatMap((at) => moved(at, change)),
          before,
        );
        const found = after.find((at) => textAt(at) === lines[line]);
        places[line] = found === undefined ? [] : [found];
      });
    },
  };
}

/** The lines that may be `at` after the change. */
function moved(at: number, { startLine, endLine, inserted }: LineChange): readonly number[] {
  if (at < startLine) return [at];
  if (at > endLine) return [at - (endLine - startLine) + inserted];
  return [...(at === startLine ? [startLine] : []), ...(at === endLine ? [startLine + inserted] : [])];
}
