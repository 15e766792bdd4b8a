/** Carries out one run that was ordered: opens the environment, compiles, runs, closes. Loaded at the first run: the engine is below it. */
import * as vscode from 'vscode';
import { errorsOf, type LoadedScript, type OpenEnvironment, runScript, watchRun } from '../host';
import { locator, tally } from '../report';
import type { Counts } from '../transcript/event';
import { withProgress } from './long-run';
import { inWords, outcomeOf, type RunEnd, type RunOrder, type StartedRun, totalOf } from './run-order';
import type { RunnerParts } from './runner';
import { documentOf, scriptOf } from './scripts';
import { prompt, runSecrets } from './secrets';

/** Opens the environment, compiles, runs, closes. */
export async function carryOut(parts: RunnerParts, order: RunOrder, controller: AbortController): Promise<RunEnd> {
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
    return await runIt(parts, order, { script, opened: chosen.opened, controller });
  } finally {
    await chosen.opened.close();
  }
}

interface Run {
  readonly script: LoadedScript;
  readonly opened: OpenEnvironment;
  readonly controller: AbortController;
}

async function runIt(
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
