/** Reports: the events of runs as text for people, programs and CI servers. Pure functions to strings. */
import { html } from './html';
import { json } from './json';
import { junit } from './junit';
import { pretty } from './pretty';
import type { Reporter, ReportOptions } from './reporter';
import { tap } from './tap';

export { type DialogueLine, dialogueLines, milliseconds } from './dialogue';
export { failureLines } from './failure-text';
export { locator, snippet } from './locate';
export { type Colour, type Paint, plain, type Reporter, type ReportOptions } from './reporter';
export { type SessionOutcome, type Tally, tally } from './tally';
export { type TokenDiff, type TokenPart, tokenDiff } from './token-diff';
export { visible, wireLines } from './visible';

/** The reporters by the name that `--reporter` takes. */
export const reporters: Readonly<Record<string, (options: ReportOptions) => Reporter>> = {
  pretty,
  json,
  junit,
  tap,
  html,
};
