/** The transcript panel's own script: draws rows, follows the end, goes to the script on a click or Enter. */
import type { FromPanel, PanelState, Row, RowPlace, ToPanel } from './messages';

declare function acquireVsCodeApi(): { postMessage(message: FromPanel): void };

const vscode = acquireVsCodeApi();
/** Rows that are drawn; the oldest go first. */
const limit = 20_000;

const element = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
};
const list = element('rows');
const stateText = element('state');
const cancel = element('cancel');
const empty = element('empty');
const restricted = element('restricted');
const header = document.querySelector('header');
const places = new WeakMap<Element, RowPlace>();

let state: PanelState = {};

const sides: Readonly<Record<string, string>> = { 'C:': 'sent', 'S:': 'received', '--': 'note' };

function drawn(row: Row): HTMLElement {
  const line = document.createElement('div');
  line.className = ['row', row.kind, row.tone, sides[row.mark ?? '']].filter(Boolean).join(' ');
  line.setAttribute('role', 'listitem');
  if (row.mark !== undefined) line.append(cell('mark', [row.connection, row.mark].filter(Boolean).join(' ')));
  line.append(cell('text', row.text));
  if (row.time !== undefined) line.append(cell('time', row.time));
  if (row.place) {
    places.set(line, row.place);
    line.classList.add('link');
    line.tabIndex = -1;
    line.title = 'Go to the line in the script';
  }
  return line;
}

function cell(name: string, text: string): HTMLElement {
  const span = document.createElement('span');
  span.className = name;
  span.textContent = text;
  return span;
}

function goTo(target: EventTarget | null): void {
  const row = target instanceof Element ? target.closest('.row') : null;
  const place = row ? places.get(row) : undefined;
  if (place) vscode.postMessage({ kind: 'reveal', place });
}

list.addEventListener('click', (event) => {
  // somebody who marks text to copy it does not want to leave
  if (document.getSelection()?.isCollapsed !== false) goTo(event.target);
});

/** Moves the focus over the rows by keyboard, from the focused row or else from the end. */
list.addEventListener('keydown', (event) => {
  if (event.key === 'Enter') return goTo(event.target);
  const rows = [...list.querySelectorAll<HTMLElement>('.link')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const last = rows.length - 1;
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: at < 0 ? 0 : at + 1,
    ArrowUp: at < 0 ? last : at - 1,
    Home: 0,
    End: last,
  };
  const to = targets[event.key];
  const row = to === undefined ? undefined : rows[Math.max(0, Math.min(last, to))];
  if (!row) return;
  event.preventDefault();
  row.focus();
});

cancel.addEventListener('click', () => vscode.postMessage({ kind: 'cancel' }));
element('trust').addEventListener('click', () => vscode.postMessage({ kind: 'trust' }));

function show(): void {
  const { running, summary } = state;
  const any = list.childElementCount > 0;
  stateText.textContent =
    running === undefined ? (summary ? `${summary.title}: ${summary.text}` : '') : `Running ${running}…`;
  stateText.className = running === undefined ? (summary?.outcome ?? '') : 'running';
  header?.classList.toggle('idle', running === undefined && summary === undefined);
  cancel.hidden = running === undefined;
  list.hidden = !any;
  restricted.hidden = !state.restricted;
  empty.hidden = any || running !== undefined || state.restricted === true;
}

/** Whether the end is in sight: then it stays so. */
const following = (): boolean => list.scrollTop + list.clientHeight >= list.scrollHeight - 60;

/** Goes to the end; again once the rows that came into sight are laid out, for until then their heights are guessed. */
function toEnd(): void {
  const jump = (): void => {
    list.scrollTop = list.scrollHeight;
  };
  jump();
  requestAnimationFrame(() => {
    jump();
    requestAnimationFrame(jump);
  });
}

window.addEventListener('message', ({ data }: MessageEvent<ToPanel>) => {
  switch (data.kind) {
    case 'reset':
      list.replaceChildren();
      show();
      return;
    case 'rows': {
      const follow = following();
      const fragment = document.createDocumentFragment();
      for (const row of data.rows) fragment.append(drawn(row));
      list.append(fragment);
      while (list.childElementCount > limit) list.firstElementChild?.remove();
      show();
      if (follow) toEnd();
      return;
    }
    case 'state': {
      const follow = following();
      state = data.state;
      show();
      if (follow) toEnd();
      return;
    }
  }
});

vscode.postMessage({ kind: 'ready' });
