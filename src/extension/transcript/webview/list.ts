/** The list of lines: only those in sight are elements; the keyboard moves a current line; lines unfold. */
import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type VirtualItem,
  Virtualizer,
} from '@tanstack/virtual-core';
import { element, made } from '../../webview/elements';
import { linePages } from '../../webview/line-pages';
import { detailsElement } from './detail-element';
import { post } from './host';
import type { Detail, Row } from './messages';
import { labelOf, rowElement } from './row-element';

/** Pages of lines that stay at hand. */
const keptPages = 80;
/** Long lines wrap up to so many of them; beyond, every line is as high as the others, so that none needs to be measured. */
const wrapLimit = 20_000;
/** Browsers cannot lay out more than some 33 million pixels; of more lines the last ones show. */
const heightLimit = 30_000_000;
/** Browsers place with 24 bits: beyond 16.7 million pixels a line stands where it should on even ones only. */
const evenly = (height: number): number => 2 * Math.ceil(height / 2);
const overscan = 20;
/** Heights settle in two passes; more are the next frame's. */
const mostPasses = 4;

export interface List {
  readonly size: number;
  readonly current: number | undefined;
  /** The event of the current line. */
  readonly currentEvent: number | undefined;
  reset(revision: number, rows: number): void;
  grow(rows: number, changed: number): void;
  page(from: number, rows: readonly Row[]): void;
  details(event: number, details: readonly Detail[]): void;
  /** Makes a line the current one, in sight. */
  show(row: number): void;
  /** Marks a text wherever it shows. */
  mark(text: string): void;
  focus(): void;
}

