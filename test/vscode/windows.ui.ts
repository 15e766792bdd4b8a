/** What stays over a reload, and two windows of one folder at once. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { startSandbox } from '../../src/sandbox';
import { formsIn } from '../secrets/forms';
import type { Scenario } from './scenario';
import { openWorkbench, type Workbench } from './workbench';

const secret = 'pä"ss&w0rd+k=y/7-never-shown';

const writeScript = ({ folder }: Workbench, name: string, ...lines: readonly string[]): void =>
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`);

/** The panel's head, once the run of this script is over. */
const summaryOf = async (panel: FrameLocator, name: string): Promise<string> => {
  const state = panel.locator('#state:is(.passed, .failed, .cancelled)', { hasText: name });
  await state.waitFor();
  return (await state.textContent()) ?? '';
};
const texts = (panel: FrameLocator): Promise<readonly string[]> => panel.locator('.row .text').allTextContents();
const environment = (page: Page, name: string): Promise<void> =>
  page.locator(`.statusbar-item[aria-label="Mailwright environment: ${name}"]`).waitFor();
const pastRun = (page: Page, name: string) =>
  page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first();

/** All that the page keeps in the browser: there the workbench of the web has the state of extensions, and their secrets. */
const browserStorage = async (page: Page): Promise<string> => String(await page.evaluate(readStorage));

/** Runs in the page, whose types these tests do not have. */
const readStorage = `(async () => {
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const found = [{ ...localStorage }, { ...sessionStorage }];
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const all = () => database.transaction(store).objectStore(store);
      found.push(await done(all().getAllKeys()), await done(all().getAll()));
    }
    database.close();
  }
  return JSON.stringify(found);
})()`;

const reload: Scenario = {
  name: 'a reload keeps the runs that were, the environment and the secrets',
  run: async (workbench) => {
    const { page, folder } = workbench;
    const sandbox = await startSandbox();
    try {
      writeFileSync(
        join(folder, 'mailwright.env.json'),
        JSON.stringify({ kept: { servers: { smtp: sandbox.smtp } } }, undefined, 2),
      );
      writeScript(
        workbench,
        'kept.smtp',
        '### Kept',
        'C: EHLO client.example',
        'C: NOOP {{$secret vault | base64}}',
        'C: QUIT',
      );
      await workbench.openFile('kept.smtp');
      await workbench.palette('Mailwright: Choose Environment');
      await workbench.choose('kept');
      await environment(page, 'kept');
      await workbench.lens('Run').click();
      await page.locator('.quick-input-title', { hasText: 'Secret “vault” of the environment “kept”' }).waitFor();
      await workbench.answer(secret);
      assert.equal(await summaryOf(workbench.webview(), 'kept.smtp'), 'kept.smtp: 1 passed, 0 failed');

      await page.reload();
      // the view that was open is open again
      await page.locator('.pane-header', { hasText: 'Transcript' }).waitFor();
      await workbench.openFile('kept.smtp');
      await environment(page, 'kept');
      await workbench.palette('Mailwright: Show Runs');
      await pastRun(page, 'kept.smtp').click();
      const panel = workbench.webview();
      await panel.locator('.row', { hasText: 'NOOP ‹secret vault›' }).waitFor();
      assert.ok((await texts(panel)).includes('EHLO client.example'));
      await workbench.shot('after the reload');

      // it asks for no secret: that, too, was kept
      await workbench.lens('Run').click();
      await page.locator('.statusbar-item', { hasText: '1 passed, 0 failed' }).waitFor();
      assert.equal(await summaryOf(panel, 'kept.smtp'), 'kept.smtp: 1 passed, 0 failed');
      await workbench.palette('Mailwright: Show Runs');
      await pastRun(page, 'kept.smtp').waitFor();
      assert.equal(await page.locator('.quick-input-list .monaco-list-row', { hasText: 'kept.smtp' }).count(), 2);
      await workbench.press('Escape');

      const storage = await browserStorage(page);
      assert.ok(storage.includes('mailwright'), 'the search saw the state of the extension');
      assert.deepEqual(formsIn(storage, secret, 'alice'), []);
    } finally {
      await sandbox.stop();
    }
  },
};

const twoWindows: Scenario = {
  name: 'two windows of one folder run at once, each with its own transcript, and both runs are kept',
  run: async (first) => {
    const { page, folder } = first;
    const script = (title: string) => [`### ${title}`, `C: EHLO ${title}.example`, 'wait 2s', 'C: QUIT'];
    writeScript(first, 'left.smtp', ...script('left'));
    writeScript(first, 'right.smtp', ...script('right'));
    const other = await page.context().newPage();
    const second = await openWorkbench(other, page.url(), folder, first.shot);
    const windows = [
      { workbench: first, own: 'left', others: 'right' },
      { workbench: second, own: 'right', others: 'left' },
    ];
    for (const { workbench, own } of windows) {
      await workbench.page.bringToFront();
      await workbench.openFile(`${own}.smtp`);
      await workbench.lens('Run').click();
    }
    for (const { workbench, own, others } of windows) {
      await workbench.page.bringToFront();
      const panel = workbench.webview();
      assert.equal(await summaryOf(panel, `${own}.smtp`), `${own}.smtp: 1 passed, 0 failed`);
      const rows = await texts(panel);
      assert.ok(rows.includes(`EHLO ${own}.example`), rows.join('\n'));
      assert.ok(!rows.includes(`EHLO ${others}.example`), rows.join('\n'));
    }
    for (const { workbench } of windows) {
      await workbench.page.bringToFront();
      await workbench.palette('Mailwright: Show Runs');
      for (const name of ['left.smtp', 'right.smtp']) await pastRun(workbench.page, name).waitFor();
      if (workbench === first) await workbench.shot('both runs');
      await workbench.press('Escape');
    }
    await other.close();
  },
};

export const scenarios: readonly Scenario[] = [reload, twoWindows];
