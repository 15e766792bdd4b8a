/** The lines that the panel has at hand: pages around what is in sight, asked for when they are missing. */
import type { Row } from './messages';

/** Lines of a page. */
export const pageSize = 100;
const keptPages = 80;
/** Pages that are asked for at a time: who scrolls fast has passed most of them before they come. */
const askedAtOnce = 2;

interface Page {
  readonly rows: readonly Row[];
  stale: boolean;
}

export interface PageCache {
  row(index: number): Row | undefined;
  /** Asks for the pages of a stretch of lines that are not here, or not as they are now. */
  need(from: number, to: number): void;
  add(from: number, rows: readonly Row[]): void;
  /** Lines from here on are not as they were; they show until they come anew. */
  changed(from: number): void;
  clear(): void;
}

export function pageCache(ask: (from: number, to: number) => void): PageCache {
  const pages = new Map<number, Page>();
  const asked = new Set<number>();
  return {
    row: (index) => pages.get(Math.floor(index / pageSize))?.rows[index % pageSize],
    need(from, to) {
      for (let n = Math.floor(from / pageSize); n <= Math.floor(Math.max(from, to - 1) / pageSize); n++) {
        const page = pages.get(n);
        if ((page && !page.stale) || asked.has(n) || asked.size >= askedAtOnce) continue;
        asked.add(n);
        ask(n * pageSize, (n + 1) * pageSize);
      }
    },
    add(from, rows) {
      const n = Math.floor(from / pageSize);
      asked.delete(n);
      // the page that was used last is the last to go
      pages.delete(n);
      pages.set(n, { rows, stale: false });
      for (const oldest of pages.keys()) {
        if (pages.size <= keptPages) break;
        pages.delete(oldest);
      }
    },
    changed(from) {
      const first = Math.floor(from / pageSize);
      for (const [n, page] of pages) if (n >= first) page.stale = true;
      for (const n of asked) if (n >= first) asked.delete(n);
    },
    clear() {
      pages.clear();
      asked.clear();
    },
  };
}
