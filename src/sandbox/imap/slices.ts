/** Long work cut into slices, so that the other sessions are served in between. */

export interface Slices {
  /** Undefined while the slice lasts; else it is to be awaited before the work goes on. */
  rest(): Promise<void> | undefined;
}

/** Milliseconds. */
const sliceMs = 5;

export function slices(): Slices {
  let until = performance.now() + sliceMs;
  return {
    rest() {
      if (performance.now() < until) return undefined;
      return new Promise((resolve) =>
        setImmediate(() => {
          until = performance.now() + sliceMs;
          resolve();
        }),
      );
    },
  };
}
