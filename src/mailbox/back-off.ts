/** When to try again after a loss: soon at first, then ever later, never more often than once a second. */
import type { Clock } from '../session/ports';

export interface BackOff {
  /** It has been connected before: a failure now is a loss. */
  readonly wasConnected: boolean;
  /** Calls back later; gives the milliseconds until then. A call that waits already is replaced. */
  next(again: () => void): number;
  /** It is connected: the next loss begins with the shortest wait. */
  connected(): void;
  cancel(): void;
}

const shortest = 1_000;
const longestWait = 120_000;

export function backOff(clock: Clock): BackOff {
  let wait = shortest;
  let cancel: (() => void) | undefined;
  let wasConnected = false;
  return {
    get wasConnected() {
      return wasConnected;
    },
    next(again) {
      cancel?.();
      const now = wait;
      wait = Math.min(longestWait, wait * 2);
      cancel = clock.after(now, again);
      return now;
    },
    connected() {
      wasConnected = true;
      wait = shortest;
      cancel?.();
    },
    cancel: () => cancel?.(),
  };
}
