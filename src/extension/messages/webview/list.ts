/** The grid of messages: only the rows in sight are elements; the keyboard moves a current row. All rows are of one height. */
import { element, made } from '../../webview/elements';
import { linePages } from '../../webview/line-pages';
import { post } from './host';
import type { Line } from './messages';

/** Browsers cannot lay out more than some 33 million pixels: of more rows the first ones show. */
const heightLimit = 30_000_000;
const overscan = 10;
/** Pages of lines that stay at hand. */
const keptPages = 20;

export interface Grid {
  readonly top: number;
  /** The UID of the current row. */
  readonly current: number | undefined;
  /** Other rows; `at`: the current one. `top`: pixels to scroll to. */
  reset(revision: number, rows: number, at: number | undefined, top: number): void;
  rows(revision: number, rows: number, at: number, removed: number, added: number): void;
  stale(from: number, to: number): void;
  page(from: number, lines: readonly (Line | null)[]): void;
  focus(): void;
}

export function messageGrid(changed: () => void): Grid {
  const scroller = element('rows', HTMLDivElement);
  const canvas = element('canvas', HTMLDivElement);
  const rowHeight = Number.parseFloat(getComputedStyle(scroller).getPropertyValue('--row-height')) || 24;
  let revision = 0;
  let total = 0;
  let current: number | undefined;
  let currentUid: number | undefined;
  const drawn = new Map<number, { readonly node: HTMLElement; line: Line | null | undefined; active: boolean }>();
  const pages = linePages<Line | null>(keptPages, (from, to) => post({ kind: 'page', revision, from, to }));

  const shown = (): number => Math.min(total, Math.floor(heightLimit / rowHeight));

  function draw(): void {
    const first = Math.max(0, Math.floor(scroller.scrollTop / rowHeight) - overscan);
    const last = Math.min(shown(), Math.ceil((scroller.scrollTop + scroller.clientHeight) / rowHeight) + overscan);
    canvas.style.height = `${shown() * rowHeight}px`;
    if (last > first) pages.need(first, last);
    for (const [index, { node }] of drawn) {
      if (index >= first && index < last) continue;
      node.remove();
      drawn.delete(index);
    }
    for (let index = first; index < last; index++) drawRow(index);
  }

  function drawRow(index: number): void {
    const line = pages.line(index);
    const active = index === current;
    const before = drawn.get(index);
    if (before && before.line === line && before.active === active) return;
    const node = before?.node ?? create(index);
    drawn.set(index, { node, line, active });
    node.className = ['row', line?.unread ? 'unread' : '', active ? 'active' : ''].filter(Boolean).join(' ');
    node.setAttribute('aria-selected', String(active));
    if (active) scroller.dataset.vscodeContext = contextOf(line);
    // What is under the pointer stays, so that a menu knows what it belongs to.
    if (before && before.line === line) return;
    node.dataset.vscodeContext = contextOf(line);
    node.setAttribute('aria-label', labelOf(line));
    node.replaceChildren(...cellsOf(line));
  }

  function create(index: number): HTMLElement {
    const node = made('div', 'row');
    node.id = `row-${index}`;
    node.dataset.index = String(index);
    node.setAttribute('role', 'row');
    // the head is the first row
    node.setAttribute('aria-rowindex', String(index + 2));
    node.style.transform = `translateY(${index * rowHeight}px)`;
    canvas.append(node);
    return node;
  }

  function setCurrent(index: number): void {
    if (shown() === 0) return;
    current = Math.max(0, Math.min(shown() - 1, index));
    currentUid = pages.line(current)?.uid;
    const start = current * rowHeight;
    if (start < scroller.scrollTop) scroller.scrollTop = start;
    else if (start + rowHeight > scroller.scrollTop + scroller.clientHeight) {
      scroller.scrollTop = start + rowHeight - scroller.clientHeight;
    }
    draw();
    scroller.setAttribute('aria-activedescendant', `row-${current}`);
    tellCurrent();
  }

  function tellCurrent(): void {
    if (currentUid !== undefined) post({ kind: 'current', uid: currentUid });
    changed();
  }

  const open = (index: number): void => {
    const line = pages.line(index);
    if (line) post({ kind: 'open', uid: line.uid });
  };
  const indexOf = (target: EventTarget | null): number | undefined => {
    const node = target instanceof Element ? target.closest<HTMLElement>('.row') : null;
    return node ? Number(node.dataset.index) : undefined;
  };
  scroller.addEventListener('click', (event) => {
    const index = indexOf(event.target);
    if (index !== undefined) setCurrent(index);
  });
  scroller.addEventListener('contextmenu', (event) => {
    const index = indexOf(event.target);
    if (index !== undefined) setCurrent(index);
  });
  scroller.addEventListener('dblclick', (event) => {
    const index = indexOf(event.target);
    if (index !== undefined) open(index);
  });

  const perPage = (): number => Math.max(1, Math.floor(scroller.clientHeight / rowHeight) - 1);
  const moves: Readonly<Record<string, (at: number) => number>> = {
    ArrowDown: (at) => at + 1,
    ArrowUp: (at) => at - 1,
    PageDown: (at) => at + perPage(),
    PageUp: (at) => at - perPage(),
    Home: () => 0,
    End: () => shown() - 1,
  };
  scroller.addEventListener('keydown', (event) => {
    if (event.target !== scroller || event.ctrlKey || event.metaKey || event.altKey) return;
    const move = moves[event.key];
    // the first key goes to the first row in sight
    if (move) setCurrent(current === undefined && event.key.startsWith('Arrow') ? firstInSight() : move(current ?? 0));
    else if (event.key === 'Enter' && current !== undefined) open(current);
    else if (event.key === 'Delete' && currentUid !== undefined) post({ kind: 'delete', uid: currentUid });
    else return;
    event.preventDefault();
  });
  const firstInSight = (): number => Math.ceil(scroller.scrollTop / rowHeight);
  let frame = 0;
  scroller.addEventListener('scroll', () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      draw();
      changed();
    });
  });
  new ResizeObserver(draw).observe(scroller);

  const count = (rows: number): void => {
    total = rows;
    scroller.setAttribute('aria-rowcount', String(rows + 1));
  };
  const point = (): void => {
    if (current === undefined) scroller.removeAttribute('aria-activedescendant');
    else scroller.setAttribute('aria-activedescendant', `row-${current}`);
  };

  return {
    get top() {
      return scroller.scrollTop;
    },
    get current() {
      return currentUid;
    },
    reset(next, rows, at, top) {
      revision = next;
      count(rows);
      current = at;
      if (at === undefined) currentUid = undefined;
      pages.clear();
      canvas.style.height = `${shown() * rowHeight}px`;
      scroller.scrollTop = top;
      point();
      draw();
    },
    rows(next, rows, at, removed, added) {
      revision = next;
      count(rows);
      const shift = added - removed;
      const top = Math.floor(scroller.scrollTop / rowHeight);
      // Who reads further down keeps what he reads in sight.
      const scrolled = scroller.scrollTop > 0 && at <= top ? shift * rowHeight : 0;
      if (current !== undefined && at <= current) {
        const gone = removed > 0 && current < at + removed;
        current = gone ? Math.min(at, rows - 1) : current + shift;
        if (current < 0) current = undefined;
        if (gone) currentUid = undefined;
      }
      pages.stale(at);
      canvas.style.height = `${shown() * rowHeight}px`;
      scroller.scrollTop += scrolled;
      point();
      draw();
    },
    stale(from, to) {
      pages.stale(from, to);
      draw();
    },
    page(from, lines) {
      pages.add(from, lines);
      if (current !== undefined && current >= from && current < from + lines.length && currentUid === undefined) {
        currentUid = pages.line(current)?.uid;
        tellCurrent();
      }
      draw();
    },
    focus: () => scroller.focus(),
  };
}

