/** Runs of base64 in a text: where they begin and end, and what they stand for (RFC 4648 §4, §5; RFC 2045 §6.8). */
import type { Range } from '../base';
import { base64Runs } from './runs';

/** Base64, base64url, modified UTF-7's base64, and what escapes them inside JSON and URLs. */
const inRun = /[A-Za-z0-9+/_,\\%-]/;
const wholeLine = /^[ \t]?[A-Za-z0-9+/_-]+={0,2}$/;

/** The run that a stretch of it belongs to, over line ends where the lines are nothing but base64. */
export function runAround(text: string, { start, end }: Range): Range {
  let from = start;
  let to = end;
  for (;;) {
    while (from > 0 && inRun.test(text[from - 1] ?? '')) from--;
    while (to < text.length && inRun.test(text[to] ?? '')) to++;
    for (let pads = 0; pads < 2 && text[to] === '='; pads++) to++;
    const before = /\r?\n[ \t]?$/.exec(text.slice(Math.max(0, from - 3), from))?.[0].length ?? 0;
    const after = /^\r?\n[ \t]?/.exec(text.slice(to, to + 3))?.[0].length ?? 0;
    const above = before > 0 ? lineEndingAt(text, from - before) : undefined;
    const below = after > 0 ? lineStartingAt(text, to + after) : undefined;
    const up = above !== undefined && wholeLine.test(above);
    const down = below !== undefined && wholeLine.test(below);
    if (!up && !down) return { start: from, end: to };
    if (up) from -= before + above.length;
    if (down) to += after + below.length;
  }
}

const lineEndingAt = (text: string, end: number): string => text.slice(text.lastIndexOf('\n', end - 1) + 1, end);

function lineStartingAt(text: string, start: number): string {
  const lf = text.indexOf('\n', start);
  return text.slice(start, lf === -1 ? text.length : lf).replace(/\r$/, '');
}

export interface Run extends Range {
  /** What it stands for, one character an octet; several when it is not known where a group begins. */
  readonly contents: readonly string[];
}

/** The runs of at least `least` characters, decoded. `anywhere`: a group may begin at any character, not only at the first. */
export function* decodedRuns(text: string, least: number, anywhere: boolean): Generator<Run> {
  const runs = base64Runs(text, least);
  for (let i = 0; i + 1 < runs.length; i += 2) {
    const [start = 0, end = 0] = [runs[i], runs[i + 1]];
    const run = text.slice(start, end);
    // Long words and numbers, which replies are full of.
    if (!anywhere && /^(?:[a-z-]+|[0-9-]+)$/.test(run)) continue;
    const places = anywhere ? [0, 1, 2, 3] : [0];
    yield {
      start,
      end,
      contents: places.map((place) => decode(run.slice(place))),
    };
  }
}

/** Shorter runs are not decoded to look for other forms inside: base64 of a plain value is found at any length. */
export const longRun = 12;

/** Decodes as much as is there; a last character that is too much is dropped. */
function decode(run: string): string {
  const whole = run.length % 4 === 1 ? run.slice(0, -1) : run;
  return atob(whole.replaceAll('-', '+').replaceAll('_', '/'));
}
