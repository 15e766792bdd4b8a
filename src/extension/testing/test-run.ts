/** Runs test items: script after script by the extension's own runner, with what came of each session told to the Test Explorer. */
import * as vscode from 'vscode';
import { lineIndex } from '../../base';
import type { EventPlace, Failure, RunEvent } from '../../transcript/event';
import { inline } from '../outcomes/markdown';
import type { RunEnd, RunListener } from '../run-order';
import type { Runner } from '../runner';
import { fileOf, scriptOf } from '../scripts';
import { sessionIds } from '../sessions-at';
import { outputOf } from './test-output';
import type { TestTree } from './test-tree';

export interface TestRunParts {
  readonly controller: vscode.TestController;
  readonly tree: TestTree;
  readonly runner: Runner;
  /** Told of what each script consists: itself and what it includes. */
  readonly sources: (file: vscode.TestItem, paths: readonly string[]) => void;
}

/** Characters of output of one session; the transcript panel has the rest. */
const mostOutput = 1_000_000;

/** Runs what is asked for in the environment of this name. Resolves when all has ended. */
export async function runTests(
  parts: TestRunParts,
  request: vscode.TestRunRequest,
  environment: string,
  token: vscode.CancellationToken,
): Promise<void> {
  const run = parts.controller.createTestRun(request, environment);
  const controller = new AbortController();
  const cancelled = [token, run.token].map((each) => each.onCancellationRequested(() => controller.abort()));
  if (token.isCancellationRequested) controller.abort();
  try {
    const wanted = await itemsOf(parts, request);
    for (const items of wanted.values()) for (const item of items) run.enqueued(item);
    for (const [file, items] of wanted) {
      if (controller.signal.aborted) break;
      await runFile(parts, run, { file, items, environment, signal: controller.signal });
    }
  } finally {
    for (const each of cancelled) each.dispose();
    run.end();
  }
}

/** The sessions that are meant, by script. */
async function itemsOf(
  { controller, tree }: TestRunParts,
  { include, exclude = [] }: vscode.TestRunRequest,
): Promise<ReadonlyMap<vscode.TestItem, readonly vscode.TestItem[]>> {
  if (!include) await tree.search();
  const wanted = new Map<vscode.TestItem, Set<vscode.TestItem>>();
  for (const item of include ?? [...controller.items].map(([, file]) => file)) {
    const file = item.parent ?? item;
    if (exclude.includes(item) || exclude.includes(file)) continue;
    if (item === file) await tree.read(file);
    const sessions = item === file ? [...file.children].map(([, session]) => session) : [item];
    const of = wanted.get(file) ?? new Set();
    wanted.set(file, of);
    for (const session of sessions) if (!exclude.includes(session)) of.add(session);
  }
  return new Map([...wanted].map(([file, items]) => [file, [...items]]));
}

interface FileRun {
  readonly file: vscode.TestItem;
  readonly items: readonly vscode.TestItem[];
  readonly environment: string;
  readonly signal: AbortSignal;
}

async function runFile(
  { tree, runner, sources }: TestRunParts,
  run: vscode.TestRun,
  { file, items, environment, signal }: FileRun,
): Promise<void> {
  const cannot = (reason: string, of: readonly vscode.TestItem[] = items): void => {
    for (const item of of) run.errored(item, messageAt(reason, item));
  };
  if (!file.uri || items.length === 0) return;
  let document: vscode.TextDocument;
  try {
    document = await vscode.workspace.openTextDocument(file.uri);
  } catch (error) {
    cannot(`The script cannot be opened: ${error instanceof Error ? error.message : String(error)}`);
    return;
  }
  await tree.read(file);
  const ids = sessionIds(scriptOf(document).program.sessions.map(({ title }) => title));
  const byIndex = new Map(
    ids.flatMap((id, index) => {
      const item = items.find((wanted) => wanted.id === id);
      return item ? [[index, item] as const] : [];
    }),
  );
  const here = new Set(byIndex.values());
  cannot(
    'This session is no longer in the script.',
    items.filter((item) => !here.has(item)),
  );
  if (here.size === 0) return;
  const teller = tell(run, byIndex);
  const end = await runner.run({
    document,
    sessions: [...byIndex.keys()],
    environment,
    by: 'test',
    signal,
    listener: {
      ...teller,
      started(started) {
        sources(file, [...started.script.program.sources.keys()]);
        teller.started?.(started);
      },
    },
  });
  refused(end, document, signal, cannot, run, here);
}

