/** The cryptography of the mechanisms: digests, HMAC, PBKDF2, comparison in constant time. */
import { createHash, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';

export type Hash = 'md5' | 'sha1' | 'sha256';

export const digest = (hash: Hash, bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash(hash).update(bytes).digest());

export const hmac = (hash: Hash, key: Uint8Array, bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHmac(hash, key).update(bytes).digest());

/** `Hi` of RFC 5802 §2.2: PBKDF2 (RFC 8018 §5.2) with HMAC, as long as the hash. */
export const derive = (hash: Hash, password: Uint8Array, salt: Uint8Array, iterations: number): Uint8Array =>
  new Uint8Array(pbkdf2Sync(password, salt, iterations, hash === 'sha1' ? 20 : hash === 'md5' ? 16 : 32, hash));

/** Whether two octet strings are equal, in time that does not tell where they differ, nor how long the expected one is. */
export function sameSecret(expected: Uint8Array, given: Uint8Array): boolean {
  return timingSafeEqual(digest('sha256', expected), digest('sha256', given));
}
