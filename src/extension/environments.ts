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
import { sandboxes } from './sandboxes';

export interface Environments extends vscode.Disposable {
  readonly chosen: string;
  readonly onDidChoose: vscode.Event<string>;
  /** The environment that a script runs in; the reason why there is none, for the user. */
  open(script: vscode.Uri): Promise<{ readonly opened: OpenEnvironment } | { readonly reason: string }>;
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
  const moved = vscode.window.onDidChangeActiveTextEditor(show);

  show();
  return {
    get chosen() {
      return chosen();
    },
    onDidChoose: choice.event,
    async open(script) {
      const name = chosen();
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
      const file = fileFor(vscode.window.activeTextEditor?.document.uri ?? vscode.workspace.workspaceFolders?.[0]?.uri);
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
      await memory.update(chosenKey, picked.name);
      show();
      choice.fire(picked.name);
    },
    close: () => embedded.close(),
    dispose() {
      moved.dispose();
      choice.dispose();
      item.dispose();
    },
  };
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
