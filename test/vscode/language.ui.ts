/** Editing a script: problems and their fixes, completion, hover, rename over two files, pasting a recording. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scenario } from './scenario';
import type { Workbench } from './workbench';

const write = ({ folder }: Workbench, name: string, ...lines: readonly string[]): void =>
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`);

const textOf = ({ folder }: Workbench, name: string): string => readFileSync(join(folder, name), 'utf8');

/** Saves, and waits until the file holds what is expected: the editor writes it in its own time. */
const saved = async (workbench: Workbench, name: string, expected: RegExp): Promise<void> => {
  await workbench.press('Control+S');
  // Each look at the file is a frame of the workbench later.
  for (let frames = 0; frames < 600 && !expected.test(textOf(workbench, name)); frames++)
    await workbench.page.evaluate('new Promise(requestAnimationFrame)');
  assert.match(textOf(workbench, name), expected);
};

const problemAndFix: Scenario = {
  name: 'a mistake is underlined, and its quick fix mends it',
  run: async (workbench) => {
    const { page } = workbench;
    write(
      workbench,
      'mistake.smtp',
      '### Mistake',
      'S: 220',
      'C: EHLO client.example',
      'retyr 5s',
      '  C: NOOP',
      'end',
      'C: QUIT',
    );
    await workbench.openFile('mistake.smtp');
    await page.locator('.monaco-editor .squiggly-error').first().waitFor();
    await workbench.line('retyr').click({ position: { x: 20, y: 10 } });
    // The bulb shows when the server has answered for this line.
    await page
      .locator('.monaco-editor [class*="codicon-gutter-lightbulb"], .monaco-editor .lightBulbWidget')
      .first()
      .waitFor();
    await workbench.shot('squiggle');
    await workbench.press('Control+.');
    const action = page.locator('.action-widget .monaco-list-row', { hasText: 'retry' }).first();
    await action.waitFor();
    await workbench.shot('quick-fix');
    await page.keyboard.press('Enter');
    await workbench.line('retry 5s').waitFor();
    await page.locator('.monaco-editor .squiggly-error').first().waitFor({ state: 'detached' });
    await saved(workbench, 'mistake.smtp', /^retry 5s$/m);
  },
};

const completionAndHover: Scenario = {
  name: 'completion knows the state of the session, and hover explains what is under the cursor',
  run: async (workbench) => {
    const { page } = workbench;
    write(
      workbench,
      'write.smtp',
      ...[
        '### Write',
        'S: 220',
        'C: EHLO client.example',
        'S: 250-DSN',
        'C: MAIL FROM:<alice@example.test> ',
        'C: QUIT',
      ],
    );
    await workbench.openFile('write.smtp');
    await workbench.line('MAIL FROM').click();
    await workbench.press('End');
    await workbench.press('Control+Space');
    const suggestions = page.locator('.suggest-widget.visible .monaco-list-row');
    await suggestions.filter({ hasText: 'RET=' }).first().waitFor();
    await workbench.shot('completion');
    await page.keyboard.type('RET');
    await suggestions.filter({ hasText: 'RET=' }).first().waitFor();
    await page.keyboard.press('Tab');
    await workbench.line(/RET=/).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');

    await workbench.line('EHLO').locator('span', { hasText: 'EHLO' }).last().hover();
    const hover = page.locator('.monaco-hover:not(.hidden)', { hasText: 'RFC 5321' }).first();
    await hover.waitFor();
    assert.match((await hover.textContent()) ?? '', /EHLO/);
    await workbench.shot('hover');
  },
};

const renameOverFiles: Scenario = {
  name: 'a variable is renamed in a script and in what it includes',
  run: async (workbench) => {
    const { page } = workbench;
    write(workbench, 'greeting.smtp', 'S: 220 {{@banner...}}', 'C: EHLO client.example');
    write(workbench, 'main.smtp', '### Main', 'include ./greeting.smtp', 'log {{banner}}', 'C: QUIT');
    await workbench.openFile('greeting.smtp');
    await workbench.openFile('main.smtp');
    await workbench.line('log').click();
    await workbench.press('End');
    // Into the name, from behind the braces.
    for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowLeft']) await workbench.press(key);
    await workbench.press('F2');
    const box = page.locator('.rename-box input');
    await box.waitFor();
    await box.fill('welcome');
    await workbench.shot('rename');
    await page.keyboard.press('Enter');
    await workbench.line('log {{welcome}}').waitFor();
    await saved(workbench, 'main.smtp', /log \{\{welcome\}\}/);
    await workbench.openFile('greeting.smtp');
    await workbench.line('welcome').waitFor();
    await saved(workbench, 'greeting.smtp', /\{\{@welcome\.\.\.\}\}/);
    await workbench.shot('renamed');
  },
};

const outlineAndColours: Scenario = {
  name: 'variables, commands and secrets have colours of their own, and the outline lists the sessions',
  run: async (workbench) => {
    const { page } = workbench;
    write(
      workbench,
      'colours.imap',
      ...['@mailbox = INBOX', '', '### Sign in', 'C: a1 LOGIN alice {{$secret alice}}', 'S: a1 OK'],
      ...['C: a2 SELECT {{mailbox}}', 'S: * {{@count}} EXISTS', 'S: a2 OK', '', '### Leave', 'C: a3 LOGOUT'],
    );
    await workbench.openFile('colours.imap');
    const colour = (word: string): Promise<string> =>
      workbench
        .line('SELECT')
        .locator('span > span', { hasText: word })
        .last()
        .evaluate((span) => String(span.ownerDocument.defaultView?.getComputedStyle(span).color));
    // The editor shows a line first, and colours it when the grammar and the language server have read it.
    let colours: readonly string[] = [];
    const differ = (): boolean => !colours.includes('') && new Set(colours).size === 3;
    for (let frames = 0; frames < 600 && !differ(); frames++) {
      await page.evaluate('new Promise(requestAnimationFrame)');
      colours = [await colour('SELECT'), await colour('mailbox'), await colour('a2')];
    }
    assert.ok(differ(), `command, variable and tag look alike: ${colours.join(' ')}`);
    await workbench.palette('Go to Symbol in Editor');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: /Sign.in/ }).waitFor();
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Leave' }).waitFor();
    await workbench.shot('outline');
    await page.keyboard.press('Escape');
  },
};

export const scenarios: readonly Scenario[] = [problemAndFix, completionAndHover, renameOverFiles, outlineAndColours];
