/** Cuts what an SMTP or LMTP server sends into replies (RFC 5321 §4.2.1), on any bytes. */
import { LF } from '../../base';
import { byteBuffer } from '../byte-buffer';
import { defaultLimits, type FrameLimits } from '../finding';

export type SmtpFrame =
  /** All lines of one reply, line ends included. */
  | { readonly kind: 'reply'; readonly bytes: Uint8Array }
  /** A reply with a line beyond `limits.line`, or as a whole beyond `limits.spill`: its beginning, and how many octets were dropped. */
  | { readonly kind: 'oversized'; readonly bytes: Uint8Array; readonly dropped: number }
  /** What was there of a reply when the connection ended. */
  | { readonly kind: 'partial'; readonly bytes: Uint8Array };

export interface ReplyFramer {
  /** The replies that `chunk` completes. Their bytes may share its memory, so it must not be changed afterwards. */
  push(chunk: Uint8Array): readonly SmtpFrame[];
  /** The connection ended: what is left, as a `partial` frame (or `oversized`). */
  end(): readonly SmtpFrame[];
  /** A copy of the octets of a reply that is not complete. */
  readonly pending: Uint8Array;
  /** Removes and returns the octets of a reply that is not complete; at STARTTLS there must be none (RFC 3207 §4.2). */
  take(): Uint8Array;
}

const HYPHEN = 45;
const headLength = 4;
const isDigit = (octet: number | undefined): boolean => octet !== undefined && octet >= 48 && octet <= 57;

/**
 * A line ends at LF. A line that begins with three digits and `-` has a next one; so has a line without a code inside a
 * multi-line reply, since a reply is only over with a code that no hyphen follows.
 */
function hasNext(bytes: Uint8Array, start: number, end: number, inside: boolean): boolean {
  if (end - start < headLength) return inside;
  if (!isDigit(bytes[start]) || !isDigit(bytes[start + 1]) || !isDigit(bytes[start + 2])) return inside;
  return bytes[start + 3] === HYPHEN;
}

/** Limits: `line` octets in a line, `spill` octets in a reply. A reply beyond them is read to its end and given as `oversized`. */
export function replyFramer(limits: Partial<FrameLimits> = {}): ReplyFramer {
  const lineLimit = limits.line ?? defaultLimits.line;
  const replyLimit = limits.spill ?? defaultLimits.spill;
  const held = byteBuffer();
  const head = new Uint8Array(headLength);
  let headHeld = 0;
  let replySeen = 0;
  let lineOffset = 0;
  let inside = false;
  let cut = -1;

  const reset = (): void => {
    headHeld = 0;
    replySeen = 0;
    lineOffset = 0;
    inside = false;
    cut = -1;
  };

  const measure = (offset: number): void => {
    if (cut !== -1) return;
    const longest = Math.min(lineOffset + lineLimit, replyLimit);
    if (offset > longest) cut = longest;
  };

  const keep = (chunk: Uint8Array, start: number, end: number): void => {
    const room = cut === -1 ? end - start : Math.min(end - start, cut - held.length);
    if (room > 0) held.append(chunk.subarray(start, start + room));
  };

  return {
    push(chunk) {
      const frames: SmtpFrame[] = [];
      let replyStart = 0;
      let lineStart = 0;
      for (let lf = chunk.indexOf(LF); lf !== -1; lf = chunk.indexOf(LF, lineStart)) {
        const end = lf + 1;
        measure(replySeen + end - replyStart);
        let more: boolean;
        if (headHeld === 0) more = hasNext(chunk, lineStart, end, inside);
        else {
          const taken = Math.min(headLength - headHeld, end - lineStart);
          head.set(chunk.subarray(lineStart, lineStart + taken), headHeld);
          more = hasNext(head, 0, headHeld + taken, inside);
        }
        headHeld = 0;
        lineStart = end;
        if (more) {
          inside = true;
          lineOffset = replySeen + end - replyStart;
          continue;
        }
        if (cut !== -1) {
          keep(chunk, replyStart, end);
          frames.push({ kind: 'oversized', bytes: held.take(), dropped: replySeen + end - replyStart - cut });
        } else if (held.length > 0) {
          held.append(chunk.subarray(replyStart, end));
          frames.push({ kind: 'reply', bytes: held.take() });
        } else frames.push({ kind: 'reply', bytes: chunk.subarray(replyStart, end) });
        reset();
        replyStart = end;
      }
      if (replyStart === chunk.length) return frames;
      measure(replySeen + chunk.length - replyStart);
      keep(chunk, replyStart, chunk.length);
      replySeen += chunk.length - replyStart;
      const start = chunk.subarray(lineStart, lineStart + headLength - headHeld);
      head.set(start, headHeld);
      headHeld += start.length;
      return frames;
    },
    end() {
      if (replySeen === 0) return [];
      const frame: SmtpFrame =
        cut === -1
          ? { kind: 'partial', bytes: held.take() }
          : { kind: 'oversized', dropped: replySeen - cut, bytes: held.take() };
      reset();
      return [frame];
    },
    get pending() {
      return held.peek();
    },
    take() {
      reset();
      return held.take();
    },
  };
}
