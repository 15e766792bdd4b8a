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
    await page.locator('.statusbar-item[aria-label="Mailwright environment: sandbox"]').waitFor();
    await workbench.shot('transcript');

    // a row goes to its line, by mouse and by keyboard
    const cursor = page.locator('.statusbar-item', { hasText: /^Ln \d+/ });
    await panel.locator('.row', { hasText: 'EHLO client.example' }).click();
    await cursor.filter({ hasText: 'Ln 6,' }).waitFor();
    await panel.locator('#rows').press('End');
    await page.keyboard.press('Home');
    await panel.locator('.row.session.active').waitFor();
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

const byKey: Scenario = {
  name: 'the session at the cursor runs by a key, with the one whose captures it needs, and a long one is cancelled',
  run: async (workbench) => {
    writeScript(
      workbench,
      'two.smtp',
      ...['### Submit', 'C: EHLO client.example', 'C: MAIL FROM:<alice@example.test>', 'C: RCPT TO:<bob@example.test>'],
      ...['C: DATA', 'S: 354', 'C: """', 'From: alice@example.test', 'Subject: Two', '', 'Hello.', '"""'],
      ...['S: 250 2.0.0 {{@answer...}}', 'C: QUIT', ''],
      ...['### Other', 'C: NOOP', ''],
      ...[
        '### Read',
        'connect imap',
        'auth bob',
        'log {{answer}}',
        'C: SELECT INBOX',
        'S: * {{@n}} EXISTS',
        'assert n >= 1',
      ],
    );
    writeScript(
      workbench,
      'long.smtp',
      '### Takes its time',
      'C: EHLO client.example',
      'log waiting',
      'wait 60s',
      'C: QUIT',
    );
    await workbench.openFile('two.smtp');
    await workbench.press('Control+End');
    await workbench.press('Control+Alt+Enter');
    const panel = workbench.webview();
    assert.equal(await summaryOf(panel, 'two.smtp'), 'two.smtp: 2 passed, 0 failed');
    assert.equal(
      await workbench.page.locator('.monaco-editor.focused').count(),
      1,
      'a run leaves the focus in the editor',
    );
    // it is read from its end, and what went before is a key away
    await panel.locator('.row.session', { hasText: 'Read' }).waitFor();
    await panel.locator('#rows').press('Home');
    await panel.locator('.row.session.active', { hasText: 'Submit' }).waitFor();
    await workbench.shot('two-protocols');

    await workbench.openFile('long.smtp');
    await workbench.press('Control+Alt+Enter');
    await panel.locator('#state.running', { hasText: 'long.smtp' }).waitFor();
    await panel.locator('.row', { hasText: 'waiting' }).waitFor();
    await workbench.toast('Running long.smtp');
    await workbench.shot('running');
    await panel.locator('#cancel').click();
    assert.equal(await summaryOf(panel, 'long.smtp'), 'long.smtp: 0 passed, 0 failed, 1 cancelled');
    await panel.locator('.row', { hasText: 'QUIT' }).waitFor();
    await workbench.shot('cancelled');
  },
};

export const scenarios: readonly Scenario[] = [byLens, failing, byKey];
