/** Small questions about a line and its octets. */
import { concat, utf8 } from '../base';
import type { Line, Segment } from './conversation';

export const nothing = new Uint8Array(0);

export const hasBlock = (line: Line): boolean => line.segments.some((segment) => segment.kind === 'block');

/** The text of a line without blocks, with CRLF behind. */
export function withLineEnd({ segments }: Line): string {
  let text = '';
  for (const segment of segments) if (segment.kind === 'text') text += segment.text;
  return `${text}\r\n`;
}

/** All octets of a line with blocks, without a line end of its own. */
export const octetsOf = (line: Line): Uint8Array =>
  concat(line.segments.map((segment) => (segment.kind === 'text' ? utf8(segment.text) : segment.bytes)));

/** How many octets the text has on the wire. */
export function octetCount(text: string): number {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return utf8(text).length;
  return text.length;
}

/** The first word, in upper case. */
export function verbOf(text: string): string {
  let end = 0;
  while (end < text.length && end < 40 && text.charCodeAt(end) > 32) end++;
  return text.slice(0, end).toUpperCase();
}

/** Whether a line (with its line end) is the dot that ends message data. */
export const isFinalDot = (line: string): boolean => line === '.\r\n';

export const firstText = (segments: readonly Segment[]): string =>
  segments[0]?.kind === 'text' ? segments[0].text : '';
