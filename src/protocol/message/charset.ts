/** Text in the character sets that mail uses. */

/** Decodes `bytes`, or undefined when the character set is unknown. Malformed sequences become U+FFFD. */
export function decodeCharset(bytes: Uint8Array, charset: string): string | undefined {
  const known = common.get(charset.toLowerCase());
  if (known) return known.decode(bytes);
  try {
    return new TextDecoder(charset, { ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Those that most mail is in: making a decoder takes longer than decoding with it. */
const common: ReadonlyMap<string, { decode(bytes: Uint8Array): string }> = new Map(
  ['us-ascii', 'utf-8', 'iso-8859-1', 'windows-1252'].map((name) => [name, new TextDecoder(name, { ignoreBOM: true })]),
);
