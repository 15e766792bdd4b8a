/** The Mailboxes view: accounts, namespaces, folders, each asked for when it is opened. */
import * as vscode from 'vscode';
import type { Folder, FolderDetails, Space, Trouble } from '../../mailbox';
import type { Accounts, NamedAccount } from './accounts';
import { accountLine, folderLine, type Line, spaceLine, troubleLine } from './presentation';

export const mailboxesViewId = 'mailwright.mailboxes';

export type Node =
  | { readonly kind: 'account'; readonly named: NamedAccount }
  | { readonly kind: 'space'; readonly named: NamedAccount; readonly space: Space }
  | { readonly kind: 'folder'; readonly named: NamedAccount; readonly space: Space; readonly name: string }
  | { readonly kind: 'trouble'; readonly named: NamedAccount | undefined; readonly why: Trouble };

export type FolderNode = Node & { readonly kind: 'folder' };

export interface MailboxTree extends vscode.TreeDataProvider<Node>, vscode.Disposable {
  /** Shows a part anew; all, when none is named. */
  fire(node?: Node): void;
}

export const folderOf = ({ named, name }: FolderNode): Folder | undefined => named.account.folder(name);

export function mailboxTree(accounts: Accounts): MailboxTree {
  const changes = new vscode.EventEmitter<Node | Node[] | undefined>();
  // Figures come for hundreds of folders at a time.
  const changed = new Set<Node>();
  let soon: NodeJS.Timeout | undefined;
  const fireSoon = (node: Node | undefined): void => {
    if (!node) return;
    changed.add(node);
    soon ??= setTimeout(() => {
      soon = undefined;
      const all = [...changed];
      changed.clear();
      changes.fire(all);
    }, 50);
  };
  // One object for each line, as VS Code knows lines by their objects.
  let nodes = new Map<string, Node>();
  const kept = <N extends Node>(key: string, make: () => N): N => {
    const known = nodes.get(key);
    if (known) return known as N;
    const made = make();
    nodes.set(key, made);
    return made;
  };
  const keyOf = (node: Node): string => {
    switch (node.kind) {
      case 'account':
        return `account/${node.named.name}`;
      case 'space':
        return `space/${node.named.name}/${node.space.kind}/${node.space.prefix}`;
      case 'folder':
        return `folder/${node.named.name}/${node.name}`;
      case 'trouble':
        return `trouble/${node.named?.name ?? ''}`;
      default:
        return node satisfies never;
    }
  };
  const accountNode = (named: NamedAccount): Node =>
    kept(keyOf({ kind: 'account', named }), () => ({ kind: 'account', named }));
  const spaceNode = (named: NamedAccount, space: Space): Node => {
    const node = { kind: 'space', named, space } as const;
    return kept(keyOf(node), () => node);
  };
  const folderNode = (named: NamedAccount, space: Space, name: string): Node => {
    const node = { kind: 'folder', named, space, name } as const;
    return kept(keyOf(node), () => node);
  };

  /** Folders with the same folder above. */
  const level = async (named: NamedAccount, space: Space, parent: string | undefined): Promise<readonly Node[]> => {
    const folders = await named.account.folders(space);
    if (!folders.ok) return [troubleNode(named, folders.error)];
    return folders.value.filter((folder) => folder.parent === parent).map(({ name }) => folderNode(named, space, name));
  };

  const rows = async (): Promise<readonly Node[]> => {
    const all = await accounts.all();
    if ('message' in all) return [{ kind: 'trouble', named: undefined, why: all }];
    return all.map(accountNode);
  };

  /** The namespaces of each account, as last given: they are shown also while the connection is lost. */
  const spacesOf = new Map<NamedAccount, readonly Space[]>();

  /** A single personal namespace is the account itself; each other one has a line of its own. */
  const ofAccount = async (named: NamedAccount): Promise<readonly Node[]> => {
    const { state } = named.account;
    // It comes back by itself, or when the user asks: showing it must not.
    if (state.kind === 'lost')
      return [troubleNode(named, state.why), ...(await ofSpaces(named, spacesOf.get(named) ?? []))];
    const spaces = await named.account.spaces();
    if (!spaces.ok) return [troubleNode(named, spaces.error)];
    spacesOf.set(named, spaces.value);
    return ofSpaces(named, spaces.value);
  };

  const troubleNode = (named: NamedAccount, why: Trouble): Node => ({ kind: 'trouble', named, why });

  const ofSpaces = async (named: NamedAccount, spaces: readonly Space[]): Promise<readonly Node[]> => {
    const personal = spaces.filter(({ kind }) => kind === 'personal');
    const [own] = personal;
    if (!own || personal.length > 1) return spaces.map((space) => spaceNode(named, space));
    const others = spaces.filter((space) => space !== own).map((space) => spaceNode(named, space));
    return [...(await level(named, own, undefined)), ...others];
  };

  const subscriptions = [
    accounts.onReset(() => {
      nodes = new Map();
      spacesOf.clear();
      changed.clear();
      changes.fire(undefined);
    }),
    accounts.onChange(({ named, change }) => {
      if (change.kind === 'notice') {
        void vscode.window.showWarningMessage(`${named.account.settings.label}: ${change.text}`);
        return;
      }
      const key = change.kind === 'folder' ? `folder/${named.name}/${change.folder.name}` : `account/${named.name}`;
      fireSoon(nodes.get(key));
    }),
  ];

  return {
    onDidChangeTreeData: changes.event,
    fire: (node) => changes.fire(node),
    async getChildren(node) {
      if (!vscode.workspace.isTrusted) return [];
      switch (node?.kind) {
        case undefined:
          return [...(await rows())];
        case 'account':
          return [...(await ofAccount(node.named))];
        case 'space':
          return [...(await level(node.named, node.space, undefined))];
        case 'folder':
          return [...(await level(node.named, node.space, node.name))];
        default:
          return [];
      }
    },
    getParent(node) {
      if (node.kind === 'account' || (node.kind === 'trouble' && !node.named)) return undefined;
      if (node.kind === 'folder') {
        const parent = folderOf(node)?.parent;
        if (parent !== undefined) return folderNode(node.named, node.space, parent);
        const known = spacesOf.get(node.named) ?? [];
        const hasLine = node.space.kind !== 'personal' || known.filter(({ kind }) => kind === 'personal').length > 1;
        if (hasLine) return spaceNode(node.named, node.space);
      }
      return node.named && accountNode(node.named);
    },
    getTreeItem: (node) => itemOf(node, keyOf(node)),
    async resolveTreeItem(item, node, token) {
      const folder = node.kind === 'folder' ? folderOf(node) : undefined;
      if (node.kind !== 'folder' || !folder) return item;
      const details = await node.named.account.details(folder);
      if (!token.isCancellationRequested)
        item.tooltip = tooltip(folderLine(folder, details.ok ? details.value : undefined));
      return item;
    },
    dispose() {
      clearTimeout(soon);
      for (const one of subscriptions) one.dispose();
      changes.dispose();
    },
  };
}

