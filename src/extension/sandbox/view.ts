/** The sandbox in the side bar and the status bar: started, stopped, its servers, users and certificate at hand. */
import * as vscode from 'vscode';
import { type OpenEnvironment, sandboxName } from '../../host';
import type { Environments } from '../environments';
import { type SandboxItem, sandboxItems } from './items';

export const sandboxViewId = 'mailwright.sandbox';

type Node = SandboxItem & { readonly opened: OpenEnvironment };

export function sandboxView(environments: Environments, storage: vscode.Uri): vscode.Disposable[] {
  const { sandboxes } = environments;
  const changed = new vscode.EventEmitter<undefined>();
  const status = vscode.window.createStatusBarItem('mailwright.sandboxStatus', vscode.StatusBarAlignment.Left, 49);
  status.name = 'Mailwright sandbox';
  status.command = 'mailwright.showSandbox';

  const show = (): void => {
    const running = sandboxes.running();
    void vscode.commands.executeCommand('setContext', 'mailwright.sandboxRunning', running.length > 0);
    status.text = '$(vm-running) sandbox runs';
    status.tooltip = 'The embedded mail servers run on this machine. Click to see or stop them.';
    status.accessibilityInformation = { label: 'The Mailwright sandbox runs', role: 'button' };
    if (running.length > 0) status.show();
    else status.hide();
    changed.fire(undefined);
  };
  const provider: vscode.TreeDataProvider<Node> = {
    onDidChangeTreeData: changed.event,
    getTreeItem: treeItem,
    getChildren: (node) =>
      node ? [] : sandboxes.running().flatMap((opened) => sandboxItems(opened).map((item) => ({ ...item, opened }))),
  };

  const start = async (): Promise<boolean> => {
    if (!vscode.workspace.isTrusted) {
      void vscode.window.showWarningMessage('The sandbox does not start in Restricted Mode: trust this folder first.');
      return false;
    }
    const file = environments.file();
    if (typeof file === 'string') {
      void vscode.window.showErrorMessage(file);
      return false;
    }
    const opened = await vscode.window.withProgress({ location: { viewId: sandboxViewId } }, () =>
      sandboxes.open(file),
    );
    if (typeof opened === 'string') {
      void vscode.window.showErrorMessage(opened);
      return false;
    }
    const use = 'Use the Sandbox';
    if (environments.chosen !== sandboxName)
      void vscode.window
        .showInformationMessage(`The sandbox runs. Scripts run in “${environments.chosen}”.`, use)
        .then((answer) => (answer === use ? environments.take(sandboxName) : undefined));
    await vscode.commands.executeCommand(`${sandboxViewId}.focus`);
    return true;
  };

  show();
  const command = vscode.commands.registerCommand;
  return [
    changed,
    status,
    sandboxes.onDidChange(show),
    vscode.window.registerTreeDataProvider(sandboxViewId, provider),
    command('mailwright.startSandbox', start),
    command('mailwright.stopSandbox', () => sandboxes.close()),
    command('mailwright.showSandbox', () => vscode.commands.executeCommand(`${sandboxViewId}.focus`)),
    command(
      'mailwright.copySandboxUrl',
      (node?: Node) => node?.kind === 'server' && copy(node.url, `The URL of ${node.service}`),
    ),
    command('mailwright.copySandboxPassword', async (node?: Node) => {
      const password = node?.kind === 'user' ? node.opened.secret(node.user) : undefined;
      if (node?.kind === 'user' && password !== undefined) await copy(password, `The password of ${node.user}`);
    }),
    command('mailwright.saveSandboxCa', async (node?: Node) => {
      const ca = (node?.opened ?? sandboxes.running()[0])?.sandbox?.ca;
      if (ca === undefined) return;
      const uri = vscode.Uri.joinPath(storage, 'sandbox-ca.pem');
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(ca));
      await copy(uri.fsPath, `The certificate authority is in ${uri.fsPath}. Its path`);
    }),
  ];
}

async function copy(text: string, what: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  void vscode.window.showInformationMessage(`${what} is in the clipboard.`);
}

function treeItem(node: Node): vscode.TreeItem {
  switch (node.kind) {
    case 'server': {
      const item = new vscode.TreeItem(node.service);
      item.description = node.url;
      item.tooltip = `${node.url}, ${node.tls}`;
      item.iconPath = new vscode.ThemeIcon(node.tls === 'TLS from the first octet' ? 'lock' : 'server');
      item.contextValue = 'sandboxServer';
      item.accessibilityInformation = { label: `${node.service} at ${node.url}, ${node.tls}` };
      return item;
    }
    case 'user': {
      const item = new vscode.TreeItem(node.user);
      item.description = node.address;
      item.tooltip = `Scripts sign in by \`auth ${node.user}\`. The password is copied only when you ask for it.`;
      item.iconPath = new vscode.ThemeIcon('account');
      item.contextValue = 'sandboxUser';
      item.accessibilityInformation = { label: `user ${node.user}, ${node.address}` };
      return item;
    }
    case 'ca': {
      const item = new vscode.TreeItem('Certificate authority');
      item.description = 'for other programs';
      item.tooltip = 'Writes the certificate that other programs have to trust into a file, and copies its path.';
      item.iconPath = new vscode.ThemeIcon('verified');
      item.contextValue = 'sandboxCa';
      item.accessibilityInformation = { label: 'certificate authority of the sandbox' };
      return item;
    }
    default:
      return node satisfies never;
  }
}
