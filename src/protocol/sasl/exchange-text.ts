/** What the messages of an exchange say, decoded for transcripts and without their secrets. */
import type { SaslNote } from './mechanism';
import { findMechanism } from './mechanisms';

/**
 * Explains one message of an exchange, its base64 undone. Whatever is not understood is masked: only a message known to be
 * harmless has `sensitive: false`.
 */
export function decodeForDisplay(mechanism: string, bytes: Uint8Array, fromClient: boolean): SaslNote {
  const known = findMechanism(mechanism);
  if (known) return known.explain(bytes, fromClient);
  return { note: `${bytes.length} octets of ${mechanism.toUpperCase()}`, sensitive: bytes.length > 0 };
}
