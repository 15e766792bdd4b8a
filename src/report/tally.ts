/** Gathers what became of each session: the part of a run that every summary needs. */
import type { Counts, Failure, Outcome, RunEvent } from '../transcript/event';

export interface SessionOutcome {
  readonly file: string;
  readonly title: string;
  readonly outcome: Outcome;
  readonly ms: number;
  readonly reason?: string;
  readonly failure?: Failure;
}

export interface Tally {
  /** Takes an event; a finished session comes back. */
  event(file: string, event: RunEvent): SessionOutcome | undefined;
  readonly sessions: readonly SessionOutcome[];
  readonly counts: Counts;
}

export function tally(): Tally {
  const sessions: SessionOutcome[] = [];
  const titles = new Map<string, string>();
  const counts = { passed: 0, failed: 0, skipped: 0, cancelled: 0 };
  return {
    sessions,
    counts,
    event(file, event) {
      if (event.kind !== 'session-started' && event.kind !== 'session-ended') return undefined;
      const key = `${file}\n${event.session}`;
      if (event.kind === 'session-started') {
        titles.set(key, event.title);
        return undefined;
      }
      counts[event.outcome]++;
      const done: SessionOutcome = {
        file,
        title: titles.get(key) ?? '',
        outcome: event.outcome,
        ms: event.ms,
        ...(event.reason === undefined ? {} : { reason: event.reason }),
        ...(event.failure === undefined ? {} : { failure: event.failure }),
      };
      titles.delete(key);
      sessions.push(done);
      return done;
    },
  };
}
