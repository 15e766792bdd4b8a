/** Puts the extension together; the only place where its parts meet. */
import * as vscode from 'vscode';
import { accountCommands } from './accounts/commands';
import { pasteAsScript } from './commands/paste-as-script';
import { runCommands } from './commands/run-commands';
import { environments } from './environments';
import { firstRuns, newScriptCommand } from './first-minutes';
import { languageService } from './language-client';
import { selector } from './languages';
import { runLenses } from './lenses';
import { type Mailboxes, mailboxes } from './mailboxes/view';
import { messageView } from './message-view/message-view';
import { type OutcomeDecorations, outcomeDecorations } from './outcomes/decorations';
import { trackedScripts } from './outcomes/tracked-scripts';
import { runProblems } from './problems';
import { runOnSave } from './run-on-save';
import { runStatus } from './run-status';
import { type Runner, runner } from './runner';
import { sandboxView } from './sandbox/view';
import { type Tests, tests } from './testing/tests';
import { transcriptPanel } from './transcript/panel';
import type { PanelState, Row } from './transcript/webview/messages';

let stop: (() => Promise<void>) | undefined;

/** What other extensions, and the tests in the extension host, may use. */
export interface MailwrightApi {
  /** What the transcript panel holds now. */
  transcript(): { readonly rows: readonly Row[]; readonly state: PanelState };
  /** What stands beside the lines of a document, by line from 0. */
  readonly outcomes: OutcomeDecorations['shown'];
  readonly tests: Tests;
  readonly mailboxes: Pick<Mailboxes, 'accounts'>;
}

export function activate(context: vscode.ExtensionContext): MailwrightApi {
  const chosen = environments(context.workspaceState);
  const scripts = trackedScripts();
  const problems = runProblems(scripts);
  const outcomes = outcomeDecorations(scripts);
  const status = runStatus();
  const lenses = runLenses();
  const parts: { runner?: Runner } = {};
  const transcripts = transcriptPanel(context, { cancel: () => parts.runner?.cancel() });
  const { view } = transcripts;
  const language = languageService(context.extensionUri);
  language.environmentChosen(chosen.chosen);
  const runs = runner({
    environments: chosen,
    listeners: [scripts, problems, outcomes, status, firstRuns],
    progress: status.progress,
    view,
    secrets: context.secrets,
    learnt: language.scriptRan,
  });
  parts.runner = runs;
  const testing = tests(runs, chosen);
  const mail = mailboxes(chosen, context.secrets, context.workspaceState, context.extensionUri);
  view.restrict(!vscode.workspace.isTrusted);
  stop = async () => {
    runs.cancel();
    await mail.close();
    await Promise.all([chosen.close(), language.stop()]);
  };

  context.subscriptions.push(
    chosen,
    scripts,
    problems,
    outcomes,
    status,
    testing,
    mail,
    messageView(mail.accounts, context.extensionUri),
    lenses,
    runOnSave(runs),
    chosen.onDidChoose(language.environmentChosen),
    vscode.workspace.onDidGrantWorkspaceTrust(() => view.restrict(false)),
    transcripts,
    vscode.languages.registerCodeLensProvider(selector, lenses),
    vscode.commands.registerCommand('mailwright.chooseEnvironment', () => chosen.choose()),
    newScriptCommand(),
    ...accountCommands(chosen, context.secrets),
    ...sandboxView(chosen, context.globalStorageUri),
    pasteAsScript(),
    ...runCommands(runs),
  );
  return {
    transcript: () => ({ rows: view.rows, state: view.state }),
    outcomes: outcomes.shown,
    tests: testing,
    mailboxes: mail,
  };
}

export const deactivate = (): Promise<void> => stop?.() ?? Promise.resolve();
