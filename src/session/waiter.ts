/** Waits, for one step at a time, until something holds or time is up; one timer serves a whole session. */
import type { Clock } from './ports';

export type Woken = 'ready' | 'late' | 'session-late' | 'cancelled';

export interface Waiter {
  /** Waits until `ready` holds: it is asked now, and again at each `wake`. At most `ms`, or until the session's time is up. */
  until(ready: () => boolean, ms: number): Woken | Promise<Woken>;
  /** Something may have changed. */
  wake(): void;
  /** A part of what is awaited has come: the full time counts anew. */
  progress(): void;
  /** From now on every wait ends with `cancelled`. */
  cancel(): void;
  /** Waits work again: after a cancellation for `ms` in all, else for what the session has left, `ms` at least. */
  reopen(ms: number): void;
  /** Time that does not count as the session's: a debugger held it. */
  postpone(ms: number): void;
  readonly cancelled: boolean;
  /** Lets the timer go. */
  end(): void;
}

interface Waiting {
  readonly ready: () => boolean;
  readonly ms: number;
  deadline: number;
  readonly resolve: (woken: Woken) => void;
}

/** `sessionMs`: for all waits together, counted from now. */
export function createWaiter(clock: Clock, sessionMs: number): Waiter {
  let sessionEnd = clock.now() + sessionMs;
  let waiting: Waiting | undefined;
  let isCancelled = false;
  let armedFor = Number.POSITIVE_INFINITY;
  let disarm: (() => void) | undefined;

  const settle = (woken: Woken): void => {
    const { resolve } = waiting ?? {};
    waiting = undefined;
    resolve?.(woken);
  };

  const arm = (deadline: number): void => {
    if (armedFor <= deadline) return;
    disarm?.();
    armedFor = deadline;
    disarm = clock.after(Math.max(1, Math.ceil(deadline - clock.now())), fire);
  };

  const fire = (): void => {
    armedFor = Number.POSITIVE_INFINITY;
    disarm = undefined;
    if (!waiting) return;
    const now = clock.now();
    const deadline = Math.min(waiting.deadline, sessionEnd);
    if (now < deadline) arm(deadline);
    else settle(now >= sessionEnd ? 'session-late' : 'late');
  };

  return {
    get cancelled() {
      return isCancelled;
    },
    until(ready, ms) {
      if (ready()) return 'ready';
      if (isCancelled) return 'cancelled';
      const now = clock.now();
      if (now >= sessionEnd) return 'session-late';
      const deadline = now + ms;
      arm(Math.min(deadline, sessionEnd));
      return new Promise((resolve) => {
        waiting = { ready, ms, deadline, resolve };
      });
    },
    wake() {
      if (waiting?.ready()) settle('ready');
    },
    progress() {
      if (waiting) waiting.deadline = clock.now() + waiting.ms;
    },
    cancel() {
      isCancelled = true;
      settle('cancelled');
    },
    reopen(ms) {
      const end = clock.now() + ms;
      sessionEnd = isCancelled ? end : Math.max(sessionEnd, end);
      isCancelled = false;
    },
    postpone(ms) {
      sessionEnd += ms;
    },
    end() {
      disarm?.();
      disarm = undefined;
      armedFor = Number.POSITIVE_INFINITY;
    },
  };
}
