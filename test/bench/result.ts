/** What a benchmark says. */

export interface Result {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it was compared with in the same run, with its figure. */
  readonly peer: string;
  /** Ours to the peer's, in the sense of the bar. */
  readonly ratio: number;
  /** Such as `>= 0.8` or `<= 60`. */
  readonly bar: string;
  readonly met: boolean;
}

/** Judges `ratio` by `bar` (`>= n` or `<= n`). */
export function result(part: Omit<Result, 'met'>): Result {
  const [operator, limit] = part.bar.split(' ');
  const met = operator === '>=' ? part.ratio >= Number(limit) : part.ratio <= Number(limit);
  return { ...part, value: round(part.value), ratio: round(part.ratio), met };
}

const round = (value: number): number => Number(value.toPrecision(4));
