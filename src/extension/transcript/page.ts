/** The page of the transcript panel. */
import type * as vscode from 'vscode';
import { webviewPage } from '../webview-page';

export function transcriptPage(webview: vscode.Webview, assets: vscode.Uri): string {
  return webviewPage(webview, assets, {
    name: 'transcript',
    title: 'Transcript',
    ownMenu: true,
    body: `<header class="idle"><span id="state" role="status"></span><button id="cancel" type="button" hidden>Cancel</button></header>
<div id="filters" role="search" aria-label="Filter the transcript" hidden>
<input id="filter-text" type="search" placeholder="Filter lines by text" aria-label="Filter lines by text" spellcheck="false">
<select id="direction" aria-label="Filter by direction"><option value="">Both sides</option><option value="sent">Sent</option><option value="received">Received</option></select>
<select id="command" aria-label="Filter by command"></select>
<select id="connection" aria-label="Filter by connection"></select>
<label class="choice"><input id="failures" type="checkbox"> Only failures</label>
</div>
<div id="finder" role="search" aria-label="Find in the transcript" hidden>
<input id="find-text" type="text" placeholder="Find" aria-label="Find" spellcheck="false">
<span id="found" role="status"></span>
<button id="previous" type="button" aria-label="Previous match (Shift+Enter)" title="Previous match (Shift+Enter)">↑</button>
<button id="next" type="button" aria-label="Next match (Enter)" title="Next match (Enter)">↓</button>
<button id="close-find" type="button" aria-label="Close (Escape)" title="Close (Escape)">✕</button>
</div>
<main>
<p id="empty">Open a session script and press <b>Run</b> above a session. What both sides say appears here.</p>
<p id="restricted" hidden>Nothing runs and nothing connects in Restricted Mode. <button id="trust" class="link" type="button">Manage Workspace Trust</button></p>
<p id="nothing" role="status" hidden>No line passes the filter. <button id="clear" class="link" type="button">Show everything</button></p>
<div id="rows" role="tree" aria-label="Transcript" tabindex="0" hidden><div id="canvas" role="presentation"></div></div>
</main>`,
  });
}
