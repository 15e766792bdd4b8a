/** The page of a folder's list of messages. */
import type * as vscode from 'vscode';
import { webviewPage } from '../webview-page';

export function messagesPage(webview: vscode.Webview, assets: vscode.Uri): string {
  const head = (column: string, label: string): string =>
    `<span class="cell ${column}" role="columnheader" aria-sort="none"><button type="button" data-column="${column}">${label}</button></span>`;
  return webviewPage(webview, assets, {
    name: 'messages',
    title: 'Messages',
    ownMenu: true,
    body: `<header role="search">
<input id="search" type="text" role="combobox" aria-expanded="false" aria-controls="proposals" aria-autocomplete="list" aria-label="Search messages: words, or IMAP search keys" aria-describedby="problem" placeholder="Search: words, or IMAP keys such as FROM alice UNSEEN SINCE 1-Jan-2026" spellcheck="false" autocomplete="off">
<ul id="proposals" role="listbox" aria-label="Search keys" hidden></ul>
<p id="problem" role="alert" hidden></p>
</header>
<div class="bar"><p id="status" role="status"></p><button id="transcript" type="button" class="link" title="What the last action said to the server">Show Transcript</button></div>
<p id="trouble" role="alert" hidden><span id="trouble-text"></span> <button id="again" type="button" class="link">Try Again</button></p>
<div id="heads" class="row" role="row" aria-rowindex="1"><span class="cell flags" role="columnheader" aria-label="Flags"></span><span class="cell attached" role="columnheader" aria-label="Attachments"></span>${head('from', 'From')}${head('subject', 'Subject')}${head('date', 'Date')}${head('size', 'Size')}</div>
<p id="nothing" role="status" hidden></p>
<div id="rows" role="grid" aria-label="Messages" aria-readonly="true" aria-colcount="6" tabindex="0"><div id="canvas" role="presentation"></div></div>`,
  });
}
