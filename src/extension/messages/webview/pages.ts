/** The lines at hand: pages around what is in sight, few asked for at a time, so that a long scroll asks only for where it ends. */
import type { Line } from './messages';

/** Lines of a page. */
export const pageSize = 100;
const keptPages = 20;
/** Pages that are waited for at a time. */
const mostAsked = 2;

interface Page {
  readonly lines: readonly (Line | null)[];
  stale: boolean;
}

export interface Pages {
  line(index: number): Line | null | undefined;
  /** Asks for what is in sight and not at hand. */
  need(from: number, to: number): void;
  add(from: number, lines: readonly (Line | null)[]): void;
  /** Lines from here to before there are not as they were; they show until they come anew. */
  stale(from: number, to: number): void;
  clear(): void;
}

export function linePages(ask: (from: number, to: number) => void): Pages {
  const pages = new Map<number, Page>();
  const asked = new Set<number>();
  const numberOf = (index: number): number => Math.floor(index / pageSize);
  return {
    line: (index) => pages.get(numberOf(index))?.lines[index % pageSize],
    need(from, to) {
      for (let n = numberOf(from); n <= numberOf(Math.max(from, to - 1)); n++) {
        const page = pages.get(n);
        if ((page && !page.stale) || asked.has(n)) continue;
        // The answer to one of those brings the next question, for what is in sight then.
        if (asked.size >= mostAsked) return;
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
        if (pages.size <= keptPages) break;
        pages.delete(oldest);
      }
    },
    stale(from, to) {
      for (const [n, page] of pages) if (n >= numberOf(from) && n * pageSize < to) page.stale = true;
      for (const n of asked) if (n >= numberOf(from) && n * pageSize < to) asked.delete(n);
    },
    clear() {
      pages.clear();
      asked.clear();
    },
  };
}
