/** Lines that are followed through edits. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LineTracker, lineTracker } from '../../../src/extension/outcomes/line-tracker';

const script = ['### One', 'C: NOOP', 'S: 250', 'C: QUIT'];

/** A text that is edited by line and column, with a tracker that is told so. */
function editor(lines: readonly string[]) {
  let text = lines.join('\n');
  const tracker: LineTracker = lineTracker(lines);
  const offset = (line: number, column: number): number =>
    text
      .split('\n')
      .slice(0, line)
      .reduce((sum, one) => sum + one.length + 1, column);
  return {
    tracker,
    edit(from: readonly [number, number], to: readonly [number, number], inserted: string) {
      text = text.slice(0, offset(...from)) + inserted + text.slice(offset(...to));
      const now = text.split('\n');
      tracker.change(
        [{ startLine: from[0], endLine: to[0], inserted: inserted.split('\n').length - 1 }],
        (line) => now[line],
      );
    },
    text: () => text.split('\n'),
    where: () => lines.map((_, line) => tracker.now(line)),
  };
}

describe('a line', () => {
  it('stands where it stood until something is edited', () => {
    expect(editor(script).where()).toEqual([0, 1, 2, 3]);
  });

  it('is lost when its text changes, and stays lost when it is changed back', () => {
    const { edit, where } = editor(script);
    edit([2, 3], [2, 6], '251');
    expect(where()).toEqual([0, 1, undefined, 3]);
    edit([2, 3], [2, 6], '250');
    expect(where()).toEqual([0, 1, undefined, 3]);
  });

  it('moves down with what is put in above it, at the line before its end as at its own beginning', () => {
    const atEnd = editor(script);
    atEnd.edit([1, 7], [1, 7], '\nS: 250\nC: RSET');
    expect(atEnd.where()).toEqual([0, 1, 4, 5]);
    const atBeginning = editor(script);
    atBeginning.edit([2, 0], [2, 0], 'C: RSET\n');
    expect(atBeginning.where()).toEqual([0, 1, 3, 4]);
  });

  it('moves up when lines above it are deleted; those are lost', () => {
    const { edit, where } = editor(script);
    edit([1, 0], [3, 0], '');
    expect(where()).toEqual([0, undefined, undefined, 1]);
  });

  it('is lost when it is cut in two', () => {
    const { edit, where } = editor(script);
    edit([1, 3], [1, 3], '\n');
    expect(where()).toEqual([0, undefined, 3, 4]);
  });

  it('is followed through several edits at once, told from the last to the first', () => {
    const tracker = lineTracker(script);
    const now = ['# a', '### One', 'C: NOOP', 'S: 250', '# b', 'C: QUIT'];
    tracker.change(
      [
        { startLine: 3, endLine: 3, inserted: 1 },
        { startLine: 0, endLine: 0, inserted: 1 },
      ],
      (line) => now[line],
    );
    expect(script.map((_, line) => tracker.now(line))).toEqual([1, 2, 3, 5]);
  });

  it('that is still followed has its own text, whatever is edited', () => {
    const at = fc.tuple(fc.nat(8), fc.nat(5));
    const edits = fc.array(fc.tuple(at, at, fc.stringMatching(/^[ab\n]{0,4}$/)), { maxLength: 6 });
    fc.assert(
      fc.property(edits, (all) => {
        const lines = ['aa', 'ab', '', 'b', 'aa'];
        const { edit, where, text } = editor(lines);
        for (const [[line, column], [more, further], inserted] of all) {
          const now = text();
          const from = Math.min(line, now.length - 1);
          const to = Math.min(from + more, now.length - 1);
          const start = Math.min(column, now[from]?.length ?? 0);
          const end = Math.min(from === to ? start + further : further, now[to]?.length ?? 0);
          edit([from, start], [to, end], inserted);
        }
        where().forEach((place, line) => {
          if (place !== undefined) expect(text()[place]).toBe(lines[line]);
        });
      }),
    );
  });
});
