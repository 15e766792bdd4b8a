/** The engine's clock by the system's: monotonic within a run. */
import type { Clock } from '../session/ports';

/** A clock that starts at the wall clock and never jumps with it. */
export function systemClock(): Clock {
  return {
    now: () => performance.timeOrigin + performance.now(),
    zone: (at) => -new Date(at).getTimezoneOffset(),
    after(ms, callback) {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
  };
}
