/** Cuts what an SMTP client sends into command lines, with what a careful server wants to know of their ends (RFC 5321 §2.3.8). */
import { CR, LF } from '../../base';
import { defaultLimits } from '../finding';

export interface CommandFrame {
  /** The line without its end, cut to the limit. */
  readonly bytes: Uint8Array;
  /** `lf`: a bare LF ended it, which a server may refuse. */
  readonly lineEnd: 'crlf' | 'lf';
  /** Whether a CR that belongs to no line end stands in it. */
  readonly bareCr: boolean;
  /** Octets beyond the limit, which are lost. */
  readonly dropped: number;
}

export interface CommandFramer {
  push(chunk: Uint8Array): void;
  /** The next line, or undefined while it is not complete. To be asked anew after each command: what follows DATA or BDAT is no line. */
  next(): CommandFrame | undefined;
  /** Removes and returns at most `count` of the octets not yet handed out; after DATA, BDAT and STARTTLS they are no commands. */
  take(count?: number): Uint8Array;
  /** How many octets are held that were not yet handed out. */
  readonly pending: number;
}

/** `limit`: octets of a line that are kept, without its end; default as `FrameLimits.line`. */
export function commandFramer(limit: number = defaultLimits.line): CommandFramer {
  let store = new Uint8Array(0);
  let start = 0;
  let end = 0;
  /** No LF stands before it. */
  let scanned = 0;
  /** The beginning of a line that is too long, while its end has not come. */
  let kept: Uint8Array | undefined;
  let dropped = 0;

  const release = (count: number): Uint8Array => {
    const octets = store.slice(start, start + count);
    start += octets.length;
    scanned = start;
    if (start === end && store.length > 65_536) store = new Uint8Array(0);
    if (start === end) {
      start = 0;
      end = 0;
      scanned = 0;
    }
    return octets;
  };

  const cutLongLine = (): void => {
    if (kept === undefined && end - start <= limit + 1) return;
    if (end - start < 2) return;
    kept ??= release(limit);
    // The last octet may be the CR of the line's end.
    dropped += release(end - start - 1).length;
  };

  return {
    push(chunk) {
      if (end + chunk.length > store.length) {
        const grown = new Uint8Array(Math.max(1024, (end - start) * 2, end - start + chunk.length));
        grown.set(store.subarray(start, end));
        store = grown;
        scanned -= start;
        end -= start;
        start = 0;
      }
      store.set(chunk, end);
      end += chunk.length;
    },
    next() {
      const lf = store.subarray(0, end).indexOf(LF, scanned);
      if (lf === -1) {
        scanned = end;
        cutLongLine();
        return undefined;
      }
      const line = release(lf + 1 - start);
      const lineEnd = line.at(-2) === CR ? 'crlf' : 'lf';
      const content = line.subarray(0, line.length - (lineEnd === 'crlf' ? 2 : 1));
      const bytes = kept ?? content.subarray(0, limit);
      const lost = dropped + content.length - (kept === undefined ? bytes.length : 0);
      kept = undefined;
      dropped = 0;
      return { bytes, lineEnd, bareCr: bytes.includes(CR), dropped: lost };
    },
    take: (count = end - start) => release(Math.min(count, end - start)),
    get pending() {
      return end - start;
    },
  };
}
