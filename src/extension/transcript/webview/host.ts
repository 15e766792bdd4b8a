/** The panel's end of the wire to the extension. */
import type { FromPanel } from './messages';

declare function acquireVsCodeApi(): { postMessage(message: FromPanel): void };

const vscode = acquireVsCodeApi();

export const post = (message: FromPanel): void => vscode.postMessage(message);
