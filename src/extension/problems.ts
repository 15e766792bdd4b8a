/** Failed lines of a script's last run as problems on their lines, until the line is edited or the script run again. */
import * as vscode from 'vscode';
import type { EventPlace, Failure } from '../transcript/event';
import type { TrackedScript, TrackedScripts } from './outcomes/tracked-scripts';
import type { RunListener } from './run-order';
import { documentOf, fileOf } from './scripts';

export interface RunProblems extends RunListener, vscode.Disposable {}

interface Found {
  readonly failure: Failure;
  /** The script whose run found it: its next run takes it away. */
  readonly of: string;
  readonly uri: vscode.Uri;
  readonly lines: TrackedScript['lines'];
  /** In the text that ran. */
  readonly line: number;
  readonly columns: readonly [start: number, end: number];
}

export function runProblems(scripts: TrackedScripts): RunProblems {
  const collection = vscode.languages.createDiagnosticCollection('mailwright run');
  let found: readonly Found[] = [];
  let tracked = new Map<string, TrackedScript>();

  const show = (uri: vscode.Uri): void => {
    const here = found.filter((one) => one.uri.toString() === uri.toString());
    collection.set(
      uri,
      here.flatMap((one) => diagnosticOf(one) ?? []),
    );
  };
  const moved = scripts.onDidMove((document) => {
    const before = found.length;
    const ofDocument = (one: Found): boolean => one.uri.toString() === document.uri.toString();
    if (!found.some(ofDocument)) return;
    found = found.filter((one) => !ofDocument(one) || one.lines.now(one.line) !== undefined);
    if (found.some(ofDocument) || found.length !== before) show(document.uri);
  });

  return {
    started({ script }) {
      const gone = found.filter(({ of }) => of === script.file);
      found = found.filter(({ of }) => of !== script.file);
      for (const { uri } of gone) show(uri);
      tracked = new Map([...script.program.sources].map(([file, text]) => [file, scripts.track(file, text)]));
    },
    async ended(_, { order, script }) {
      for (const { failure, at } of failures.splice(0)) {
        const place = at ?? { file: script.file, range: { start: 0, end: 0 } };
        const source = tracked.get(place.file);
        if (!source) continue;
        const uri =
          place.file === fileOf(order.document) ? order.document.uri : (await documentOf(place.file)).uri;
        found = [...found, foundAt(failure, place, source, { of: script.file, uri })];
        show(uri);
      }
    },
    event(event) {
      if (event.kind === 'session-ended' && event.failure) failures.push({ failure: event.failure, at: event.failure.place });
    },
    dispose() {
      moved.dispose();
      collection.dispose();
    },
  };
}
