/** Character codes that the scanner tells apart. */

export const TAB = 9;
export const LF = 10;
export const CR = 13;
export const SPACE = 32;
export const QUOTE = 34;
export const HASH = 35;
export const DOT = 46;
export const SLASH = 47;
export const AT = 64;
export const BACKSLASH = 92;
export const OPEN_BRACE = 123;
export const CLOSE_BRACE = 125;
export const BYTE_ORDER_MARK = 0xfeff;

/** Space or tab: what separates words. A CR that ends no line is content. */
export const isWhite = (code: number): boolean => code === SPACE || code === TAB;

export const isDigit = (code: number): boolean => code >= 48 && code <= 57;

export const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);

/** A letter or `_`: what a name begins with. */
export const isNameStart = (code: number): boolean => isLetter(code) || code === 95;

/** A letter, a digit, `_` or `-`: what a name goes on with. */
export const isNamePart = (code: number): boolean => isNameStart(code) || isDigit(code) || code === 45;

/** The first offset from `at` on that holds no space or tab, at most `end`. */
export function skipWhite(text: string, at: number, end: number): number {
  let i = at;
  while (i < end && isWhite(text.charCodeAt(i))) i++;
  return i;
}

/** The offset behind the last character before `end` that is no space or tab, at least `start`. */
export function trimWhite(text: string, start: number, end: number): number {
  let i = end;
  while (i > start && isWhite(text.charCodeAt(i - 1))) i--;
  return i;
}

/** The offset behind the name that begins at `at`, or `at` when none does. */
export function skipName(text: string, at: number, end: number): number {
  if (at >= end || !isNameStart(text.charCodeAt(at))) return at;
  let i = at + 1;
  while (i < end && isNamePart(text.charCodeAt(i))) i++;
  return i;
}
