/** What is folded beneath a line, as elements. */
import { made } from '../../webview/elements';
import type { Detail, RowPart } from './messages';

/** All of it, or that it is on its way. */
export function detailsElement(details: readonly Detail[] | undefined): HTMLElement {
  const box = made('div', 'details');
  box.setAttribute('role', 'group');
  if (!details) box.append(made('div', 'waiting', '…'));
  else box.append(...details.map(drawn));
  return box;
}

function drawn(detail: Detail): HTMLElement {
  switch (detail.kind) {
    case 'text':
      return titled(detail.title, made('pre', '', detail.text));
    case 'facts': {
      const list = made('dl', '');
      for (const [name, value] of detail.facts) list.append(made('dt', '', name), made('dd', '', value));
      return titled(detail.title, list);
    }
    case 'finding': {
      const node = made('div', `finding-detail ${detail.tone}`);
      const words = detail.tone === 'broken' ? 'Breaks the grammar' : 'Quirk';
      node.append(
        made('strong', '', `⚠ ${words}: ${detail.rule}`),
        made('div', '', detail.message),
        made('div', 'where', `${detail.rfc}, ${detail.octets}`),
      );
      return node;
    }
    case 'parts':
      return titled(detail.title, partsElement(detail.parts));
    case 'octets':
      return octetsElement(detail);
  }
}

function titled(title: string, content: HTMLElement): HTMLElement {
  const node = made('section', '');
  node.append(made('h4', '', title), content);
  return node;
}

function partsElement(parts: readonly RowPart[]): HTMLElement {
  const pre = made('pre', 'parts');
  pre.append(...parts.map(({ text, differs }) => made('span', differs ? 'differs' : '', text)));
  return pre;
}

const views = [
  ['raw', 'Raw'],
  ['hex', 'Hex'],
] as const;

/** Raw and hex, one at a time; a click on the one that shows hides it. */
function octetsElement(detail: Detail & { readonly kind: 'octets' }): HTMLElement {
  const node = made('section', 'octets');
  const buttons = made('div', 'views');
  buttons.setAttribute('role', 'group');
  buttons.setAttribute('aria-label', 'Octets');
  const pre = made('pre', 'dump');
  pre.hidden = true;
  let shown: string | undefined;
  const all = views.map(([view, title]) => {
    const button = made('button', '', title);
    button.type = 'button';
    button.setAttribute('aria-pressed', 'false');
    button.addEventListener('click', () => {
      shown = shown === view ? undefined : view;
      pre.hidden = shown === undefined;
      pre.textContent = detail[view];
      for (const [i, [name]] of views.entries()) all[i]?.setAttribute('aria-pressed', String(name === shown));
    });
    return button;
  });
  buttons.append(...all);
  if (detail.note !== undefined) buttons.append(made('span', 'where', detail.note));
  node.append(buttons, pre);
  return node;
}
