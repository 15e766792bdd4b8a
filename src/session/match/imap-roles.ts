/** Which shape each part of an ENVELOPE or a BODYSTRUCTURE has: what in it is a keyword, and what is exact (RFC 9051 §7.5.2). */
import type { Shape } from '../../protocol/imap/shape';
import { type ImapValue, itemsOf } from '../../protocol/imap/value';

const keyword: Shape = { kind: 'keyword' };
const string: Shape = { kind: 'string' };
const any: Shape = { kind: 'any' };
const inOrder: Shape = { kind: 'positional', of: 'any' };
const envelope: Shape = { kind: 'positional', of: 'envelope' };
const body: Shape = { kind: 'positional', of: 'body' };
/** Names without case, values exactly; in the order of the server, so as pairs whose order does not count. */
const parameters: Shape = { kind: 'keyed', values: {}, other: string };
/** `("attachment" ("filename" "x"))` */
const disposition: Shape = { kind: 'set', of: any };

/** The shape of each item of a list that compares in order. */
export function rolesOf(
  items: readonly ImapValue[],
  of: 'envelope' | 'body' | 'any' | 'disposition',
): readonly Shape[] {
  switch (of) {
    case 'envelope':
      return items.map((item) => (item.kind === 'list' ? inOrder : string));
    case 'body':
      return items[0]?.kind === 'list' ? multipart(items) : singlePart(items);
    case 'disposition':
      return items.map((item) => (item.kind === 'list' ? parameters : keyword));
    case 'any':
      return items.map(() => any);
  }
}

/** `("attachment" …)`: a disposition begins with a string and has one more value (RFC 9051 §9 body-fld-dsp). */
export function isDisposition(value: ImapValue): boolean {
  const items = itemsOf(value);
  return items?.length === 2 && items[0]?.kind === 'string' && (items[1]?.kind === 'list' || items[1]?.kind === 'nil');
}

/** type, subtype, parameters, id, description, encoding, size, and what the type adds; then MD5, disposition, language, location. */
function singlePart(items: readonly ImapValue[]): readonly Shape[] {
  const nested = items[7]?.kind === 'list' && items[8]?.kind === 'list';
  return items.map((item, i) => {
    if (i === 0 || i === 1 || i === 5) return keyword;
    if (i === 2) return parameters;
    if (nested && i === 7) return envelope;
    if (nested && i === 8) return body;
    return extension(item, i > 6);
  });
}

/** parts, subtype, parameters, disposition, language, location. */
function multipart(items: readonly ImapValue[]): readonly Shape[] {
  const parts = items.findIndex((item) => item.kind !== 'list');
  const subtype = parts === -1 ? items.length : parts;
  return items.map((item, i) => {
    if (i < subtype) return body;
    if (i === subtype) return keyword;
    if (i === subtype + 1) return parameters;
    return extension(item, true);
  });
}

function extension(item: ImapValue, may: boolean): Shape {
  if (may && isDisposition(item)) return disposition;
  return may && item.kind === 'list' ? { kind: 'set', of: keyword } : item.kind === 'list' ? inOrder : string;
}

export { disposition as dispositionShape };
