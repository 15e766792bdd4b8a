/** The transcript panel's own page in a browser, with a run of a million events: how long its frames take while it is scrolled. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import type * as vscode from 'vscode';
import { transcriptPage } from '../../src/extension/transcript/page';
import { panelModel } from '../../src/extension/transcript/panel-model';
import { openStore, type TranscriptStore } from '../../src/extension/transcript/store';
import type { FromPanel, ToPanel } from '../../src/extension/transcript/webview/messages';
import { median } from './measure';
import { storeOfMillion } from './million-events';
import { type Result, result } from './result';

const seconds = 4;
/** Others on the machine cost frames, too: of several runs the median one counts. */
const rounds = 3;
/** Pixels a frame: a wheel that is turned fast, and the scroll bar's handle that is dragged. */
const speeds = { wheel: -300, drag: -90_000 };

export async function transcriptFrames(): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'mailwright-frames-'));
  const server = await serve();
  // Loaded only here: a browser's driver is much, and no other benchmark wants it.
  const { launchBrowser } = await import('../vscode/browser');
  const browser = await launchBrowser();
  const path = join(folder, 'run.jsonl');
  const written = await storeOfMillion(path);
  written.finish();
  written.close();
  const store = openStore(path);
  try {
    const { port } = server.address() as AddressInfo;
    const results: Result[] = [];
    const opened: number[] = [];
    for (const [name, speed] of Object.entries(speeds)) {
      const runs: { readonly empty: Scrolled; readonly ours: Scrolled }[] = [];
      for (let round = 0; round < rounds; round++) {
        const page = await browser.newPage({ viewport });
        await page.goto(`http://127.0.0.1:${port}/empty`);
        const empty = await scrolled(page, speed);
        await page.close();
        const panel = await browser.newPage({ viewport });
        opened.push(await openPanel(panel, store, `http://127.0.0.1:${port}/`));
        runs.push({ empty, ours: await scrolled(panel, speed) });
        await panel.close();
      }
      const of = (figure: (run: (typeof runs)[number]) => number): number => median(runs.map(figure));
      const peer = `an empty page: ${of(({ empty }) => longest(empty.gaps)).toFixed(1)} ms; ${of(({ ours }) => late(ours.gaps))} of ${of(({ ours }) => ours.gaps.length)} frames over 50 ms`;
      results.push(
        figure(
          `panel-frame-${name}`,
          of(({ ours }) => longest(ours.gaps)),
          'ms, longest frame',
          peer,
          50,
        ),
        figure(
          `panel-task-${name}`,
          of(({ ours }) => Math.max(0, ...ours.tasks)),
          'ms, longest task of those over 50 ms',
          `${of(({ ours }) => ours.tasks.length)} such tasks`,
          50,
        ),
      );
    }
    results.push(figure('panel-shown', median(opened), 'ms', 'the page loaded, until lines show', 1_000));
    return results;
  } finally {
    store.close();
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const viewport = { width: 1_000, height: 800 };

const figure = (name: string, value: number, unit: string, peer: string, bar: number): Result =>
  result({ name, value, unit, peer, ratio: value, bar: `<= ${bar}` });

const longest = (gaps: readonly number[]): number => Math.max(...gaps);
const late = (gaps: readonly number[]): number => gaps.filter((gap) => gap > 50).length;

/** The page as VS Code shows it, its answers given by the model over the run; milliseconds until lines show. */
async function openPanel(page: Page, store: TranscriptStore, address: string): Promise<number> {
  const post = (message: ToPanel): void => {
    page.evaluate(deliver, message).catch(() => {});
  };
  const model = panelModel(post, (work) => setTimeout(work, 40));
  await page.exposeFunction('answer', (message: FromPanel) => {
    if (!model.receive(message) && message.kind === 'ready') model.start();
  });
  await page.addInitScript('globalThis.acquireVsCodeApi = () => ({ postMessage: (message) => answer(message) });');
  const began = performance.now();
  model.show(store, () => undefined);
  await page.goto(address);
  await page.locator('#rows .row:not(:has(.waiting))').first().waitFor();
  const taken = performance.now() - began;
  // The reader leaves the end, which the list follows otherwise.
  await page.mouse.move(500, 400);
  await page.mouse.wheel(0, -2_000);
  await page.locator('#rows .row:not(:has(.waiting))').first().waitFor();
  return taken;
}

const deliver = (message: ToPanel): void =>
  (globalThis as unknown as { postMessage(message: ToPanel, origin: string): void }).postMessage(message, '*');

interface Scrolled {
  /** Milliseconds between frames. */
  readonly gaps: readonly number[];
  /** Milliseconds of what kept the page's thread for more than 50 (W3C Long Tasks). */
  readonly tasks: readonly number[];
}

const scrolled = (page: Page, speed: number): Promise<Scrolled> =>
  page.evaluate<Scrolled>(`new Promise((resolve) => {
    const scroller = document.getElementById('rows');
    const gaps = [];
    const tasks = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
    if (scroller.scrollTop === 0) scroller.scrollTop = scroller.scrollHeight;
    let last;
    let speed = ${speed};
    const began = performance.now();
    const frame = (now) => {
      if (last !== undefined) gaps.push(now - last);
      last = now;
      const before = scroller.scrollTop;
      scroller.scrollTop += speed;
      if (scroller.scrollTop === before) speed = -speed;
      if (now - began < ${seconds * 1_000}) requestAnimationFrame(frame);
      else resolve({ gaps, tasks });
    };
    requestAnimationFrame(frame);
  })`);

const emptyPage = `<!doctype html><div id="rows" style="height: 100vh; overflow: auto"><div style="height: 30000000px">Nothing</div></div>`;

/** The panel's page, its script and style, and a page with as much to scroll and nothing in it; on loopback. */
function serve(): Promise<Server> {
  const server = createServer(({ url, headers }, response) => {
    const origin = `http://${headers.host}`;
    const webview = { cspSource: origin, asWebviewUri: (uri: unknown) => uri } as unknown as vscode.Webview;
    const files: Readonly<Record<string, readonly [type: string, content: () => string | Buffer]>> = {
      '/': ['text/html', () => transcriptPage(webview, origin as unknown as vscode.Uri)],
      '/empty': ['text/html', () => emptyPage],
      '/transcript.js': ['text/javascript', () => readFileSync(resolve('dist/webview/transcript.js'))],
      '/transcript.css': ['text/css', () => readFileSync(resolve('dist/webview/transcript.css'))],
    };
    const found = files[url ?? ''];
    if (!found) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': `${found[0]}; charset=utf-8` }).end(found[1]());
  });
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server)));
}
