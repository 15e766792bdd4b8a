/** The chosen environment: a status bar item, a quick pick, the open servers behind it. */
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import {
  type EnvironmentFile,
  environmentFileName,
  findEnvironmentFile,
  type OpenEnvironment,
  openEnvironment,
  readEnvironmentFile,
  sandboxName,
} from '../host';
import { isScript } from './languages';
import { type Sandboxes, sandboxes } from './sandboxes';

export interface Environments extends vscode.Disposable {
  readonly chosen: string;
  readonly onDidChoose: vscode.Event<string>;
  /** The embedded servers. */
  readonly sandboxes: Sandboxes;
  /** The environment file that the workspace or the active editor has; a text: why it cannot be read. */
  file(): EnvironmentFile | string | undefined;
  /** Makes this one the chosen one. */
  take(name: string): Promise<void>;
  /** Those that a script can be run in, the built-in `sandbox` among them. */
  names(script: vscode.Uri | undefined): readonly string[];
  /** The environment that a script runs in (`name`; default: the chosen one); the reason why there is none, for the user. */
  open(script: vscode.Uri, name?: string): Promise<{ readonly opened: OpenEnvironment } | { readonly reason: string }>;
  choose(): Promise<void>;
  /** Ends the sandboxes that run. */
  close(): Promise<void>;
}

const chosenKey = 'mailwright.environment';

export function environments(memory: vscode.Memento): Environments {
  const item = vscode.window.createStatusBarItem('mailwright.environment', vscode.StatusBarAlignment.Left, 50);
  item.name = 'Mailwright environment';
  item.command = 'mailwright.chooseEnvironment';
  const choice = new vscode.EventEmitter<string>();
  const embedded = sandboxes();

  const chosen = (): string => memory.get<string>(chosenKey) ?? sandboxName;
  const show = (): void => {
    item.text = `$(server-environment) ${chosen()}`;
    item.tooltip = `Session scripts run in the environment “${chosen()}”. Click to choose another.`;
    item.accessibilityInformation = { label: `Mailwright environment: ${chosen()}`, role: 'button' };
    const editor = vscode.window.activeTextEditor;
    if (editor && isScript(editor.document)) item.show();
    // a panel or a list that has the focus is no reason to hide it
    else if (editor) item.hide();
  };
  const take = async (name: string): Promise<void> => {
    await memory.update(chosenKey, name);
    show();
    choice.fire(name);
  };
  const moved = vscode.window.onDidChangeActiveTextEditor(show);

  show();
  return {
    get chosen() {
      return chosen();
    },
    onDidChoose: choice.event,
    sandboxes: embedded,
    file: fileHere,
    take,
    names(script) {
      const file = fileFor(script);
      return [...new Set([...(typeof file === 'object' ? file.names : []), sandboxName])];
    },
    async open(script, name = chosen()) {
      const file = fileFor(script);
      if (typeof file === 'string') return { reason: file };
      if (name === sandboxName && !file?.names.includes(name)) {
        const opened = await embedded.open(file);
        // the sandbox is shared by all runs: a run's end does not end it
        return typeof opened === 'string' ? { reason: opened } : { opened: { ...opened, close: async () => {} } };
      }
      const opened = await openEnvironment(name, file);
      return opened.ok ? { opened: opened.value } : { reason: opened.error };
    },
    async choose() {
      const file = fileHere();
      if (typeof file === 'string') void vscode.window.showErrorMessage(file);
      const names = typeof file === 'object' ? file.names : [];
      const label = (name: string): string => (name === chosen() ? `$(check) ${name}` : name);
      const picked = await vscode.window.showQuickPick(
        [
          ...names.map((name) => ({ name, label: label(name), description: environmentFileName })),
          ...(names.includes(sandboxName)
            ? []
            : [{ name: sandboxName, label: label(sandboxName), description: 'embedded servers on this machine' }]),
        ],
        { title: 'Run session scripts in which environment?', placeHolder: `now: ${chosen()}` },
      );
      if (!picked) return;
      await take(picked.name);
    },
    close: () => embedded.close(),
    dispose() {
      moved.dispose();
      choice.dispose();
      item.dispose();
    },
  };
}

/** That of the active editor, else of the workspace. */
function fileHere(): EnvironmentFile | string | undefined {
  const editor = vscode.window.activeTextEditor?.document.uri;
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (editor?.scheme === 'file') return fileFor(editor);
  return fileFor(folder && vscode.Uri.joinPath(folder.uri, environmentFileName));
}

/** The nearest environment file, or why it cannot be read. */
function fileFor(uri: vscode.Uri | undefined): EnvironmentFile | string | undefined {
  const path = uri?.scheme === 'file' ? findEnvironmentFile(dirname(uri.fsPath)) : undefined;
  const near = path ?? workspaceFile(uri);
  if (near === undefined) return undefined;
  const read = readEnvironmentFile(near);
  return read.ok ? read.value : read.error;
}

/** For what is in no folder: that of the workspace. */
function workspaceFile(uri: vscode.Uri | undefined): string | undefined {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return folder?.uri.scheme === 'file' && uri?.scheme !== 'file' ? findEnvironmentFile(folder.uri.fsPath) : undefined;
}
