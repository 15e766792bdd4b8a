/** The script of a folder's list of messages: what comes from the extension goes to the grid, the search box and the lines of words. */
import { element } from '../../webview/elements';
import { keep, kept, post } from './host';
import { messageGrid } from './list';
import type { Column, ListState, Order, ToList } from './messages';
import { searchBox } from './search-box';

const status = element('status', HTMLParagraphElement);
const trouble = element('trouble', HTMLParagraphElement);
const troubleText = element('trouble-text', HTMLSpanElement);
const nothing = element('nothing', HTMLParagraphElement);
const rows = element('rows', HTMLDivElement);
const again = element('again', HTMLButtonElement);
const heads = [...document.querySelectorAll<HTMLButtonElement>('button[data-column]')];

const newest: Order = { by: 'arrival', ascending: false };
let order: Order = kept()?.order ?? newest;
let revision = 0;
let restoring = kept()?.top;
let searched = kept()?.typed ?? '';

const remember = (): void => keep({ typed: searched, order, top: grid.top, current: grid.current });
const grid = messageGrid(remember);
const box = searchBox((text) => show(text, order));
box.text = searched;

function show(text: string, wanted: Order): void {
  searched = text;
  order = wanted;
  remember();
  post({ kind: 'show', text, order });
}

/** A column's first click sorts by it: what is late or large first, names from A on; the second turns that around; the third ends it. */
function orderAfter(now: Order, by: Column): Order {
  const first = by === 'from' || by === 'subject';
  if (now.by !== by) return { by, ascending: first };
  return now.ascending === first ? { by, ascending: !first } : newest;
}

for (const head of heads) {
  head.addEventListener('click', () => {
    show(searched, orderAfter(order, head.dataset.column as Column));
  });
}
again.addEventListener('click', () => post({ kind: 'again' }));
element('transcript', HTMLButtonElement).addEventListener('click', () => post({ kind: 'transcript' }));
element('search', HTMLInputElement).addEventListener('keydown', (event) => {
  if (event.key === 'ArrowDown' && !event.defaultPrevented) grid.focus();
});
window.addEventListener('keydown', (event) => {
  if (event.key === 'f' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    box.focus();
  }
});

const columns: Readonly<Record<Column, string>> = {
  arrival: 'arrival',
  date: 'date',
  from: 'sender',
  subject: 'subject',
  size: 'size',
};

function words(state: ListState): string {
  const { shown, total, search, sorts, kind } = state;
  if (kind === 'loading') return 'Asking the server…';
  const count = (number: number): string => (number === 1 ? '1 message' : `${number.toLocaleString()} messages`);
  const which = search === undefined ? count(total) : `${shown.toLocaleString()} of ${count(total)} · SEARCH ${search}`;
  const by = `by ${columns[state.order.by]}, ${state.order.ascending ? 'ascending' : 'descending'}`;
  const limits =
    sorts === false ? ' · this server has no SORT (RFC 5256): in the order of arrival (by UID)' : ` · ${by}`;
  return `${which}${limits}`;
}

function showState(state: ListState): void {
  order = state.order;
  status.textContent = words(state);
  trouble.hidden = state.trouble === undefined;
  troubleText.textContent = state.trouble ?? '';
  nothing.hidden = state.kind !== 'ready' || state.shown > 0;
  nothing.textContent = state.search === undefined ? 'This folder is empty.' : 'No message meets the search.';
  rows.setAttribute('aria-busy', String(state.kind === 'loading'));
  for (const head of heads) {
    const column = head.dataset.column as Column;
    const cannot = state.sorts === false;
    head.disabled = cannot;
    const here = order.by === column;
    const next = orderAfter(order, column);
    head.title = cannot
      ? 'This server has no SORT (RFC 5256)'
      : `Sort by ${columns[next.by]}, ${next.ascending ? 'ascending' : 'descending'}`;
    head
      .closest('[role="columnheader"]')
      ?.setAttribute('aria-sort', here ? (order.ascending ? 'ascending' : 'descending') : 'none');
    head.classList.toggle('sorted', here);
    head.dataset.sign = here ? (order.ascending ? '↑' : '↓') : '';
  }
}

window.addEventListener('message', ({ data }: MessageEvent<ToList>) => {
  if ('revision' in data) {
    if (data.revision < revision) return;
    ({ revision } = data);
  }
  switch (data.kind) {
    case 'list':
      grid.reset(data.revision, data.rows, data.current, restoring ?? (data.current === undefined ? 0 : grid.top));
      if (data.rows > 0) restoring = undefined;
      return;
    case 'rows':
      grid.rows(data.revision, data.rows, data.at, data.removed, data.added);
      return;
    case 'stale':
      grid.stale(data.from, data.to);
      return;
    case 'page':
      grid.page(data.from, data.lines);
      return;
    case 'state':
      showState(data.state);
      return;
    case 'proposals':
      box.proposals(data.text, data.proposals);
      return;
    case 'problem':
      box.problem(data.message, data.start, data.end);
      return;
  }
});

post({ kind: 'ready' });
rows.focus();
