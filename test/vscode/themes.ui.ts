/** The panel and the script in the light and in the high-contrast themes: readable there, too. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { expand, openMailboxes, row } from './mailboxes-view';
import type { Scenario } from './scenario';
import type { Workbench } from './workbench';

const themes = [
  ['dark', 'Default Dark Modern', 'vscode-dark'],
  ['light', 'Default Light Modern', 'vscode-light'],
  ['high-contrast', 'Default High Contrast', 'vscode-high-contrast'],
  ['high-contrast-light', 'Default High Contrast Light', 'vscode-high-contrast-light'],
] as const;

const parts = [
  '.green .text',
  '.sent .text',
  '.received .text',
  '.note .text',
  '.failure .text',
  '.outcome .text',
  '.mark',
  '.time',
];

/** Of the text against what is behind it, as in WCAG 2.2 §1.4.3. */
const contrastOf = (text: Locator, behindIt: 'sideBar' | 'editor'): Promise<number> =>
  text.first().evaluate((element, place) => {
    const { body, documentElement, defaultView: view } = element.ownerDocument;
    const channels = (colour: string): readonly number[] => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const probe = element.ownerDocument.createElement('span');
    probe.style.color = view?.getComputedStyle(documentElement).getPropertyValue(`--vscode-${place}-background`) ?? '';
    body.append(probe);
    const behind = channels(view?.getComputedStyle(probe).color ?? '');
    probe.remove();
    const [red = 0, green = 0, blue = 0, alpha = 1] = channels(view?.getComputedStyle(element).color ?? '');
    const mixed = [red, green, blue].map((value, i) => value * alpha + (behind[i] ?? 0) * (1 - alpha));
    const luminance = (colour: readonly number[]): number => {
      const [r = 0, g = 0, b = 0] = colour
        .map((value) => value / 255)
        .map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const one = luminance(mixed);
    const other = luminance(behind);
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  }, behindIt);

const chooseTheme = ({ folder }: Workbench, theme: string): void => {
  const settings = { 'workbench.colorTheme': theme, 'window.autoDetectColorScheme': false };
  mkdirSync(join(folder, '.vscode'), { recursive: true });
  writeFileSync(join(folder, '.vscode/settings.json'), JSON.stringify(settings));
};

const inList = ['.row .subject', '.row .from', '.row .date', '#heads button', '#status', '#transcript'];
const inMessage = ['h1', 'h2', 'dt', 'dd', '.hint', 'pre', '.part .type', '.part .facts', 'button', 'summary'];

const readable = async (page: FrameLocator, texts: readonly string[], theme: string): Promise<void> => {
  for (const text of texts) {
    const ratio = await contrastOf(page.locator(text), 'editor');
    assert.ok(ratio >= 4.5, `${text} in ${theme}: contrast ${ratio.toFixed(2)}`);
  }
};

export const scenarios: readonly Scenario[] = [
  {
    name: 'every row of the transcript can be read in dark, light and high contrast',
    run: async (workbench) => {
      const script = [
        '### Too much',
        'auth alice',
        'log the inbox',
        'assert auth.mechanism exists',
        'C: SELECT INBOX',
        'S: * FLAGS (\\Seen \\Purple)',
      ];
      writeFileSync(join(workbench.folder, 'wrong.imap'), `${script.join('\n')}\n`);
      await workbench.openFile('wrong.imap');
      await workbench.lens('Run').click();
      const panel = workbench.webview();
      await panel.locator('#state.failed').waitFor();
      await panel.locator('.outcome.failed').first().waitFor();
      for (const [name, theme, bodyClass] of themes) {
        chooseTheme(workbench, theme);
        await panel.locator(`body.${bodyClass}`).waitFor();
        for (const part of parts) {
          const text = panel.locator(`.row${part}, .row ${part}`);
          // only the lines around those in sight are there
          await panel.locator('#rows').press('Home');
          await panel.locator('.row.session').first().waitFor();
          if ((await text.count()) === 0) await panel.locator('#rows').press('End');
          const ratio = await contrastOf(text, 'sideBar');
          assert.ok(ratio >= 4.5, `${part} in ${theme}: contrast ${ratio.toFixed(2)}`);
        }
        await workbench.shot(name);
      }
    },
  },
  {
    name: 'the messages of a folder, and one of them, can be read in dark, light and high contrast',
    run: async (workbench) => {
      const view = await openMailboxes(workbench);
      await expand(view, 'alice');
      await row(view, 'INBOX').click();
      await workbench.press('Enter');
      const list = workbench.tabPage();
      await list.locator('#canvas .row .subject').first().waitFor();
      await list.locator('#canvas .row').first().dblclick();
      await workbench.page.locator('.tab', { hasText: 'INBOX' }).waitFor();
      const message = workbench.tabPage();
      await message.locator('#header').waitFor();
      for (const [name, theme, bodyClass] of themes) {
        chooseTheme(workbench, theme);
        await workbench.page.locator('.tab').nth(1).click();
        await message.locator(`body.${bodyClass} #header`).waitFor();
        await readable(message, inMessage, theme);
        await workbench.shot(`message-${name}`);
        await workbench.page.locator('.tab').first().click();
        await list.locator(`body.${bodyClass} #canvas .row .subject`).first().waitFor();
        await readable(list, inList, theme);
        await workbench.shot(`list-${name}`);
      }
    },
  },
];
