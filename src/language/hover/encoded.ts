/** Decodes what stands encoded in a line: base64, xtext, modified UTF-7, encoded words. */
import { fromBase64, fromStrictUtf8 } from '../../base';
import { decodeMailboxName } from '../../protocol/imap/mailbox-name';
import { decodeEncodedWords } from '../../protocol/message/encoded-word';
import { decodeXtext } from '../../protocol/smtp/xtext';
import { code, fenced, paragraphs } from '../knowledge/markdown';
import { rfcLinks } from '../knowledge/rfc-link';
import { type LineHover, matchAround } from './finding';
import { explainSasl, type SaslContext } from './sasl-message';

/** Base64 at `column`. With `sasl`, as a message of that exchange; without, as text where it is text. */
export function base64Hover(
  line: string,
  column: number,
  sasl: SaslContext | undefined,
  least = 16,
): LineHover | undefined {
  const found = matchAround(line, column, /(?<![\w+/=.@-])[A-Za-z0-9+/]{4,}={0,2}(?![\w+/=.@-])/g);
  if (!found || found[0].length < least) return undefined;
  const bytes = fromBase64(found[0]);
  if (!bytes) return undefined;
  const about = sasl ? explainSasl(bytes, sasl) : readable(bytes);
  if (about === undefined) return undefined;
  return {
    range: found.range,
    markdown: paragraphs(`**base64** · ${bytes.length} octets decoded`, about, rfcLinks('RFC 4648 §4')),
  };
}

/** Text, or undefined; what looks like a message of PLAIN or a token is explained as such, so that its secret is not shown. */
function readable(bytes: Uint8Array): string | undefined {
  const text = fromStrictUtf8(bytes);
  if (text === undefined || text === '') return undefined;
  if (/[\x00\x01]/.test(text)) return explainSasl(bytes, { from: 'client', mechanism: undefined, earlier: 0 });
  return /[\x02-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text) ? undefined : fenced(text, 'text', 500);
}

/** Encoded words (RFC 2047): the run of them at `column`, decoded together. */
export function encodedWordHover(line: string, column: number): LineHover | undefined {
  const one = '=\\?[^?\\s]+\\?[BbQq]\\?[^?\\s]*\\?=';
  const found = matchAround(line, column, new RegExp(`${one}(?:\\s+${one})*`, 'g'));
  if (!found) return undefined;
  const decoded = decodeEncodedWords(found[0]);
  if (decoded === found[0]) return undefined;
  return {
    range: found.range,
    markdown: paragraphs('**encoded word**', fenced(decoded, 'text', 500), rfcLinks('RFC 2047 §2')),
  };
}

/** A mailbox name in modified UTF-7. */
export function mailboxNameHover(line: string, column: number): LineHover | undefined {
  const found = matchAround(
    line,
    column,
    /"(?:[^"\\]|\\.)*&[A-Za-z0-9+,]*-(?:[^"\\]|\\.)*"|[^\s"()]*&[A-Za-z0-9+,]*-[^\s"()]*/g,
  );
  if (!found) return undefined;
  const name = found[0].startsWith('"') ? found[0].slice(1, -1).replace(/\\(.)/g, '$1') : found[0];
  const decoded = decodeMailboxName(name);
  if (decoded === undefined || decoded === name) return undefined;
  return {
    range: found.range,
    markdown: paragraphs(
      `**mailbox** ${code(decoded)}`,
      'Its name stands in modified UTF-7.',
      rfcLinks('RFC 3501 §5.1.3'),
    ),
  };
}

/** What xtext stands for, when that is something else. */
export function xtextNote(value: string): string | undefined {
  const decoded = decodeXtext(value);
  return decoded === undefined || decoded === value ? undefined : `Decoded from xtext: ${code(decoded)}`;
}
