/** The header of a message or of a MIME part: its fields and where they stand (RFC 5322 §2.2). */
import { CR, fromStrictUtf8, LF, latin1, type Range, range } from '../../base';

export interface HeaderField {
  /** As written, white space before the colon aside (RFC 5322 §4.5 allows it in old messages). */
  readonly name: string;
  /** Unfolded (§2.2.3) and without white space around it; UTF-8 where it is that (RFC 6532), else ISO 8859-1. */
  readonly value: string;
  /** Octets of the whole field, its line ends included. */
  readonly range: Range;
  /** Octets after the colon up to the last line end. */
  readonly valueRange: Range;
}

export interface Headers {
  readonly fields: readonly HeaderField[];
  /** Lines that are neither a field nor the continuation of one. */
  readonly stray: readonly Range[];
  /** Octets of the fields and of the empty line after them, when there is one. */
  readonly range: Range;
  /** Whether an empty line ended the header, rather than the end of the octets. */
  readonly terminated: boolean;
}

/**
 * Reads the header that begins at `start`. Lines may end with CRLF or LF; a line without a colon is kept aside as stray, and an
 * mbox `From ` line before the first field too. Ranges count from the start of `bytes`.
 */
export function parseHeaders(bytes: Uint8Array, start = 0, end = bytes.length): Headers {
  const fields: HeaderField[] = [];
  const stray: Range[] = [];
  let open: { readonly start: number; readonly colon: number } | undefined;
  const close = (at: number): void => {
    if (open) fields.push(field(bytes, open.start, open.colon, at));
    open = undefined;
  };
  let at = start;
  while (at < end) {
    const next = lineEnd(bytes, at, end);
    const first = bytes[at];
    if (first === LF || (first === CR && bytes[at + 1] === LF && at + 1 < end)) {
      close(at);
      return { fields, stray, range: range(start, next), terminated: true };
    }
    if (!(open && (first === 32 || first === 9))) {
      close(at);
      const colon = colonOf(bytes, at, next);
      if (colon === undefined) stray.push(range(at, next));
      else open = { start: at, colon };
    }
    at = next;
  }
  close(end);
  return { fields, stray, range: range(start, end), terminated: false };
}

/** The value of the first field of that name, case aside. */
export function headerValue({ fields }: Headers, name: string): string | undefined {
  const lower = name.toLowerCase();
  return fields.find((one) => one.name.toLowerCase() === lower)?.value;
}

/** The fields of these names, in their order in the header; or all the others (`BODY[HEADER.FIELDS.NOT …]`, RFC 9051 §6.4.5.1). */
export function selectFields({ fields }: Headers, names: readonly string[], others = false): readonly HeaderField[] {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  return fields.filter((one) => wanted.has(one.name.toLowerCase()) !== others);
}

/** The offset after the line that begins at `at`. */
export function lineEnd(bytes: Uint8Array, at: number, end: number): number {
  const found = bytes.indexOf(LF, at);
  return found === -1 || found >= end ? end : found + 1;
}

/** The colon after a field name (§3.6.8: printable, no space), white space before it allowed. */
function colonOf(bytes: Uint8Array, at: number, end: number): number | undefined {
  let i = at;
  while (i < end && isNameOctet(bytes[i])) i++;
  if (i === at) return undefined;
  while (i < end && (bytes[i] === 32 || bytes[i] === 9)) i++;
  return i < end && bytes[i] === 58 ? i : undefined;
}

const isNameOctet = (octet: number | undefined): boolean =>
  octet !== undefined && octet > 32 && octet < 127 && octet !== 58;

function field(bytes: Uint8Array, start: number, colon: number, end: number): HeaderField {
  let last = end;
  if (last > colon + 1 && bytes[last - 1] === LF) last--;
  if (last > colon + 1 && bytes[last - 1] === CR) last--;
  return {
    name: latin1(bytes, start, colon).trimEnd(),
    value: unfold(headerText(bytes.subarray(colon + 1, last))),
    range: range(start, end),
    valueRange: range(colon + 1, last),
  };
}

const headerText = (bytes: Uint8Array): string => fromStrictUtf8(bytes) ?? latin1(bytes);

/** Removes the line ends of folding (§2.2.3), and white space at both ends. */
const unfold = (text: string): string => text.replace(/\r?\n(?=[ \t])/g, '').trim();
