/** The transcript panel by mouse and keyboard: unfold, filter, find, copy, from the script and back, runs that were, compare, export. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import type { Scenario } from './scenario';
import type { Workbench } from './workbench';

const write = ({ folder }: Workbench, name: string, ...lines: readonly string[]): void =>
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`);

const ended = (panel: FrameLocator, name: string): Promise<void> =>
  panel.locator('#state:is(.passed, .failed, .cancelled)', { hasText: name }).waitFor();

const runOpen = async (workbench: Workbench, name: string): Promise<FrameLocator> => {
  await workbench.openFile(name);
  await workbench.lens('Run').click();
  const panel = workbench.webview();
  await ended(panel, name);
  return panel;
};

const row = (panel: FrameLocator, text: string | RegExp): Locator => panel.locator('.row', { hasText: text }).first();

/** Brings a line into sight, as a reader would: by the panel's search. */
const seek = async ({ page }: Workbench, panel: FrameLocator, text: string): Promise<Locator> => {
  await panel.locator('#rows').press('Control+f');
  await page.keyboard.type(text);
  const found = panel.locator('.row.active', { hasText: text });
  await found.waitFor();
  await page.keyboard.press('Escape');
  return found;
};

const texts = (panel: FrameLocator): Promise<readonly string[]> => panel.locator('.row .text').allTextContents();

const secured = [
  '### Secured',
  'connect submission',
  'C: EHLO client.example',
  'starttls',
  'C: EHLO client.example',
  'auth PLAIN alice',
  'C: MAIL FROM:<alice@example.test>',
  'C: RCPT TO:<bob@example.test>',
  'C: DATA',
  'S: 354',
  'C: """',
  'From: alice@example.test',
  'Subject: The panel',
  '',
  'Hello.',
  '"""',
  'S: 250',
  'C: QUIT',
];

const reading: Scenario = {
  name: 'what was said unfolds: TLS facts, the message, octets; by click and by keyboard',
  run: async (workbench) => {
    const { page } = workbench;
    write(workbench, 'secured.smtp', ...secured);
    const panel = await runOpen(workbench, 'secured.smtp');
    const tls = await seek(workbench, panel, 'TLSv1.3');
    await tls.locator('.twistie').click();
    assert.equal(await tls.getAttribute('aria-expanded'), 'true');
    await tls.locator('.details', { hasText: 'TLS_AES_256_GCM_SHA384' }).waitFor();
    await workbench.shot('tls-facts');
    await tls.locator('.twistie').click();
    assert.equal(await tls.getAttribute('aria-expanded'), 'false');

    await panel.locator('#rows').press('End');
    const message = row(panel, 'Subject: The panel');
    for (let presses = 0; presses < 60 && !(await message.getAttribute('class'))?.includes('active'); presses++)
      await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowRight');
    await message.locator('.details', { hasText: 'Hello.' }).waitFor();
    await message.locator('button', { hasText: 'Hex' }).click();
    await message.locator('.dump', { hasText: '46 72 6f 6d' }).waitFor();
    await workbench.shot('message-and-hex');
    await panel.locator('#rows').press('ArrowLeft');
    assert.equal(await message.getAttribute('aria-expanded'), 'false');
    assert.ok(!(await texts(panel)).join('\n').includes('wonderland'), 'a password shows');

    // from the panel to the script, and back
    const cursor = page.locator('.statusbar-item', { hasText: /^Ln \d+/ });
    await page.keyboard.press('Enter');
    await cursor.filter({ hasText: 'Ln 16,' }).waitFor();
    await workbench.line('C: RCPT TO').click();
    await workbench.palette('Mailwright: Reveal in Transcript');
    await panel.locator('.row.active', { hasText: 'RCPT TO' }).waitFor();
    await workbench.shot('revealed');
  },
};

const narrowing: Scenario = {
  name: 'lines are filtered by text, side, command and failure, and found by Ctrl+F',
  run: async (workbench) => {
    const { page } = workbench;
    write(workbench, 'wrong.smtp', '### Too much', 'S: 220', 'C: EHLO client.example', 'S: 250-TELEPATHY', 'C: QUIT');
    const panel = await runOpen(workbench, 'wrong.smtp');
    await panel.locator('.failure .differs').first().waitFor();

    await panel.locator('#direction').selectOption('sent');
    await row(panel, 'STARTTLS').waitFor({ state: 'detached' });
    assert.deepEqual((await texts(panel)).slice(0, 2), ['Too much', 'EHLO client.example']);
    await panel.locator('#direction').selectOption('');
    await panel.locator('#failures').check();
    await row(panel, 'EHLO client.example').waitFor({ state: 'detached' });
    await panel.locator('.row.failure').first().waitFor();
    await workbench.shot('only-failures');
    await panel.locator('#failures').uncheck();
    await panel.locator('#filter-text').fill('nowhere to be seen');
    await panel.locator('#nothing').waitFor();
    await panel.locator('#clear').click();
    await row(panel, 'EHLO client.example').waitFor();

    await panel.locator('#rows').press('Control+f');
    await page.keyboard.type('pipelining');
    await panel.locator('#found', { hasText: '1 of 2' }).waitFor();
    await panel.locator('.row.active mark', { hasText: 'PIPELINING' }).waitFor();
    await workbench.shot('found');
    await page.keyboard.press('Escape');
    await panel.locator('#finder').waitFor({ state: 'hidden' });
  },
};

