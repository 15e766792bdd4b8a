/** PREVIEW: the beginning of a message's text, for lists of messages (RFC 8970 §3.1). */
import { fromUtf8 } from '../../../base';
import { decodeCharset } from '../../../protocol/message/charset';
import { parameter } from '../../../protocol/message/parameters';
import type { Part } from '../../../protocol/message/structure';
import { decodeTransfer } from '../../../protocol/message/transfer-encoding';

/** RFC 8970 §3.1: 200 characters are recommended, 256 the most. */
const longest = 200;
/** Octets of the body that are looked at. */
const enough = 8_192;

/** The preview; undefined when there is no text. */
export function preview(bytes: Uint8Array, root: Part): string | undefined {
  const part = firstText(root);
  if (!part) return undefined;
  const text = decodedText(bytes, part);
  const plain =
    part.subtype === 'html' ? text.replace(/<(?:style|script)[\s\S]*?<\/(?:style|script)>|<[^>]*>/gi, ' ') : text;
  return [...plain.replace(/\s+/g, ' ').trim()].slice(0, longest).join('');
}

function firstText(part: Part): Part | undefined {
  if (part.type === 'text' && (part.subtype === 'plain' || part.subtype === 'html')) return part;
  for (const child of part.children) {
    const found = firstText(child);
    if (found) return found;
  }
  return undefined;
}

export type Decodable = Pick<Part, 'body' | 'encoding' | 'parameters'>;

/** The text of a part, as far as `limit` octets of it go; what cannot be decoded is read as UTF-8. */
export function decodedText(bytes: Uint8Array, part: Decodable, limit = enough): string {
  const body = bytes.subarray(part.body.start, Math.min(part.body.end, part.body.start + limit));
  const octets = decodeTransfer(part.encoding, body) ?? body;
  return decodeCharset(octets, parameter(part.parameters, 'charset') ?? 'us-ascii') ?? fromUtf8(octets);
}