function refused(
  end: RunEnd,
  document: vscode.TextDocument,
  signal: AbortSignal,
  cannot: (reason: string, items: readonly vscode.TestItem[]) => void,
  run: vscode.TestRun,
  items: ReadonlySet<vscode.TestItem>,
): void {
  if (end.kind === 'ran' || signal.aborted) return;
  const [problem] = end.problems ?? [];
  if (!problem || (problem.file !== undefined && problem.file !== fileOf(document))) {
    cannot(end.reason, [...items]);
    return;
  }
  const range = new vscode.Range(document.positionAt(problem.range.start), document.positionAt(problem.range.end));
  const message = new vscode.TestMessage(end.reason);
  message.location = new vscode.Location(document.uri, range);
  for (const item of items) run.errored(item, message);
}

/** Tells a test run what happens; events of sessions that others need belong to no test. */
function tell(run: vscode.TestRun, items: ReadonlyMap<number, vscode.TestItem>): RunListener {
  let locate: (place: EventPlace) => vscode.Location | undefined = () => undefined;
  let written = 0;

  const write = (event: RunEvent, item: vscode.TestItem | undefined): void => {
    const text = outputOf(event);
    if (text === '') return;
    if (event.kind === 'session-started') written = 0;
    const was = written;
    written += text.length;
    const ends = event.kind === 'session-ended';
    // without its place: the editor would put it beside the line, where the outcome stands already (outcomes/)
    if (written <= mostOutput || ends) run.appendOutput(text, undefined, item);
    else if (was <= mostOutput) run.appendOutput('… more in the transcript\r\n', undefined, item);
  };

  return {
    started({ order, script }) {
      const indices = new Map([...script.program.sources].map(([file, text]) => [file, lineIndex(text)]));
      locate = ({ file, range }) => {
        const index = indices.get(file);
        if (!index) return undefined;
        const from = index.position(range.start);
        const to = index.position(range.end);
        const end = to.line === from.line ? to.column : index.lineText(from.line).length;
        const uri = file === script.file ? order.document.uri : vscode.Uri.file(file);
        return new vscode.Location(uri, new vscode.Range(from.line, from.column, from.line, end));
      };
    },
    event(event) {
      const item = event.session === undefined ? undefined : items.get(event.session);
      write(event, item);
      if (!item) return;
      if (event.kind === 'session-started') {
        item.description = '';
        run.started(item);
      }
      if (event.kind !== 'session-ended') return;
      switch (event.outcome) {
        case 'passed':
          run.passed(item, event.ms);
          return;
        case 'failed':
          run.failed(item, event.failure ? messageOf(event.failure, locate) : [], event.ms);
          return;
        case 'skipped':
          item.description = `skipped: ${event.reason ?? ''}`;
          run.skipped(item);
          return;
        case 'cancelled':
          run.skipped(item);
          return;
      }
    },
  };
}

/** Expected and actual are the peek's own two sides; the message says the rest. */
function messageOf(failure: Failure, locate: (place: EventPlace) => vscode.Location | undefined): vscode.TestMessage {
  const { kind, message, expected, actual, nearest, advice } = failure;
  const text = new vscode.MarkdownString(
    [
      `**${inline(kind)}**: ${inline(message)}`,
      nearest && `Wanted ${inline(nearest.wanted)}, got ${inline(nearest.got)}`,
      advice && inline(advice),
    ]
      .filter((part) => part)
      .join('\n\n'),
  );
  const told =
    expected === undefined && actual === undefined
      ? new vscode.TestMessage(text)
      : vscode.TestMessage.diff(text, expected ?? '', actual ?? '');
  const location = failure.place && locate(failure.place);
  if (location) told.location = location;
  return told;
}

function messageAt(reason: string, item: vscode.TestItem): vscode.TestMessage {
  const message = new vscode.TestMessage(reason);
  if (item.uri && item.range) message.location = new vscode.Location(item.uri, item.range);
  return message;
}
