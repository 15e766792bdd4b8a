/** A transcript of a million events: opened, paged, filtered, searched as the panel does it; and what it takes of memory. */

import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { panelModel } from '../../src/extension/transcript/panel-model';
import { createStore, openStore, type TranscriptStore } from '../../src/extension/transcript/store';
import type { ToPanel } from '../../src/extension/transcript/webview/messages';
import type { RunEvent } from '../../src/transcript/event';
import { encodeEvent } from '../../src/transcript/json-lines';
import { type Result, result } from './result';

const size = 1_000_000;

function* million(): Generator<RunEvent> {
  const place = { file: '/w/long.imap', range: { start: 10, end: 16 } };
  yield { seq: 1, at: 0, kind: 'run-started', version: 1, startedAt: 0, environment: 'bench' };
  yield { seq: 2, at: 0, session: 0, kind: 'session-started', title: 'Long', file: '/w/long.imap', protocol: 'imap' };
  for (let seq = 3; seq < size; seq += 2) {
    const text = `A${seq} FETCH ${seq} (FLAGS UID)\r\n`;
    yield { seq, at: seq, session: 0, place, kind: 'sent', wire: { text, octets: text.length }, role: 'command' };
    const reply = `A${seq} OK done ${seq}\r\n`;
    yield {
      seq: seq + 1,
      at: seq + 0.5,
      session: 0,
      place,
      kind: 'received',
      wire: { text: reply, octets: reply.length },
      role: 'reply',
      answers: seq,
      ms: 0.5,
    };
  }
}

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

export async function transcriptPanelBench(): Promise<readonly Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'mailwright-panel-'));
  try {
    return await measured(join(folder, 'run.jsonl'), join(folder, 'foreign.jsonl'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measured(path: string, foreign: string): Promise<readonly Result[]> {
  const results: Result[] = [];
  const before = memory();
  const written = createStore(path);
  let waited = 0;
  for (const event of million()) {
    written.add(event);
    if (++waited % 10_000 === 0) await new Promise((turn) => setImmediate(turn));
  }
  written.settle();
  const afterWriting = memory();
  results.push(
    figure('panel-memory', afterWriting - before, 'MB', 200, `while ${size.toLocaleString('en')} events came`),
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
      '99th of 500 pages of 100 lines, anywhere',
    ),
  );

  from = performance.now();
  model.setFilter({ command: 'FETCH', direction: 'received' });
  results.push(
    figure('panel-filter', performance.now() - from, 'ms', 1_000, `${model.rows} lines left by command and side`),
  );
  model.setFilter({});

  from = performance.now();
  const found = await search(store, `done ${size - 1}`);
  results.push(figure('panel-find', performance.now() - from, 'ms', 15_000, `${found} found at the end of all`));
  results.push(figure('panel-memory-open', memory() - before, 'MB', 200, 'opened, paged, filtered, searched'));
  store.close();

  const file = createWriteStream(foreign);
  for (const event of million()) if (!file.write(encodeEvent(event))) await once(file, 'drain');
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
