/** Timing by turns: ours and the peers' one after the other, several rounds, medians; so that a slow moment hits all alike. */

export type Side = () => Promise<number>;

/** The median of a list that is not empty. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Runs each side once to warm up, then `rounds` times in turn; the medians by name, in what the sides measure. */
export async function inTurns<Name extends string>(
  rounds: number,
  sides: Readonly<Record<Name, Side>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(sides) as Name[];
  const taken = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = -1; round < rounds; round++) {
    for (const name of names) {
      const value = await sides[name]();
      if (round >= 0) taken[name].push(value);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(taken[name])])) as Record<Name, number>;
}

/** Milliseconds that `work` takes. */
export async function milliseconds(work: () => Promise<unknown> | unknown): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
