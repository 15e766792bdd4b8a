/** Where the parts of a multipart body begin and end (RFC 2046 §5.1.1). */
import { CR, fromLatin1, LF, type Range, range } from '../../base';
import { lineEnd } from './headers';

export interface Cut {
  /** The octets of each part, header and body, without the line end that belongs to the delimiter. */
  readonly parts: readonly Range[];
  /** The closing delimiter was found. */
  readonly closed: boolean;
}

/** The line ends of a message, found once: parts lie within parts, and each would look for them again. */
export interface LineOffsets {
  /** Every LF, in order. */
  readonly feeds: readonly number[];
  /** Every line that begins with two hyphens, in order. */
  readonly dashes: readonly number[];
}

export function findLines(bytes: Uint8Array): LineOffsets {
  const feeds: number[] = [];
  const dashes: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (bytes[at] === 45 && bytes[at + 1] === 45) dashes.push(at);
    const feed = bytes.indexOf(LF, at);
    if (feed === -1) break;
    feeds.push(feed);
    at = feed + 1;
  }
  return { feeds, dashes };
}

/** How many of the ascending `offsets` lie in a range. */
export const countIn = (offsets: readonly number[], { start, end }: Range): number =>
  Math.max(0, firstFrom(offsets, end) - firstFrom(offsets, start));

/**
 * Cuts the range at the delimiter lines `--boundary`; a part that no delimiter ends ends with the range.
 * @param most how many parts to return at most
 */
export function cutParts(
  bytes: Uint8Array,
  lines: LineOffsets,
  { start, end }: Range,
  boundary: string,
  most: number,
): Cut {
  const delimiter = fromLatin1(`--${boundary}`);
  const parts: Range[] = [];
  let partStart: number | undefined;
  for (let i = firstFrom(lines.dashes, start); i < lines.dashes.length; i++) {
    const at = lines.dashes[i] ?? end;
    if (at >= end) break;
    if (!startsWith(bytes, at, delimiter)) continue;
    const next = lineEnd(bytes, at, end);
    const kind = delimiterKind(bytes, at + delimiter.length, next);
    if (kind === undefined) continue;
    if (partStart !== undefined) parts.push(range(partStart, Math.max(partStart, beforeLineEnd(bytes, start, at))));
    if (kind === 'close' || parts.length >= most) return { parts, closed: kind === 'close' };
    partStart = next;
  }
  if (partStart !== undefined) parts.push(range(partStart, end));
  return { parts, closed: false };
}

/** The index of the first offset that is not below `at`. */
function firstFrom(offsets: readonly number[], at: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] ?? at) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function startsWith(bytes: Uint8Array, at: number, prefix: Uint8Array): boolean {
  for (let i = 0; i < prefix.length; i++) if (bytes[at + i] !== prefix[i]) return false;
  return true;
}

/** What follows the boundary on its line: nothing, or two hyphens; then only white space, which transport may have added. */
function delimiterKind(bytes: Uint8Array, rest: number, end: number): 'open' | 'close' | undefined {
  if (rest > end) return undefined;
  if (isBlank(bytes, rest, end)) return 'open';
  return bytes[rest] === 45 && bytes[rest + 1] === 45 && isBlank(bytes, rest + 2, end) ? 'close' : undefined;
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const octet = bytes[at];
    if (octet !== LF && octet !== CR && octet !== 32 && octet !== 9) return false;
  }
  return true;
}

function beforeLineEnd(bytes: Uint8Array, start: number, at: number): number {
  let before = at;
  if (before > start && bytes[before - 1] === LF) before--;
  if (before > start && bytes[before - 1] === CR) before--;
  return before;
}
