/** The view's end of the wire to the extension, and how its elements are made. */
import type { FromMessageView } from './messages';

declare function acquireVsCodeApi(): { postMessage(message: FromMessageView): void };

const vscode = acquireVsCodeApi();

export const post = (message: FromMessageView): void => vscode.postMessage(message);

export type Content = Node | string;

/** A new element; texts from outside are only ever text. */
export function made<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>>,
  ...content: readonly Content[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...content);
  return node;
}

export function button(label: string, attributes: Readonly<Record<string, string>>, act: () => void): HTMLElement {
  const node = made('button', { type: 'button', ...attributes }, label);
  node.addEventListener('click', act);
  return node;
}

/** A part of the page with a heading. */
export const section = (id: string, heading: string, ...content: readonly Content[]): HTMLElement =>
  made('section', { id, 'aria-labelledby': `${id}-heading` }, made('h2', { id: `${id}-heading` }, heading), ...content);

/** A table with a row of headers; the first cell of each row is its header. */
export function table(label: string, heads: readonly string[], rows: readonly (readonly Content[])[]): HTMLElement {
  const body = made(
    'table',
    { 'aria-label': label },
    made('thead', {}, made('tr', {}, ...heads.map((head) => made('th', { scope: 'col' }, head)))),
    made(
      'tbody',
      {},
      ...rows.map(([first = '', ...rest]) =>
        made('tr', {}, made('th', { scope: 'row' }, first), ...rest.map((cell) => made('td', {}, cell))),
      ),
    ),
  );
  return made('div', { class: 'table' }, body);
}

/** Octets as people read them: `12 KiB`. */
export function octets(count: number): string {
  if (count < 1024) return `${count} octets`;
  if (count < 1_048_576) return `${(count / 1024).toFixed(1)} KiB`;
  return `${(count / 1_048_576).toFixed(1)} MiB`;
}
