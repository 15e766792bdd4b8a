/** The test items: every script of the workspace, and in it its sessions; found without opening files, and kept up to date. */
import * as vscode from 'vscode';
import { lineIndex } from '../../base';
import { isScript } from '../languages';
import { fileOf } from '../scripts';
import { listSessions } from './listed-sessions';

export interface TestTree extends vscode.Disposable {
  /** Finds all scripts; once, unless `anew`. */
  search(anew?: boolean): Promise<void>;
  /** Reads the sessions of a script's item, from the editor that has it, else from its file. */
  read(file: vscode.TestItem): Promise<void>;
  /** Environments have come or gone: the tags of all items are set anew. */
  retag(): void;
}

const scripts = '**/*.{smtp,imap,pop3,lmtp}';
const notThese = '**/node_modules/**';
/** After the last key press in a script its sessions are read again, in milliseconds. */
const patience = 150;

/** @param environments the names of those in which a script can run */
export function testTree(
  controller: vscode.TestController,
  environments: (script: vscode.Uri) => readonly string[],
): TestTree {
  const tags = new Map<string, vscode.TestTag>();
  const readings = new Map<string, number>();
  const timers = new Map<string, NodeJS.Timeout>();
  let searched: Promise<void> | undefined;

  const tag = (id: string): vscode.TestTag => {
    const known = tags.get(id) ?? new vscode.TestTag(id);
    tags.set(id, known);
    return known;
  };
  const tagsFor = (uri: vscode.Uri, protocols: readonly string[]): readonly vscode.TestTag[] => [
    ...protocols.map(tag),
    ...environments(uri).map((name) => tag(environmentTag(name))),
  ];
  const protocolOfFile = (uri: vscode.Uri): readonly string[] => [uri.path.replace(/^.*\./, '').toLowerCase()];

  const add = (uri: vscode.Uri): vscode.TestItem => {
    const known = controller.items.get(uri.toString());
    if (known) return known;
    const item = controller.createTestItem(uri.toString(), vscode.workspace.asRelativePath(uri), uri);
    item.canResolveChildren = true;
    item.tags = tagsFor(uri, protocolOfFile(uri));
    controller.items.add(item);
    return item;
  };
  const forget = (uri: vscode.Uri): void => {
    const key = uri.toString();
    controller.items.delete(key);
    readings.delete(key);
    clearTimeout(timers.get(key));
    timers.delete(key);
  };

  const read = async (file: vscode.TestItem): Promise<void> => {
    const { uri } = file;
    if (!uri) return;
    const reading = (readings.get(file.id) ?? 0) + 1;
    readings.set(file.id, reading);
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === file.id);
    try {
      const text = open?.getText() ?? new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      // a later reading knows better
      if (readings.get(file.id) !== reading) return;
      file.error = undefined;
      fill(file, uri, open ? fileOf(open) : uri.path, text);
    } catch (error) {
      if (readings.get(file.id) !== reading) return;
      file.error = `The script cannot be read: ${error instanceof Error ? error.message : String(error)}`;
      file.children.replace([]);
    }
  };
  const fill = (file: vscode.TestItem, uri: vscode.Uri, name: string, text: string): void => {
    const index = lineIndex(text);
    const at = (offset: number): vscode.Position => {
      const { line, column } = index.position(offset);
      return new vscode.Position(line, column);
    };
    const sessions = listSessions(name, text);
    const items = sessions.map(({ id, title, range, protocols }, order) => {
      // the same item keeps its result
      const item = file.children.get(id) ?? controller.createTestItem(id, title, uri);
      item.range = new vscode.Range(at(range.start), at(range.end));
      item.sortText = String(order).padStart(6, '0');
      item.tags = tagsFor(uri, protocols);
      return item;
    });
    file.children.replace(items);
    file.tags = tagsFor(uri, [...new Set([...protocolOfFile(uri), ...sessions.flatMap(({ protocols }) => protocols)])]);
  };

  const mine = ({ uri }: vscode.TextDocument): boolean =>
    vscode.workspace.getWorkspaceFolder(uri) !== undefined && !uri.path.includes('/node_modules/');
  const opened = (document: vscode.TextDocument): void => {
    if (isScript(document) && mine(document)) void read(add(document.uri));
  };
  const later = (uri: vscode.Uri): void => {
    const item = controller.items.get(uri.toString());
    if (!item || !readings.has(item.id)) return;
    clearTimeout(timers.get(item.id));
    timers.set(
      item.id,
      setTimeout(() => {
        timers.delete(item.id);
        void read(item);
      }, patience),
    );
  };

  const watcher = vscode.workspace.createFileSystemWatcher(scripts);
  const find = async (): Promise<void> => {
    const uris = await vscode.workspace.findFiles(scripts, notThese);
    const found = new Set(uris.map((uri) => uri.toString()));
    for (const [id, { uri }] of [...controller.items]) if (uri && !found.has(id)) forget(uri);
    for (const uri of uris) add(uri);
  };
  const listening = [
    watcher,
    watcher.onDidCreate((uri) => {
      if (!uri.path.includes('/node_modules/')) add(uri);
    }),
    watcher.onDidChange(later),
    watcher.onDidDelete(forget),
    vscode.workspace.onDidOpenTextDocument(opened),
    vscode.workspace.onDidChangeTextDocument(({ document }) => later(document.uri)),
    // what was not saved is gone
    vscode.workspace.onDidCloseTextDocument(({ uri }) => later(uri)),
  ];
  for (const document of vscode.workspace.textDocuments) opened(document);

  return {
    async search(anew = false) {
      if (anew) searched = undefined;
      searched ??= find();
      await searched;
    },
    read,
    retag() {
      for (const [, item] of controller.items) {
        if (!item.uri) continue;
        item.tags = tagsFor(item.uri, protocolOfFile(item.uri));
        if (readings.has(item.id)) void read(item);
      }
    },
    dispose() {
      for (const timer of timers.values()) clearTimeout(timer);
      for (const each of listening) each.dispose();
    },
  };
}

/** The tag of all tests that can run in an environment. */
export const environmentTag = (name: string): string => `environment:${name}`;
