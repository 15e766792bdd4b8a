/** The transcript panel with all that belongs to it: the runs that were, going to the script and back, its commands. */
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { documentOf, fileOf } from '../scripts';
import { transcriptCommands } from './commands';
import { type RunHistory, runHistory } from './history';
import { placeInText } from './place-in-text';
import { type ScriptPlace, type TranscriptView, transcriptView, transcriptViewId } from './view';

export interface TranscriptPanel extends vscode.Disposable {
  readonly view: TranscriptView;
  readonly history: RunHistory;
}

/** What is kept when nothing else is set: runs, and megabytes. */
const keptRuns = 50;
const keptMegabytes = 512;

export function transcriptPanel(
  context: vscode.ExtensionContext,
  actions: { readonly cancel: () => void },
): TranscriptPanel {
  // Not `storageUri`: of two windows of one folder the second is given another, and its runs would be gone with it.
  const folder = join(context.globalStorageUri.fsPath, 'runs', workspaceKey());
  const limits = () => {
    const settings = vscode.workspace.getConfiguration('mailwright.transcript');
    return {
      runs: Math.max(1, settings.get('keptRuns', keptRuns)),
      octets: Math.max(1, settings.get('keptMegabytes', keptMegabytes)) * 1_000_000,
    };
  };
  const history = runHistory(folder, limits, () => randomBytes(4).toString('hex'));
  const view = transcriptView({
    extensionUri: context.extensionUri,
    history,
    sourceNow,
    actions: {
      cancel: actions.cancel,
      trust: () => void vscode.commands.executeCommand('workbench.trust.manage'),
      reveal: (place) => void reveal(place),
      copy: (event) => void vscode.commands.executeCommand('mailwright.transcript.copyText', { event }),
    },
  });
  const parts: vscode.Disposable[] = [
    vscode.window.registerWebviewViewProvider(transcriptViewId, view, {
      webviewOptions: { retainContextWhenHidden: true },
    }),
    view,
    ...transcriptCommands(view, history),
  ];
  return { view, history, dispose: () => void vscode.Disposable.from(...parts).dispose() };
}

/** Names the folder of runs of what is open: the same in all windows of it. */
function workspaceKey(): string {
  const { workspaceFile, workspaceFolders } = vscode.workspace;
  const opened = workspaceFile ?? workspaceFolders?.[0]?.uri;
  return opened ? createHash('sha256').update(opened.toString()).digest('hex').slice(0, 16) : 'no-folder';
}

/** The text of a script as it is now: of its editor, else of its file. */
function sourceNow(file: string): string | undefined {
  const open = vscode.workspace.textDocuments.find((document) => fileOf(document) === file);
  if (open) return open.getText();
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Goes to a place of a run in its script, which may have been edited since. */
async function reveal({ file, start, end, source }: ScriptPlace): Promise<void> {
  let document: vscode.TextDocument;
  try {
    document = await documentOf(file);
  } catch {
    void vscode.window.showWarningMessage(`The script ${vscode.workspace.asRelativePath(file)} is not there any more.`);
    return;
  }
  const range = source === undefined ? { start, end } : placeInText({ start, end }, source, document.getText());
  const selection = new vscode.Range(document.positionAt(range.start), document.positionAt(range.end));
  const visible = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  await vscode.window.showTextDocument(document, {
    selection,
    ...(visible?.viewColumn === undefined ? {} : { viewColumn: visible.viewColumn }),
  });
}
