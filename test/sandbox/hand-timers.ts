/** Timers that a test winds on by hand. */
import type { Timers } from '../../src/sandbox/connection/timers';

export interface HandTimers extends Timers {
  /** Everything that is due within `ms` milliseconds of when it was asked for happens now. */
  elapse(ms: number): void;
  /** How often so many milliseconds have been asked for. */
  asked(ms: number): number;
  /** Resolves when so many milliseconds have been asked for, and not called off. */
  waitingFor(ms: number): Promise<void>;
}

export function handTimers(): HandTimers {
  const due = new Set<{ readonly ms: number; readonly act: () => void }>();
  const asked = new Map<number, number>();
  let watchers: (() => void)[] = [];
  return {
    after(ms, act) {
      const timer = { ms, act };
      due.add(timer);
      asked.set(ms, (asked.get(ms) ?? 0) + 1);
      const waking = watchers;
      watchers = [];
      for (const wake of waking) wake();
      return () => due.delete(timer);
    },
    elapse(ms) {
      for (const timer of [...due]) {
        if (timer.ms > ms || !due.delete(timer)) continue;
        timer.act();
      }
    },
    asked: (ms) => asked.get(ms) ?? 0,
    async waitingFor(ms) {
      while (![...due].some((timer) => timer.ms === ms)) await new Promise<void>((wake) => watchers.push(wake));
    },
  };
}
