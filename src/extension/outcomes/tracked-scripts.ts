/** The scripts that runs read, each with where its lines have gone since: shared by all that stands beside lines. */
import * as vscode from 'vscode';
import { lineIndex } from '../../base';
import type { EventPlace } from '../../transcript/event';
import type { RunListener } from '../run-order';
import { fileOf } from '../scripts';
import { type LineTracker, lineTracker } from './line-tracker';

export interface TrackedScript {
  readonly uri: vscode.Uri;
  /** Where a place begins in the text that ran; `end`: on the same line. */
  at(place: EventPlace): PlaceInText;
  readonly lines: LineTracker;
}

export interface PlaceInText {
  /** From 0. */
  readonly line: number;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface TrackedScripts extends RunListener, vscode.Disposable {
  /** The script as the last run that began read it; undefined when none did. */
  get(file: string): TrackedScript | undefined;
  /** Told after an edit, once all lines are where they are now. */
  readonly onDidMove: vscode.Event<vscode.TextDocument>;
}

/** Of one file, the readings that are followed: outcomes of an earlier run may still stand in a file that several scripts include. */
const keptReadings = 4;

export function trackedScripts(): TrackedScripts {
  const readings = new Map<string, readonly TrackedScript[]>();
  const moved = new vscode.EventEmitter<vscode.TextDocument>();

  const listening = [
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      const scripts = readings.get(fileOf(document));
      if (!scripts || contentChanges.length === 0) return;
      for (const { lines } of scripts) lines.change(contentChanges.map(changeOf), textOf(document));
      moved.fire(document);
    }),
    // its file may have changed while no editor had it
    vscode.workspace.onDidOpenTextDocument((document) => {
      const scripts = readings.get(fileOf(document));
      for (const { lines } of scripts ?? []) lines.change([], textOf(document));
      if (scripts) moved.fire(document);
    }),
  ];

  return {
    onDidMove: moved.event,
    get: (file) => readings.get(file)?.at(-1),
    started({ order, script }) {
      for (const [file, text] of script.program.sources) {
        const open =
          file === script.file
            ? order.document
            : vscode.workspace.textDocuments.find((document) => fileOf(document) === file);
        const tracked = track(open?.uri ?? vscode.Uri.file(file), text);
        if (open) tracked.lines.change([], textOf(open));
        readings.set(file, [...(readings.get(file) ?? []), tracked].slice(-keptReadings));
      }
    },
    dispose() {
      for (const each of listening) each.dispose();
      moved.dispose();
    },
  };
}

function track(uri: vscode.Uri, text: string): TrackedScript {
  const index = lineIndex(text);
  return {
    uri,
    at({ range }) {
      const { line, column } = index.position(range.start);
      const last = index.position(range.end);
      const lineText = index.lineText(line);
      return { line, text: lineText, start: column, end: last.line === line ? last.column : lineText.length };
    },
    lines: lineTracker(Array.from({ length: index.lineCount }, (_, line) => index.lineText(line))),
  };
}

const changeOf = ({ range, text }: vscode.TextDocumentContentChangeEvent) => ({
  startLine: range.start.line,
  endLine: range.end.line,
  inserted: text.split(/\r\n|\r|\n/).length - 1,
});

const textOf =
  (document: vscode.TextDocument) =>
  (line: number): string | undefined =>
    line < document.lineCount ? document.lineAt(line).text : undefined;
