/** Which sessions of a script are meant: at a cursor, in a selection, by a name that lasts. */
import type { Program, SessionProgram } from '../script';

/** The sessions (indices) that stretches of the text touch; an empty one is a cursor. Before the first session: the first. */
export function sessionsTouching(
  sessions: readonly SessionProgram[],
  stretches: readonly { readonly start: number; readonly end: number }[],
): readonly number[] {
  const starts = sessions.map(({ place }) => place.range.start);
  return starts.flatMap((start, index) => {
    const from = index === 0 ? 0 : start;
    const to = starts[index + 1] ?? Number.POSITIVE_INFINITY;
    const touched = stretches.some((stretch) =>
      stretch.start === stretch.end
        ? stretch.start >= from && stretch.start < to
        : stretch.start < to && stretch.end > from,
    );
    return touched ? [index] : [];
  });
}

/**
 * Names for sessions that stay the same while others are added and taken away: the title, and the how-manieth of that title it is.
 * @param titles in the order of the script
 */
export function sessionIds(titles: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return titles.map((title) => {
    const nth = (seen.get(title) ?? 0) + 1;
    seen.set(title, nth);
    return `${nth}:${title}`;
  });
}

/** The indices that these names have now; those that are gone are left out. */
export function indicesOf({ sessions }: Program, ids: readonly string[]): readonly number[] {
  const wanted = new Set(ids);
  return sessionIds(sessions.map(({ title }) => title)).flatMap((id, index) => (wanted.has(id) ? [index] : []));
}
