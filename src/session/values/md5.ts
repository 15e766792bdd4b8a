/** MD5 (RFC 1321), for the filter `md5`: small, pure, and also for browsers. Not for anything that must be secure. */

/** RFC 1321 §3.4: floor(2^32 × |sin(i)|). */
const sines = Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0);
const shifts = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;

const rotate = (x: number, n: number): number => (x << n) | (x >>> (32 - n));

/** The digest, 16 octets. */
export function md5(message: Uint8Array): Uint8Array {
  const length = (((message.length + 8) >> 6) + 1) * 64;
  const padded = new Uint8Array(length);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(length - 8, (message.length << 3) >>> 0, true);
  view.setUint32(length - 4, Math.floor(message.length / 2 ** 29), true);

  let a0 = 0x67452301;
  let b0 = 0xefcdab89 | 0;
  let c0 = 0x98badcfe | 0;
  let d0 = 0x10325476;
  for (let block = 0; block < length; block += 64) {
    let [a, b, c, d] = [a0, b0, c0, d0];
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      let f: number;
      let word: number;
      if (round === 0) [f, word] = [(b & c) | (~b & d), i];
      else if (round === 1) [f, word] = [(d & b) | (~d & c), (5 * i + 1) & 15];
      else if (round === 2) [f, word] = [b ^ c ^ d, (3 * i + 5) & 15];
      else [f, word] = [c ^ (b | ~d), (7 * i) & 15];
      const sum = (a + f + (sines[i] ?? 0) + view.getInt32(block + word * 4, true)) | 0;
      a = d;
      d = c;
      c = b;
      b = (b + rotate(sum, shifts[round]?.[i & 3] ?? 0)) | 0;
    }
    a0 = (a0 + a) | 0;
    b0 = (b0 + b) | 0;
    c0 = (c0 + c) | 0;
    d0 = (d0 + d) | 0;
  }
  const digest = new DataView(new ArrayBuffer(16));
  for (const [i, part] of [a0, b0, c0, d0].entries()) digest.setInt32(i * 4, part, true);
  return new Uint8Array(digest.buffer);
}
