/** The page of the message view. */
import type * as vscode from 'vscode';
import { webviewPage } from '../webview-page';

/** Styles within are allowed for the frame with a sender's HTML, which inherits this policy; pictures only where they are in it. */
export const messagePage = (webview: vscode.Webview, assets: vscode.Uri): string =>
  webviewPage(webview, assets, {
    name: 'message',
    title: 'Message',
    body: '<main></main>',
    allowed: { 'style-src': "'unsafe-inline'", 'img-src': 'data:' },
  });
