/** The message that follows DATA, up to the line `.`: RFC 5321 §4.1.1.4. Only CRLF.CRLF ends it, so that nothing can be smuggled in. */
import { CR, LF } from '../../base';
import { dotReader } from '../dot-stuff';

export interface DataEnd {
  /** Octets of the message, doubled dots taken out, those beyond the limit counted too. */
  readonly size: number;
  /** Octets beyond the limit, which were not handed out. */
  readonly dropped: number;
  /** LF without CR before it, and CR without LF behind it: a server may refuse the message for them (RFC 5321 §2.3.8). */
  readonly bareLf: number;
  readonly bareCr: number;
}

export interface DataFramer {
  /** Reads on. `pieces` are the message's next octets; with `end` the message is over, and `rest` is what the client sent behind it. */
  push(chunk: Uint8Array): {
    readonly pieces: readonly Uint8Array[];
    readonly end?: DataEnd;
    readonly rest: Uint8Array;
  };
}

/** `limit`: octets of the message that are handed out; it is read to its end all the same. */
export function dataFramer(limit: number = Number.POSITIVE_INFINITY): DataFramer {
  let size = 0;
  let bareLf = 0;
  let bareCr = 0;
  let last = 0;
  let pieces: Uint8Array[] = [];

  const count = (piece: Uint8Array): void => {
    for (let at = piece.indexOf(LF); at !== -1; at = piece.indexOf(LF, at + 1)) {
      if ((at === 0 ? last : piece[at - 1]) !== CR) bareLf++;
    }
    if (last === CR && piece[0] !== LF) bareCr++;
    for (let at = piece.indexOf(CR); at !== -1; at = piece.indexOf(CR, at + 1)) {
      if (at + 1 < piece.length && piece[at + 1] !== LF) bareCr++;
    }
    last = piece.at(-1) ?? last;
  };

  const reader = dotReader({
    content(piece) {
      count(piece);
      const room = limit - size;
      size += piece.length;
      if (room > 0) pieces.push(piece.length <= room ? piece : piece.subarray(0, room));
    },
  });

  return {
    push(chunk) {
      pieces = [];
      const done = reader.push(chunk);
      if (done === -1) return { pieces, rest: chunk.subarray(chunk.length) };
      const end = { size, dropped: Math.max(0, size - limit), bareLf, bareCr };
      return { pieces, end, rest: chunk.subarray(done) };
    },
  };
}
