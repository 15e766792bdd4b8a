/** Durations: `200ms`, `5s`, `2m`. */

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 };

/** Milliseconds, or undefined when `text` is no duration or beyond 24 days (what a timer can hold). */
export function duration(text: string): number | undefined {
  const match = /^([0-9]{1,10})(ms|s|m)$/.exec(text);
  if (!match) return undefined;
  const ms = Number(match[1]) * (units[match[2] ?? ''] ?? Number.NaN);
  return ms <= 0x7fffffff ? ms : undefined;
}
