/** The panel and the script in the light and in the high-contrast themes: readable there, too. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scenario } from './scenario';

const themes = [
  ['light', 'Default Light Modern'],
  ['high contrast', 'Default High Contrast'],
  ['light high contrast', 'Default High Contrast Light'],
] as const;

/** WCAG 2.2 §1.4.3: of the text's colour against what is behind it. */
const contrast = `(element) => {
  const channels = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const over = (top, below) => { const [r, g, b, a = 1] = top; return [r, g, b].map((value, i) => value * a + below[i] * (1 - a)); };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((value) => value / 255).map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const variable = getComputedStyle(document.documentElement).getPropertyValue('--vscode-sideBar-background').trim();
  const probe = document.createElement('span');
  probe.style.color = variable;
  document.body.append(probe);
  const background = channels(getComputedStyle(probe).color).slice(0, 3);
  probe.remove();
  const text = over(channels(getComputedStyle(element).color), background);
  const [light, dark] = [luminance(text), luminance(background)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}`;

export const scenarios: readonly Scenario[] = themes.map(([name, theme]) => ({
  name: `in the ${name} theme every row of the transcript can be read`,
  settings: { 'workbench.colorTheme': theme, 'window.autoDetectColorScheme': false },
  run: async (workbench) => {
    writeFileSync(
      join(workbench.folder, 'wrong.imap'),
      [
        '### Looks for too much',
        'auth alice',
        'log two flags are wanted',
        'C: SELECT INBOX',
        'S: * FLAGS (\\Seen \\Purple)',
        '',
      ].join('\n'),
    );
    await workbench.openFile('wrong.imap');
    await workbench.lens('Run').click();
    const panel = workbench.webview();
    await panel.locator('#state.failed').waitFor();
    await panel.locator('.outcome.failed').waitFor();
    for (const kind of [
      '.sent .text',
      '.received .text',
      '.note .text',
      '.failure .text',
      '.outcome .text',
      '.mark',
      '.time',
    ]) {
      const ratio = (await panel.locator(`.row ${kind}, .row${kind}`).first().evaluate(contrast)) as number;
      assert.ok(ratio >= 4.5, `${kind} in ${theme}: contrast ${ratio.toFixed(2)}`);
    }
    await workbench.shot('failed');
  },
}));
