/** The MIME tree: arrows move, Enter opens, S saves; a mouse has buttons for it. */
import type { PartModel } from '../../../mailbox/message-read-model';
import { button, made, octets, post } from './host';

const label = ({ section, type, name, size, facts, protection }: PartModel): string =>
  [
    section === '' ? '' : `Part ${section}`,
    type,
    name,
    protection ?? '',
    size === undefined ? '' : octets(size),
    ...facts,
  ]
    .filter((text) => text !== '')
    .join(', ');

export function partsTree(parts: readonly PartModel[]): HTMLElement {
  const items = parts.map((part, index) => {
    const can = part.section !== '';
    const actions = can
      ? [
          button('Open', { tabindex: '-1', 'aria-label': `Open part ${part.section}` }, () =>
            post({ kind: 'open', part: index }),
          ),
          button('Save…', { tabindex: '-1', 'aria-label': `Save part ${part.section}` }, () =>
            post({ kind: 'save', part: index }),
          ),
        ]
      : [];
    const item = made(
      'div',
      {
        role: 'treeitem',
        class: 'part',
        'aria-level': `${part.level}`,
        'aria-label': label(part),
        'aria-expanded': 'true',
        tabindex: index === 0 ? '0' : '-1',
      },
      made('span', { class: 'section' }, part.section),
      made('span', { class: 'type' }, part.type),
      made('span', { class: 'name' }, part.name),
      ...(part.protection === undefined
        ? []
        : [made('span', { class: 'protection' }, `${part.protection}, not verified`)]),
      made('span', { class: 'facts' }, part.facts.join(', ')),
      made('span', { class: 'size' }, part.size === undefined ? '' : octets(part.size)),
      made('span', { class: 'actions' }, ...actions),
    );
    if (!(parts[index + 1] && (parts[index + 1]?.level ?? 0) > part.level)) item.removeAttribute('aria-expanded');
    item.style.setProperty('--level', `${part.level - 1}`);
    if (can) item.addEventListener('dblclick', () => post({ kind: 'open', part: index }));
    return item;
  });
  const tree = made('div', { role: 'tree', 'aria-label': 'Parts of the message' }, ...items);
  const focus = (index: number): void => {
    const wanted = items[Math.max(0, Math.min(items.length - 1, index))];
    for (const item of items) item.tabIndex = item === wanted ? 0 : -1;
    wanted?.focus();
  };
  const level = (index: number): number => parts[index]?.level ?? 0;
  tree.addEventListener('keydown', (event) => {
    const at = items.findIndex((item) => item.contains(document.activeElement));
    if (at === -1 || event.ctrlKey || event.metaKey || event.altKey) return;
    const moves: Readonly<Record<string, () => number>> = {
      ArrowDown: () => at + 1,
      ArrowUp: () => at - 1,
      Home: () => 0,
      End: () => items.length - 1,
      ArrowRight: () => (level(at + 1) > level(at) ? at + 1 : at),
      ArrowLeft: () => parts.findLastIndex((part, index) => index < at && part.level < level(at)),
    };
    const move = moves[event.key];
    if (move) focus(move());
    else if (parts[at]?.section !== '' && event.key === 'Enter' && event.target === items[at])
      post({ kind: 'open', part: at });
    else if (parts[at]?.section !== '' && event.key.toLowerCase() === 's') post({ kind: 'save', part: at });
    else return;
    event.preventDefault();
  });
  tree.addEventListener('focusin', ({ target }) => {
    if (items.some((item) => item === target)) for (const item of items) item.tabIndex = item === target ? 0 : -1;
  });
  return tree;
}
