/** Cuts what a POP3 server sends into responses (RFC 1939 §3), on any bytes; told in advance which ones have a body. */
import { CR, concat, LF } from '../../base';
import { byteBuffer } from '../byte-buffer';
import { type DotReader, dotReader, dotUnstuff, type LineEnd } from '../dot-stuff';
import { defaultLimits, type FrameLimits } from '../finding';

export interface Pop3ReplyFrame {
  readonly kind: 'reply';
  /** The response as it came, with all line ends, doubled dots and the last line `.`; only its first line when the body was handed out in pieces. */
  readonly bytes: Uint8Array;
  /** The first line with its line end. */
  readonly status: Uint8Array;
  /** Octets of the body that were handed out in pieces, the line `.` included; 0 when none were. */
  readonly spilled: number;
  /** The body without doubled dots and without the line `.`, made when asked for; undefined for a single line, or after pieces. */
  readonly body: Uint8Array | undefined;
}

export type Pop3Frame =
  | Pop3ReplyFrame
  /** A line that begins with `+ `: the server's challenge in an AUTH exchange (RFC 5034 §4). It answers no command. */
  | { readonly kind: 'continuation'; readonly bytes: Uint8Array }
  /** A part of a body longer than `limits.spill`, still dot-stuffed (see `dotReader`). All parts come before the `reply` frame. */
  | { readonly kind: 'piece'; readonly status: Uint8Array; readonly bytes: Uint8Array }
  /** A first line beyond `limits.line` or a body beyond `limits.literal`: what was kept, and how many octets were dropped. */
  | { readonly kind: 'oversized'; readonly bytes: Uint8Array; readonly dropped: number; readonly spilled: number }
  /** What was there of a response when the connection ended. */
  | { readonly kind: 'partial'; readonly bytes: Uint8Array };

export interface ResponseFramer {
  /** Says, for each command sent and in order, whether its positive response has a body. With none said, a response is one line, as the greeting is. */
  expect(multiline: boolean): void;
  /** The frames that `chunk` completes. Their bytes may share its memory, so it must not be changed afterwards. */
  push(chunk: Uint8Array): readonly Pop3Frame[];
  /** The connection ended: what is left, as a `partial` frame (or `oversized`). */
  end(): readonly Pop3Frame[];
  /** A copy of the octets that are kept of a response that is not complete. */
  readonly pending: Uint8Array;
  /** Removes and returns the octets of a response that is not complete; at STLS there must be none (RFC 2595 §4). */
  take(): Uint8Array;
}

const PLUS = 43;
const SPACE = 32;

const isContinuation = (line: Uint8Array): boolean =>
  line[0] === PLUS && (line[1] === SPACE || line[1] === CR || line[1] === LF);

/** `+OK` in any case (RFC 1939 §3 has it in upper case; some servers do not). */
const isPositive = (line: Uint8Array): boolean =>
  line[0] === PLUS && ((line[1] ?? 0) | 32) === 0x6f && ((line[2] ?? 0) | 32) === 0x6b;

const lineEndOf = (line: Uint8Array): LineEnd => (line.at(-2) === CR ? 'crlf' : 'lf');

function bodyFrame(bytes: Uint8Array, status: Uint8Array): Pop3ReplyFrame {
  let body: Uint8Array | undefined;
  return {
    kind: 'reply',
    bytes,
    status,
    spilled: 0,
    get body() {
      body ??= dotUnstuff(bytes.subarray(status.length), lineEndOf(status));
      return body;
    },
  };
}

