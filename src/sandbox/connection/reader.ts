/** Lines and runs of octets, taken from a connection in order; at once where they are there already. */
import { concat, LF } from '../../base';
import type { Connection } from './connection';

export type LineRead =
  /** With its line end. */
  | { readonly kind: 'line'; readonly bytes: Uint8Array }
  /** A line beyond the limit: its octets are dropped up to its end. */
  | { readonly kind: 'too-long' };

export interface Reader {
  /** The next line, LF included, or undefined at the end of input (an unfinished line is dropped). */
  line(limit: number): LineRead | Promise<LineRead | undefined>;
  /** What is there, at most `limit` octets and at least one; undefined at the end of input. */
  some(limit: number): Promise<Uint8Array | undefined>;
  /** Exactly `count` octets, or undefined when the input ends before. */
  exactly(count: number): Promise<Uint8Array | undefined>;
  /** Gives back the last `count` octets of what `some` returned last: they are read again. */
  unread(count: number): void;
  /** Octets that have been received and not taken. */
  readonly waiting: number;
  /** Forgets what has been received; returns how many octets it was. */
  discard(): number;
}

export function createReader(connection: Connection): Reader {
  let chunk = new Uint8Array(0) as Uint8Array;
  let at = 0;
  let partial: Uint8Array[] = [];
  let partialSize = 0;
  let dropping = false;

  const takeLine = (limit: number): LineRead | undefined => {
    if (at >= chunk.length) return undefined;
    const end = chunk.indexOf(LF, at);
    const piece = chunk.subarray(at, end === -1 ? chunk.length : end + 1);
    at += piece.length;
    if (partialSize + piece.length > limit) {
      dropping = true;
      partial = [];
      partialSize = 0;
    }
    if (end === -1) {
      if (!dropping) {
        partial.push(piece);
        partialSize += piece.length;
      }
      return undefined;
    }
    if (dropping) {
      dropping = false;
      return { kind: 'too-long' };
    }
    if (partialSize === 0) return { kind: 'line', bytes: piece };
    partial.push(piece);
    const bytes = concat(partial);
    partial = [];
    partialSize = 0;
    return { kind: 'line', bytes };
  };
  const fill = async (): Promise<boolean> => {
    const next = await connection.read();
    if (!next) return false;
    chunk = next;
    at = 0;
    return true;
  };
  const lineLater = async (limit: number): Promise<LineRead | undefined> => {
    for (;;) {
      if (!(await fill())) return undefined;
      const line = takeLine(limit);
      if (line) return line;
    }
  };
  const some = async (limit: number): Promise<Uint8Array | undefined> => {
    if (at >= chunk.length && !(await fill())) return undefined;
    const bytes = chunk.subarray(at, at + limit);
    at += bytes.length;
    return bytes;
  };
  return {
    line: (limit) => takeLine(limit) ?? lineLater(limit),
    some,
    async exactly(count) {
      const pieces: Uint8Array[] = [];
      for (let left = count; left > 0; ) {
        const piece = await some(left);
        if (!piece) return undefined;
        pieces.push(piece);
        left -= piece.length;
      }
      return concat(pieces);
    },
    unread(count) {
      at -= count;
    },
    get waiting() {
      return chunk.length - at + partialSize;
    },
    discard() {
      const lost = chunk.length - at + partialSize;
      chunk = new Uint8Array(0);
      at = 0;
      partial = [];
      partialSize = 0;
      return lost;
    },
  };
}
