/** The page of the transcript panel. Its script may be run, nothing else; nothing is fetched. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

export function transcriptPage(webview: vscode.Webview, assets: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const asset = (name: string): vscode.Uri => webview.asWebviewUri(vscode.Uri.joinPath(assets, name));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'">
<link rel="stylesheet" href="${asset('transcript.css')}">
<title>Transcript</title>
</head>
<body>
<header class="idle"><span id="state" role="status"></span><button id="cancel" type="button" hidden>Cancel</button></header>
<main>
<p id="empty">Open a session script and press <b>Run</b> above a session. What both sides say appears here.</p>
<p id="restricted" hidden>Nothing runs and nothing connects in Restricted Mode. <button id="trust" class="link" type="button">Manage Workspace Trust</button></p>
<div id="rows" role="list" aria-label="Transcript" tabindex="0" hidden></div>
</main>
<script nonce="${nonce}" src="${asset('transcript.js')}"></script>
</body>
</html>`;
}