/** What the clipboard holds: pasted into the filter, which takes any text. */
const copied = async (workbench: Workbench, panel: FrameLocator): Promise<string> => {
  await panel.locator('#filter-text').fill('');
  await panel.locator('#filter-text').press('Control+v');
  const text = await panel.locator('#filter-text').inputValue();
  await panel.locator('#filter-text').fill('');
  await workbench.page.keyboard.press('Escape');
  return text;
};

const keeping: Scenario = {
  name: 'a run is copied, saved as a script, exported, compared with another, and kept across a reload',
  timeout: 240_000,
  run: async (workbench) => {
    const { page, folder } = workbench;
    write(workbench, 'secured.smtp', ...secured);
    const panel = await runOpen(workbench, 'secured.smtp');

    await (await seek(workbench, panel, 'RCPT TO')).click({ button: 'right' });
    const menu = page.locator('.context-view .action-label', { hasText: 'Copy as swaks Line' });
    await menu.waitFor();
    await workbench.shot('context-menu');
    await menu.click();
    await page.locator('.statusbar-item', { hasText: 'Copied swaks' }).waitFor();
    const line = await copied(workbench, panel);
    assert.match(
      line,
      /^swaks --server 127\.0\.0\.1 --port \d+ --tls --ehlo client\.example --auth PLAIN --auth-user alice/,
    );
    assert.ok(!line.includes('wonderland'));

    await workbench.palette('Mailwright: Save Transcript as Script');
    await workbench.answerPath(join(folder, 'recorded.smtp'), 'secured-recorded.smtp');
    await page.locator('.tab.active[data-resource-name="recorded.smtp"]').waitFor();
    const script = readFileSync(join(folder, 'recorded.smtp'), 'utf8');
    assert.match(script, /^### Secured\n/);
    assert.match(script, /^auth PLAIN alice/m);
    await workbench.shot('saved-as-script');

    for (const [title, ending, holds] of [
      ['JSON Lines', 'jsonl', '"kind":"run-started"'],
      ['HTML page', 'html', '<!doctype html>'],
      ['Text', 'txt', 'C: EHLO client.example'],
    ] as const) {
      await workbench.palette('Mailwright: Export Transcript');
      await workbench.choose(title);
      await workbench.answerPath(join(folder, `exported.${ending}`), `secured.${ending}`);
      await workbench.toast(`Exported to exported.${ending}`);
      assert.ok(existsSync(join(folder, `exported.${ending}`)));
      const exported = readFileSync(join(folder, `exported.${ending}`), 'utf8');
      assert.ok(exported.includes(holds), `${holds} in ${title}`);
    }

    await workbench.palette('Notifications: Clear All Notifications');
    await runOpen(workbench, 'secured.smtp');
    await workbench.palette('Mailwright: Compare with Another Run');
    await workbench.choose('secured.smtp');
    await page.locator('.monaco-diff-editor').waitFor();
    await page.locator('.monaco-diff-editor .view-line', { hasText: '220 ... ESMTP' }).nth(1).waitFor();
    assert.equal(await page.locator('.monaco-diff-editor .line-insert, .monaco-diff-editor .line-delete').count(), 0);
    await workbench.shot('compared');

    await page.reload();
    await page.locator('.monaco-workbench .explorer-folders-view, .monaco-workbench .pane-header').first().waitFor();
    await workbench.palette('Mailwright: Show Runs');
    const kept = page.locator('.quick-input-list .monaco-list-row', { hasText: 'secured.smtp' });
    await kept.nth(1).waitFor();
    await workbench.shot('runs');
    await kept.nth(1).click();
    await ended(workbench.webview(), 'secured.smtp');
    await row(workbench.webview(), 'EHLO client.example').waitFor();
    await workbench.shot('a-run-that-was');
  },
};

const themes = [
  ['dark', 'Default Dark Modern', 'vscode-dark'],
  ['high-contrast', 'Default High Contrast', 'vscode-high-contrast'],
] as const;

const colours: Scenario = {
  name: 'the panel in dark and high contrast: a failure, its tokens, what is beneath',
  run: async (workbench) => {
    write(workbench, 'wrong.imap', '### Too much', 'auth alice', 'C: SELECT INBOX', 'S: * FLAGS (\\Seen \\Purple)');
    const panel = await runOpen(workbench, 'wrong.imap');
    await panel.locator('#rows').press('End');
    await workbench.page.keyboard.press('Home');
    const connected = row(panel, 'connected to');
    await connected.locator('.twistie').click();
    await connected.locator('.details').waitFor();
    for (const [name, theme, bodyClass] of themes) {
      const settings = { 'workbench.colorTheme': theme, 'window.autoDetectColorScheme': false };
      writeFileSync(join(workbench.folder, '.vscode/settings.json'), JSON.stringify(settings));
      await panel.locator(`body.${bodyClass}`).waitFor();
      await workbench.shot(name);
    }
  },
  settings: { 'workbench.colorTheme': 'Default Dark Modern' },
};

export const scenarios: readonly Scenario[] = [reading, narrowing, keeping, colours];
