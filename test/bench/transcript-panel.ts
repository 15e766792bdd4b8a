/** A transcript of a million events: opened, paged, filtered, searched as the panel does it; and what it takes of memory. */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { panelModel } from '../../src/extension/transcript/panel-model';
import { openStore, type TranscriptStore } from '../../src/extension/transcript/store';
import type { ToPanel } from '../../src/extension/transcript/webview/messages';
import { encodeEvent } from '../../src/transcript/json-lines';
import { eventCount, millionEvents, storeOfMillion } from './million-events';
import { type Result, result } from './result';

/** The name that the benchmarks' program is called by for a process that has nothing but the panel's model. */
export const transcriptPanelChild = 'child:transcript-panel';

const memory = (): number => {
  globalThis.gc?.();
  const { rss } = process.memoryUsage();
  return rss / 1_000_000;
};

/** The panel with a store; resolves with the milliseconds until its first lines were there. */
function shown(store: TranscriptStore) {
  const told: ToPanel[] = [];
  const model = panelModel(
    (message) => told.push(message),
    (work) => setImmediate(work),
  );
  model.show(store, () => undefined);
  return { model, told };
}

const figure = (name: string, value: number, unit: string, bar: number, what: string): Result =>
  result({ name, value, unit, peer: what, ratio: value, bar: `<= ${bar}` });

/** In a process of its own, so that what other benchmarks left behind is not counted. */
export function transcriptPanelBench(): Promise<readonly Result[]> {
  const child = fork(process.argv[1] ?? '', [transcriptPanelChild], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('message', (results) => resolve(results as readonly Result[]));
    child.once('exit', (code) => reject(new Error(`the panel's process ended with ${code}`)));
  });
}

/** What the process does. */
export async function measureTranscriptPanel(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'mailwright-panel-'));
  try {
    process.send?.(await measured(join(folder, 'run.jsonl'), join(folder, 'foreign.jsonl')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
    process.disconnect();
  }
}

async function measured(path: string, foreign: string): Promise<readonly Result[]> {
  const results: Result[] = [];
  const before = memory();
  const written = await storeOfMillion(path);
  const afterWriting = memory();
  results.push(
    figure('panel-memory', afterWriting - before, 'MB', 200, `while ${eventCount.toLocaleString('en')} events came`),
  );
  written.finish();
  written.close();

  let from = performance.now();
  const store = openStore(path);
  const { model } = shown(store);
  const first = model.page(0, 100);
  results.push(
    figure('panel-open', performance.now() - from, 'ms', 1_000, `${first.length} lines of ${model.rows} shown`),
  );

  const times: number[] = [];
  for (let n = 0; n < 500; n++) {
    const row = (n * 7_919 * 131) % (model.rows - 100);
    from = performance.now();
    model.page(row, row + 100);
    times.push(performance.now() - from);
  }
  times.sort((a, b) => a - b);
  results.push(
    figure(
      'panel-page',
      times[Math.floor(times.length * 0.99)] ?? 0,
      'ms',
      50,
      `99th of 500 pages of 100 lines, anywhere; slowest: ${(times.at(-1) ?? 0).toFixed(1)} ms`,
    ),
  );

  from = performance.now();
  model.setFilter({ command: 'FETCH', direction: 'received' });
  results.push(
    figure('panel-filter', performance.now() - from, 'ms', 1_000, `${model.rows} lines left by command and side`),
  );
  model.setFilter({});

  from = performance.now();
  const found = await search(store, `done ${eventCount - 1}`);
  results.push(figure('panel-find', performance.now() - from, 'ms', 15_000, `${found} found at the end of all`));
  results.push(figure('panel-memory-open', memory() - before, 'MB', 200, 'opened, paged, filtered, searched'));
  store.close();

  const file = createWriteStream(foreign);
  for (const event of millionEvents()) if (!file.write(encodeEvent(event))) await once(file, 'drain');
  file.end();
  await once(file, 'close');
  from = performance.now();
  const strange = openStore(foreign);
  const panel = shown(strange);
  while (panel.model.page(0, 100).length < 100) await new Promise((turn) => setImmediate(turn));
  results.push(
    figure('panel-open-foreign', performance.now() - from, 'ms', 1_000, 'first 100 lines of a file without an index'),
  );
  strange.close();
  return results;
}

const search = (store: TranscriptStore, text: string): Promise<number> =>
  new Promise((done) => {
    const model = panelModel(
      (message) => {
        if (message.kind === 'found' && !message.more) done(message.total);
      },
      (work) => setImmediate(work),
    );
    model.show(store, () => undefined);
    model.receive({ kind: 'find', text, from: 0, step: 1 });
  });
