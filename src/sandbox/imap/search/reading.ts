/** What a search reads of a message, each thing once however many keys ask for it. */
import { fromUtf8, range } from '../../../base';
import { decodeEncodedWords } from '../../../protocol/message/encoded-word';
import { type Headers, headerValue, parseHeaders } from '../../../protocol/message/headers';
import { parseContentType } from '../../../protocol/message/parameters';
import { type Part, structureOf } from '../../../protocol/message/structure';
import type { Content } from '../../store/message';
import { decodedText } from '../fetch/preview';

/** All text in lower case, encodings undone. */
export interface Reading {
  headers(content: Content): Headers;
  /** The values of the fields of that name, which is in lower case. */
  fields(content: Content, name: string): readonly string[];
  /** Every field, as `name: value`. */
  header(content: Content): readonly string[];
  /** The text parts, and the headers of messages inside. */
  texts(content: Content): readonly string[];
}

/** Remembers what was read of the message asked for last. */
export function reading(): Reading {
  let of: Content | undefined;
  let headers: Headers | undefined;
  let header: readonly string[] | undefined;
  let texts: readonly string[] | undefined;
  const turnTo = (content: Content): void => {
    if (of === content) return;
    of = content;
    headers = header = texts = undefined;
  };
  const read: Reading = {
    headers(content) {
      turnTo(content);
      headers ??= parseHeaders(content.bytes);
      return headers;
    },
    fields: (content, name) =>
      read
        .headers(content)
        .fields.filter((field) => field.name.toLowerCase() === name)
        .map(({ value }) => decodeEncodedWords(value).toLowerCase()),
    header(content) {
      turnTo(content);
      header ??= linesOf(read.headers(content));
      return header;
    },
    texts(content) {
      turnTo(content);
      texts ??= singleText(content.bytes, read.headers(content)) ?? textsOf(content.bytes, structureOf(content.bytes));
      return texts;
    },
  };
  return read;
}

/** The text of a message that is nothing but text, which is most: its structure need not be looked for. */
function singleText(bytes: Uint8Array, headers: Headers): readonly string[] | undefined {
  const type = parseContentType(headerValue(headers, 'Content-Type') ?? 'text/plain');
  if (type?.type !== 'text') return undefined;
  const encoding = /^[^\s;()]+/.exec(headerValue(headers, 'Content-Transfer-Encoding') ?? '')?.[0] ?? '7bit';
  const part = { body: range(headers.range.end, bytes.length), encoding, parameters: type.parameters };
  return [decodedText(bytes, part, Number.POSITIVE_INFINITY).toLowerCase()];
}

const linesOf = ({ fields }: Headers): string[] =>
  fields.map(({ name, value }) => `${name}: ${decodeEncodedWords(value)}`.toLowerCase());

function textsOf(bytes: Uint8Array, part: Part): string[] {
  if (part.children.length > 0) return part.children.flatMap((child) => textsOf(bytes, child));
  if (part.message) return [...linesOf(part.message.headers), ...textsOf(bytes, part.message.part)];
  if (part.type === 'text') return [decodedText(bytes, part, Number.POSITIVE_INFINITY).toLowerCase()];
  if (!/^message|^multipart/.test(part.type)) return [];
  return [fromUtf8(bytes.subarray(part.body.start, part.body.end)).toLowerCase()];
}
