/** Failed lines of the last run as problems on their lines, until the script is edited or run again. */
import * as vscode from 'vscode';
import type { Failure, RunEvent } from '../transcript/event';
import { documentOf } from './scripts';

export interface RunProblems extends vscode.Disposable {
  /** Forgets what earlier runs found. */
  clear(): void;
  add(script: vscode.TextDocument, event: RunEvent): Promise<void>;
}

export function runProblems(): RunProblems {
  const collection = vscode.languages.createDiagnosticCollection('mailwright run');
  const changed = vscode.workspace.onDidChangeTextDocument((change) => {
    if (change.contentChanges.length > 0) collection.delete(change.document.uri);
  });
  return {
    clear: () => collection.clear(),
    async add(script, event) {
      if (event.kind !== 'session-ended' || !event.failure) return;
      const at = event.failure.place;
      const document = at ? await documentOf(at.file) : script;
      const range = at ? rangeOf(document, at.range.start, at.range.end) : rangeOf(document, 0, 0);
      const problem = new vscode.Diagnostic(range, describe(event.failure), vscode.DiagnosticSeverity.Error);
      problem.source = 'mailwright run';
      problem.code = event.failure.kind;
      collection.set(document.uri, [...(collection.get(document.uri) ?? []), problem]);
    },
    dispose() {
      changed.dispose();
      collection.dispose();
    },
  };
}

/** Of a statement with a block only its first line: the rest is content. */
function rangeOf(document: vscode.TextDocument, start: number, end: number): vscode.Range {
  const from = document.positionAt(start);
  const to = document.positionAt(end);
  return to.line === from.line
    ? new vscode.Range(from, to)
    : new vscode.Range(from, document.lineAt(from.line).range.end);
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
