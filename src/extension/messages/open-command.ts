/** Opens a folder's messages from the Mailboxes view: by double click, by Enter, from the menu. */
import * as vscode from 'vscode';
import { folderOf, type Node } from '../mailboxes/tree';
import type { MessageTabs } from './view';

/** How the command was called: a click on the line, a key; undefined: a menu, the palette, another extension. */
export type OpenedBy = 'click' | 'key';

/** Two clicks within this are a double click. In milliseconds. */
const doubleClickMs = 500;

export function openMessagesCommand(tabs: MessageTabs, selection: () => Node | undefined): vscode.Disposable {
  let last: { readonly node: Node; readonly at: number } | undefined;
  return vscode.commands.registerCommand('mailwright.openMessages', async (given?: Node | OpenedBy, by?: unknown) => {
    if (by === 'click' && typeof given === 'object') {
      const again = last?.node === given && Date.now() - last.at < doubleClickMs;
      last = again ? undefined : { node: given, at: Date.now() };
      if (!again) return;
    }
    // The key takes the place of the list's own, which selects what the keyboard is on, and unfolds it.
    if (given === 'key') await vscode.commands.executeCommand('list.select');
    const node = typeof given === 'object' ? given : selection();
    const folder = node?.kind === 'folder' ? folderOf(node) : undefined;
    if (node?.kind === 'folder' && folder?.selectable) {
      if (vscode.workspace.isTrusted) await tabs.open(node.named, folder);
      else {
        void vscode.window.showWarningMessage('Mailboxes are not opened in Restricted Mode: trust this folder first.');
      }
    } else if (given === undefined) {
      void vscode.window.showInformationMessage('Choose a folder in the Mailboxes view first.');
    }
  });
}