export function transcriptList(): List {
  const scroller = element('rows', HTMLDivElement);
  const canvas = element('canvas', HTMLDivElement);
  let revision = 0;
  let total = 0;
  /** Lines before the first that can be shown. */
  let skipped = 0;
  let lineHeight = 20;
  let current: number | undefined;
  let wanted = '';
  let drawing = false;
  let again = false;
  /** The end stays in sight while lines come, until the reader goes elsewhere. */
  let following = true;
  let byReader = false;
  const open = new Map<number, readonly Detail[] | undefined>();
  const drawn = new Map<number, { readonly node: HTMLElement; readonly look: string; readonly row: Row | undefined }>();

  const pages = linePages<Row>(keptPages, (from, to) => post({ kind: 'page', revision, from, to }));
  const shownCount = (): number => total - skipped;
  const wraps = (): boolean => total <= wrapLimit;

  const options = () => ({
    count: shownCount(),
    getScrollElement: () => scroller,
    estimateSize: () => lineHeight,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    overscan,
    indexAttribute: 'data-index',
    onChange: () => draw(),
  });
  const virtualizer = new Virtualizer<HTMLDivElement, HTMLElement>(options());
  virtualizer._didMount();
  virtualizer._willUpdate();

  const look = (row: Row | undefined, index: number): string =>
    `${index === current} ${row && open.has(row.event) && row.opens ? (open.get(row.event) ? 2 : 1) : 0} ${wanted}`;

  function build(node: HTMLElement, index: number, row: Row | undefined): void {
    const kind = row?.kind === 'line' ? '' : row?.kind;
    node.className = ['row', kind, index === current ? 'active' : ''].filter(Boolean).join(' ');
    node.setAttribute('aria-selected', String(index === current));
    if (!row) {
      node.replaceChildren(made('div', 'line waiting', '…'));
      return;
    }
    const isOpen = row.opens === true && open.has(row.event);
    node.replaceChildren(rowElement(row, isOpen, wanted), ...(isOpen ? [detailsElement(open.get(row.event))] : []));
    node.setAttribute('aria-label', labelOf(row));
    if (row.opens) node.setAttribute('aria-expanded', String(isOpen));
    else node.removeAttribute('aria-expanded');
    const context = { webviewSection: 'row', event: row.event, preventDefaultContextMenuItems: true };
    node.dataset.vscodeContext = JSON.stringify(context);
    if (index === current) scroller.dataset.vscodeContext = node.dataset.vscodeContext;
  }

  function create(index: number): HTMLElement {
    const node = made('div', 'row');
    node.id = `row-${index}`;
    node.setAttribute('role', 'treeitem');
    node.setAttribute('aria-level', '1');
    node.setAttribute('aria-posinset', String(index + 1));
    canvas.append(node);
    return node;
  }

  /** Places what is in sight; what turns out to be of another height moves the others, so that they are placed again. */
  function draw(): void {
    if (drawing) {
      again = true;
      return;
    }
    drawing = true;
    for (let pass = 0; pass < mostPasses; pass++) {
      again = false;
      const items = virtualizer.getVirtualItems();
      canvas.style.height = `${virtualizer.getTotalSize()}px`;
      place(items);
      for (const { index } of items) {
        const row = pages.line(skipped + index);
        const node = drawn.get(skipped + index)?.node;
        if (row && node && (wraps() || (row.opens && open.has(row.event)))) virtualizer.measureElement(node);
      }
      if (!again) break;
    }
    drawing = false;
  }

  function place(items: readonly VirtualItem[]): void {
    const [first] = items;
    const last = items.at(-1);
    if (first && last) pages.need(skipped + first.index, skipped + last.index + 1);
    const inSight = new Set(items.map(({ index }) => skipped + index));
    for (const [index, { node }] of drawn) {
      if (inSight.has(index)) continue;
      node.remove();
      drawn.delete(index);
    }
    for (const { index: item, start } of items) {
      const index = skipped + item;
      const row = pages.line(index);
      const before = drawn.get(index);
      const node = before?.node ?? create(index);
      const now = look(row, index);
      node.dataset.index = String(item);
      if (!before || before.row !== row || before.look !== now) {
        build(node, index, row);
        drawn.set(index, { node, look: now, row });
      }
      node.setAttribute('aria-setsize', String(total));
      node.style.transform = `translateY(${start}px)`;
    }
  }

  function update(): void {
    skipped = Math.max(0, total - Math.floor(heightLimit / lineHeight));
    scroller.classList.toggle('dense', !wraps());
    virtualizer.setOptions(options());
    virtualizer._willUpdate();
    draw();
  }

  function setCurrent(index: number): void {
    if (total === 0) return;
    current = Math.max(skipped, Math.min(total - 1, index));
    following = current === total - 1;
    virtualizer.scrollToIndex(current - skipped);
    draw();
    scroller.setAttribute('aria-activedescendant', `row-${current}`);
    const row = pages.line(current);
    if (row) post({ kind: 'current', event: row.event });
  }

  function toggle(index: number, opens: boolean): void {
    const row = pages.line(index);
    if (!row?.opens || open.has(row.event) === opens) return;
    if (opens) {
      open.set(row.event, undefined);
      post({ kind: 'details', revision, event: row.event });
    } else open.delete(row.event);
    draw();
    if (!opens && !wraps()) virtualizer.resizeItem(index - skipped, lineHeight);
  }

  /** The line that opens the event of this one. */
  function opener(index: number): number {
    const event = pages.line(index)?.event;
    let first = index;
    while (first > skipped && pages.line(first - 1)?.event === event) first--;
    return first;
  }

  const goTo = (index: number): void => {
    const row = pages.line(index);
    if (row?.linked) post({ kind: 'reveal', event: row.event });
  };

  const indexOf = (target: EventTarget | null): number | undefined => {
    const node = target instanceof Element ? target.closest<HTMLElement>('.row') : null;
    return node ? skipped + Number(node.dataset.index) : undefined;
  };

  scroller.addEventListener('click', (event) => {
    const index = indexOf(event.target);
    const target = event.target instanceof Element ? event.target : undefined;
    // somebody who marks text to copy it does not want to leave
    if (index === undefined || document.getSelection()?.isCollapsed === false || target?.closest('.details')) return;
    setCurrent(index);
    if (target?.closest('.twistie.opens')) toggle(index, !open.has(pages.line(index)?.event ?? -1));
    else goTo(index);
  });
  scroller.addEventListener('contextmenu', (event) => {
    const index = indexOf(event.target);
    if (index !== undefined) setCurrent(index);
  });

  const perPage = (): number => Math.max(1, Math.floor(scroller.clientHeight / lineHeight) - 1);
  const moves: Readonly<Record<string, (at: number) => number>> = {
    ArrowDown: (at) => at + 1,
    ArrowUp: (at) => at - 1,
    PageDown: (at) => at + perPage(),
    PageUp: (at) => at - perPage(),
    Home: () => skipped,
    End: () => total - 1,
  };
  scroller.addEventListener('keydown', (event) => {
    if (event.target !== scroller || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = current;
    const move = moves[event.key];
    if (move) setCurrent(at === undefined ? (event.key === 'ArrowUp' ? total - 1 : move(-1)) : move(at));
    else if (at === undefined) return;
    else if (event.key === 'Enter') goTo(at);
    else if (event.key === 'ArrowRight') toggle(at, true);
    else if (event.key === ' ') toggle(at, !open.has(pages.line(at)?.event ?? -1));
    else if (event.key === 'ArrowLeft') {
      const first = opener(at);
      if (first === at) toggle(at, false);
      else setCurrent(first);
    } else return;
    event.preventDefault();
  });

  /** As the list knows it: to ask the element would lay out what was just drawn. */
  const atEnd = (): boolean =>
    (virtualizer.scrollOffset ?? 0) + (virtualizer.scrollRect?.height ?? 0) >=
    virtualizer.getTotalSize() - lineHeight * 2;
  /** Goes to the end; again once the lines that came into sight are laid out, for until then their heights are guessed. */
  const follow = (): void => {
    if (!following) return;
    const jump = (): void => {
      if (following) scroller.scrollTop = scroller.scrollHeight;
    };
    jump();
    requestAnimationFrame(() => {
      jump();
      requestAnimationFrame(jump);
    });
  };
  // Lines that are measured move the list, too: only what the reader does tells where he wants to be.
  const byHand = (): void => {
    byReader = true;
  };
  for (const kind of ['wheel', 'pointerdown', 'touchmove'] as const)
    scroller.addEventListener(kind, byHand, { passive: true });
  scroller.addEventListener('scroll', () => {
    if (byReader) following = atEnd();
  });
  new ResizeObserver(follow).observe(scroller);

  return {
    get size() {
      return total;
    },
    get current() {
      return current;
    },
    get currentEvent() {
      return current === undefined ? undefined : pages.line(current)?.event;
    },
    reset(next, rows) {
      // what ran before the panel was there is read from its end, like what it saw run
      following = rows === 0 || revision === 0;
      revision = next;
      total = rows;
      current = undefined;
      lineHeight = evenly(Number.parseFloat(getComputedStyle(scroller).lineHeight) || lineHeight);
      scroller.style.setProperty('--line-height', `${lineHeight}px`);
      scroller.removeAttribute('aria-activedescendant');
      pages.clear();
      open.clear();
      for (const { node } of drawn.values()) node.remove();
      drawn.clear();
      virtualizer.setOptions(options());
      virtualizer.measure();
      update();
      scroller.scrollTop = 0;
      follow();
    },
    grow(rows, changed) {
      byReader = false;
      pages.stale(Math.min(changed, total));
      total = rows;
      update();
      follow();
    },
    page(from, rows) {
      pages.add(from, rows);
      const [first] = virtualizer.getVirtualItems();
      const last = virtualizer.getVirtualItems().at(-1);
      if (!first || !last) return;
      if (from <= skipped + last.index && from + rows.length > skipped + first.index) draw();
      // Others were not asked for while this one was.
      else pages.need(skipped + first.index, skipped + last.index + 1);
      if (current !== undefined) {
        const row = pages.line(current);
        if (row && current >= from && current < from + rows.length) post({ kind: 'current', event: row.event });
      }
      follow();
    },
    details(event, details) {
      if (!open.has(event)) return;
      open.set(event, details);
      draw();
    },
    show: setCurrent,
    mark(text) {
      wanted = text.toLowerCase();
      draw();
    },
    focus: () => scroller.focus(),
  };
}
