/** Pages of lines at hand: what is asked for, what stays, what comes anew. */
import { describe, expect, it } from 'vitest';
import { linePages } from '../../../src/extension/webview/line-pages';

const numbered = (from: number): readonly string[] => Array.from({ length: 100 }, (_, n) => `line ${from + n}`);

function asking(kept = 10) {
  const asked: (readonly [number, number])[] = [];
  return { asked, pages: linePages<string>(kept, (from, to) => asked.push([from, to])) };
}

describe('lines at hand', () => {
  it('are asked for by pages, and each page once', () => {
    const { asked, pages } = asking();
    pages.need(90, 110);
    pages.need(90, 110);
    expect(asked).toEqual([
      [0, 100],
      [100, 200],
    ]);
    pages.add(0, numbered(0));
    expect(pages.line(99)).toBe('line 99');
    expect(pages.line(100)).toBeUndefined();
    pages.need(0, 100);
    expect(asked).toHaveLength(2);
  });

  it('are asked for two pages at a time: what was only passed by is never asked for', () => {
    const { asked, pages } = asking();
    for (const at of [0, 1_000, 2_000, 3_000]) pages.need(at, at + 10);
    expect(asked).toEqual([
      [0, 100],
      [1_000, 1_100],
    ]);
    pages.add(0, numbered(0));
    pages.need(3_000, 3_010);
    expect(asked.at(-1)).toEqual([3_000, 3_100]);
  });

  it('that are stale show until they come anew', () => {
    const { asked, pages } = asking();
    for (const at of [0, 100, 200]) pages.add(at, numbered(at));
    pages.stale(100, 101);
    expect(pages.line(150)).toBe('line 150');
    pages.need(0, 300);
    expect(asked).toEqual([[100, 200]]);
    pages.stale(150);
    pages.need(0, 300);
    expect(asked.slice(1)).toEqual([
      [100, 200],
      [200, 300],
    ]);
  });

  it('are no more than are kept', () => {
    const { pages } = asking(2);
    for (const at of [0, 100, 200]) pages.add(at, numbered(at));
    expect(pages.line(0)).toBeUndefined();
    expect(pages.line(200)).toBe('line 200');
  });
});