/** The body of a `+OK` response is read on until the line `.`; where the first line ends with LF alone, so may the line `.`. */
export function responseFramer(limits: Partial<FrameLimits> = {}): ResponseFramer {
  const { line: lineLimit, literal: bodyLimit, spill: spillLimit } = { ...defaultLimits, ...limits };
  const spills = spillLimit <= bodyLimit;
  const expected: boolean[] = [];
  let nextExpected = 0;
  /** The first line while it is incomplete; after it the part of the body that is kept. */
  const held = byteBuffer();
  let lineSeen = 0;
  let status: Uint8Array | undefined;
  let reader: DotReader = dotReader();
  let bodySeen = 0;
  let spilled = 0;

  const reset = (): void => {
    lineSeen = 0;
    status = undefined;
    bodySeen = 0;
    spilled = 0;
  };

  const takeExpected = (): boolean => {
    const multiline = expected[nextExpected++] ?? false;
    if (nextExpected >= expected.length) {
      expected.length = 0;
      nextExpected = 0;
    }
    return multiline;
  };

  const dropped = (): number => Math.max(0, lineSeen - lineLimit) + Math.max(0, bodySeen - bodyLimit);

  const keep = (part: Uint8Array, room: number): void => {
    if (room > 0) held.append(part.subarray(0, room));
  };

  /** The first line that ends at `end` (the rest of it began at `start`), cut to its limit. */
  const readLine = (chunk: Uint8Array, start: number, end: number): Uint8Array => {
    lineSeen += end - start;
    if (held.length === 0 && lineSeen <= lineLimit) return chunk.subarray(start, end);
    keep(chunk.subarray(start, end), lineLimit - held.length);
    return held.take();
  };

  /** Keeps or hands out one part of a body, of which `bodySeen` octets have been seen with it. */
  const readBody = (part: Uint8Array, first: Uint8Array, frames: Pop3Frame[]): void => {
    const room = bodyLimit - (bodySeen - part.length);
    if (!spills || bodySeen <= spillLimit) {
      keep(part, room);
      return;
    }
    for (const bytes of [held.take(), part.subarray(0, Math.max(0, room))]) {
      if (bytes.length === 0) continue;
      frames.push({ kind: 'piece', status: first, bytes });
      spilled += bytes.length;
    }
  };

  return {
    expect(multiline) {
      expected.push(multiline);
    },
    push(chunk) {
      const frames: Pop3Frame[] = [];
      let statusStart = -1;
      let at = 0;
      while (at < chunk.length) {
        if (status === undefined) {
          const lf = chunk.indexOf(LF, at);
          if (lf === -1) {
            keep(chunk.subarray(at), lineLimit - held.length);
            lineSeen += chunk.length - at;
            break;
          }
          const start = lineSeen === 0 ? at : -1;
          const line = readLine(chunk, at, lf + 1);
          at = lf + 1;
          const continuation = isContinuation(line);
          if (!continuation && takeExpected() && isPositive(line)) {
            status = line;
            statusStart = start;
            reader = dotReader({ lineEnd: dropped() > 0 ? 'crlf' : lineEndOf(line) });
            continue;
          }
          if (dropped() > 0) frames.push({ kind: 'oversized', bytes: line, dropped: dropped(), spilled: 0 });
          else if (continuation) frames.push({ kind: 'continuation', bytes: line });
          else frames.push({ kind: 'reply', bytes: line, status: line, spilled: 0, body: undefined });
          reset();
          continue;
        }
        const done = reader.push(chunk, at);
        const end = done === -1 ? chunk.length : done;
        const part = chunk.subarray(at, end);
        bodySeen += part.length;
        at = end;
        if (done !== -1 && statusStart !== -1 && dropped() === 0 && (!spills || bodySeen <= spillLimit)) {
          frames.push(bodyFrame(chunk.subarray(statusStart, end), status));
        } else {
          readBody(part, status, frames);
          if (done === -1) break;
          const bytes = concat([status, held.take()]);
          if (dropped() > 0) frames.push({ kind: 'oversized', bytes, dropped: dropped(), spilled });
          else if (spilled > 0) frames.push({ kind: 'reply', bytes, status, spilled, body: undefined });
          else frames.push(bodyFrame(bytes, status));
        }
        reset();
        statusStart = -1;
      }
      return frames;
    },
    end() {
      if (lineSeen === 0) return [];
      const bytes = concat([status ?? held.take(), held.take()]);
      const lost = dropped();
      const frame: Pop3Frame =
        lost > 0 ? { kind: 'oversized', bytes, dropped: lost, spilled } : { kind: 'partial', bytes };
      reset();
      return [frame];
    },
    get pending() {
      return concat([status ?? new Uint8Array(0), held.peek()]);
    },
    take() {
      const bytes = concat([status ?? new Uint8Array(0), held.take()]);
      reset();
      return bytes;
    },
  };
}
