/** The Test Explorer: sessions as tests, found without opening a file, run by mouse and keyboard. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { Scenario } from './scenario';
import type { Workbench } from './workbench';

const writeScript = ({ folder }: Workbench, name: string, ...lines: readonly string[]): void =>
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`);

const row = ({ page }: Workbench, text: string | RegExp): Locator =>
  page.locator('.test-explorer .monaco-list-row', { hasText: text }).first();

/** Sessions that pass, expect what the server may not have, and are skipped. */
const writeThree = (workbench: Workbench, expected: string): void =>
  writeScript(
    workbench,
    'aaa.smtp',
    ...['### Right', 'C: EHLO client.example', 'C: QUIT', ''],
    ...['### Wrong', 'C: EHLO client.example', `S: 250-${expected}`, ''],
    ...['### Skipped', 'needs TELEPATHY', 'C: EHLO client.example'],
  );

const explorer: Scenario = {
  name: 'sessions are tests: found, run, failed with both sides, mended and run again',
  run: async (workbench) => {
    const { folder } = workbench;
    await workbench.activity('Testing');
    await row(workbench, 'hello.smtp').waitFor();
    // scripts come and go
    writeThree(workbench, 'TELEPATHY');
    writeScript(workbench, 'aab.smtp', '### Gone soon', 'C: NOOP');
    await row(workbench, 'aab.smtp').waitFor();
    rmSync(join(folder, 'aab.smtp'));
    await row(workbench, 'aab.smtp').waitFor({ state: 'detached' });

    // by keyboard: unfold, then run
    await row(workbench, 'aaa.smtp').click();
    await workbench.press('ArrowRight');
    await row(workbench, 'Wrong').waitFor();
    await workbench.shot('found');
    await row(workbench, 'aaa.smtp').hover();
    await row(workbench, 'aaa.smtp').locator('a.action-label[aria-label^="Run Test"]').first().click();
    await row(workbench, 'Wrong').locator('.codicon-testing-failed-icon').waitFor();
    await row(workbench, 'Right').locator('.codicon-testing-passed-icon').waitFor();
    await row(workbench, 'skipped: ').waitFor();
    await workbench.shot('run');

    // the peek: expected and actual beside each other
    await row(workbench, 'Wrong').click();
    await workbench.palette('Test: Peek Output');
    await workbench.page.locator('.test-output-peek, .peekview-widget').getByText('TELEPATHY').first().waitFor();
    await workbench.shot('peek');
    await workbench.press('Escape');

    // mended, and only what failed is run again
    writeThree(workbench, 'DSN');
    await workbench.palette('Test: Rerun Failed Tests');
    await row(workbench, 'Wrong').locator('.codicon-testing-passed-icon').waitFor();
    await workbench.shot('mended');
    await workbench.palette('Test Results: Focus on Test Results View');
    await workbench.shot('output');
  },
};

const restricted: Scenario = {
  name: 'in Restricted Mode tests are listed, and none runs',
  trust: 'ask',
  run: async (workbench) => {
    const { page } = workbench;
    await page.locator('.monaco-dialog-box').getByRole('button', { name: /^No/ }).click();
    await workbench.openFile('hello.smtp');
    await workbench.activity('Testing');
    await row(workbench, 'hello.smtp').waitFor();
    await workbench.palette('Test: Run All Tests');
    // the workbench itself asks first
    await page.locator('.monaco-dialog-box').waitFor();
    await workbench.shot('asked');
  },
};

export const scenarios: readonly Scenario[] = [explorer, restricted];
