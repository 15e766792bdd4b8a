/** Content-Transfer-Encodings undone piece by piece, so that a part of any size passes (RFC 2045 §6). */
import { concat, LF } from '../base';
import { decodeTransfer } from '../protocol/message/transfer-encoding';

export interface PartDecoder {
  push(bytes: Uint8Array): Uint8Array;
  /** What was held back. */
  end(): Uint8Array;
}

const nothing = new Uint8Array(0);

/** For 7bit, 8bit, binary and what RFC 2045 §6.1 does not know: the octets as they are. */
export function partDecoder(encoding: string): PartDecoder {
  if (encoding === 'base64') return base64Decoder();
  if (encoding === 'quoted-printable') return quotedPrintableDecoder();
  return { push: (bytes) => bytes, end: () => nothing };
}

const isBase64 = (octet: number): boolean =>
  (octet >= 65 && octet <= 90) ||
  (octet >= 97 && octet <= 122) ||
  (octet >= 48 && octet <= 57) ||
  octet === 43 ||
  octet === 47;

/** Four characters make three octets: up to three are held back. The first padding ends it. */
function base64Decoder(): PartDecoder {
  let held: Uint8Array = nothing;
  let over = false;
  const decode = (bytes: Uint8Array): Uint8Array => decodeTransfer('base64', bytes) ?? bytes;
  return {
    push(bytes) {
      if (over) return nothing;
      const padding = bytes.indexOf(61);
      over = padding !== -1;
      const characters = concat([held, (over ? bytes.subarray(0, padding) : bytes).filter(isBase64)]);
      const whole = over ? characters.length : characters.length - (characters.length % 4);
      held = characters.slice(whole);
      return decode(characters.subarray(0, whole));
    },
    end: () => decode(held),
  };
}

/** A line longer than this is cut where nothing is lost. RFC 2045 §6.7 allows 76 characters. */
const longestLine = 65_536;

/** Decoded by whole lines: white space before a line end goes, and an escape may be cut. */
function quotedPrintableDecoder(): PartDecoder {
  let held: Uint8Array = nothing;
  const decode = (bytes: Uint8Array): Uint8Array => decodeTransfer('quoted-printable', bytes) ?? bytes;
  return {
    push(bytes) {
      const all = concat([held, bytes]);
      let cut = all.lastIndexOf(LF) + 1;
      // `decode` takes the white space at the end of what it is given for that of a line; `=` begins an escape or a soft line break.
      if (all.length - cut > longestLine) {
        let end = all.length;
        while (end > cut && isHeldBack(all, end)) end--;
        cut = end;
      }
      held = all.slice(cut);
      // White space without end is nothing that a line could carry.
      if (held.length > longestLine) held = nothing;
      return decode(all.subarray(0, cut));
    },
    end: () => decode(held),
  };
}

/** Whether the text must not be cut at `end`. */
const isHeldBack = (bytes: Uint8Array, end: number): boolean => {
  const last = bytes[end - 1];
  return last === 32 || last === 9 || last === 13 || last === 61 || bytes[end - 2] === 61;
};
