/** The filters behind `|` in `{{name | filter}}`: text in, text out (language.md §5); what each is for is said in script/names. */
import { err, fromBase64, fromStrictUtf8, latin1, ok, type Result, toBase64, toHex, utf8 } from '../../base';
import { encodeXtext } from '../../protocol/smtp/xtext';
import { md5 } from './md5';
import { encodeMutf7 } from './mutf7';
import { sha256 } from './sha256';

export interface Filter {
  /** The error says what is wrong with the text. */
  apply(text: string): Result<string, string>;
  /** What it makes of a secret tells too little of it to be one. */
  readonly harmless?: true;
}

const always =
  (change: (text: string) => string): Filter['apply'] =>
  (text) =>
    ok(change(text));

const filters: Readonly<Record<string, Filter>> = {
  base64: { apply: always((text) => toBase64(utf8(text))) },
  unbase64: { apply: unbase64 },
  xtext: { apply: always(encodeXtext) },
  quoted: { apply: quoted },
  mutf7: { apply: always(encodeMutf7) },
  upper: { apply: always((text) => text.toUpperCase()) },
  lower: { apply: always((text) => text.toLowerCase()) },
  trim: { apply: always((text) => text.trim()) },
  hex: { apply: always((text) => toHex(utf8(text))) },
  md5: { apply: always((text) => toHex(md5(utf8(text)))) },
  sha256: { apply: always((text) => toHex(sha256(utf8(text)))) },
  length: { apply: always((text) => String(utf8(text).length)), harmless: true },
  urlencode: { apply: urlencode },
};

export const filterNames: readonly string[] = Object.keys(filters);

export const filterNamed = (name: string): Filter | undefined =>
  Object.hasOwn(filters, name) ? filters[name] : undefined;

function unbase64(text: string): Result<string, string> {
  const bytes = fromBase64(text.replace(/\s+/g, ''));
  return bytes ? ok(fromStrictUtf8(bytes) ?? latin1(bytes)) : err('it is no base64');
}

function quoted(text: string): Result<string, string> {
  if (/[\r\n\0]/.test(text)) return err('it has a line end or NUL, which a quoted string cannot carry; use a block');
  return ok(`"${text.replace(/["\\]/g, '\\$&')}"`);
}

function urlencode(text: string): Result<string, string> {
  let encoded = '';
  for (const octet of utf8(text)) {
    const character = String.fromCharCode(octet);
    encoded += /[\w.~-]/.test(character) ? character : `%${octet.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return ok(encoded);
}
