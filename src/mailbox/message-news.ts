/** What others do in the open folder, as imapflow tells it; and where among ascending numbers one is. */
import type { Hand } from './account';
import { cleanFlags, type FlagNews } from './message-window';

/** What a server says of a folder when it is opened. */
export interface Selected {
  readonly uidValidity: bigint;
  readonly exists: number;
  readonly uidNext: number;
  readonly highestModseq?: bigint | undefined;
}

/** What others did, as imapflow tells it. */
interface Told {
  readonly path: string;
  readonly seq?: number;
  readonly uid?: number;
  readonly count?: number;
  readonly flags?: ReadonlySet<string>;
}

export interface NewsListeners {
  /** It is told of the folder, as it was opened last. */
  here(path: string): boolean;
  exists(count: number): void;
  expunge(number: number): void;
  flags(news: FlagNews): void;
  /** A folder was opened on the connection. */
  opened(path: string): void;
}

/** Listens; the answer ends that. */
export function hearNews({ client }: Hand, listeners: NewsListeners): () => void {
  const events: Readonly<Record<string, (told: Told) => void>> = {
    exists: ({ path, count }) => {
      if (count !== undefined && listeners.here(path)) listeners.exists(count);
    },
    expunge: ({ path, seq }) => {
      if (seq !== undefined && listeners.here(path)) listeners.expunge(seq);
    },
    flags: ({ path, seq, uid, flags }) => {
      if (seq !== undefined && flags && listeners.here(path)) {
        listeners.flags({ number: seq, uid, flags: cleanFlags([...flags]) });
      }
    },
    mailboxOpen: ({ path }) => listeners.opened(path),
  };
  const emitter = client as unknown as {
    on(event: string, listener: (told: Told) => void): void;
    off(event: string, listener: (told: Told) => void): void;
  };
  for (const [event, listener] of Object.entries(events)) emitter.on(event, listener);
  return () => {
    for (const [event, listener] of Object.entries(events)) emitter.off(event, listener);
  };
}

/** Where a number is among ascending ones; -1: nowhere. */
export function indexIn(numbers: readonly number[], wanted: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const value = numbers[middle] ?? 0;
    if (value === wanted) return middle;
    if (value < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
