/** One at a time: who comes while another is at work waits, in order. */

export interface Turns {
  /** Whether somebody is at work or waits. */
  readonly busy: boolean;
  /**
   * Resolves when it is this one's turn, with the function that ends the turn; undefined when `signal` is aborted before that.
   */
  take(signal: AbortSignal): Promise<(() => void) | undefined>;
}

export function turns(): Turns {
  let last: Promise<void> = Promise.resolve();
  let count = 0;
  return {
    get busy() {
      return count > 0;
    },
    async take(signal) {
      const before = last;
      let release = (): void => {};
      last = new Promise((resolve) => {
        release = resolve;
      });
      count++;
      let ended = false;
      const end = (): void => {
        if (ended) return;
        ended = true;
        count--;
        // the next one's turn comes only when those before this one have ended too
        void before.then(release);
      };
      await Promise.race([before, aborted(signal)]);
      if (!signal.aborted) return end;
      end();
      return undefined;
    },
  };
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
