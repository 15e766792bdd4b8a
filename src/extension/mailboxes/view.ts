/** Puts the Mailboxes view together: accounts, tree, commands, dialogues. */
import * as vscode from 'vscode';
import type { Environments } from '../environments';
import { messageCommands } from '../messages/commands';
import { openMessagesCommand } from '../messages/open-command';
import { messageTabs } from '../messages/view';
import { type Accounts, mailAccounts } from './accounts';
import { type Attempt, mailboxCommands } from './commands';
import { dialogues } from './dialogues';
import { dragAndDrop } from './drag-and-drop';
import { mailboxesViewId, mailboxTree, type Node } from './tree';

export interface Mailboxes extends vscode.Disposable {
  readonly accounts: Accounts;
  readonly view: vscode.TreeView<Node>;
  /** Closes all connections. */
  close(): Promise<void>;
}

/** Nothing is loaded or connected before the view is opened. */
export function mailboxes(
  environments: Environments,
  secrets: vscode.SecretStorage,
  memory: vscode.Memento,
  extensionUri: vscode.Uri,
): Mailboxes {
  const accounts = mailAccounts(environments, secrets, memory);
  const tree = mailboxTree(accounts);
  const said = dialogues();
  // The controller is needed to make the view, the view to make the commands, and they do what the controller drops.
  let attempt: Attempt = async () => {};
  const view = vscode.window.createTreeView<Node>(mailboxesViewId, {
    treeDataProvider: tree,
    showCollapseAll: true,
    dragAndDropController: dragAndDrop((...args) => attempt(...args)),
  });
  const commands = mailboxCommands({ accounts, tree, view, dialogues: said });
  attempt = commands.attempt;
  const tabs = messageTabs(extensionUri, said);
  const parts = [
    tabs,
    openMessagesCommand(tabs, () => view.selection[0]),
    ...messageCommands(tabs, commands.attempt),
    view,
    tree,
    said,
    accounts,
    ...commands.all,
    vscode.workspace.onDidGrantWorkspaceTrust(() => tree.fire()),
  ];
  return {
    accounts,
    view,
    close: () => accounts.reset(),
    dispose() {
      for (const part of parts) part.dispose();
    },
  };
}
