/** APOP (RFC 1939 §7): the digest of the greeting's time stamp and the shared secret; not SASL, but of its kind. */
import { concat, fromLatin1, toHex, utf8 } from '../../base';
import { digest, sameSecret } from './digest';

/** The time stamp in a POP3 greeting, its angle brackets included, or undefined when the server has no APOP. */
export function apopTimestamp(greeting: string): string | undefined {
  return /<[^<>@\s]+@[^<>\s]+>/.exec(greeting)?.[0];
}

/**
 * The second argument of `APOP`: 32 lower-case hexadecimal digits.
 * @param timestamp as in the greeting, one character an octet
 */
export function apopDigest(timestamp: string, password: string): string {
  return toHex(digest('md5', concat([fromLatin1(timestamp), utf8(password)])));
}

/** The time stamp a server puts into its greeting: different for each one. */
export const makeApopTimestamp = (random: (n: number) => Uint8Array, host = 'localhost'): string =>
  `<${toHex(random(12))}@${host}>`;

/** Whether the client's digest is right, compared in constant time. */
export function verifyApop(timestamp: string, password: string | undefined, given: string): boolean {
  const same = sameSecret(utf8(apopDigest(timestamp, password ?? '')), utf8(given));
  return same && password !== undefined;
}
