/** The Test Explorer's side of the extension: the controller, a run profile for each environment, continuous runs. */
import * as vscode from 'vscode';
import { environmentFileName } from '../../host';
import type { Environments } from '../environments';
import type { Runner } from '../runner';
import { runTests, type TestRunParts } from './test-run';
import { environmentTag, testTree } from './test-tree';

export interface Tests extends vscode.Disposable {
  readonly controller: vscode.TestController;
  /** The run profiles by the name of their environment. */
  readonly profiles: ReadonlyMap<string, vscode.TestRunProfile>;
}

export function tests(runner: Runner, environments: Environments): Tests {
  const controller = vscode.tests.createTestController('mailwright', 'Mailwright');
  const tree = testTree(controller, (uri) => environments.names(uri));
  const sources = new Map<string, readonly string[]>();
  const parts: TestRunParts = {
    controller,
    tree,
    runner,
    sources: ({ id }, paths) => void sources.set(id, paths),
  };
  const profiles = new Map<string, vscode.TestRunProfile>();

  const names = async (): Promise<readonly string[]> => {
    const files = await vscode.workspace.findFiles(`**/${environmentFileName}`, '**/node_modules/**');
    const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => vscode.Uri.joinPath(uri, 'script'));
    return [...new Set([...folders, ...files].flatMap((uri) => environments.names(uri)))];
  };
  const offer = (wanted: readonly string[]): void => {
    for (const [name, profile] of profiles) {
      if (wanted.includes(name)) continue;
      profile.dispose();
      profiles.delete(name);
    }
    for (const name of wanted) {
      const isDefault = name === environments.chosen;
      const known = profiles.get(name);
      if (known) {
        known.isDefault = isDefault;
        continue;
      }
      const run = (request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> | void =>
        request.continuous ? watch(request, name, token) : runTests(parts, request, name, token);
      const tag = new vscode.TestTag(environmentTag(name));
      profiles.set(name, controller.createRunProfile(name, vscode.TestRunProfileKind.Run, run, isDefault, tag, true));
    }
  };
  const refresh = async (): Promise<void> => {
    offer(await names());
    tree.retag();
  };

  /** Runs the scripts that are saved, until the user has enough; what is saved while they run is run once more. */
  const watch = (request: vscode.TestRunRequest, environment: string, token: vscode.CancellationToken): void => {
    let waiting = new Set<vscode.TestItem>();
    let running = false;
    const carryOn = async (): Promise<void> => {
      if (running) return;
      running = true;
      try {
        while (waiting.size > 0 && !token.isCancellationRequested) {
          const items = [...waiting];
          waiting = new Set();
          const again = new vscode.TestRunRequest(items, request.exclude, request.profile, true, request.preserveFocus);
          await runTests(parts, again, environment, token);
        }
      } finally {
        running = false;
      }
    };
    const saved = vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      const concerns = (file: vscode.TestItem): boolean =>
        file.id === uri.toString() || (sources.get(file.id)?.includes(uri.fsPath) ?? false);
      const all = request.include ?? [...controller.items].map(([, file]) => file);
      for (const item of all) if (concerns(item.parent ?? item)) waiting.add(item);
      void carryOn();
    });
    token.onCancellationRequested(() => saved.dispose());
  };

  controller.resolveHandler = (item) => (item ? tree.read(item) : tree.search());
  controller.refreshHandler = async () => {
    await tree.search(true);
    for (const [, file] of controller.items) await tree.read(file);
    await refresh();
  };
  const watcher = vscode.workspace.createFileSystemWatcher(`**/${environmentFileName}`);
  const listening = [
    watcher,
    watcher.onDidCreate(refresh),
    watcher.onDidChange(refresh),
    watcher.onDidDelete(refresh),
    environments.onDidChoose(refresh),
  ];
  void refresh();

  return {
    controller,
    profiles,
    dispose() {
      for (const each of [...listening, tree, controller]) each.dispose();
    },
  };
}
