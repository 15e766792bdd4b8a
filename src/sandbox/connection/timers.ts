/** Time as the connections know it: what a test can wind on by hand. */

export interface Timers {
  /** Calls `act` once, in `ms` milliseconds; the answer calls it off. */
  after(ms: number, act: () => void): () => void;
}

/** The system's own. None of them keeps the process alive. */
export const systemTimers: Timers = {
  after(ms, act) {
    const timer = setTimeout(act, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
