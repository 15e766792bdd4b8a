/** The lines that a page of ours has at hand: pages around what is in sight, asked for when they are missing. */

/** Lines of a page. */
export const pageSize = 100;
/** Pages that are asked for at a time: who scrolls fast has passed most of them before they come. */
const askedAtOnce = 2;

interface Page<Line> {
  readonly lines: readonly Line[];
  stale: boolean;
}

export interface LinePages<Line> {
  line(index: number): Line | undefined;
  /** Asks for the pages of a stretch of lines that are not here, or not as they are now. */
  need(from: number, to: number): void;
  add(from: number, lines: readonly Line[]): void;
  /** Lines from here to before there are not as they were; they show until they come anew. Default: to the end. */
  stale(from: number, to?: number): void;
  clear(): void;
}

/** `kept`: pages that stay at hand; those that came first go first. */
export function linePages<Line>(kept: number, ask: (from: number, to: number) => void): LinePages<Line> {
  const pages = new Map<number, Page<Line>>();
  const asked = new Set<number>();
  const numberOf = (index: number): number => Math.floor(index / pageSize);
  return {
    line: (index) => pages.get(numberOf(index))?.lines[index % pageSize],
    need(from, to) {
      for (let n = numberOf(from); n <= numberOf(Math.max(from, to - 1)); n++) {
        const page = pages.get(n);
        if ((page && !page.stale) || asked.has(n)) continue;
        // The answer to one of those brings the next question, for what is in sight then.
        if (asked.size >= askedAtOnce) return;
        asked.add(n);
        ask(n * pageSize, (n + 1) * pageSize);
      }
    },
    add(from, lines) {
      const n = numberOf(from);
      asked.delete(n);
      pages.delete(n);
      pages.set(n, { lines, stale: false });
      for (const oldest of pages.keys()) {
        if (pages.size <= kept) break;
        pages.delete(oldest);
      }
    },
    stale(from, to = Number.POSITIVE_INFINITY) {
      const isAmong = (n: number): boolean => n >= numberOf(from) && n * pageSize < to;
      for (const [n, page] of pages) if (isAmong(n)) page.stale = true;
      for (const n of asked) if (isAmong(n)) asked.delete(n);
    },
    clear() {
      pages.clear();
      asked.clear();
    },
  };
}
