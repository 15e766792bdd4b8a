/** Runs sessions of a document, one run at a time: for lenses, keys, saves and the Test Explorer alike. */
import * as vscode from 'vscode';
import { errorsOf, type LoadedScript, type OpenEnvironment, runScript, watchRun } from '../host';
import type { LastRun } from '../language';
import { locator, tally } from '../report';
import type { Counts } from '../transcript/event';
import type { Environments } from './environments';
import { type Progress, withProgress } from './long-run';
import {
  inWords,
  outcomeOf,
  type RunEnd,
  type RunListener,
  type RunOrder,
  type StartedRun,
  totalOf,
} from './run-order';
import { documentOf, scriptOf } from './scripts';
import { prompt, runSecrets } from './secrets';
import type { TranscriptView } from './transcript/view';
import { turns } from './turns';

export interface Runner {
  /** Runs what is ordered, and tells what came of it. Who ordered it by hand was told, too, when nothing was run. */
  run(order: RunOrder): Promise<RunEnd>;
  /** Ends the run that goes on and those that wait; clean-ups still run. */
  cancel(): void;
}

export interface RunnerParts {
  readonly environments: Environments;
  readonly view: TranscriptView;
  readonly secrets: vscode.SecretStorage;
  /** Told of every run, in this order. */
  readonly listeners: readonly RunListener[];
  /** How far the run is, for its notification. */
  readonly progress: Progress;
  /** Told at a run's end what it taught of its servers. */
  readonly learnt: (document: vscode.TextDocument, knowledge: LastRun) => void;
}

export function runner(parts: RunnerParts): Runner {
  const queue = turns();
  const controllers = new Set<AbortController>();
  const cancel = (): void => {
    for (const controller of controllers) controller.abort();
  };

  return {
    async run(order) {
      if (!vscode.workspace.isTrusted) return refuseUntrusted(order);
      if (queue.busy && order.by === 'hand') return refuseSecond(cancel);
      const controller = new AbortController();
      const abort = (): void => controller.abort();
      if (order.signal?.aborted) abort();
      order.signal?.addEventListener('abort', abort);
      controllers.add(controller);
      const done = await queue.take(controller.signal);
      try {
        if (!done) return { kind: 'refused', reason: 'the run was cancelled before it began' };
        await vscode.commands.executeCommand('setContext', 'mailwright.running', true);
        return await open(parts, order, controller);
      } finally {
        done?.();
        controllers.delete(controller);
        order.signal?.removeEventListener('abort', abort);
        if (!queue.busy) await vscode.commands.executeCommand('setContext', 'mailwright.running', false);
      }
    },
    cancel,
  };
}

/** Opens the environment, compiles, runs, closes. */
async function open(parts: RunnerParts, order: RunOrder, controller: AbortController): Promise<RunEnd> {
  const { document, by } = order;
  const chosen = await parts.environments.open(document.uri, order.environment);
  if ('reason' in chosen) {
    if (by === 'hand') void vscode.window.showErrorMessage(chosen.reason);
    return { kind: 'refused', reason: chosen.reason };
  }
  try {
    const script = scriptOf(document, Object.keys(chosen.opened.environment.variables));
    const problems = errorsOf(script);
    if (problems.length > 0) {
      if (by === 'hand') void showFirstError(script);
      return { kind: 'refused', reason: firstError(script), problems };
    }
    return await carryOut(parts, order, { script, opened: chosen.opened, controller });
  } finally {
    await chosen.opened.close();
  }
}

interface Run {
  readonly script: LoadedScript;
  readonly opened: OpenEnvironment;
  readonly controller: AbortController;
}

async function carryOut(
  { listeners, progress, view, secrets, learnt }: RunnerParts,
  order: RunOrder,
  { script, opened, controller }: Run,
): Promise<RunEnd> {
  const { signal } = controller;
  const { document, sessions } = order;
  const title = vscode.workspace.asRelativePath(document.uri);
  const results = tally();
  const watcher = watchRun(script.file, script.text, opened.environment.servers);
  const started: StartedRun = {
    order,
    title,
    script,
    environment: opened.environment.name,
    total: totalOf(script, sessions),
    cancel: () => controller.abort(),
  };
  const told = order.listener ? [...listeners, order.listener] : listeners;
  view.begin({
    title,
    environment: opened.environment.name,
    source: (file) => (file === script.file ? script.text : script.program.sources.get(file)),
  });
  // the Test Explorer shows its own results, and who saves goes on writing
  if (order.by === 'hand') await view.reveal();
  for (const listener of told) listener.started?.(started);

  const running = runScript(script, opened, {
    ...(sessions ? { sessions } : {}),
    signal,
    ...runSecrets(secrets, opened, signal),
    prompt: (text) => prompt(text, 'The script asks for this. It is not kept.', signal),
    emit(event) {
      results.event(script.file, event);
      watcher.event(event);
      view.event(event);
      for (const listener of told) listener.event?.(event, started);
    },
  });
  const end = (counts: Counts): RunEnd & { kind: 'ran' } => ({ kind: 'ran', counts, cancelled: signal.aborted });
  try {
    if (order.by === 'test') await running;
    else await withProgress(title, running, controller, progress);
  } finally {
    const ended = end(results.counts);
    view.finish({ title, text: inWords(ended.counts), outcome: outcomeOf(ended) });
    for (const listener of told) await listener.ended?.(ended, started);
    // what was answered stands beside the lines already (outcomes/)
    learnt(document, { ...watcher.knowledge(), answers: [] });
  }
  return end(results.counts);
}

const untrusted = 'Session scripts do not run in Restricted Mode: trust this folder first.';

async function refuseUntrusted({ by }: RunOrder): Promise<RunEnd> {
  const manage = 'Manage Workspace Trust';
  if (by !== 'save')
    void vscode.window
      .showWarningMessage(untrusted, manage)
      .then((answer) => answer === manage && vscode.commands.executeCommand('workbench.trust.manage'));
  return { kind: 'refused', reason: untrusted };
}

async function refuseSecond(cancelAll: () => void): Promise<RunEnd> {
  const cancel = 'Cancel it';
  const reason = 'A run is still going on.';
  void vscode.window.showWarningMessage(reason, cancel).then((answer) => answer === cancel && cancelAll());
  return { kind: 'refused', reason };
}

/** `hello.smtp:3: …`, and how many more. */
function firstError(script: LoadedScript): string {
  const [error, ...more] = errorsOf(script);
  if (!error) return '';
  const file = error.file ?? script.file;
  const locate = locator({
    source: (file) => (file === script.file ? script.text : script.program.sources.get(file)),
    name: (file) => vscode.workspace.asRelativePath(file),
  });
  const at = locate({ file, range: error.range });
  const where = at ? `${at.file}:${at.line}` : vscode.workspace.asRelativePath(file);
  const advice = error.advice === undefined ? '' : ` (${error.advice})`;
  const others = more.length > 0 ? ` And ${more.length} more.` : '';
  return `Not run: ${where}: ${error.message}${advice}.${others}`;
}

/** Says what is wrong with a script that cannot be run, and goes there. */
async function showFirstError(script: LoadedScript): Promise<void> {
  const [error] = errorsOf(script);
  if (!error) return;
  const document = await documentOf(error.file ?? script.file);
  const range = new vscode.Range(document.positionAt(error.range.start), document.positionAt(error.range.end));
  await vscode.window.showTextDocument(document, { selection: range });
  const show = 'Show Problems';
  const answer = await vscode.window.showErrorMessage(firstError(script), show);
  if (answer === show) await vscode.commands.executeCommand('workbench.actions.view.problems');
}
