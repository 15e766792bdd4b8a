/** Text in the character sets that mail uses. */
import { latin1 } from '../../base';

/** Decodes `bytes`, or undefined when the character set is unknown. Malformed sequences become U+FFFD. */
export function decodeCharset(bytes: Uint8Array, charset: string): string | undefined {
  const known = common.get(charset.toLowerCase());
  if (known) return known(bytes);
  try {
    const decoder = new TextDecoder(charset, { ignoreBOM: true });
    return decoder.encoding === 'windows-1252' ? decodeWindows1252(bytes) : decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** What 0x80 to 0x9F are in windows-1252 (WHATWG Encoding §9); the five that it leaves open are the C1 controls. */
const above7f =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

/** By ourselves: TextDecoder of some releases of Node (20.20 is one) takes it for ISO 8859-1, and there is no euro sign and no dash in that. */
const decodeWindows1252 = (bytes: Uint8Array): string =>
  latin1(bytes).replace(/[\x80-\x9f]/g, (c) => above7f[c.charCodeAt(0) - 0x80] ?? c);

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Those that most mail is in: making a decoder takes longer than decoding with it. The last three are one in practice. */
const common: ReadonlyMap<string, (bytes: Uint8Array) => string> = new Map([
  ['utf-8', (bytes) => utf8.decode(bytes)],
  ...['us-ascii', 'iso-8859-1', 'windows-1252'].map((name) => [name, decodeWindows1252] as const),
]);
