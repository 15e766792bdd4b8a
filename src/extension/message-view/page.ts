/** The page of the message view. Its script may be run, nothing else; nothing is fetched. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** Styles within are allowed for the frame with a sender's HTML, which inherits this policy; pictures only where they are in it. */
export function messagePage(webview: vscode.Webview, assets: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const asset = (name: string): vscode.Uri => webview.asWebviewUri(vscode.Uri.joinPath(assets, name));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src ${webview.cspSource} 'unsafe-inline'; script-src 'nonce-${nonce}'; form-action 'none'; base-uri 'none'">
<link rel="stylesheet" href="${asset('message.css')}">
<title>Message</title>
</head>
<body>
<main></main>
<script nonce="${nonce}" src="${asset('message.js')}"></script>
</body>
</html>`;
}
