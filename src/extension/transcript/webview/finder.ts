/** The panel's search: Ctrl+F opens it, Enter and Shift+Enter go from match to match, Escape closes it. */
import { element } from '../../webview/elements';
import { post } from './host';
import type { List } from './list';
import type { ToPanel } from './messages';

export interface Finder {
  open(): void;
  found(message: ToPanel & { readonly kind: 'found' }): void;
}

export function finder(list: List): Finder {
  const bar = element('finder', HTMLDivElement);
  const input = element('find-text', HTMLInputElement);
  const told = element('found', HTMLSpanElement);
  let at = -1;

  const go = (step: 1 | -1): void => post({ kind: 'find', text: input.value, from: at, step });
  const close = (): void => {
    bar.hidden = true;
    list.mark('');
    list.focus();
  };
  const open = (): void => {
    bar.hidden = false;
    at = list.currentEvent ?? 0;
    input.select();
    input.focus();
    list.mark(input.value);
  };
  input.addEventListener('input', () => {
    list.mark(input.value);
    at = list.currentEvent ?? 0;
    go(1);
  });
  bar.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter' && event.target === input) go(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  element('previous', HTMLButtonElement).addEventListener('click', () => go(-1));
  element('next', HTMLButtonElement).addEventListener('click', () => go(1));
  element('close-find', HTMLButtonElement).addEventListener('click', close);
  // At the document: what reaches the window is handed to the editor, whose search would open, too.
  document.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== 'f') return;
    event.preventDefault();
    event.stopPropagation();
    open();
  });

  return {
    open,
    found({ nth, total, more, row, event, text }) {
      if (text !== input.value) return;
      const sum = `${total.toLocaleString()}${more ? '+' : ''}`;
      if (nth > 0) told.textContent = `${nth.toLocaleString()} of ${sum}`;
      else if (total === 0) told.textContent = text === '' || more ? '' : 'Not found';
      else told.textContent = (told.textContent ?? '').replace(/ of .*$/, ` of ${sum}`);
      bar.classList.toggle('none', total === 0 && text !== '' && !more);
      if (row === undefined || event === undefined) return;
      at = event;
      list.show(row);
    },
  };
}
