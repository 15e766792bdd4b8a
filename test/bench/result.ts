/** What a benchmark says. */

export interface Result {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it was compared with in the same run, with its figure. */
  readonly peer: string;
  /** Ours to the peer's, in the sense of the bar. */
  readonly ratio: number;
  /** Such as `>= 0.8` or `<= 60`; `none`: a figure that nothing was promised of. */
  readonly bar: string;
  readonly met: boolean;
}

/** Judges `ratio` by `bar` (`>= n`, `<= n` or `none`). */
export function result(part: Omit<Result, 'met'>): Result {
  const [operator, limit] = part.bar.split(' ');
  const isWithin = operator === '>=' ? part.ratio >= Number(limit) : part.ratio <= Number(limit);
  const met = operator === 'none' || isWithin;
  return { ...part, value: round(part.value), ratio: round(part.ratio), met };
}

const round = (value: number): number => Number(value.toPrecision(4));
