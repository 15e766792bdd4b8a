/** The header of a message or of a MIME part: its fields and where they stand (RFC 5322 §2.2). */
import { CR, fromStrictUtf8, fromUtf8, LF, latin1, type Range, range } from '../../base';

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
  const found: Found[] = [];
  const stray: Range[] = [];
  let open: { readonly start: number; readonly colon: number } | undefined;
  const close = (at: number): void => {
    if (open) found.push({ start: open.start, colon: open.colon, end: at });
    open = undefined;
  };
  let at = start;
  while (at < end) {
    const next = lineEnd(bytes, at, end);
    const first = bytes[at];
    if (first === LF || (first === CR && bytes[at + 1] === LF && at + 1 < end)) {
      close(at);
      return { fields: read(bytes, found), stray, range: range(start, next), terminated: true };
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
  return { fields: read(bytes, found), stray, range: range(start, end), terminated: false };
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

interface Found {
  readonly start: number;
  readonly colon: number;
  readonly end: number;
}

/** The fields with their texts; where all are US-ASCII they are decoded together, which is many times faster than one by one. */
function read(bytes: Uint8Array, found: readonly Found[]): HeaderField[] {
  const from = found[0]?.start ?? 0;
  const to = found.at(-1)?.end ?? from;
  const text = fromUtf8(bytes.subarray(from, to));
  // One character for each octet, none of which is more than one: then none was replaced either.
  const ascii = text.length === to - from && !text.includes('\uFFFD');
  return found.map(({ start, colon, end }) => {
    let last = end;
    if (last > colon + 1 && bytes[last - 1] === LF) last--;
    if (last > colon + 1 && bytes[last - 1] === CR) last--;
    const name = ascii ? text.slice(start - from, colon - from) : latin1(bytes, start, colon);
    const value = ascii ? text.slice(colon + 1 - from, last - from) : headerText(bytes.subarray(colon + 1, last));
    return {
      name: name.trimEnd(),
      value: unfold(value),
      range: range(start, end),
      valueRange: range(colon + 1, last),
    };
  });
}

const headerText = (bytes: Uint8Array): string => fromStrictUtf8(bytes) ?? latin1(bytes);

/** Removes the line ends of folding (§2.2.3), and white space at both ends. */
const unfold = (text: string): string => (text.includes('\n') ? text.replace(/\r?\n(?=[ \t])/g, '') : text).trim();
