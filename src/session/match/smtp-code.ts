/** The code at the head of an SMTP pattern: `250`, `25x`, `2xx`, `250|251`, `any`. */

export interface CodePattern {
  readonly shown: string;
  accepts(code: number): boolean;
}

const alternative = /^(?:any|[2-5x][0-9x]{2})$/i;

/** Reads a code, or undefined when `text` is none. */
export function codePattern(text: string): CodePattern | undefined {
  const alternatives = text.split('|');
  if (!alternatives.every((one) => alternative.test(one))) return undefined;
  return {
    shown: text,
    accepts: (code) => alternatives.some((one) => fits(one.toLowerCase(), String(code))),
  };
}

const fits = (wanted: string, code: string): boolean =>
  wanted === 'any' || [...wanted].every((digit, i) => digit === 'x' || digit === code[i]);

/** What is expected where nothing is said: 2xx and 3xx. */
export const success: CodePattern = {
  shown: '2xx or 3xx',
  accepts: (code) => code >= 200 && code < 400,
};
