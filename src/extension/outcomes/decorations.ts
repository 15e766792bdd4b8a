/** Puts what became of each line behind it, in every editor that shows the script; an edited line loses it. */
import * as vscode from 'vscode';
import type { RunListener } from '../run-order';
import { fileOf } from '../scripts';
import { besideLine, type LineOutcome, type LineOutcomes, lineOutcomes, type Tone } from './line-outcomes';
import { outcomeMarkdown } from './markdown';
import type { TrackedScript, TrackedScripts } from './tracked-scripts';

export interface OutcomeDecorations extends RunListener, vscode.Disposable {
  /** What stands beside the lines of a document now, by line from 0. */
  shown(document: vscode.TextDocument): ReadonlyMap<number, string>;
}

/** While a run goes on, editors are brought up to date once in this time, in milliseconds. */
const batchMs = 60;
/** Files whose outcomes are kept; the oldest go first. */
const keptFiles = 200;

const colours: Readonly<Record<Tone, string>> = {
  passed: 'editorCodeLens.foreground',
  neutral: 'editorCodeLens.foreground',
  failed: 'editorError.foreground',
  skipped: 'editorWarning.foreground',
  cancelled: 'editorWarning.foreground',
};

interface Shown {
  /** The script whose run left it: its next run takes it away. */
  readonly by: string;
  readonly script: TrackedScript;
  readonly outcomes: LineOutcomes;
}

/** @param scripts told of each run before this */
export function outcomeDecorations(scripts: TrackedScripts): OutcomeDecorations {
  const beside = vscode.window.createTextEditorDecorationType({ isWholeLine: true });
  const failed = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.errorForeground'),
    overviewRulerLane: vscode.OverviewRulerLane.Right,
  });
  const files = new Map<string, Shown>();
  const stale = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let current: LineOutcomes | undefined;

  const lines = (document: vscode.TextDocument): readonly (readonly [line: number, outcome: LineOutcome])[] => {
    const file = fileOf(document);
    const here = files.get(file);
    if (!here) return [];
    return [...here.outcomes.of(file)].flatMap(([line, outcome]) => {
      const now = here.script.lines.now(line);
      return now === undefined || now >= document.lineCount ? [] : [[now, outcome] as const];
    });
  };
  const paint = (editor: vscode.TextEditor): void => {
    const all = lines(editor.document).map(([line, outcome]) => ({
      outcome,
      options: decorationOf(editor.document.lineAt(line).range, outcome),
    }));
    const of = (isFailure: boolean): vscode.DecorationOptions[] =>
      all.flatMap(({ outcome, options }) => ((outcome.tone === 'failed') === isFailure ? options : []));
    editor.setDecorations(beside, of(false));
    editor.setDecorations(failed, of(true));
  };
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    for (const editor of vscode.window.visibleTextEditors) if (stale.has(fileOf(editor.document))) paint(editor);
    stale.clear();
  };
  const listening = [
    scripts.onDidMove((document) => {
      for (const editor of vscode.window.visibleTextEditors) if (editor.document === document) paint(editor);
    }),
    vscode.window.onDidChangeVisibleTextEditors((editors) => {
      for (const editor of editors) if (files.has(fileOf(editor.document))) paint(editor);
    }),
  ];

  return {
    shown: (document) => new Map(lines(document).map(([line, outcome]) => [line, besideLine(outcome)])),
    started({ script }) {
      for (const [file, { by }] of files) {
        if (by !== script.file) continue;
        files.delete(file);
        stale.add(file);
      }
      current = lineOutcomes(
        (place) => scripts.get(place.file)?.at(place).line,
        (place) => scripts.get(place.file)?.at(place).text,
      );
      flush();
    },
    event(event, { script }) {
      const file = current?.event(event);
      const tracked = file === undefined ? undefined : scripts.get(file);
      if (!current || file === undefined || !tracked) return;
      if (files.get(file)?.outcomes !== current) {
        files.delete(file);
        files.set(file, { by: script.file, script: tracked, outcomes: current });
        const [oldest] = files.keys();
        if (files.size > keptFiles && oldest !== undefined) files.delete(oldest);
      }
      stale.add(file);
      timer ??= setTimeout(flush, batchMs);
    },
    ended: flush,
    dispose() {
      clearTimeout(timer);
      for (const each of [...listening, beside, failed]) each.dispose();
    },
  };
}

function decorationOf(range: vscode.Range, outcome: LineOutcome): vscode.DecorationOptions {
  const hoverMessage = new vscode.MarkdownString(outcomeMarkdown(outcome));
  return {
    range,
    hoverMessage,
    renderOptions: {
      after: {
        contentText: besideLine(outcome),
        color: new vscode.ThemeColor(colours[outcome.tone]),
        margin: '0 0 0 3ch',
      },
    },
  };
}
