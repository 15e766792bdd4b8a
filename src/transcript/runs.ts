/** A quick look at a text by its characters: runs of base64 and hexadecimal, and whether an escape stands in it. */

const base64 = 1;
const hex = 2;
const always = 4;
const mark = 8;

const kinds = new Uint8Array(128);
for (const [characters, kind] of [
  ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-', base64],
  ['0123456789abcdefABCDEF', hex],
  ['\\&', always],
  ['%+=', mark],
] as const) {
  for (const character of characters) {
    const code = character.charCodeAt(0);
    kinds[code] = (kinds[code] ?? 0) | kind;
  }
}
const kindAt = (text: string, at: number): number => kinds[text.charCodeAt(at)] ?? 0;

/** Whether the text has a run of hexadecimal digits of at least this length. */
export function hasHexRun(text: string, least: number): boolean {
  // Every run of that length covers one of these places.
  for (let i = least - 1; i < text.length; i += least) {
    if ((kindAt(text, i) & hex) === 0) continue;
    let from = i;
    let to = i + 1;
    while (from > 0 && (kindAt(text, from - 1) & hex) !== 0) from--;
    while (to < text.length && (kindAt(text, to) & hex) !== 0) to++;
    if (to - from >= least) return true;
  }
  return false;
}

/** The runs of base64's characters that are at least this long, in order, as offsets of start and end in turn. */
export function base64Runs(text: string, least: number): readonly number[] {
  const runs: number[] = [];
  // As above: only runs that are long enough are walked through.
  for (let i = least - 1; i < text.length; i += least) {
    if ((kindAt(text, i) & base64) === 0) continue;
    let from = i;
    let to = i + 1;
    while (from > 0 && (kindAt(text, from - 1) & base64) !== 0) from--;
    while (to < text.length && (kindAt(text, to) & base64) !== 0) to++;
    if (to - from >= least) {
      runs.push(from, to);
      i = to;
    }
  }
  return runs;
}

const lf = 10;
const cr = 13;
const space = 32;
const tab = 9;

/** What the secrets that are looked for have in them, and so what can hide them. */
export interface Sorts {
  /** Spaces: `+` and `_` may stand for one. */
  readonly spaces: boolean;
  /** A word with a capital behind a space or parenthesis: else a word like `\Seen` is a flag (RFC 9051 §2.3.2) and hides nothing. */
  readonly flags: boolean;
  /** Control characters: else the escape of one, as the zone of a date seems to have it (`+0100`), hides nothing. */
  readonly controls: boolean;
}

/**
 * The length of the longest run of base64's characters (hexadecimal ones are among them); infinite when the text has an escape of
 * any sort that can hide a secret, or a run that goes on over a line end.
 */
export function longestRun(text: string, { spaces, flags, controls }: Sorts): number {
  let longest = 0;
  let run = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const kind = kinds[code] ?? 0;
    if ((kind & always) !== 0) {
      if (flags || !isFlag(text, i)) return Number.POSITIVE_INFINITY;
      run = 0;
      continue;
    }
    if ((kind & mark) !== 0) {
      const next = text.charCodeAt(i + 1);
      const isEscape = (kindAt(text, i + 1) & hex) !== 0 && (kindAt(text, i + 2) & hex) !== 0;
      if (isEscape && (controls || next >= two)) return Number.POSITIVE_INFINITY;
      if (code === 61 && (next === cr || next === lf || next === space || next === tab))
        return Number.POSITIVE_INFINITY;
    }
    if (spaces && (code === 43 || code === 95)) return Number.POSITIVE_INFINITY;
    if ((kind & base64) !== 0) {
      if (++run > longest) longest = run;
    } else {
      if (code === lf && foldedAt(text, i)) return Number.POSITIVE_INFINITY;
      run = 0;
    }
  }
  return longest;
}

const open = 40;
const two = 50;
const backslash = 92;

/** A backslash that begins a word with a capital or `*`. */
function isFlag(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  const next = text.charCodeAt(at + 1);
  return (
    text.charCodeAt(at) === backslash &&
    (before === space || before === open) &&
    ((next >= 65 && next <= 90) || next === 42)
  );
}

/** Whether the LF at `at` stands between two characters of base64 (RFC 2045 §6.8). */
function foldedAt(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1) === cr ? at - 2 : at - 1;
  const next = text.charCodeAt(at + 1);
  const after = next === space || next === tab ? at + 2 : at + 1;
  return (kindAt(text, before) & base64) !== 0 && (kindAt(text, after) & base64) !== 0;
}
