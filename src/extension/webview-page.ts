/** A page of ours in a webview. Its own script may run, nothing else; nothing is fetched. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

export interface PageParts {
  /** Of its script and its style sheet: `transcript` for transcript.js and transcript.css. */
  readonly name: string;
  readonly title: string;
  /** What stands in `body`, as HTML of ours. */
  readonly body: string;
  /** Allowed beyond the page's own script and style sheet, by directive of the policy. */
  readonly allowed?: { readonly 'style-src'?: string; readonly 'img-src'?: string };
  /** The webview's menu has our entries only. Default false. */
  readonly ownMenu?: boolean;
}

export function webviewPage(webview: vscode.Webview, assets: vscode.Uri, parts: PageParts): string {
  const { name, title, body, allowed = {}, ownMenu = false } = parts;
  const nonce = randomBytes(16).toString('base64');
  const asset = (file: string): vscode.Uri => webview.asWebviewUri(vscode.Uri.joinPath(assets, file));
  const policy = [
    "default-src 'none'",
    ['style-src', webview.cspSource, allowed['style-src'] ?? ''].join(' ').trim(),
    ...(allowed['img-src'] === undefined ? [] : [`img-src ${allowed['img-src']}`]),
    `script-src 'nonce-${nonce}'`,
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="${asset(`${name}.css`)}">
<title>${title}</title>
</head>
<body${ownMenu ? ` data-vscode-context='{"preventDefaultContextMenuItems":true}'` : ''}>
${body}
<script nonce="${nonce}" src="${asset(`${name}.js`)}"></script>
</body>
</html>`;
}
