/** The events of one run on disk: JSON Lines, with an index in memory that finds each of them. */
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { RunEvent } from '../../transcript/event';
import { decodeIndex, type EventIndex, encodeIndex, eventIndex } from '../../transcript/event-index';
import { decodeEvents, encodeEvent } from '../../transcript/json-lines';
import { rowCount } from './rows';

const pieceSize = 65_536;
/** Events that wait to be encoded, at most. */
const waitingLimit = 1_024;
/** Octets read at once where many events are read. */
const chunkSize = 1_048_576;

export interface TranscriptStore {
  readonly path: string;
  readonly index: EventIndex;
  /** Octets in the file. */
  readonly octets: number;
  /** Why not all of the file could be read. */
  readonly problem: string | undefined;
  /** Events from `changed` on look different now. */
  onChange(listener: (changed: number) => void): () => void;
  /** Keeps one more event; it is in the index a moment later. */
  add(event: RunEvent): void;
  /** All that was added is in the index and can be read. */
  settle(): void;
  /** Some events, by their numbers in rising order. */
  read(events: readonly number[]): readonly RunEvent[];
  /**
   * The texts of the events from `from` on, in pieces of some megabytes, each with its first event's number; the lines are split by
   * the index. Other work gets its turn between pieces.
   */
  lines(from?: number): AsyncGenerator<{ readonly first: number; readonly lines: readonly string[] }>;
  /** No more events come; the index is kept beside the file, so that it opens at once next time. */
  finish(): void;
  /** Lets the file go. */
  close(): void;
}

export const indexPathOf = (path: string): string => `${path}.index`;

/** A new transcript at `path`, its folders made; only its owner may read it. */
export function createStore(path: string): TranscriptStore {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  return storeOf(path, openSync(path, 'w+', 0o600), eventIndex(), 0);
}

/** Opens a transcript: at once where its index is beside it; else its events come as they are read. */
export function openStore(path: string): TranscriptStore {
  const descriptor = openSync(path, 'r');
  const { size } = fstatSync(descriptor);
  const known = existsSync(indexPathOf(path)) ? decodeIndex(readFileSync(indexPathOf(path))) : undefined;
  const last = known && known.size > 0 ? known.size - 1 : undefined;
  const end = known && last !== undefined ? known.at('offset', last) + known.at('length', last) : 0;
  if (known && end === size) return storeOf(path, descriptor, known, size);
  const store = storeOf(path, descriptor, eventIndex(), 0);
  void scan(store, descriptor, size);
  return store;
}

interface OwnStore extends TranscriptStore {
  /** Takes an event that is in the file already. */
  found(event: RunEvent, offset: number, length: number): void;
  broken(problem: string): void;
  changed(): void;
}

function storeOf(path: string, descriptor: number, index: EventIndex, octets: number): OwnStore {
  const listeners = new Set<(changed: number) => void>();
  let size = octets;
  let piece = '';
  let waiting: RunEvent[] = [];
  let soon: NodeJS.Immediate | undefined;
  let open = true;
  let problem: string | undefined;
  let changed = Number.POSITIVE_INFINITY;

  const tell = (): void => {
    if (changed === Number.POSITIVE_INFINITY) return;
    const from = changed;
    changed = Number.POSITIVE_INFINITY;
    for (const listener of listeners) listener(from);
  };
  const flush = (): void => {
    if (piece !== '' && open) writeSync(descriptor, piece);
    piece = '';
  };
  // Encoded after the answer to an event has been sent, while the server works on it.
  const encode = (): void => {
    clearImmediate(soon);
    soon = undefined;
    const events = waiting;
    waiting = [];
    for (const event of events) {
      const line = encodeEvent(event);
      const length = Buffer.byteLength(line);
      piece += line;
      changed = Math.min(changed, index.add(event, { offset: size, length, rows: rowCount(event) }));
      size += length;
      if (piece.length >= pieceSize) flush();
    }
    tell();
  };
  const settle = (): void => {
    encode();
    flush();
  };
  const textOf = (first: number, last: number): Buffer => {
    const from = index.at('offset', first);
    const to = index.at('offset', last) + index.at('length', last);
    const bytes = Buffer.allocUnsafe(to - from);
    const read = open ? readSync(descriptor, bytes, 0, bytes.length, from) : 0;
    return bytes.subarray(0, read);
  };

  return {
    path,
    index,
    get octets() {
      return size;
    },
    get problem() {
      return problem;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add(event) {
      if (!open) return;
      waiting.push(event);
      if (waiting.length >= waitingLimit) encode();
      else soon ??= setImmediate(encode);
    },
    settle,
    read(events) {
      settle();
      return events.flatMap((event) => decodeEvents(textOf(event, event).toString()).events);
    },
    async *lines(from = 0) {
      settle();
      let first = from;
      while (first < index.size && open) {
        let last = first;
        const start = index.at('offset', first);
        while (last + 1 < index.size && index.at('offset', last + 1) - start < chunkSize) last++;
        yield {
          first,
          lines: textOf(first, last)
            .toString()
            .split('\n')
            .slice(0, last - first + 1),
        };
        first = last + 1;
        await new Promise((turn) => setImmediate(turn));
      }
    },
    finish() {
      settle();
      if (!open) return;
      const file = openSync(indexPathOf(path), 'w', 0o600);
      for (const part of encodeIndex(index)) writeSync(file, part);
      closeSync(file);
    },
    close() {
      if (!open) return;
      settle();
      open = false;
      closeSync(descriptor);
    },
    found(event, offset, length) {
      changed = Math.min(changed, index.add(event, { offset, length, rows: rowCount(event) }));
      size = offset + length;
    },
    broken(text) {
      problem = text;
    },
    changed: tell,
  };
}

/** Reads a file that has no index, piece by piece; other work gets its turn in between. */
async function scan(store: TranscriptStore, descriptor: number, size: number): Promise<void> {
  const own = store as OwnStore;
  let rest: Buffer = Buffer.alloc(0);
  let at = 0;
  try {
    for (let from = 0; from < size; ) {
      const bytes = Buffer.allocUnsafe(Math.min(chunkSize, size - from));
      const read = readSync(descriptor, bytes, 0, bytes.length, from);
      if (read === 0) break;
      from += read;
      const piece = rest.length > 0 ? Buffer.concat([rest, bytes.subarray(0, read)]) : bytes.subarray(0, read);
      let start = 0;
      for (let lf = piece.indexOf(10); lf !== -1; lf = piece.indexOf(10, start)) {
        const length = lf + 1 - start;
        const { events, problem } = decodeEvents(piece.toString('utf8', start, lf + 1));
        const [event] = events;
        if (event) own.found(event, at, length);
        else if (problem) own.broken(`${store.path}: ${problem}`);
        at += length;
        start = lf + 1;
      }
      rest = piece.subarray(start);
      own.changed();
      await new Promise((turn) => setImmediate(turn));
    }
    if (rest.length > 0) own.broken('The last line is cut short: the run was interrupted');
  } catch (error) {
    // It was closed while it was read: another run is shown.
    own.broken(error instanceof Error ? error.message : String(error));
  }
  own.changed();
}
