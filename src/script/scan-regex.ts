/** Finds and checks regular expressions. */
import { BACKSLASH, isLetter, SLASH } from './characters';

interface Regex {
  readonly source: string;
  readonly flags: string;
}

/** Octets of text in which the end of a capture's regular expression is looked for. */
export const regexLimit = 1_000;

/** The offset of the slash that ends the regular expression begun by the slash at `at`, or -1. */
export function regexEnd(text: string, at: number, end: number): number {
  let inClass = false;
  for (let i = at + 1; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === BACKSLASH) i++;
    else if (code === 91) inClass = true;
    else if (code === 93) inClass = false;
    else if (code === SLASH && !inClass) return i;
  }
  return -1;
}

/** Whether `/…/flags` is all that stands from `at` to `end`. */
export function regexTail(text: string, at: number, end: number): boolean {
  const slash = regexEnd(text, at, end);
  if (slash <= at + 1) return false;
  for (let i = slash + 1; i < end; i++) if (!isLetter(text.charCodeAt(i))) return false;
  return true;
}

/** Why it is not valid, or undefined. The flags are `i`, `m`, `s`, `u` and `v`. */
export function regexProblem({ source, flags }: Regex): string | undefined {
  if (!/^[imsuv]*$/.test(flags))
    return `there is no flag \`${flags.replace(/[imsuv]/g, '').slice(0, 10)}\` (i, m, s, u, v)`;
  try {
    new RegExp(source, flags);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return message
      .replace(/^Invalid regular expression: \/[\s\S]*\/[a-z]*: /, '')
      .replace(/\n/g, ' ')
      .slice(0, 120);
  }
}
