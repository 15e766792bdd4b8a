/** Text in the character sets that mail uses. */

/** Decodes `bytes`, or undefined when the character set is unknown. Malformed sequences become U+FFFD. */
export function decodeCharset(bytes: Uint8Array, charset: string): string | undefined {
  try {
    return new TextDecoder(charset, { ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
