/** Runs sessions of a document: transcript, problems, progress, cancel. */
import * as vscode from 'vscode';
import { errorsOf, type LoadedScript, type OpenEnvironment, runScript, watchRun } from '../host';
import type { LastRun } from '../language';
import { locator, tally } from '../report';
import type { Counts } from '../transcript/event';
import type { Environments } from './environments';
import { withProgress } from './long-run';
import type { RunProblems } from './problems';
import { documentOf, scriptOf } from './scripts';
import { prompt, secret } from './secrets';
import { rowsOf } from './transcript/rows';
import type { TranscriptView } from './transcript/view';

export interface Runner {
  /** Runs the sessions of these indices (and those that they need), or all. Undefined: nothing was run, and the user was told why. */
  run(document: vscode.TextDocument, sessions?: readonly number[]): Promise<Counts | undefined>;
  /** Ends the run that goes on, if any; its clean-up still runs. */
  cancel(): void;
}

export interface RunnerParts {
  readonly environments: Environments;
  readonly problems: RunProblems;
  readonly view: TranscriptView;
  readonly secrets: vscode.SecretStorage;
  /** Told at a run's end what it taught of its servers. */
  readonly learnt: (document: vscode.TextDocument, knowledge: LastRun) => void;
}

export function runner(parts: RunnerParts): Runner {
  let current: AbortController | undefined;

  return {
    async run(document, sessions) {
      if (!vscode.workspace.isTrusted) return refuseUntrusted();
      if (current) return refuseSecond(current);
      const controller = new AbortController();
      current = controller;
      await vscode.commands.executeCommand('setContext', 'mailwright.running', true);
      try {
        return await open(parts, document, sessions, controller);
      } finally {
        current = undefined;
        await vscode.commands.executeCommand('setContext', 'mailwright.running', false);
      }
    },
    cancel: () => current?.abort(),
  };
}

/** Opens the environment, compiles, runs, closes. */
async function open(
  parts: RunnerParts,
  document: vscode.TextDocument,
  sessions: readonly number[] | undefined,
  controller: AbortController,
): Promise<Counts | undefined> {
  const chosen = await parts.environments.open(document.uri);
  if ('reason' in chosen) {
    void vscode.window.showErrorMessage(chosen.reason);
    return undefined;
  }
  try {
    const script = scriptOf(document, Object.keys(chosen.opened.environment.variables));
    if (errorsOf(script).length > 0) {
      void showFirstError(script);
      return undefined;
    }
    return await carryOut(parts, document, { script, sessions, opened: chosen.opened, controller });
  } finally {
    await chosen.opened.close();
  }
}

interface Run {
  readonly script: LoadedScript;
  readonly sessions: readonly number[] | undefined;
  readonly opened: OpenEnvironment;
  readonly controller: AbortController;
}

async function carryOut(
  { problems, view, secrets, learnt }: RunnerParts,
  document: vscode.TextDocument,
  { script, sessions, opened, controller }: Run,
): Promise<Counts> {
  const { signal } = controller;
  const title = vscode.workspace.asRelativePath(document.uri);
  const results = tally();
  const locate = locator({
    source: (file) => (file === script.file ? script.text : script.program.sources.get(file)),
    name: (file) => vscode.workspace.asRelativePath(file),
  });
  const watcher = watchRun(script.file, script.text, opened.environment.servers);
  problems.clear();
  view.reset(title);
  await view.reveal();

  const marks: Promise<void>[] = [];
  const running = runScript(script, opened, {
    ...(sessions ? { sessions } : {}),
    signal,
    secret: (name) => secret(secrets, opened.environment.name, name, signal),
    prompt: (text) => prompt(text, 'The script asks for this. It is not kept.', signal),
    emit(event) {
      results.event(script.file, event);
      watcher.event(event);
      view.add(rowsOf(event, locate));
      if (event.kind === 'session-ended') marks.push(problems.add(document, event));
    },
  });
  try {
    await withProgress(title, running, controller);
    await Promise.all(marks);
  } finally {
    const { counts } = results;
    const outcome = counts.failed > 0 ? 'failed' : signal.aborted || counts.cancelled > 0 ? 'cancelled' : 'passed';
    view.finish({ title, text: inWords(counts), outcome });
    learnt(document, watcher.knowledge());
  }
  return results.counts;
}

/** `2 passed, 0 failed`, and the others where there are any. */
const inWords = ({ passed, failed, skipped, cancelled }: Counts): string =>
  [
    `${passed} passed`,
    `${failed} failed`,
    skipped > 0 ? `${skipped} skipped` : [],
    cancelled > 0 ? `${cancelled} cancelled` : [],
  ]
    .flat()
    .join(', ');

async function refuseUntrusted(): Promise<undefined> {
  const manage = 'Manage Workspace Trust';
  void vscode.window
    .showWarningMessage('Session scripts do not run in Restricted Mode: trust this folder first.', manage)
    .then((answer) => answer === manage && vscode.commands.executeCommand('workbench.trust.manage'));
  return undefined;
}

async function refuseSecond(current: AbortController): Promise<undefined> {
  const cancel = 'Cancel it';
  void vscode.window
    .showWarningMessage('A run is still going on.', cancel)
    .then((answer) => answer === cancel && current.abort());
  return undefined;
}

/** Says what is wrong with a script that cannot be run, and goes there. */
async function showFirstError(script: LoadedScript): Promise<void> {
  const [error, ...more] = errorsOf(script);
  if (!error) return;
  const document = await documentOf(error.file ?? script.file);
  const range = new vscode.Range(document.positionAt(error.range.start), document.positionAt(error.range.end));
  await vscode.window.showTextDocument(document, { selection: range });
  const where = `${vscode.workspace.asRelativePath(document.uri)}:${range.start.line + 1}`;
  const advice = error.advice === undefined ? '' : ` (${error.advice})`;
  const others = more.length > 0 ? ` And ${more.length} more.` : '';
  const show = 'Show Problems';
  const answer = await vscode.window.showErrorMessage(`Not run: ${where}: ${error.message}${advice}.${others}`, show);
  if (answer === show) await vscode.commands.executeCommand('workbench.actions.view.problems');
}
