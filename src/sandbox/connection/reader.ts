/** Lines and runs of octets, taken from a connection in order; at once where they are there already. */
import { concat, LF } from '../../base';
import type { Connection } from './connection';
import { systemTimers, type Timers } from './timers';

export type LineRead =
  /** With its line end. */
  | { readonly kind: 'line'; readonly bytes: Uint8Array }
  /** A line beyond the limit: its octets are dropped up to its end. */
  | { readonly kind: 'too-long' };

export interface Reader {
  /** The next line, LF included, or undefined at the end of input (an unfinished line is dropped). */
  line(limit: number): LineRead | Promise<LineRead | undefined>;
  /** What is there, at most `limit` octets and at least one; undefined at the end of input. */
  some(limit: number): Uint8Array | Promise<Uint8Array | undefined>;
  /** Exactly `count` octets, or undefined when the input ends before. */
  exactly(count: number): Promise<Uint8Array | undefined>;
  /** Gives back the last `count` octets of what `some` returned last: they are read again. */
  unread(count: number): void;
  /** Octets that have been received and not taken. */
  readonly waiting: number;
  /** Forgets what has been received; returns how many octets it was. */
  discard(): number;
}

/** How long a peer is waited for: for a whole line, however it trickles in, or for the next octets of a text of known end. */
export interface Patience {
  readonly ms: number;
  readonly timers: Timers;
  /** Called when it is over; the reading ends when this ends the connection. */
  readonly over: () => void;
}

const endless: Patience = { ms: 2 ** 31 - 1, timers: systemTimers, over: () => undefined };

export function createReader(connection: Connection, patience: Patience = endless): Reader {
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
  const patiently = async <T>(reading: () => Promise<T>): Promise<T> => {
    const cancel = patience.timers.after(patience.ms, patience.over);
    try {
      return await reading();
    } finally {
      cancel();
    }
  };
  const lineLater = async (limit: number): Promise<LineRead | undefined> => {
    for (;;) {
      if (!(await fill())) return undefined;
      const line = takeLine(limit);
      if (line) return line;
    }
  };
  const take = (limit: number): Uint8Array => {
    const bytes = chunk.subarray(at, at + limit);
    at += bytes.length;
    return bytes;
  };
  const some = (limit: number): Uint8Array | Promise<Uint8Array | undefined> =>
    at < chunk.length ? take(limit) : patiently(fill).then((filled) => (filled ? take(limit) : undefined));
  return {
    line: (limit) => takeLine(limit) ?? patiently(() => lineLater(limit)),
    some,
    async exactly(count) {
      const pieces: Uint8Array[] = [];
      for (let left = count; left > 0; ) {
        const read = some(left);
        const piece = read instanceof Promise ? await read : read;
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
