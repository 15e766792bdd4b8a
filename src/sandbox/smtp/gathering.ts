/** The octets of a message as they come: small pieces are put together, so that what is kept is in proportion to the message. */
import { concat } from '../../base';

export interface Gathering {
  /** All octets so far, in order. */
  readonly pieces: readonly Uint8Array[];
  add(piece: Uint8Array): void;
}

/** Octets below which a piece is small: it costs more than it holds. */
const small = 1_024;
const together = 1_024;

export function createGathering(): Gathering {
  const pieces: Uint8Array[] = [];
  let trailing = 0;
  return {
    pieces,
    add(piece) {
      pieces.push(piece);
      trailing = piece.length < small ? trailing + 1 : 0;
      if (trailing < together) return;
      pieces.push(concat(pieces.splice(-together)));
      trailing = 0;
    },
  };
}
