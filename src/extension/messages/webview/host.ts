/** The list's end of the wire to the extension, and what it keeps while its tab is hidden. */
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
