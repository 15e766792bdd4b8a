/** Failed lines of a script's last run as problems on their lines, until the line is edited or the script run again. */
import * as vscode from 'vscode';
import type { Failure } from '../transcript/event';
import type { PlaceInText, TrackedScript, TrackedScripts } from './outcomes/tracked-scripts';
import type { RunListener } from './run-order';

export interface RunProblems extends RunListener, vscode.Disposable {}

interface Found {
  readonly failure: Failure;
  /** The script whose run found it: its next run takes it away. */
  readonly by: string;
  readonly script: TrackedScript;
  readonly place: PlaceInText;
}

/** @param scripts told of each run before this */
export function runProblems(scripts: TrackedScripts): RunProblems {
  const collection = vscode.languages.createDiagnosticCollection('mailwright run');
  let found: readonly Found[] = [];

  const isIn =
    (uri: vscode.Uri) =>
    ({ script }: Found): boolean =>
      script.uri.toString() === uri.toString();
  const show = (uri: vscode.Uri): void =>
    collection.set(
      uri,
      found.filter(isIn(uri)).flatMap((one) => diagnosticOf(one) ?? []),
    );
  const moved = scripts.onDidMove(({ uri }) => {
    if (!found.some(isIn(uri))) return;
    found = found.filter(({ script, place }) => script.lines.now(place.line) !== undefined);
    show(uri);
  });

  return {
    started({ script }) {
      const gone = found.filter(({ by }) => by === script.file);
      found = found.filter(({ by }) => by !== script.file);
      for (const one of gone) show(one.script.uri);
    },
    event(event, { script: { file } }) {
      if (event.kind !== 'session-ended' || !event.failure) return;
      const at = event.failure.place ?? { file, range: { start: 0, end: 0 } };
      const script = scripts.get(at.file);
      if (!script) return;
      found = [...found, { failure: event.failure, by: file, script, place: script.at(at) }];
      show(script.uri);
    },
    dispose() {
      moved.dispose();
      collection.dispose();
    },
  };
}

/** On its line where that stands now. Of a statement with a block only the first line: the rest is content. */
function diagnosticOf({ failure, script, place }: Found): vscode.Diagnostic | undefined {
  const line = script.lines.now(place.line);
  if (line === undefined) return undefined;
  const range = new vscode.Range(line, place.start, line, place.end);
  const problem = new vscode.Diagnostic(range, describe(failure), vscode.DiagnosticSeverity.Error);
  problem.source = 'mailwright run';
  problem.code = failure.kind;
  return problem;
}

const describe = (failure: Failure): string =>
  [
    failure.message,
    failure.expected === undefined ? [] : `expected: ${failure.expected.trimEnd()}`,
    failure.actual === undefined ? [] : `actual: ${failure.actual.trimEnd()}`,
    failure.nearest === undefined ? [] : `differs: wanted ${failure.nearest.wanted}, got ${failure.nearest.got}`,
    failure.advice ?? [],
  ]
    .flat()
    .join('\n');
