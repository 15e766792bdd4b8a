/** Counts the titles and names of a document, so that a keystroke need not look through all sections for what is twice or missing. */
import type { SectionAnalysis } from './analysis';

type Counts = Map<string, number>;

/** How often each comes. Changes with the document: see `count`. */
export interface Tally {
  readonly titles: Counts;
  readonly assigned: Counts;
  readonly used: Counts;
  /** Used where the section itself gives it no value. */
  readonly unmet: Counts;
  /** Titles in all, equal ones each by itself. */
  titled: number;
}

export const newTally = (): Tally => ({
  titles: new Map(),
  assigned: new Map(),
  used: new Map(),
  unmet: new Map(),
  titled: 0,
});

/** Takes a section in (`by` 1) or out (`by` -1). */
export function count(tally: Tally, { title, assigned, names }: SectionAnalysis, by: 1 | -1): void {
  if (title && title.text !== '') {
    tally.titled += by;
    change(tally.titles, title.text, by);
  }
  for (const { name } of assigned) change(tally.assigned, name, by);
  for (const { name } of names.uses) change(tally.used, name, by);
  for (const { name } of names.unmet) change(tally.unmet, name, by);
}

function change(counts: Counts, name: string, by: 1 | -1): void {
  const now = (counts.get(name) ?? 0) + by;
  if (now === 0) counts.delete(name);
  else counts.set(name, now);
}

export const hasEqualTitles = ({ titled, titles }: Tally): boolean => titled > titles.size;

export const hasUnused = ({ assigned, used }: Tally): boolean => some(assigned, (name) => !used.has(name));

/** Whether a name without a value of its own section is none of `given`. */
export const hasUnmet = ({ unmet }: Tally, given: (name: string) => boolean): boolean =>
  some(unmet, (name) => !given(name));

function some(counts: Counts, test: (name: string) => boolean): boolean {
  for (const name of counts.keys()) if (test(name)) return true;
  return false;
}
