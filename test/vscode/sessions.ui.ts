/** Running sessions in the editor: by lens, by key, to the end, to a failure, to a cancel. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import type { Scenario } from './scenario';
import type { Workbench } from './workbench';

/** The panel's head, once the run of this script is over. */
const summaryOf = async (panel: FrameLocator, name: string): Promise<string> => {
  const state = panel.locator('#state:is(.passed, .failed, .cancelled)', { hasText: name });
  await state.waitFor();
  return (await state.textContent()) ?? '';
};

/** The rows as the panel shows them, without times. */
const rows = (panel: FrameLocator): Promise<readonly string[]> =>
  panel.locator('.row').evaluateAll((all) =>
    all.map((row) =>
      ['.mark', '.text']
        .map((part) => row.querySelector(part)?.textContent ?? '')
        .join(' ')
        .trim(),
    ),
  );

const colourOf = ({ line }: Workbench, text: string, word: string): Promise<string> =>
  line(text)
    .locator('span > span', { hasText: word })
    .first()
    .evaluate((span) => String(span.ownerDocument.defaultView?.getComputedStyle(span).color));

const writeScript = ({ folder }: Workbench, name: string, ...lines: readonly string[]): void =>
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`);

const byLens: Scenario = {
  name: 'a session runs by its lens, and the panel holds its transcript',
  run: async (workbench) => {
    const { page } = workbench;
    await workbench.openFile('hello.smtp');
    const words = [
      ['C: EHLO', 'C:'],
      ['C: EHLO', 'EHLO'],
      ['S: 220', '220'],
      ['C: EHLO', 'client.example'],
    ] as const;
    await workbench.lens('Run').waitFor();
    const colours = await Promise.all(words.map(([line, word]) => colourOf(workbench, line, word)));
    assert.equal(new Set(colours).size, words.length, `mark, command, code and text look alike: ${colours.join(' ')}`);

    await workbench.lens('Run').click();
    const panel = workbench.webview();
    assert.equal(await summaryOf(panel, 'hello.smtp'), 'hello.smtp: 1 passed, 0 failed');
    const dialogue = await rows(panel);
    const seen = (pattern: RegExp): void =>
      assert.ok(
        dialogue.some((row) => pattern.test(row)),
        `${pattern} in:\n${dialogue.join('\n')}`,
      );
    seen(/^C: EHLO client\.example$/);
    seen(/^S: 250-PIPELINING$/);
    seen(/^S: 221 /);
    await panel.locator('.outcome.passed').waitFor();
    await page.locator('.statusbar-item', { hasText: 'sandbox' }).waitFor();
    await workbench.shot('transcript');

    // a row goes to its line, by mouse and by keyboard
    const cursor = page.locator('.statusbar-item', { hasText: /^Ln \d+/ });
    await panel.locator('.row', { hasText: 'EHLO client.example' }).click();
    await cursor.filter({ hasText: 'Ln 6,' }).waitFor();
    await panel.locator('#rows').press('End');
    await page.keyboard.press('Home');
    await panel.locator('.session:focus').waitFor();
    await page.keyboard.press('Enter');
    await cursor.filter({ hasText: 'Ln 4,' }).waitFor();
  },
};

const failing: Scenario = {
  name: 'a failed line is a problem on its line, and says what came',
  run: async (workbench) => {
    const { page } = workbench;
    writeScript(
      workbench,
      'wrong.smtp',
      '### Too much',
      'S: 220',
      'C: EHLO client.example',
      'S: 250-TELEPATHY',
      'C: QUIT',
    );
    writeScript(workbench, 'broken.smtp', '### Broken', 'C: EHLO client.example', 'retyr 5s');
    await workbench.openFile('wrong.smtp');
    await workbench.lens('Run').click();
    const panel = workbench.webview();
    assert.equal(await summaryOf(panel, 'wrong.smtp'), 'wrong.smtp: 0 passed, 1 failed');
    await panel.locator('.failure', { hasText: 'TELEPATHY' }).first().waitFor();
    await panel.locator('.failure .mark', { hasText: 'expected' }).waitFor();
    const squiggle = page.locator('.monaco-editor .squiggly-error');
    await squiggle.waitFor();
    await workbench.press('Control+Shift+M');
    const problem = page.locator('.markers-panel .monaco-list-row', { hasText: 'TELEPATHY' }).first();
    await problem.waitFor();
    assert.match((await problem.textContent()) ?? '', /Ln 4, Col 1/);
    await workbench.shot('problem');

    // an edit makes the finding old
    await workbench.line('S: 250-TELEPATHY').click();
    await workbench.press('End');
    await page.keyboard.type('X');
    await squiggle.waitFor({ state: 'detached' });

    // what the script itself has wrong is found before anything runs
    await workbench.openFile('broken.smtp');
    await squiggle.first().waitFor();
    await workbench.lens('Run').click();
    await workbench.toast(/Not run: broken\.smtp:3: /);
    await workbench.shot('not-run');
    assert.equal(await summaryOf(panel, 'wrong.smtp'), 'wrong.smtp: 0 passed, 1 failed');
  },
};

export const scenarios: readonly Scenario[] = [byLens, failing];
