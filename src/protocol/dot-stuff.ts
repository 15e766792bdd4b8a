/** Transparency of lines that begin with a dot, and the line with only a dot that ends a text: RFC 5321 §4.5.2, RFC 1939 §3. */
import { CR, concat, LF } from '../base';

const DOT = 46;
const terminator = new Uint8Array([DOT, CR, LF]);

/**
 * Makes `bytes` ready for the wire: a dot is put before each dot that begins a line, a CRLF is added when the last line lacks
 * one, and the line `.` follows. Only CRLF ends a line: bare CR and LF are left as they are.
 */
export function dotStuff(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let start = 0;
  if (bytes[0] === DOT) parts.push(terminator.subarray(0, 1));
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at + 1] !== DOT || bytes[at - 1] !== CR) continue;
    parts.push(bytes.subarray(start, at + 1), terminator.subarray(0, 1));
    start = at + 1;
  }
  parts.push(bytes.subarray(start));
  if (bytes.length > 0 && !endsWithCrlf(bytes)) parts.push(terminator.subarray(1));
  parts.push(terminator);
  return concat(parts);
}

/** The inverse of `dotStuff`: takes the doubled dots out, and the final line `.` off where it stands; what follows it is lost. */
export function dotUnstuff(bytes: Uint8Array, lineEnd: LineEnd = 'crlf'): Uint8Array {
  const pieces: Uint8Array[] = [];
  const reader = dotReader({ lineEnd, content: (piece) => pieces.push(piece) });
  if (reader.push(bytes) === -1) reader.end();
  return pieces.length === 0 ? new Uint8Array(0) : concat(pieces);
}

/** `crlf`: only CRLF ends a line, as the RFCs say. `lf`: LF does, with or without CR before it: for a server that sends no CR. */
export type LineEnd = 'crlf' | 'lf';

export interface DotReader {
  /**
   * Reads on from `start`; returns the offset behind the line `.` that ends the text, or -1 while it has not come.
   * After the end it must not be called again.
   */
  push(chunk: Uint8Array, start?: number): number;
  /** The text was cut off: hands out octets that were held back because they might have begun the line `.`. */
  end(): void;
}

export interface DotReaderOptions {
  readonly lineEnd?: LineEnd;
  /** Receives the text without doubled dots and without the last line, in pieces which may share memory with the chunks. */
  readonly content?: (piece: Uint8Array) => void;
}

type Place = 'inside' | 'after-cr' | 'line-start' | 'after-dot' | 'after-dot-cr';

const crOnly = new Uint8Array([CR]);

/** Finds the end of a dot-stuffed text in a stream, however it is cut into chunks. */
export function dotReader(options: DotReaderOptions = {}): DotReader {
  const bareLfEnds = options.lineEnd === 'lf';
  const content = options.content ?? (() => undefined);
  let place: Place = 'line-start';

  return {
    push(chunk, start = 0) {
      let kept = start;
      let at = start;
      const flush = (end: number): void => {
        if (end > kept) content(chunk.subarray(kept, end));
      };
      while (at < chunk.length) {
        if (place === 'inside') {
          const next = chunk.indexOf(bareLfEnds ? LF : CR, at);
          if (next === -1) break;
          at = next + 1;
          place = bareLfEnds ? 'line-start' : 'after-cr';
          continue;
        }
        const octet = chunk[at];
        switch (place) {
          case 'line-start':
            if (octet === DOT) {
              flush(at);
              kept = at + 1;
              place = 'after-dot';
              at++;
            } else place = 'inside';
            break;
          case 'after-cr':
            if (octet === LF) {
              place = 'line-start';
              at++;
            } else place = 'inside';
            break;
          case 'after-dot':
            if (octet === CR) {
              place = 'after-dot-cr';
              at++;
              kept = at;
            } else if (octet === LF && bareLfEnds) return at + 1;
            else place = 'inside';
            break;
          case 'after-dot-cr':
            if (octet === LF) return at + 1;
            content(crOnly);
            place = bareLfEnds ? 'inside' : 'after-cr';
            break;
        }
      }
      flush(chunk.length);
      return -1;
    },
    end() {
      if (place === 'after-dot-cr') content(crOnly);
      else if (place === 'after-dot') content(terminator.subarray(0, 1));
      place = 'line-start';
    },
  };
}

const endsWithCrlf = (bytes: Uint8Array): boolean => bytes.at(-1) === LF && bytes.at(-2) === CR;
