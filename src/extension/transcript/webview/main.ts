/** The transcript panel's own script: what comes from the extension goes to the list, the filters, the search and the head. */

import { element } from '../../webview/elements';
import { filterBar } from './filters';
import { finder } from './finder';
import { post } from './host';
import { transcriptList } from './list';
import type { PanelState, ToPanel } from './messages';

const stateText = element('state', HTMLSpanElement);
const cancel = element('cancel', HTMLButtonElement);
const empty = element('empty', HTMLParagraphElement);
const restricted = element('restricted', HTMLParagraphElement);
const nothing = element('nothing', HTMLParagraphElement);
const rows = element('rows', HTMLDivElement);
const filtersElement = element('filters', HTMLDivElement);
const header = document.querySelector('header');

const list = transcriptList();
const filters = filterBar();
const find = finder(list);

let state: PanelState = {};
let revision = 0;
let filtered = false;

cancel.addEventListener('click', () => post({ kind: 'cancel' }));
element('trust', HTMLButtonElement).addEventListener('click', () => post({ kind: 'trust' }));
element('clear', HTMLButtonElement).addEventListener('click', () => {
  filters.clear();
  list.focus();
});

window.addEventListener('copy', (event) => {
  const selection = document.getSelection();
  const current = list.currentEvent;
  if (selection?.isCollapsed === false || current === undefined || event.target instanceof HTMLInputElement) return;
  event.preventDefault();
  post({ kind: 'copy', event: current });
});

function show(): void {
  const { running, summary, past } = state;
  const any = list.size > 0;
  const when = past === undefined ? '' : ` (${past})`;
  stateText.textContent =
    running === undefined ? (summary ? `${summary.title}: ${summary.text}${when}` : '') : `Running ${running}…`;
  stateText.className = running === undefined ? (summary?.outcome ?? '') : 'running';
  header?.classList.toggle('idle', running === undefined && summary === undefined);
  cancel.hidden = running === undefined;
  rows.hidden = !any;
  filtersElement.hidden = !any && !filtered;
  restricted.hidden = !state.restricted;
  nothing.hidden = any || !filtered;
  empty.hidden = any || filtered || running !== undefined || state.restricted === true;
}

window.addEventListener('message', ({ data }: MessageEvent<ToPanel>) => {
  if ('revision' in data && data.revision < revision) return;
  switch (data.kind) {
    case 'lines':
      revision = data.revision;
      filtered = Object.keys(data.filter).length > 0;
      rows.hidden = data.rows === 0;
      filters.show(data.filter, data.choices);
      list.reset(data.revision, data.rows);
      show();
      return;
    case 'grown':
      rows.hidden = data.rows === 0;
      filters.choices(data.choices);
      list.grow(data.rows, data.changed);
      show();
      return;
    case 'page':
      list.page(data.from, data.rows);
      return;
    case 'details':
      list.details(data.event, data.details);
      return;
    case 'found':
      find.found(data);
      return;
    case 'show':
      list.show(data.row);
      list.focus();
      return;
    case 'find':
      find.open();
      return;
    case 'state':
      state = data.state;
      show();
      return;
  }
});

post({ kind: 'ready' });
