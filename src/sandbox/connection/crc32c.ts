/** CRC-32C, the checksum of a PROXY header: the Castagnoli polynomial, bits reflected (RFC 4960 appendix B). */

const reflectedPolynomial = 0x82f63b78;

/** An unsigned number of 32 bits. */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const octet of bytes) {
    crc ^= octet;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ reflectedPolynomial : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
