/** A folder that keeps a sandbox's state: what was in it at start, and what keeps it up from there. */
import { closeSync, fstatSync, mkdirSync, openSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Credential } from '../certificates/authority';
import { type KeptState, nothingKept } from '../store/kept';
import type { Store } from '../store/store';
import { DataError } from './data-error';
import { type JournalSource, readJournal } from './frames';
import { type Journal, openJournal } from './journal';
import { lock } from './lock';
import { recordOf } from './records';
import { applyRecord } from './state';
import { keepStore } from './watch';

export interface Data {
  readonly state: KeptState;
  /** There was nothing yet. */
  readonly isNew: boolean;
  /** What was found at the end of the journal and left out: what a crash had not finished. */
  readonly torn: string | undefined;
  /** Keeps what happens in the store from here on; resolves when what is there now is kept. */
  keep(store: Store, authority: Credential, onFailure: (reason: Error) => void): Promise<void>;
  /** Settles when all that has happened is on the disk; undefined when it is. */
  settled(): Promise<void> | undefined;
  /** Writes what is left and lets go of the folder. */
  close(): Promise<void>;
  /** Lets go of a folder that was new and is to be so again. */
  discard(): Promise<void>;
}

/** Opens a data folder, made when it does not exist. Throws a DataError when it is in use, damaged or not to be written to. */
export function openData(folder: string): Data {
  const unlock = locked(folder);
  const path = join(folder, 'journal');
  try {
    const state = nothingKept();
    const torn = restore(path, state);
    const isNew = state.accounts.size === 0;
    let journal: Journal | undefined;
    const close = async (): Promise<void> => {
      await journal?.close();
      unlock();
    };
    return {
      state,
      isNew,
      torn,
      async keep(store, authority, onFailure) {
        const keeper = keepStore(store, authority, (entry) => journal?.append(entry));
        journal = await openJournal({ path, snapshot: () => keeper.snapshot(), onFailure });
        // Contents that no mailbox holds any more need not stay in memory.
        state.contents.clear();
        state.mailboxes.clear();
        state.accounts.clear();
      },
      settled: () => journal?.settled(),
      close,
      async discard() {
        await close();
        rmSync(path, { force: true });
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

function locked(folder: string): () => void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return lock(folder);
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(`${folder} cannot be used as a data folder: ${error instanceof Error ? error.message : error}`);
  }
}

/** Reads the journal, when there is one, into `state`; gives what was left out at its end. */
function restore(path: string, state: KeptState): string | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new DataError(`${path} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
  try {
    return readJournal(fileSource(path, file), (entry) => applyRecord(state, recordOf(entry), entry.body)).torn;
  } finally {
    closeSync(file);
  }
}

const fileSource = (name: string, file: number): JournalSource => ({
  name,
  size: fstatSync(file).size,
  read(at, length) {
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length; ) {
      const count = readSync(file, bytes, done, length - done, at + done);
      if (count === 0) throw new DataError(`${name} became shorter while it was read`);
      done += count;
    }
    return bytes;
  },
});
