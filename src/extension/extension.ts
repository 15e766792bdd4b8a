/** Puts the extension together; the only place where its parts meet. */
import * as vscode from 'vscode';
import { pasteAsScript } from './commands/paste-as-script';
import { runCommands } from './commands/run-commands';
import { environments } from './environments';
import { languageService } from './language-client';
import { selector } from './languages';
import { runLenses } from './lenses';
import { runProblems } from './problems';
import { type Runner, runner } from './runner';
import { documentOf } from './scripts';
import { forgetSecret } from './secrets';
import { transcriptView, transcriptViewId } from './transcript/view';
import type { PanelState, Row } from './transcript/webview/messages';

let stop: (() => Promise<void>) | undefined;

/** What other extensions, and the tests in the extension host, may use. */
export interface MailwrightApi {
  /** What the transcript panel holds now. */
  transcript(): { readonly rows: readonly Row[]; readonly state: PanelState };
}

export function activate(context: vscode.ExtensionContext): MailwrightApi {
  const chosen = environments(context.workspaceState);
  const problems = runProblems();
  const lenses = runLenses();
  const parts: { runner?: Runner } = {};
  const view = transcriptView(context.extensionUri, {
    cancel: () => parts.runner?.cancel(),
    trust: () => void vscode.commands.executeCommand('workbench.trust.manage'),
    reveal: ({ file, start, end }) => void reveal(file, start, end),
  });
  const language = languageService(context.extensionUri);
  language.environmentChosen(chosen.chosen);
  const runs = runner({
    environments: chosen,
    problems,
    view,
    secrets: context.secrets,
    learnt: language.scriptRan,
  });
  parts.runner = runs;
  view.restrict(!vscode.workspace.isTrusted);
  stop = async () => {
    runs.cancel();
    await Promise.all([chosen.close(), language.stop()]);
  };

  context.subscriptions.push(
    chosen,
    problems,
    lenses,
    chosen.onDidChoose(language.environmentChosen),
    vscode.workspace.onDidGrantWorkspaceTrust(() => view.restrict(false)),
    vscode.window.registerWebviewViewProvider(transcriptViewId, view, {
      webviewOptions: { retainContextWhenHidden: true },
    }),
    vscode.languages.registerCodeLensProvider(selector, lenses),
    vscode.commands.registerCommand('mailwright.chooseEnvironment', () => chosen.choose()),
    vscode.commands.registerCommand('mailwright.forgetSecret', () => forgetSecret(context.secrets, chosen.chosen)),
    pasteAsScript(),
    ...runCommands(runs),
  );
  return { transcript: () => ({ rows: view.rows, state: view.state }) };
}

async function reveal(file: string, start: number, end: number): Promise<void> {
  const document = await documentOf(file);
  const selection = new vscode.Range(document.positionAt(start), document.positionAt(end));
  const visible = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  await vscode.window.showTextDocument(document, {
    selection,
    ...(visible?.viewColumn === undefined ? {} : { viewColumn: visible.viewColumn }),
  });
}

export const deactivate = (): Promise<void> => stop?.() ?? Promise.resolve();
