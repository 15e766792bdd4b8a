/** Cuts what an IMAP server sends into responses with their literals (RFC 9051 §2.2, §4.3), within size limits. */
import { concat, LF } from '../../base';
import { defaultLimits, type FrameLimits } from '../finding';
import { growingBytes } from './growing-bytes';
import { announcedLiteral, longestAnnouncement } from './literal-announcement';
import type { ImapPart } from './part';
import { isHumanText } from './status-line';

export type ImapFrame =
  | {
      readonly kind: 'response';
      readonly parts: readonly ImapPart[];
      /** Octets on the wire, spilled literals included. */
      readonly size: number;
    }
  | {
      /** Content of a literal too large to keep, in order, before the response it belongs to. */
      readonly kind: 'piece';
      /** Which literal of the response being built, from 0. */
      readonly literal: number;
      readonly bytes: Uint8Array;
      readonly last: boolean;
    }
  | {
      /** A response beyond the limits: its first octets, and how many followed that were not kept. */
      readonly kind: 'oversized';
      readonly bytes: Uint8Array;
      readonly dropped: number;
    }
  | {
      /** What the stream ended in the middle of; pieces already given out are not repeated. */
      readonly kind: 'partial';
      readonly bytes: Uint8Array;
    };

export interface ResponseFramer {
  /**
   * Takes what arrived and gives the frames that are whole now. Frames may be views of `chunk`.
   * When `stopAfter` says so, the octets behind that frame stay unframed and pending: for STARTTLS and COMPRESS,
   * where they are no IMAP (RFC 9051 §6.2.1, RFC 4978 §3). The next `push` goes on with them.
   */
  push(chunk: Uint8Array, stopAfter?: (frame: ImapFrame) => boolean): readonly ImapFrame[];
  /** The stream has ended: what is left becomes a `partial` frame. */
  end(): readonly ImapFrame[];
  /** Octets taken in and not given out yet. */
  readonly pending: Uint8Array;
  /** Removes and returns the pending octets; the next octet starts a response. */
  take(): Uint8Array;
}

/** One response's text is never larger than this many lines' limit, however many literals cut it up. */
const textLines = 64;

type Mode =
  | { readonly kind: 'line' }
  | { readonly kind: 'literal'; readonly bytes: Uint8Array; filled: number; readonly binary: boolean }
  | { readonly kind: 'spill'; left: number; readonly index: number }
  | { readonly kind: 'skip-line' }
  | { readonly kind: 'skip-literal'; left: number };

