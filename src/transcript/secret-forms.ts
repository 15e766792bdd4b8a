/** What to look for when looking for a secret: its text, its octets, and what base64 makes of them wherever they stand (RFC 4648). */
import { fromStrictUtf8, latin1, toBase64, toHex, utf8 } from '../base';

export interface Secret {
  readonly name: string;
  /** In octets. */
  readonly length: number;
  /** One character an octet: tells secrets apart. */
  readonly octets: string;
  /** Texts that are the secret where they stand: as text, and as UTF-8 octets with one character each. */
  readonly plain: readonly string[];
  /** The octets in lower-case hexadecimal. */
  readonly hex: string;
  /** What of base64, base64url and modified UTF-7's base64 the octets alone decide; the run around it holds the secret. */
  readonly cores: readonly string[];
  /** UTF-16, little and big end first, one character an octet: looked for where base64 has been undone. */
  readonly wide: readonly string[];
}

/** Up to this many octets base64 decides too little, and the whole word that holds the secret is masked. */
export const shortest = 3;

export function secretOf(name: string, value: string | Uint8Array): Secret {
  const bytes = typeof value === 'string' ? utf8(value) : value;
  const text = typeof value === 'string' ? value : fromStrictUtf8(value);
  const octets = latin1(bytes);
  return {
    name,
    length: bytes.length,
    octets,
    plain: text === undefined || text === octets ? [octets] : [text, octets],
    hex: toHex(bytes),
    cores: bytes.length <= shortest ? [] : cores(bytes),
    wide: text === undefined ? [] : utf16(text),
  };
}

/** For each of the three places that the octets can have in a group, in each alphabet that makes a difference. */
function cores(bytes: Uint8Array): readonly string[] {
  const found = new Set<string>();
  for (let before = 0; before < 3; before++) {
    const padded = new Uint8Array(before + bytes.length);
    padded.set(bytes, before);
    const first = Math.ceil((before * 8) / 6);
    const last = Math.floor(((before + bytes.length) * 8) / 6);
    const core = toBase64(padded).slice(first, last);
    found.add(core).add(core.replaceAll('+', '-').replaceAll('/', '_')).add(core.replaceAll('/', ','));
  }
  return [...found];
}

function utf16(text: string): readonly string[] {
  let little = '';
  let big = '';
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    little += String.fromCharCode(unit & 255, unit >> 8);
    big += String.fromCharCode(unit >> 8, unit & 255);
  }
  return [little, big];
}
