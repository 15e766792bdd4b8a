/** Encoded words in header fields (RFC 2047 §2, with RFC 2231 §5 language tags). */
import { concat, fromLatin1 } from '../../base';
import { decodeCharset } from './charset';
import { decodeBase64 } from './transfer-encoding';

/** RFC 2231 §5: `"=?" charset ["*" language] "?" encoding "?" encoded-text "?="`. */
const word = /=\?([^?*\s]+)(?:\*[^?\s]*)?\?([BbQq])\?([^?\s]*)\?=/g;

interface Run {
  readonly charset: string;
  source: string;
  readonly octets: Uint8Array[];
}

/**
 * Decodes the encoded words in `text`. White space between two of them is dropped (RFC 2047 §6.2), and neighbours in one
 * character set are joined before decoding, as senders split characters in spite of §5. A word in an unknown character set stays
 * as it is.
 */
export function decodeEncodedWords(text: string): string {
  if (!text.includes('=?')) return text;
  let decoded = '';
  let run: Run | undefined;
  let end = 0;
  const flush = (): void => {
    if (run) decoded += decodeCharset(concat(run.octets), run.charset) ?? run.source;
    run = undefined;
  };
  for (const match of text.matchAll(word)) {
    const [source, charset = '', encoding = '', payload = ''] = match;
    const between = text.slice(end, match.index);
    const adjacent = run !== undefined && /^\s*$/.test(between);
    const octets = encoding.toUpperCase() === 'B' ? decodeBase64(fromLatin1(payload)) : decodeQ(payload);
    const lower = charset.toLowerCase();
    if (adjacent && run && run.charset === lower) {
      run.source += between + source;
      run.octets.push(octets);
    } else {
      flush();
      if (!adjacent) decoded += between;
      run = { charset: lower, source, octets: [octets] };
    }
    end = match.index + source.length;
  }
  flush();
  return decoded + text.slice(end);
}

/** The "Q" encoding (RFC 2047 §4.2): `_` is a space whatever the character set. */
function decodeQ(text: string): Uint8Array {
  return fromLatin1(
    text
      .replaceAll('_', ' ')
      .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
  );
}