function lineOf(node: Node, details?: FolderDetails): Line | undefined {
  switch (node.kind) {
    case 'account':
      return accountLine(node.named.name, node.named.account);
    case 'space':
      return spaceLine(node.space);
    case 'folder': {
      const folder = folderOf(node);
      return folder && folderLine(folder, details);
    }
    case 'trouble':
      return troubleLine(node.why);
    default:
      return node satisfies never;
  }
}

function itemOf(node: Node, id: string): vscode.TreeItem {
  const line = lineOf(node);
  const item = new vscode.TreeItem(line?.label ?? 'gone', collapsible(node));
  if (!line) return item;
  item.id = id;
  item.description = line.description;
  item.iconPath = new vscode.ThemeIcon(
    line.icon,
    line.colour === undefined ? undefined : new vscode.ThemeColor(line.colour),
  );
  const writable = node.named?.account.allowChanges ? ['writable'] : [];
  item.contextValue = [...new Set([...line.context, ...writable])].join(' ');
  item.accessibilityInformation = { label: line.spoken, role: 'treeitem' };
  // A folder's tooltip has more in it, which is asked for when it is pointed at.
  if (node.kind !== 'folder') item.tooltip = tooltip(line);
  if (node.kind === 'folder' && folderOf(node)?.selectable) {
    item.command = { command: 'mailwright.openMessages', title: 'Open Messages', arguments: [node, 'click'] };
  }
  if (node.kind === 'trouble') {
    item.command = { command: 'mailwright.mailboxes.reconnect', title: 'Try Again', arguments: [node] };
  }
  return item;
}

function collapsible(node: Node): vscode.TreeItemCollapsibleState {
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  switch (node.kind) {
    case 'account':
    case 'space':
      return Collapsed;
    case 'folder':
      return folderOf(node)?.hasChildren ? Collapsed : None;
    default:
      return None;
  }
}

/** Text from servers: nothing in it is Markdown. */
function tooltip({ tooltip: paragraphs }: Line): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  paragraphs.forEach((paragraph, index) => {
    if (index > 0) text.appendMarkdown('\n\n');
    text.appendText(paragraph);
  });
  return text;
}
