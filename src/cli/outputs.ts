/** Sends the reports of several scripts to their places: one to standard output in order, the others to files. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { type Paint, plain, type ReportOptions, reporters, type Tally, tally } from '../report';
import type { RunEvent } from '../transcript/event';
import type { ReporterChoice } from './option-values';
import type { Progress } from './terminal';

export interface Outputs {
  event(file: string, event: RunEvent): void;
  /** A script has ended: what it held back may be shown. */
  finished(file: string): void;
  end(ms: number): void;
  readonly results: Tally;
}

export interface OutputOptions {
  readonly choices: readonly ReporterChoice[];
  readonly dialogues: boolean;
  readonly source: (file: string) => string | undefined;
  readonly paint: Paint;
  readonly progress: Progress;
  /** The scripts in the order in which they are to be reported. */
  readonly files: readonly string[];
}

/** Scripts that run at the same time are reported one after the other: the first as it goes, the others when their turn comes. */
export function outputs({ choices, dialogues, source, paint, progress, files }: OutputOptions): Outputs {
  const name = (file: string): string => {
    const near = relative(process.cwd(), file);
    return near.startsWith('..') ? file : near;
  };
  const options = (choice: ReporterChoice): ReportOptions => ({
    source,
    name,
    dialogues,
    paint: choice.file === undefined ? paint : plain,
  });
  const made = choices.flatMap((choice) => {
    const reporter = reporters[choice.name]?.(options(choice));
    return reporter ? [{ choice, reporter, text: [] as string[] }] : [];
  });
  const results = tally();
  const waiting = new Map<string, RunEvent[]>(files.map((file) => [file, []]));
  const done = new Set<string>();

  const write = (entry: { choice: ReporterChoice; text: string[] }, text: string): void => {
    if (text === '') return;
    if (entry.choice.file !== undefined) {
      entry.text.push(text);
      return;
    }
    progress.clear();
    process.stdout.write(text);
  };
  const report = (file: string, event: RunEvent): void => {
    results.event(file, event);
    for (const entry of made) write(entry, entry.reporter.event(file, event));
  };
  const next = (): void => {
    for (const [file, held] of waiting) {
      for (const event of held.splice(0)) report(file, event);
      if (!done.has(file)) return;
      waiting.delete(file);
    }
  };

  return {
    results,
    event(file, event) {
      const [first] = waiting.keys();
      if (file === first) report(file, event);
      else waiting.get(file)?.push(event);
    },
    finished(file) {
      done.add(file);
      next();
    },
    end(ms) {
      for (const entry of made) {
        write(entry, entry.reporter.end(ms));
        if (entry.choice.file === undefined) continue;
        mkdirSync(dirname(entry.choice.file), { recursive: true });
        writeFileSync(entry.choice.file, entry.text.join(''));
      }
    },
  };
}
