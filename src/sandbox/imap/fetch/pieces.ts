/** What a response is put together from. */
import type { ImapSession } from '../session';

/** Text goes out as UTF-8. */
export type Piece = string | Uint8Array;

export function writePieces({ connection }: ImapSession, pieces: readonly Piece[]): void {
  for (const piece of pieces) connection.write(piece);
}
