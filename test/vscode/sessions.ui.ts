/** Running sessions in the editor: by lens, by key, to the end, to a failure, to a cancel. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import type { Scenario } from './scenario';
import type { Workbench } from './workbench';

/** The panel's head, once the run is over. */
const summaryOf = async (panel: FrameLocator): Promise<string> => {
  const state = panel.locator('#state:is(.passed, .failed, .cancelled)');
  await state.waitFor();
  return (await state.textContent()) ?? '';
};

/** A line of the dialogue as the panel shows it, without its time. */
const lines = async (panel: FrameLocator): Promise<readonly string[]> =>
  panel.locator('.row').evaluateAll((rows) =>
    rows.map((row) =>
      ['.mark', '.text']
        .map((part) => row.querySelector(part)?.textContent ?? '')
        .join(' ')
        .trim(),
    ),
  );

const scopeColour = ({ line }: Workbench, text: string, part: string): Promise<string> =>
  line(text)
    .locator('span > span', { hasText: part })
    .first()
    .evaluate('(span) => getComputedStyle(span).color') as Promise<string>;

const writeScript = ({ folder }: Workbench, name: string, text: readonly string[]): void =>
  writeFileSync(join(folder, name), `${text.join('\n')}\n`);

export const scenarios: readonly Scenario[] = [
  {
    name: 'a session runs by its lens, and the panel holds its transcript',
    run: async (workbench) => {
      await workbench.openFile('hello.smtp');
      await workbench.lens('Run').click();
      const panel = workbench.webview();
      assert.equal(await summaryOf(panel), 'hello.smtp: 1 passed, 0 failed');
      const dialogue = await lines(panel);
      assert.ok(dialogue.includes('C: EHLO client.example'), dialogue.join('\n'));
      assert.ok(
        dialogue.some((line) => /^S: 250-PIPELINING/.test(line)),
        dialogue.join('\n'),
      );
      assert.ok(
        dialogue.some((line) => /^S: 221 /.test(line)),
        dialogue.join('\n'),
      );
      await panel.locator('.outcome.passed', { hasText: 'passed' }).waitFor();
      await workbench.page.locator('.statusbar-item', { hasText: 'sandbox' }).waitFor();
      await workbench.shot('transcript');
    },
  },
  {
    name: 'a script is coloured by what its words mean',
    run: async (workbench) => {
      await workbench.openFile('dsn.smtp');
      await workbench.lens('Run').waitFor();
      await workbench.activity('Mailwright');
      const command = await scopeColour(workbench, 'C: EHLO', 'EHLO');
      const code = await scopeColour(workbench, 'S: 220', '220');
      const mark = await scopeColour(workbench, 'C: EHLO', 'C:');
      const plain = await scopeColour(workbench, 'C: EHLO', 'client.example');
      assert.equal(new Set([command, code, mark, plain]).size, 4, [command, code, mark, plain].join(' '));
      await workbench.shot('colours');
    },
  },
  {
    name: 'a click on a row of the transcript goes to its line, and so does Enter',
    run: async (workbench) => {
      await workbench.openFile('hello.smtp');
      await workbench.lens('Run').click();
      const panel = workbench.webview();
      await summaryOf(panel);
      const cursor = workbench.page.locator('.statusbar-item', { hasText: /^Ln \d+/ });
      await panel.locator('.row', { hasText: 'EHLO client.example' }).click();
      await cursor.filter({ hasText: 'Ln 6,' }).waitFor();
      await panel.locator('.row', { hasText: 'NOOP' }).press('ArrowDown');
      await panel.locator('.row', { hasText: 'NOOP' }).press('Enter');
      await cursor.filter({ hasText: 'Ln 9,' }).waitFor();
    },
  },
  {
    name: 'a failed line is a problem on its line, and says what came',
    run: async (workbench) => {
      writeScript(workbench, 'wrong.smtp', [
        '### Expects too much',
        'S: 220',
        'C: EHLO client.example',
        'S: 250-TELEPATHY',
        'C: QUIT',
      ]);
      await workbench.openFile('wrong.smtp');
      await workbench.lens('Run').click();
      const panel = workbench.webview();
      assert.equal(await summaryOf(panel), 'wrong.smtp: 0 passed, 1 failed');
      await panel.locator('.failure', { hasText: 'TELEPATHY' }).first().waitFor();
      await panel.locator('.failure .mark', { hasText: 'expected' }).waitFor();
      await workbench.page.locator('.monaco-editor .squiggly-error').waitFor();
      await workbench.press('Control+Shift+M');
      const problem = workbench.page.locator('.markers-panel .monaco-list-row', { hasText: 'TELEPATHY' }).first();
      await problem.waitFor();
      assert.match((await problem.textContent()) ?? '', /Ln 4, Col 1/);
      await workbench.shot('problem');

      // an edit makes the finding old
      await workbench.line('S: 250-TELEPATHY').click();
      await workbench.press('End');
      await workbench.page.keyboard.type('X');
      await workbench.page.locator('.monaco-editor .squiggly-error').waitFor({ state: 'detached' });
    },
  },
  {
    name: 'the session at the cursor runs by a key, and brings the one whose captures it needs',
    run: async (workbench) => {
      writeScript(workbench, 'two.smtp', [
        ...[
          '### Submit',
          'C: EHLO client.example',
          'C: MAIL FROM:<alice@example.test>',
          'C: RCPT TO:<bob@example.test>',
        ],
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
      ]);
      await workbench.openFile('two.smtp');
      await workbench.press('Control+End');
      await workbench.press('Control+Alt+Enter');
      const panel = workbench.webview();
      assert.equal(await summaryOf(panel), 'two.smtp: 2 passed, 0 failed');
      assert.deepEqual(await panel.locator('.session').allTextContents(), ['Submit', 'Read']);
      await workbench.shot('two-protocols');
    },
  },
  {
    name: 'a long run can be cancelled from the panel',
    run: async (workbench) => {
      writeScript(workbench, 'long.smtp', [
        '### Takes its time',
        'S: 220',
        'C: EHLO client.example',
        'wait 60s',
        'C: QUIT',
      ]);
      await workbench.openFile('long.smtp');
      await workbench.lens('Run').click();
      const panel = workbench.webview();
      await panel.locator('#state.running', { hasText: 'long.smtp' }).waitFor();
      await panel.locator('.row', { hasText: 'EHLO client.example' }).waitFor();
      await workbench.toast('Running long.smtp');
      await workbench.shot('running');
      await panel.locator('#cancel').click();
      assert.equal(await summaryOf(panel), 'long.smtp: 0 passed, 0 failed, 1 cancelled');
      await panel.locator('.row', { hasText: 'QUIT' }).waitFor();
      await workbench.shot('cancelled');
    },
  },
  {
    name: 'a script with an error is not run, and the message says where',
    run: async (workbench) => {
      writeScript(workbench, 'broken.smtp', ['### Broken', 'C: EHLO client.example', 'retyr 5s']);
      await workbench.openFile('broken.smtp');
      await workbench.page.locator('.monaco-editor .squiggly-error').waitFor();
      await workbench.lens('Run').click();
      await workbench.toast(/Not run: broken\.smtp:3: /);
      await workbench.shot('not-run');
    },
  },
];
