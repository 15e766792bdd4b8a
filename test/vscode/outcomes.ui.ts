/** What a run leaves in the script: outcomes beside the lines, the diff in the hover, the word in the status bar, runs on save. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { Scenario } from './scenario';
import type { Workbench } from './workbench';

const writeScript = ({ folder }: Workbench, name: string, ...lines: readonly string[]): void =>
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`);

/** The run's item in the status bar, once it says this. */
const status = async ({ page }: Workbench, text: string | RegExp): Promise<Locator> => {
  const item = page.locator('.statusbar-item', { hasText: text }).first();
  await item.waitFor();
  return item;
};

/** What stands behind a line: the content that its decoration adds to it. */
const beside = ({ page }: Workbench, text: string): Promise<string> =>
  page
    .locator('.monaco-editor .view-line', { hasText: text })
    .first()
    .evaluate((line) =>
      [...line.querySelectorAll('span')]
        .map((span) => line.ownerDocument.defaultView?.getComputedStyle(span, '::after').content ?? 'none')
        .filter((content) => content !== 'none' && content !== 'normal')
        .join(''),
    );

const outcomes: Scenario = {
  name: 'a run leaves its outcome beside the lines, and an edited line loses it',
  run: async (workbench) => {
    const { page } = workbench;
    writeScript(
      workbench,
      'two.smtp',
      ...['### Fine', 'C: EHLO client.example', 'S: 250-DSN', 'C: NOOP', 'C: QUIT', ''],
      ...['### Wrong', 'C: EHLO client.example', 'C: RSET', 'S: 250 2.0.1', 'C: VRFY bob', ''],
    );
    await workbench.openFile('two.smtp');
    await workbench.lens('Run with earlier').click();
    await status(workbench, '1 passed, 1 failed');
    assert.match(await beside(workbench, 'C: NOOP'), /✓.*250.*2\.0\.0.*ms/);
    assert.match(await beside(workbench, 'S: 250 2.0.1'), /✗.*wanted.*2\.0\.1.*got.*2\.0\.0/);
    assert.match(await beside(workbench, '### Fine'), /✓.*passed/);
    await workbench.line('S: 250 2.0.1').locator('span > span', { hasText: '250' }).first().hover();
    await page
      .locator('.monaco-hover', { hasText: /Wanted/ })
      .first()
      .waitFor();
    await workbench.shot('failed');
    await page.locator('.statusbar').hover({ position: { x: 600, y: 10 } });
    await page.locator('.monaco-hover:visible').waitFor({ state: 'detached' });

    // an edit above moves them, an edit of the line takes its own away
    await workbench.line('S: 250-DSN').click();
    await workbench.press('End');
    await page.keyboard.type('\nC: RSET');
    await page.keyboard.press('Escape');
    assert.match(await beside(workbench, 'C: NOOP'), /✓.*250/);
    assert.match(await beside(workbench, 'S: 250 2.0.1'), /✗/);
    await workbench.line('S: 250 2.0.1').click();
    await workbench.press('End');
    await page.keyboard.type('2');
    await page.locator('.monaco-editor .squiggly-error').first().waitFor({ state: 'detached' });
    assert.doesNotMatch(await beside(workbench, 'S: 250 2.0.12'), /✗/);
    assert.match(await beside(workbench, 'C: NOOP'), /✓.*250/);
    await workbench.shot('edited');

    // the last run again, by its key, after the mistake is mended
    await workbench.press('Backspace');
    await workbench.press('Backspace');
    await page.keyboard.type('0');
    await workbench.press('Control+Alt+Shift+R');
    await status(workbench, /2 passed, 0 failed/);
    await workbench.shot('mended');
  },
};

const onSave: Scenario = {
  name: 'a script runs when it is saved, where the settings say so, and the focus stays in it',
  settings: { 'mailwright.run.onSave': true },
  run: async (workbench) => {
    const { page } = workbench;
    await workbench.openFile('hello.smtp');
    await workbench.line('C: NOOP').click();
    await workbench.press('End');
    await page.keyboard.type('\nC: RSET');
    await workbench.press('Control+S');
    await status(workbench, '1 passed, 0 failed');
    assert.match(await beside(workbench, 'C: RSET'), /✓.*250/);
    assert.equal(await page.locator('.monaco-editor.focused').count(), 1);
    await workbench.shot('saved');
  },
};

const long: Scenario = {
  name: 'a long run says how far it is, and is cancelled from its notification',
  run: async (workbench) => {
    const { page } = workbench;
    writeScript(
      workbench,
      'long.smtp',
      ...['### Quick', 'C: EHLO client.example', 'C: QUIT', ''],
      ...['### Takes its time', 'C: EHLO client.example', 'wait 60s', 'C: QUIT'],
    );
    await workbench.openFile('long.smtp');
    await workbench.lens('Run all').click();
    await workbench.toast('2 of 2: Takes its time');
    await status(workbench, 'Running 2 of 2');
    await workbench.shot('running');
    await page.locator('.notifications-toasts').getByRole('button', { name: 'Cancel' }).click();
    await status(workbench, '1 passed, 0 failed, 1 cancelled');
    await workbench.shot('cancelled');
  },
};

export const scenarios: readonly Scenario[] = [outcomes, onSave, long];