const cell = (name: string, text: string, title?: string): HTMLElement => {
  const node = made('span', `cell ${name}`, text);
  node.setAttribute('role', 'gridcell');
  if (title !== undefined && title !== '') node.title = title;
  return node;
};

/** The time goes first where there is little room. */
function dateCell({ day, time, fullDate }: Line): HTMLElement {
  const node = cell('date', `${day} `, fullDate);
  node.append(made('span', 'time', time));
  return node;
}

function attachedCell(names: readonly string[]): HTMLElement {
  const node = cell('attached', '', names.join(', '));
  if (names.length > 0) node.append(paperclip());
  return node;
}

/** Drawn, for not every system has a letter for it in one colour. */
function paperclip(): SVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', 'M5 5.5v5a3 3 0 0 0 6 0v-6a2 2 0 0 0-4 0v6a1 1 0 0 0 2 0v-5');
  svg.append(path);
  return svg;
}

function cellsOf(line: Line | null | undefined): readonly HTMLElement[] {
  if (line === undefined) return [cell('subject waiting', '…')];
  if (line === null) return [cell('subject waiting', 'This message is not there any more.')];
  const words = line.flags.map((flag) => flag.words).join(', ');
  return [
    cell('flags', line.flags.map((flag) => flag.sign).join(''), words),
    attachedCell(line.attachments),
    cell('from', line.from === '' ? '(no sender)' : line.from, line.from),
    cell('subject', line.subject === '' ? '(no subject)' : line.subject, line.subject),
    dateCell(line),
    cell('size', line.size),
  ];
}

/** What the menu of a row depends on, and what its commands are given. */
const contextOf = (line: Line | null | undefined): string =>
  JSON.stringify(
    line ? { webviewSection: 'message', uid: line.uid, messageUnread: line.unread, messageFlagged: line.flagged } : {},
  );

/** What a screen reader says of the row. */
function labelOf(line: Line | null | undefined): string {
  if (!line) return line === null ? 'not there any more' : 'loading';
  return [
    line.unread ? 'unread' : '',
    line.from === '' ? 'no sender' : line.from,
    line.subject === '' ? 'no subject' : line.subject,
    line.fullDate,
    line.size,
    ...line.flags.map((flag) => flag.words),
    line.attachments.length > 0 ? `attachments: ${line.attachments.join(', ')}` : '',
  ]
    .filter(Boolean)
    .join(', ');
}
