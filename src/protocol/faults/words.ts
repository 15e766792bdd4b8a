/** Cuts a fault's text into words: bare ones, and quoted ones with their escapes undone. */
import { type Range, range } from '../../base';

export interface FaultWord {
  /** With escapes undone: one character an octet for `\xHH`. */
  readonly text: string;
  readonly quoted: boolean;
  readonly range: Range;
}

const escapes: Readonly<Record<string, string>> = { r: '\r', n: '\n', t: '\t', '0': '\0' };

/** A quote that is not closed runs to the end. */
export function faultWords(text: string): readonly FaultWord[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"?|[^\s"]\S*/gs)].map((match) => {
    const where = range(match.index, match.index + match[0].length);
    const quoted = match[1];
    if (quoted === undefined) return { text: match[0], quoted: false, range: where };
    const plain = quoted.replace(/\\x([0-9a-fA-F]{2})|\\(.)/gs, (_, hex?: string, escaped = '') =>
      hex === undefined ? (escapes[escaped] ?? escaped) : String.fromCharCode(Number.parseInt(hex, 16)),
    );
    return { text: plain, quoted: true, range: where };
  });
}
