/** Sequence sets as the numbers they stand for (RFC 9051 §4.1.1). */

/** A canonical form: ranges put in order and joined; `*` is the largest number. Undefined when `text` is no sequence set. */
export function canonicalSet(text: string): string | undefined {
  const ranges: [number, number][] = [];
  for (const part of text.split(',')) {
    const found = /^(\d{1,15}|\*)(?::(\d{1,15}|\*))?$/.exec(part);
    if (!found?.[1]) return undefined;
    const from = numberOf(found[1]);
    const to = numberOf(found[2] ?? found[1]);
    ranges.push(from <= to ? [from, to] : [to, from]);
  }
  ranges.sort((a, b) => a[0] - b[0]);
  const joined: [number, number][] = [];
  for (const [from, to] of ranges) {
    const last = joined.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined.map(([from, to]) => (from === to ? String(from) : `${from}:${to}`)).join(',');
}

const numberOf = (text: string): number => (text === '*' ? Number.MAX_SAFE_INTEGER : Number(text));

/** The numbers of a set that has few of them, else undefined. */
export function expandSet(text: string, limit = 10_000): readonly string[] | undefined {
  const canonical = canonicalSet(text);
  if (canonical === undefined) return undefined;
  const numbers: string[] = [];
  for (const part of canonical.split(',')) {
    const [from = '', to = from] = part.split(':');
    if (Number(to) - Number(from) + numbers.length >= limit) return undefined;
    for (let n = Number(from); n <= Number(to); n++) numbers.push(String(n));
  }
  return numbers;
}
