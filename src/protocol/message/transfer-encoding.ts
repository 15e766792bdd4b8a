/** Content-Transfer-Encodings undone (RFC 2045 §6), leniently. */
import { CR, LF, latin1 } from '../../base';

/** Undoes an encoding; undefined when it is none that RFC 2045 §6.1 knows. 7bit, 8bit and binary change nothing. */
export function decodeTransfer(encoding: string, bytes: Uint8Array): Uint8Array | undefined {
  switch (encoding.toLowerCase()) {
    case '7bit':
    case '8bit':
    case 'binary':
      return bytes;
    case 'base64':
      return decodeBase64(bytes);
    case 'quoted-printable':
      return decodeQuotedPrintable(bytes);
    default:
      return undefined;
  }
}

/** Base64 (§6.8): other characters are ignored, the first padding ends it, bits that are left over are dropped. */
export function decodeBase64(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.ceil((bytes.length * 3) / 4));
  let length = 0;
  let bits = 0;
  let held = 0;
  for (const octet of bytes) {
    if (octet === 61) break;
    const value = sextet(octet);
    if (value === undefined) continue;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[length++] = (held >> bits) & 0xff;
    }
  }
  return out.subarray(0, length);
}

function sextet(octet: number): number | undefined {
  if (octet >= 65 && octet <= 90) return octet - 65;
  if (octet >= 97 && octet <= 122) return octet - 71;
  if (octet >= 48 && octet <= 57) return octet + 4;
  if (octet === 43) return 62;
  return octet === 47 ? 63 : undefined;
}

/** Quoted-printable (§6.7): white space at line ends goes, an `=` that is no escape stays. */
export function decodeQuotedPrintable(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length);
  let length = 0;
  /** Where the white space at the end of what we have begins. */
  let solid = 0;
  for (let at = 0; at < bytes.length; at++) {
    const octet = bytes[at] ?? 0;
    if (octet === 61) {
      const { octet: escaped, last } = readEscape(bytes, at);
      if (escaped !== undefined) out[length++] = escaped;
      at = last;
      solid = length;
    } else {
      if (octet === LF || (octet === CR && bytes[at + 1] === LF)) length = solid;
      out[length++] = octet;
      if (octet !== 32 && octet !== 9) solid = length;
    }
  }
  // White space at the end of the data is at the end of a line, too.
  return out.subarray(0, solid);
}

/** `=XX`, or a soft line break with the white space that crept in before it (§6.7 rules 3 and 5); else the `=` itself. */
function readEscape(bytes: Uint8Array, at: number): { readonly octet?: number; readonly last: number } {
  const hex = latin1(bytes, at + 1, Math.min(at + 3, bytes.length));
  if (/^[0-9A-Fa-f]{2}$/.test(hex)) return { octet: Number.parseInt(hex, 16), last: at + 2 };
  let end = at + 1;
  while (bytes[end] === 32 || bytes[end] === 9) end++;
  if (bytes[end] === CR && bytes[end + 1] === LF) return { last: end + 1 };
  if (bytes[end] === LF) return { last: end };
  return end === bytes.length ? { last: end - 1 } : { octet: 61, last: at };
}
