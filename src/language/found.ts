/** A problem with what would mend it: ranges and edits count from the start of a section. */
import type { Problem, Range } from '../base';

export interface Fix {
  /** What it does, as an order: `Write 310`. */
  readonly title: string;
  /** `quickfix` mends a problem; `refactor` changes what is right already. */
  readonly kind: 'quickfix' | 'refactor';
  /** In order, none over another; all speak of the text as it is. */
  readonly edits: readonly { readonly range: Range; readonly text: string }[];
  /** The one to take when none is chosen. */
  readonly preferred?: true;
}

export interface Found {
  readonly problem: Problem;
  readonly fixes: readonly Fix[];
  /** The compiler's own: `script-fixes` knows what mends it. */
  readonly fromScript?: true;
}

export const quickFix = (title: string, range: Range, text: string): Fix => ({
  title,
  kind: 'quickfix',
  edits: [{ range, text }],
});

export const preferred = (fix: Fix): Fix => ({ ...fix, preferred: true });

export const movedRange = ({ start, end }: Range, by: number): Range => ({ start: start + by, end: end + by });

export const movedFix = (fix: Fix, by: number): Fix => ({
  ...fix,
  edits: fix.edits.map((edit) => ({ range: movedRange(edit.range, by), text: edit.text })),
});