/** A framer for one direction of one connection. Any octets frame; only sizes are judged here. */
export function responseFramer(limits: Partial<FrameLimits> = {}): ResponseFramer {
  const limit: FrameLimits = { ...defaultLimits, ...limits };
  const line = growingBytes();
  let mode: Mode = { kind: 'line' };
  let queue: Uint8Array[] = [];
  let parts: ImapPart[] = [];
  let literals = 0;
  let size = 0;
  let text = 0;
  let kept = 0;
  let head: Uint8Array = new Uint8Array(0);
  let dropped = 0;
  let tail: Uint8Array = new Uint8Array(0);

  const reset = (): void => {
    mode = { kind: 'line' };
    parts = [];
    literals = size = text = kept = dropped = 0;
    head = tail = new Uint8Array(0);
  };

  const held = (): Uint8Array => {
    if (mode.kind === 'skip-line' || mode.kind === 'skip-literal') return head;
    const all = parts.map((part) => part.bytes);
    all.push(mode.kind === 'literal' ? mode.bytes.subarray(0, mode.filled) : line.copy());
    return concat(all);
  };

  /** From here to the response's end nothing is kept. `lastLine` is the line that broke a limit, as far as it came. */
  const skip = (lastLine: Uint8Array, next: Mode): void => {
    head = concat([...parts.map((part) => part.bytes), lastLine.subarray(0, limit.line)]);
    dropped = lastLine.length - Math.min(lastLine.length, limit.line);
    tail = lastLine.slice(-longestAnnouncement);
    parts = [];
    mode = next;
  };

  const endSkippedLine = (): ImapFrame | undefined => {
    const announced = announcedLiteral(tail);
    tail = new Uint8Array(0);
    if (announced && !isHumanText(head)) {
      mode = announced.size > 0 ? { kind: 'skip-literal', left: announced.size } : { kind: 'skip-line' };
      return undefined;
    }
    const frame: ImapFrame = { kind: 'oversized', bytes: head, dropped };
    reset();
    return frame;
  };

  const endLine = (bytes: Uint8Array): ImapFrame | undefined => {
    text += bytes.length;
    size += bytes.length;
    if (bytes.length > limit.line || text > limit.line * textLines) {
      skip(bytes, { kind: 'skip-line' });
      return endSkippedLine();
    }
    const announced = announcedLiteral(bytes);
    if (!announced || (parts.length === 0 && isHumanText(bytes))) {
      parts.push({ kind: 'text', bytes });
      const frame: ImapFrame = { kind: 'response', parts, size };
      reset();
      return frame;
    }
    if (announced.size > limit.literal) {
      skip(bytes, { kind: 'skip-literal', left: announced.size });
      return undefined;
    }
    parts.push({ kind: 'text', bytes });
    size += announced.size;
    const spilled = announced.size > 0 && (announced.size > limit.spill || kept + announced.size > limit.literal);
    if (spilled) {
      parts.push({
        kind: 'literal',
        bytes: new Uint8Array(0),
        size: announced.size,
        binary: announced.binary,
        spilled,
      });
      mode = { kind: 'spill', left: announced.size, index: literals };
    } else {
      kept += announced.size;
      mode = { kind: 'literal', bytes: new Uint8Array(announced.size), filled: 0, binary: announced.binary };
      if (announced.size === 0) endLiteral(mode.bytes, mode.binary);
    }
    literals++;
    return undefined;
  };

  const endLiteral = (bytes: Uint8Array, binary: boolean): void => {
    parts.push({ kind: 'literal', bytes, size: bytes.length, binary, spilled: false });
    mode = { kind: 'line' };
  };

  /** Frames from `chunk`, from offset `from`: the offset it came to, and a frame if one is whole. */
  let at = 0;
  const step = (chunk: Uint8Array): ImapFrame | undefined => {
    const room = chunk.length - at;
    switch (mode.kind) {
      case 'line': {
        const lf = chunk.indexOf(LF, at);
        const end = lf === -1 ? chunk.length : lf + 1;
        const part = chunk.subarray(at, end);
        at = end;
        if (lf !== -1 && line.length === 0) return endLine(part);
        line.add(part);
        if (lf !== -1) return endLine(line.take());
        if (line.length > limit.line) {
          const soFar = line.take();
          size += soFar.length;
          skip(soFar, { kind: 'skip-line' });
        }
        return undefined;
      }
      case 'literal': {
        const wanted = mode.bytes.length - mode.filled;
        const part = chunk.subarray(at, at + Math.min(wanted, room));
        at += part.length;
        mode.bytes.set(part, mode.filled);
        mode.filled += part.length;
        if (mode.filled === mode.bytes.length) endLiteral(mode.bytes, mode.binary);
        return undefined;
      }
      case 'spill': {
        const bytes = chunk.subarray(at, at + Math.min(mode.left, room));
        at += bytes.length;
        mode.left -= bytes.length;
        const frame: ImapFrame = { kind: 'piece', literal: mode.index, bytes, last: mode.left === 0 };
        if (mode.left === 0) mode = { kind: 'line' };
        return frame;
      }
      case 'skip-line': {
        const lf = chunk.indexOf(LF, at);
        const end = lf === -1 ? chunk.length : lf + 1;
        const start = Math.max(at, end - longestAnnouncement);
        tail = concat([tail, chunk.subarray(start, end)]).slice(-longestAnnouncement);
        dropped += end - at;
        at = end;
        return lf === -1 ? undefined : endSkippedLine();
      }
      case 'skip-literal': {
        const part = Math.min(mode.left, room);
        at += part;
        dropped += part;
        mode.left -= part;
        if (mode.left === 0) mode = { kind: 'skip-line' };
        return undefined;
      }
    }
  };

  return {
    push(chunk, stopAfter) {
      queue.push(chunk);
      const frames: ImapFrame[] = [];
      for (let next = queue.shift(); next; next = queue.shift()) {
        at = 0;
        while (at < next.length) {
          const frame = step(next);
          if (!frame) continue;
          frames.push(frame);
          if (stopAfter?.(frame)) {
            if (at < next.length) queue.unshift(next.subarray(at));
            return frames;
          }
        }
      }
      return frames;
    },
    end() {
      const frames = [...this.push(new Uint8Array(0))];
      if (mode.kind === 'skip-line' || mode.kind === 'skip-literal') {
        frames.push({ kind: 'oversized', bytes: head, dropped });
      } else {
        const bytes = held();
        if (bytes.length > 0) frames.push({ kind: 'partial', bytes });
      }
      line.take();
      reset();
      return frames;
    },
    get pending() {
      return concat([held(), ...queue]);
    },
    take() {
      const bytes = concat([held(), ...queue]);
      queue = [];
      line.take();
      reset();
      return bytes;
    },
  };
}
