/** Writes ASN.1 in DER: as much of X.690 as a certificate needs. */
import { concat, fromLatin1 } from '../../base';

/** One value: its tag, the octets of its length, its content (X.690 §8.1). */
export function der(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const body = concat(content);
  return concat([new Uint8Array([tag, ...lengthOctets(body.length)]), body]);
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest >>>= 8) octets.unshift(rest & 0xff);
  return [0x80 | octets.length, ...octets];
}

export const sequence = (...items: readonly Uint8Array[]): Uint8Array => der(0x30, ...items);
export const set = (...items: readonly Uint8Array[]): Uint8Array => der(0x31, ...items);
export const octetString = (content: Uint8Array): Uint8Array => der(0x04, content);
export const utf8String = (text: string): Uint8Array => der(0x0c, new TextEncoder().encode(text));
export const boolean = (value: boolean): Uint8Array => der(0x01, new Uint8Array([value ? 0xff : 0]));

/** A positive integer from its octets, most significant first. */
export function integer(octets: Uint8Array): Uint8Array {
  let start = 0;
  while (start < octets.length - 1 && octets[start] === 0) start++;
  const trimmed = octets.subarray(start);
  return (trimmed[0] ?? 0) & 0x80 ? der(0x02, new Uint8Array([0]), trimmed) : der(0x02, trimmed);
}

/** A bit string; `unused` bits at the end of its last octet do not count. */
export const bitString = (octets: Uint8Array, unused = 0): Uint8Array => der(0x03, new Uint8Array([unused]), octets);

/** An object identifier from its dotted form. */
export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const octets = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let high = Math.floor(arc / 128); high > 0; high = Math.floor(high / 128))
      groups.unshift((high & 0x7f) | 0x80);
    octets.push(...groups);
  }
  return der(0x06, new Uint8Array(octets));
}

/** An instant: UTCTime until 2049, GeneralizedTime from 2050 (RFC 5280 §4.1.2.5). */
export function time(at: number): Uint8Array {
  const digits = new Date(at).toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return digits < '2050' ? der(0x17, fromLatin1(`${digits.slice(2)}Z`)) : der(0x18, fromLatin1(`${digits}Z`));
}

/** DER as PEM (RFC 7468). */
export function pem(label: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
