/** Recognises the `{n}` at the end of a line that announces a literal (RFC 9051 §4.3, RFC 7888). */
import { CR, LF } from '../../base';

export interface LiteralAnnouncement {
  /** Octets announced. */
  readonly size: number;
  /** `{n+}` or `{n-}`: the sender does not wait for a continuation (RFC 7888 §4; `-` is the older LITERAL- spelling some clients use). */
  readonly sync: boolean;
  /** `~{n}`: a literal8. */
  readonly binary: boolean;
  /** Offset of `~` or `{` in the line. */
  readonly start: number;
}

const OPEN = 0x7b;
const CLOSE = 0x7d;
const PLUS = 0x2b;
const MINUS = 0x2d;
const TILDE = 0x7e;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
/** Octets that the longest announcement of a number64 takes, its line end included: `~{18446744073709551615+}` CRLF. */
export const longestAnnouncement = 26;

/** The literal that a line (with its line end) announces, if it does. */
export function announcedLiteral(line: Uint8Array): LiteralAnnouncement | undefined {
  let at = line.length - 1;
  if (line[at] !== LF) return undefined;
  at--;
  if (line[at] === CR) at--;
  if (line[at] !== CLOSE) return undefined;
  at--;
  const sync = line[at] !== PLUS && line[at] !== MINUS;
  if (!sync) at--;
  const lastDigit = at;
  let size = 0;
  for (let unit = 1; lastDigit - at < 20; at--, unit *= 10) {
    const octet = line[at] ?? 0;
    if (octet < DIGIT_0 || octet > DIGIT_9) break;
    size += (octet - DIGIT_0) * unit;
  }
  if (at === lastDigit || line[at] !== OPEN) return undefined;
  const binary = line[at - 1] === TILDE;
  return { size, sync, binary, start: binary ? at - 1 : at };
}
