/** The list's end of the wire to the extension, what it keeps while its tab is hidden, and its way to elements of its page. */
import type { FromList, Order } from './messages';

/** Kept by the editor while the tab is hidden. */
export interface Kept {
  readonly typed: string;
  readonly order: Order;
  readonly top: number;
  readonly current: number | undefined;
}

declare function acquireVsCodeApi(): {
  postMessage(message: FromList): void;
  getState(): Kept | undefined;
  setState(state: Kept): void;
};

const vscode = acquireVsCodeApi();

export const post = (message: FromList): void => vscode.postMessage(message);
export const kept = (): Kept | undefined => vscode.getState();
export const keep = (state: Kept): void => vscode.setState(state);

/** An element that the page has, of a kind. */
export function element<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${kind.name} #${id}`);
  return found;
}

/** A new element with a class and a text; texts from outside are only ever text. */
export function made<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  text?: string,
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}
