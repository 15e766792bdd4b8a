/** How to put a mistake in a text right. */
import { type Range, range } from '../base';

export interface Correction {
  /** For a menu: `Replace by NOTIFY`. */
  readonly title: string;
  readonly edits: readonly { readonly range: Range; readonly text: string }[];
}

/** `text` in the place of what stands from `start` to `end`. */
export const replacing = (title: string, start: number, end: number, text: string): Correction => ({
  title,
  edits: [{ range: range(start, end), text }],
});
