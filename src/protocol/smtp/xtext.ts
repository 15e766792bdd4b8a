/** xtext: values of ESMTP parameters with the octets that may not stand there as `+XX` (RFC 3461 §4). */
import { fromStrictUtf8, utf8 } from '../../base';

const plain = /^[!-*,-<>-~]$/;

/** Encodes `text` (its UTF-8 octets where it is not ASCII). */
export function encodeXtext(text: string): string {
  let encoded = '';
  for (const octet of utf8(text)) {
    const character = String.fromCharCode(octet);
    encoded += plain.test(character) ? character : `+${octet.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
}

/** Whether `text` is xtext: printable ASCII without `+` and `=`, but for `+` and two upper-case hexadecimal digits. */
export const isXtext = (text: string): boolean => /^(?:[!-*,-<>-~]|\+[0-9A-F]{2})*$/.test(text);

/** Decodes xtext, or undefined when `text` is no xtext or its octets are not UTF-8. */
export function decodeXtext(text: string): string | undefined {
  if (!isXtext(text)) return undefined;
  const octets: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '+') {
      octets.push(Number.parseInt(text.slice(at + 1, at + 3), 16));
      at += 2;
    } else octets.push(text.charCodeAt(at));
  }
  return fromStrictUtf8(new Uint8Array(octets));
}
