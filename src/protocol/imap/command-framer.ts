/** Cuts what an IMAP client sends into commands with their literals (RFC 9051 §2.2.1, §4.3, RFC 7888): the server's side. */
import { concat, LF } from '../../base';
import { defaultLimits, type FrameLimits } from '../finding';
import { growingBytes } from './growing-bytes';
import { announcedLiteral, longestAnnouncement } from './literal-announcement';
import type { ImapPart } from './part';

export type CommandFrame =
  | {
      /**
       * A literal is announced; none of its octets has been read. When `sync`, framing rests until `accept` (the server has sent `+`)
       * or `refuse` (it has sent NO or BAD). Otherwise the octets come anyway.
       */
      readonly kind: 'literal-request';
      readonly size: number;
      readonly sync: boolean;
      readonly binary: boolean;
      /** Above the limit: to be refused; accepted or not, its octets are not kept. */
      readonly tooLarge: boolean;
      /** The command so far, the announcement included. */
      readonly parts: readonly ImapPart[];
    }
  | { readonly kind: 'command'; readonly parts: readonly ImapPart[]; readonly size: number }
  | {
      /** A command beyond the limits, passed over to its end: its first octets, and how many were not kept. */
      readonly kind: 'oversized';
      readonly bytes: Uint8Array;
      readonly dropped: number;
    }
  | { readonly kind: 'partial'; readonly bytes: Uint8Array };

export interface CommandFramer {
  /** Takes what arrived and gives what is whole now. `stopAfter`: the octets behind that frame stay pending (STARTTLS, COMPRESS). */
  push(chunk: Uint8Array, stopAfter?: (frame: CommandFrame) => boolean): readonly CommandFrame[];
  /** Goes on after a synchronising literal's request: its octets come next. */
  accept(): readonly CommandFrame[];
  /** Drops the command whose literal was requested: the next octet begins a command. */
  refuse(): readonly CommandFrame[];
  /** The stream has ended: what is left becomes a `partial` frame. */
  end(): readonly CommandFrame[];
  readonly pending: Uint8Array;
  /** Removes and returns the pending octets; the next octet begins a command. */
  take(): Uint8Array;
}

type Mode =
  | { readonly kind: 'line' }
  | { readonly kind: 'asked'; readonly next: Mode }
  | { readonly kind: 'literal'; readonly bytes: Uint8Array; filled: number; readonly binary: boolean }
  | { readonly kind: 'skip-line' }
  | { readonly kind: 'skip-literal'; left: number };

