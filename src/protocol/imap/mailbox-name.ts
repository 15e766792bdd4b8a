/** Mailbox names: modified UTF-7, INBOX, and the patterns of LIST (RFC 3501 §5.1, RFC 9051 §5.1, §6.3.9). */
import { fromBase64, fromLatin1, toBase64 } from '../../base';

/** Modified UTF-7 (RFC 3501 §5.1.3): printable US-ASCII stands for itself, `&` is `&-`, the rest is `&` base64 of UTF-16BE `-`. */
export function encodeMailboxName(name: string): string {
  return name.replace(/&|[^\x20-\x7e]+/g, (run) => {
    if (run === '&') return '&-';
    let octets = '';
    for (let i = 0; i < run.length; i++) {
      const unit = run.charCodeAt(i);
      octets += String.fromCharCode(unit >> 8, unit & 255);
    }
    return `&${toBase64(fromLatin1(octets)).replace(/=+$/, '').replaceAll('/', ',')}-`;
  });
}

/**
 * Undoes modified UTF-7, or gives undefined for what is not well formed: an unclosed `&`, bad base64, half a UTF-16 unit, or octets
 * outside printable US-ASCII.
 */
export function decodeMailboxName(encoded: string): string | undefined {
  if (/[^\x20-\x7e]/.test(encoded)) return undefined;
  let broken = false;
  const name = encoded.replace(/&([^-]*)(-?)/g, (_, shifted: string, end: string) => {
    const decoded = end === '' ? undefined : shifted === '' ? '&' : decodeShifted(shifted);
    if (decoded === undefined) broken = true;
    return decoded ?? '';
  });
  return broken ? undefined : name;
}

function decodeShifted(shifted: string): string | undefined {
  const base64 = shifted.replaceAll(',', '/');
  const bytes = shifted.includes('/') ? undefined : fromBase64(base64.padEnd(Math.ceil(base64.length / 4) * 4, '='));
  if (!bytes || bytes.length === 0 || bytes.length % 2 === 1) return undefined;
  let text = '';
  for (let i = 0; i < bytes.length; i += 2) text += String.fromCharCode(((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0));
  return text;
}

/** One spelling for INBOX, whose case does not count (RFC 9051 §5.1); other names as they are. */
export const canonicalMailbox = (name: string): string => (name.toUpperCase() === 'INBOX' ? 'INBOX' : name);

/** Whether two names are the same mailbox. */
export const sameMailbox = (a: string, b: string): boolean => canonicalMailbox(a) === canonicalMailbox(b);

/**
 * Whether a name matches a LIST pattern: `*` is any run, `%` any run without the delimiter (RFC 9051 §6.3.9). INBOX matches in any case.
 * Linear in name × pattern, whatever the pattern.
 */
export function matchesPattern(name: string, pattern: string, delimiter: string | undefined): boolean {
  const fold = name.toUpperCase() === 'INBOX';
  const text = fold ? name.toUpperCase() : name;
  const wanted = fold ? pattern.toUpperCase() : pattern;
  let reached = new Set([0]);
  const settle = (places: Set<number>): Set<number> => {
    for (const place of places) {
      const symbol = wanted[place];
      if (symbol === '*' || symbol === '%') places.add(place + 1);
    }
    return places;
  };
  settle(reached);
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    const next = new Set<number>();
    for (const place of reached) {
      const symbol = wanted[place];
      if (symbol === '*' || (symbol === '%' && character !== delimiter)) next.add(place);
      else if (symbol === character && symbol !== '%') next.add(place + 1);
    }
    reached = settle(next);
  }
  return reached.has(wanted.length);
}

/** The name's levels, from the top. */
export const levelsOf = (name: string, delimiter: string | undefined): readonly string[] =>
  delimiter ? name.split(delimiter) : [name];
