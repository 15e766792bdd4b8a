/** Tells lines that end in human text, where `{5}` announces nothing, from lines of data. */
import { LF, latin1 } from '../../base';

const status = /^(?:\+(?: |\r|\n|$)|[^ ]+ (?:OK|NO|BAD|BYE|PREAUTH)(?: |\r|\n|$))(.*)/is;

/**
 * Whether the line (its beginning is enough) is a status response or a continuation whose end is human text (RFC 9051 §7.1, §7.6).
 * The text of `* OK see {5}` announces no literal; an open response code, as in `* NO [BADCHARSET ({5}`, may (RFC 3501 §9).
 */
export function isHumanText(line: Uint8Array): boolean {
  const lf = line.indexOf(LF);
  const found = status.exec(latin1(line, 0, lf === -1 ? line.length : lf));
  if (!found) return false;
  const text = found[1] ?? '';
  return !text.startsWith('[') || text.includes(']');
}
