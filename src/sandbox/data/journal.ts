/** The file that keeps what happens: written before it is acknowledged, many changes in one go. */
import type { FileHandle } from 'node:fs/promises';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { concat } from '../../base';
import { type Entry, frameOf, magic } from './frames';

export interface Journal {
  /** Notes a change. Changes of one turn are kept together or not at all. */
  append(entry: Entry): void;
  /** Settles when all that was noted is on the disk; undefined when it is. Rejects when it cannot be written. */
  settled(): Promise<void> | undefined;
  /** Writes what is left, and closes the file. */
  close(): Promise<void>;
}

interface JournalOptions {
  readonly path: string;
  /** The whole state as entries: asked for when the journal is written anew. */
  readonly snapshot: () => Iterable<Entry>;
  /** The journal can be written no more; nothing is acknowledged from here on. */
  readonly onFailure: (reason: Error) => void;
  /** Octets from which on it is written anew when it has doubled. Default 64 MiB. */
  readonly rewriteFrom?: number;
}

const defaultRewriteFrom = 64 * 1024 * 1024;

/** Octets that are put together for one write. */
const writeSize = 4 * 1024 * 1024;

/** Begins with the state as it is, in a file that then takes the place of the one before. */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const { path, snapshot } = options;
  let file: FileHandle | undefined;
  let size = 0;
  let rewriteAt = 0;
  let pending: Entry[] = [];
  let next = deferred();
  let current: Deferred | undefined;
  let failure: Error | undefined;
  let pumping: Promise<void> | undefined;

  const anew = async (): Promise<FileHandle> => {
    // The state holds what is pending already.
    pending = [];
    const entries = [...snapshot()];
    const fresh = await open(`${path}.new`, 'w', 0o600);
    let at = await put(fresh, 0, [magic]);
    for (const group of groups(entries)) at = await put(fresh, at, frameOf(group));
    await fresh.sync();
    await rename(`${path}.new`, path);
    await syncFolder(path);
    await file?.close();
    file = fresh;
    size = at;
    rewriteAt = Math.max(options.rewriteFrom ?? defaultRewriteFrom, 2 * size);
    return fresh;
  };
  let writing = await anew();
  const pump = async (): Promise<void> => {
    while (pending.length > 0 && !failure) {
      current = next;
      next = deferred();
      try {
        if (size > rewriteAt) writing = await anew();
        else {
          const entries = pending;
          pending = [];
          size = await put(writing, size, frameOf(entries));
          await writing.datasync();
        }
        current.resolve();
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error));
        current.reject(failure);
        next.reject(failure);
        options.onFailure(failure);
      }
      current = undefined;
    }
    pumping = undefined;
  };
  return {
    append(entry) {
      if (failure) return;
      pending.push(entry);
      // At the end of the turn: what one piece of input brought is written together.
      pumping ??= new Promise<void>((resolve) => setImmediate(resolve)).then(pump);
    },
    settled() {
      if (failure) return next.promise;
      if (pending.length > 0) return next.promise;
      return current?.promise;
    },
    async close() {
      while (pumping) await pumping;
      await writing.close();
    },
  };
}

interface Deferred {
  readonly promise: Promise<void>;
  resolve(): void;
  reject(reason: Error): void;
}

function deferred(): Deferred {
  let resolve: () => void = () => undefined;
  let reject: (reason: Error) => void = () => undefined;
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  // Nobody may be waiting.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}

/** Entries in frames of a size that can be read again in one go. */
function* groups(entries: readonly Entry[]): Generator<Entry[]> {
  let group: Entry[] = [];
  let size = 0;
  for (const entry of entries) {
    group.push(entry);
    size += entry.head.length + (entry.body?.length ?? 0);
    if (size < writeSize) continue;
    yield group;
    group = [];
    size = 0;
  }
  if (group.length > 0) yield group;
}

/** Writes all octets at a place; gives the place behind them. */
async function put(file: FileHandle, at: number, pieces: readonly Uint8Array[]): Promise<number> {
  let position = at;
  let gathered: Uint8Array[] = [];
  let size = 0;
  const flush = async (): Promise<void> => {
    const bytes = concat(gathered);
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position);
      done += bytesWritten;
      position += bytesWritten;
    }
    gathered = [];
    size = 0;
  };
  for (const piece of pieces) {
    gathered.push(piece);
    size += piece.length;
    if (size >= writeSize) await flush();
  }
  await flush();
  return position;
}

/** Makes sure that the file's name is on the disk, too. Some systems cannot, and need not. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(dirname(path), 'r');
    await folder.sync().finally(() => folder.close());
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EISDIR' && code !== 'EPERM' && code !== 'EACCES') throw error;
  }
}