/** A framer of commands for one connection. `limits.spill` has no meaning here; `limits.literal` also bounds a command's literals together. */
export function commandFramer(limits: Partial<FrameLimits> = {}): CommandFramer {
  const limit: FrameLimits = { ...defaultLimits, ...limits };
  const line = growingBytes();
  let mode: Mode = { kind: 'line' };
  let queue: Uint8Array[] = [];
  let parts: ImapPart[] = [];
  let size = 0;
  let kept = 0;
  let head: Uint8Array = new Uint8Array(0);
  let tail: Uint8Array = new Uint8Array(0);
  let dropped = 0;
  let at = 0;

  const reset = (): void => {
    mode = { kind: 'line' };
    parts = [];
    size = kept = dropped = 0;
    head = tail = new Uint8Array(0);
  };

  const skip = (lastLine: Uint8Array, next: Mode): void => {
    head = concat([...parts.map((part) => part.bytes), lastLine.subarray(0, limit.line)]);
    dropped = lastLine.length - Math.min(lastLine.length, limit.line);
    tail = lastLine.slice(-longestAnnouncement);
    parts = [];
    mode = next;
  };

  /** A literal in what is passed over: one that waits for `+` is asked for like any, too large. */
  const endSkippedLine = (): CommandFrame => {
    const announced = announcedLiteral(tail);
    tail = new Uint8Array(0);
    if (announced) {
      const next: Mode = announced.size > 0 ? { kind: 'skip-literal', left: announced.size } : { kind: 'skip-line' };
      mode = announced.sync ? { kind: 'asked', next } : next;
      return { kind: 'literal-request', ...sized(announced), tooLarge: true, parts: [{ kind: 'text', bytes: head }] };
    }
    const frame: CommandFrame = { kind: 'oversized', bytes: head, dropped };
    reset();
    return frame;
  };

  const endLine = (bytes: Uint8Array): CommandFrame => {
    size += bytes.length;
    if (bytes.length > limit.line || size - kept > limit.line * 16) {
      skip(bytes, { kind: 'skip-line' });
      return endSkippedLine();
    }
    const announced = announcedLiteral(bytes);
    if (!announced) {
      parts.push({ kind: 'text', bytes });
      const frame: CommandFrame = { kind: 'command', parts, size };
      reset();
      return frame;
    }
    const tooLarge = kept + announced.size > limit.literal;
    const request = { kind: 'literal-request', ...sized(announced), tooLarge } as const;
    const soFar: readonly ImapPart[] = [...parts, { kind: 'text', bytes }];
    let next: Mode;
    if (tooLarge) {
      skip(bytes, { kind: 'skip-line' });
      tail = new Uint8Array(0);
      next = { kind: 'skip-literal', left: announced.size };
    } else {
      parts.push({ kind: 'text', bytes });
      kept += announced.size;
      size += announced.size;
      next = { kind: 'literal', bytes: new Uint8Array(0), filled: 0, binary: announced.binary };
      if (announced.size > 0) next = { ...next, bytes: new Uint8Array(announced.size) };
      else if (!announced.sync) next = endLiteral(new Uint8Array(0), announced.binary);
    }
    mode = announced.sync ? { kind: 'asked', next } : next;
    return { ...request, parts: soFar };
  };

  const endLiteral = (bytes: Uint8Array, binary: boolean): Mode => {
    parts.push({ kind: 'literal', bytes, size: bytes.length, binary, spilled: false });
    return { kind: 'line' };
  };

  const step = (chunk: Uint8Array): CommandFrame | undefined => {
    const room = chunk.length - at;
    switch (mode.kind) {
      case 'asked':
        return undefined;
      case 'line': {
        const lf = chunk.indexOf(LF, at);
        const end = lf === -1 ? chunk.length : lf + 1;
        const part = chunk.subarray(at, end);
        at = end;
        if (lf !== -1 && line.length === 0) return endLine(part);
        line.add(part);
        if (lf !== -1) return endLine(line.take());
        if (line.length > limit.line) skip(line.take(), { kind: 'skip-line' });
        return undefined;
      }
      case 'literal': {
        const part = chunk.subarray(at, at + Math.min(mode.bytes.length - mode.filled, room));
        at += part.length;
        mode.bytes.set(part, mode.filled);
        mode.filled += part.length;
        if (mode.filled === mode.bytes.length) mode = endLiteral(mode.bytes, mode.binary);
        return undefined;
      }
      case 'skip-line': {
        const lf = chunk.indexOf(LF, at);
        const end = lf === -1 ? chunk.length : lf + 1;
        tail = concat([tail, chunk.subarray(Math.max(at, end - longestAnnouncement), end)]).slice(-longestAnnouncement);
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

  const run = (stopAfter?: (frame: CommandFrame) => boolean): readonly CommandFrame[] => {
    const frames: CommandFrame[] = [];
    for (let next = queue.shift(); next; next = queue.shift()) {
      at = 0;
      while (at < next.length) {
        const frame = mode.kind === 'asked' ? undefined : step(next);
        if (frame) frames.push(frame);
        if (mode.kind === 'asked' || (frame && stopAfter?.(frame))) {
          if (at < next.length) queue.unshift(next.subarray(at));
          return frames;
        }
      }
    }
    return frames;
  };

  const held = (): Uint8Array => {
    const now = mode.kind === 'asked' ? mode.next : mode;
    if (now.kind === 'skip-line' || now.kind === 'skip-literal') return head;
    const literal = now.kind === 'literal' ? now.bytes.subarray(0, now.filled) : line.copy();
    return concat([...parts.map((part) => part.bytes), literal]);
  };

  return {
    push(chunk, stopAfter) {
      queue.push(chunk);
      return run(stopAfter);
    },
    accept() {
      if (mode.kind !== 'asked') return [];
      const { next } = mode;
      mode = next.kind === 'literal' && next.bytes.length === 0 ? endLiteral(next.bytes, next.binary) : next;
      return run();
    },
    refuse() {
      if (mode.kind !== 'asked') return [];
      line.take();
      reset();
      return run();
    },
    end() {
      const frames = [...run()];
      const bytes = concat([held(), ...queue]);
      if (bytes.length > 0) frames.push({ kind: 'partial', bytes });
      queue = [];
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

const sized = ({ size, sync, binary }: { size: number; sync: boolean; binary: boolean }) => ({ size, sync, binary });
