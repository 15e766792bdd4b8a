/** The messages of folders in editor tabs: one tab a folder; the one in front is kept up to date by IDLE. */
import * as vscode from 'vscode';
import type { Folder, MessageList, MessageRef } from '../../mailbox';
import { systemClock } from '../../net';
import type { NamedAccount } from '../mailboxes/accounts';
import type { Dialogues } from '../mailboxes/dialogues';
import { loadMailbox } from '../mailboxes/load';
import { type ListModel, listModel } from './list-model';
import { messagesPage } from './page';
import type { FromList } from './webview/messages';

const viewType = 'mailwright.messages';

/** A message of the list in front. */
export interface Target {
  readonly named: NamedAccount;
  readonly list: MessageList;
  readonly ref: MessageRef;
}

export interface MessageTabs extends vscode.Disposable {
  /** The message with this UID, or the one that the keyboard is on, of the tab that is active. */
  target(uid: number | undefined): Target | undefined;
  /** Opens a folder's tab, or shows the one that is open. */
  open(named: NamedAccount, folder: Pick<Folder, 'name' | 'label'>): Promise<void>;
}

interface Tab {
  readonly panel: vscode.WebviewPanel;
  readonly list: MessageList;
  readonly named: NamedAccount;
  readonly model: ListModel;
}

const refOf = ({ named, list }: Pick<Tab, 'named' | 'list'>, uid: number): MessageRef | undefined =>
  list.ref(`${named.account.settings.environment}/${named.name}`, list.placeOf(uid));

export function messageTabs(extensionUri: vscode.Uri, dialogues: Pick<Dialogues, 'show'>): MessageTabs {
  const tabs = new Map<string, Tab>();

  /** One list of an account is live: that of the tab that was in front last. */
  const front = (tab: Tab): void => {
    for (const other of tabs.values()) {
      if (other !== tab && other.named.account === tab.named.account) other.list.live = false;
    }
    tab.list.live = true;
  };

  const make = async (
    key: string,
    named: NamedAccount,
    { name, label }: Pick<Folder, 'name' | 'label'>,
  ): Promise<void> => {
    const assets = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
    const { openMessageList } = await loadMailbox();
    if (tabs.has(key)) return;
    const panel = vscode.window.createWebviewPanel(
      viewType,
      `${label} — ${named.name}`,
      { viewColumn: vscode.ViewColumn.Active },
      { enableScripts: true, localResourceRoots: [assets] },
    );
    panel.iconPath = new vscode.ThemeIcon('mail');
    const { account } = named;
    const list = openMessageList(account, name, systemClock());
    const tongue = { language: vscode.env.language };
    const model = listModel(list, (message) => void panel.webview.postMessage(message), tongue);
    const tab: Tab = { panel, list, named, model };
    tabs.set(key, tab);
    const receive = async (message: FromList): Promise<void> => {
      await model.receive(message);
      if (message.kind === 'open') {
        const ref = refOf(tab, message.uid);
        if (ref) await vscode.commands.executeCommand('mailwright.openMessage', ref);
      } else if (message.kind === 'delete') {
        await vscode.commands.executeCommand('mailwright.message.delete', { uid: message.uid });
      } else if (message.kind === 'transcript') {
        const last = account.log.actions.find(({ id }) => id === list.lastAction);
        await dialogues.show(last?.title ?? account.settings.label, account.transcript(last?.id));
      }
    };
    panel.webview.onDidReceiveMessage(receive);
    panel.onDidChangeViewState(() => {
      if (panel.active) front(tab);
    });
    panel.onDidDispose(() => {
      tabs.delete(key);
      model.dispose();
      list.close();
    });
    panel.webview.html = messagesPage(panel.webview, assets);
    front(tab);
  };

  return {
    target(uid) {
      const tab = [...tabs.values()].find(({ panel }) => panel.active);
      const wanted = uid ?? tab?.model.current;
      const ref = tab && wanted !== undefined ? refOf(tab, wanted) : undefined;
      return tab && ref && { named: tab.named, list: tab.list, ref };
    },
    async open(named, folder) {
      const key = JSON.stringify([named.account.settings.environment, named.name, folder.name]);
      const open = tabs.get(key);
      // Another environment, or the same opened anew, has other accounts.
      if (open && open.named.account !== named.account) open.panel.dispose();
      else if (open) {
        open.panel.reveal();
        return;
      }
      await make(key, named, folder);
    },
    dispose() {
      for (const { panel } of [...tabs.values()]) panel.dispose();
    },
  };
}
