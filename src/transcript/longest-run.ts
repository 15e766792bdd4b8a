/** The quick look that tells most texts apart from those that could hide a secret. */

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

const lf = 10;
const cr = 13;
const space = 32;
const tab = 9;

/**
 * The length of the longest run of base64's characters (hexadecimal ones are among them); infinite when the text has an escape of
 * any sort, or a run that goes on over a line end. `spaces`: `+` and `_` are escapes, too.
 */
export function longestRun(text: string, spaces: boolean): number {
  let longest = 0;
  let run = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const kind = kinds[code] ?? 0;
    if ((kind & always) !== 0) return Number.POSITIVE_INFINITY;
    if ((kind & mark) !== 0) {
      if ((kindAt(text, i + 1) & hex) !== 0 && (kindAt(text, i + 2) & hex) !== 0) return Number.POSITIVE_INFINITY;
      const next = text.charCodeAt(i + 1);
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

/** Whether the LF at `at` stands between two characters of base64 (RFC 2045 §6.8). */
function foldedAt(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1) === cr ? at - 2 : at - 1;
  const next = text.charCodeAt(at + 1);
  const after = next === space || next === tab ? at + 2 : at + 1;
  return (kindAt(text, before) & base64) !== 0 && (kindAt(text, after) & base64) !== 0;
}
