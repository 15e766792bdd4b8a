/** The forms in which a secret could lie about: one table for whoever searches what Mailwright writes, shows and copies. */
import { utf8 } from '../../src/base';
import { encodeXtext } from '../../src/protocol/smtp/xtext';
import { encodeMutf7 } from '../../src/session/values/mutf7';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const each = (text: string, write: (octet: string) => string): string =>
  [...utf8(text)].map((octet) => write(octet.toString(16).padStart(2, '0'))).join('');
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

/** Base64 of the text wherever it begins in what is encoded: the part that does not depend on its neighbours, for all three alignments. */
const base64Within = (bytes: Uint8Array, encoding: 'base64' | 'base64url'): readonly string[] =>
  [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString(encoding)
      .replace(/=+$/, '');
    const from = Math.ceil((before * 8) / 6);
    const whole = Math.floor(((before + bytes.length) * 8) / 6);
    return encoded.slice(from, whole);
  });

/** By name, the forms of a secret; `user` for those of a mechanism's message. Each is text whose characters are octets. */
const forms: Readonly<Record<string, (secret: string, user: string) => readonly string[]>> = {
  plain: (secret) => [secret],
  quoted: (secret) => [secret.replace(/["\\]/g, '\\$&')],
  base64: (secret) => base64Within(utf8(secret), 'base64'),
  base64url: (secret) => base64Within(utf8(secret), 'base64url'),
  'SASL PLAIN': (secret, user) =>
    [`\0${user}\0${secret}`, `${user}\0${secret}`, `${user}\0${user}\0${secret}`, `${secret}\0${user}`].map((text) =>
      Buffer.from(text).toString('base64'),
    ),
  'SASL XOAUTH2': (secret, user) => [Buffer.from(`user=${user}\x01auth=Bearer ${secret}\x01\x01`).toString('base64')],
  hex: (secret) => [hex(utf8(secret)), hex(utf8(secret)).toUpperCase()],
  'hex dump': (secret) => [each(secret, (octet) => `${octet} `).trim()],
  'quoted-printable': (secret) => [
    each(secret, (octet) => `=${octet.toUpperCase()}`),
    secret.replace(/[^!-<>-~]/g, (c) => each(c, (octet) => `=${octet.toUpperCase()}`)),
  ],
  percent: (secret) => [encodeURIComponent(secret), each(secret, (octet) => `%${octet}`)],
  xtext: (secret) => [encodeXtext(secret)],
  'modified UTF-7': (secret) => [encodeMutf7(secret)],
  'UTF-16': (secret) => [utf16(secret).toString('latin1'), utf16(secret).swap16().toString('latin1')],
  'base64 of UTF-16': (secret) => [
    ...base64Within(utf16(secret), 'base64'),
    ...base64Within(utf16(secret).swap16(), 'base64'),
  ],
  JSON: (secret) => [
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(JSON.stringify(secret)).slice(3, -3),
    secret.replace(/[\s\S]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
  ],
  HTML: (secret) => [
    secret.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;'),
    secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
  ],
  shell: (secret) => [secret.replaceAll("'", `'\\''`)],
};

/** The names of all forms. */
export const formNames: readonly string[] = Object.keys(forms);

/** The forms of `secret` by name, as octets in text. */
export function formsOf(secret: string, user: string): ReadonlyMap<string, readonly string[]> {
  return new Map(
    Object.entries(forms).map(([name, make]) => [
      name,
      [...new Set(make(secret, user).flatMap((form) => [form, Buffer.from(form).toString('latin1')]))],
    ]),
  );
}

/** The names of the forms in which `secret` is in the octets. */
export function formsIn(octets: Uint8Array | string, secret: string, user: string): readonly string[] {
  const text = Buffer.from(typeof octets === 'string' ? utf8(octets) : octets).toString('latin1');
  return [...formsOf(secret, user)].flatMap(([name, all]) => (all.some((form) => text.includes(form)) ? [name] : []));
}
