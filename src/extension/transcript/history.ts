/** The runs that were: a folder with a transcript, its index and what became of it for each, bounded in number and size. */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createStore, indexPathOf, openStore, type TranscriptStore } from './store';
import type { PanelState } from './webview/messages';

export type RunSummary = NonNullable<PanelState['summary']>;

export interface PastRun {
  readonly id: string;
  readonly title: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly environment: string;
  /** Absent while it runs, and of a run that was interrupted. */
  readonly summary?: RunSummary;
  readonly events?: number;
  /** On disk, the index included. */
  readonly octets: number;
}

export interface HistoryLimits {
  readonly runs: number;
  readonly octets: number;
}

export interface RunningTranscript {
  readonly run: PastRun;
  readonly store: TranscriptStore;
  /** Keeps what became of it, and lets the oldest runs go that are too many. */
  finish(summary: RunSummary): void;
}

export interface RunHistory {
  /** Runs, the latest first. */
  list(): readonly PastRun[];
  begin(run: Pick<PastRun, 'title' | 'startedAt' | 'environment'>): RunningTranscript;
  /** Undefined when it is not there any more. */
  open(id: string): { readonly run: PastRun; readonly store: TranscriptStore } | undefined;
  delete(id: string): void;
}

const idPattern = /^\d{13}-[0-9a-f]{8}$/;

/** `unique`: eight hexadecimal digits, for runs that begin in the same millisecond in several windows. */
export function runHistory(folder: string, limits: () => HistoryLimits, unique: () => string): RunHistory {
  const transcriptOf = (id: string): string => join(folder, `${id}.jsonl`);
  const factsOf = (id: string): string => join(folder, `${id}.json`);
  const running = new Set<string>();

  const list = (): readonly PastRun[] =>
    names(folder)
      .flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -'.json'.length)] : []))
      .filter((id) => idPattern.test(id))
      .flatMap((id) => readRun(id, factsOf(id), transcriptOf(id)) ?? [])
      .sort((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1));
  const remove = (id: string): void => {
    if (!idPattern.test(id)) return;
    for (const path of [transcriptOf(id), indexPathOf(transcriptOf(id)), factsOf(id)]) rmSync(path, { force: true });
  };
  const prune = (): void => {
    const { runs, octets } = limits();
    let total = 0;
    for (const [n, run] of list().entries()) {
      total += run.octets;
      // The latest run stays however long it is.
      if (n > 0 && (n >= runs || total > octets) && !running.has(run.id)) remove(run.id);
    }
  };

  return {
    list,
    delete: remove,
    begin({ title, startedAt, environment }) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const id = `${String(Math.trunc(startedAt)).padStart(13, '0')}-${unique()}`;
      const facts = { title, startedAt, environment };
      writeFileSync(factsOf(id), JSON.stringify(facts), { mode: 0o600 });
      running.add(id);
      const store = createStore(transcriptOf(id));
      return {
        run: { id, ...facts, octets: 0 },
        store,
        finish(summary) {
          store.finish();
          running.delete(id);
          writeFileSync(factsOf(id), JSON.stringify({ ...facts, summary, events: store.index.size }), { mode: 0o600 });
          prune();
        },
      };
    },
    open(id) {
      const run = idPattern.test(id) ? readRun(id, factsOf(id), transcriptOf(id)) : undefined;
      if (!run) return undefined;
      return { run, store: openStore(transcriptOf(id)) };
    },
  };
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

const outcomes: ReadonlySet<unknown> = new Set(['passed', 'failed', 'cancelled']);

/** What is kept of a run; undefined when its transcript is gone or its facts cannot be read. */
function readRun(id: string, facts: string, transcript: string): PastRun | undefined {
  try {
    const { title, startedAt, environment, summary, events }: Partial<PastRun> = JSON.parse(
      readFileSync(facts, 'utf8'),
    );
    if (typeof title !== 'string' || typeof startedAt !== 'number' || typeof environment !== 'string') return undefined;
    const ended = summary && typeof summary.text === 'string' && outcomes.has(summary.outcome);
    const octets =
      statSync(transcript).size + (statSync(indexPathOf(transcript), { throwIfNoEntry: false })?.size ?? 0);
    return {
      id,
      title,
      startedAt,
      environment,
      octets,
      ...(ended && { summary }),
      ...(typeof events === 'number' && { events }),
    };
  } catch {
    return undefined;
  }
}
