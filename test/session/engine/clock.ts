/** A clock that only goes on when nothing else can: no test waits for real time. */
import type { Clock } from '../../../src/session/ports';

export interface VirtualClock extends Clock {
  /** Runs everything that is ready, then goes on to the next timer, until `done` says so. */
  play(done: () => boolean): Promise<void>;
}

export function virtualClock(): VirtualClock {
  let now = 1_800_000_000_000;
  let timers: { readonly at: number; readonly callback: () => void }[] = [];
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    now: () => now,
    zone: () => 0,
    after(ms, callback) {
      const timer = { at: now + ms, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    async play(done) {
      await settle();
      while (!done()) {
        const [next] = timers.toSorted((a, b) => a.at - b.at);
        if (!next) {
          await settle();
          if (done()) return;
          if (timers.length > 0) continue;
          throw new Error('the run hangs: nothing is ready and no timer is set');
        }
        timers = timers.filter((one) => one !== next);
        now = Math.max(now, next.at);
        next.callback();
        await settle();
      }
    },
  };
}
