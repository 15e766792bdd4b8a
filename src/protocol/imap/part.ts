/** The pieces of one framed response or command: runs of text, and literals between them. */

export type ImapPart =
  | {
      readonly kind: 'text';
      /** Every octet, the announcement `{n}` and the line end included. */
      readonly bytes: Uint8Array;
      /** The same as text, where whoever made the part had it, and it is all US-ASCII. */
      readonly ascii?: string;
    }
  | {
      readonly kind: 'literal';
      /** The content; empty when `spilled`. */
      readonly bytes: Uint8Array;
      /** Octets announced. */
      readonly size: number;
      /** A literal8 `~{n}` (RFC 3516 §4.4, RFC 9051 §4.3). */
      readonly binary: boolean;
      /** The content was given out in pieces as it came, and is not kept here. */
      readonly spilled: boolean;
    };

/** Octets on the wire that the parts stand for. */
export const sizeOfParts = (parts: readonly ImapPart[]): number =>
  parts.reduce((sum, part) => sum + (part.kind === 'text' ? part.bytes.length : part.size), 0);
