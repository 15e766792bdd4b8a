/** The first minutes: the sandbox from the side bar, a script from a template, one that fails, the walkthrough. */
import assert from 'node:assert/strict';
import type { Scenario } from './scenario';
import type { Workbench } from './workbench';

const section = ({ page }: Workbench, name: string) =>
  page.locator('.pane', { has: page.locator(`.pane-header[aria-label^="${name}"]`) });

const sandbox: Scenario = {
  name: 'the sandbox is started and stopped in the side bar',
  run: async (workbench) => {
    const { page } = workbench;
    await workbench.activity('Mailwright');
    const view = section(workbench, 'Sandbox');
    await view.getByText('Start the Sandbox').first().waitFor();
    await workbench.shot('welcome');
    await workbench.fold('Transcript');
    await view.getByText('Start the Sandbox').first().click();
    await view
      .locator('.monaco-list-row', { hasText: /imaps?imaps?:\/\/127\.0\.0\.1:\d+/ })
      .first()
      .waitFor();
    const alice = view.locator('.monaco-list-row', { hasText: 'alice@example.test' });
    await alice.waitFor();
    await page.locator('.statusbar-item', { hasText: 'sandbox runs' }).waitFor();
    assert.equal(await alice.getAttribute('aria-label'), 'user alice, alice@example.test');
    await alice.hover();
    await workbench.shot('running');
    await alice.locator('.action-label[aria-label^="Copy Password"]').click();
    await workbench.toast('The password of alice is in the clipboard.');
    await view.locator('.pane-header').hover();
    await view.locator('.action-label[aria-label^="Stop the Sandbox"]').click();
    await view.getByText('Start the Sandbox').first().waitFor();
    await page.locator('.statusbar-item', { hasText: 'sandbox runs' }).waitFor({ state: 'detached' });
  },
};

const scripts: Scenario = {
  name: 'a new script is made from a template, passes, and one that is to fail says why',
  run: async (workbench) => {
    await workbench.palette('Mailwright: New Session Script');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'LMTP' }).first().waitFor();
    await workbench.shot('templates');
    await workbench.choose('IMAP: sign in and look around');
    await workbench.line('### Look around').click();
    await workbench.press('Control+Alt+Enter');
    await workbench.webview().locator('text=1 passed, 0 failed').first().waitFor();
    await workbench.shot('passed');
    await workbench.palette('Mailwright: New Session Script');
    await workbench.choose('SMTP: a session that fails');
    await workbench.line('### An unknown recipient').click();
    await workbench.press('Control+Alt+Enter');
    await workbench.webview().locator('text=0 passed, 1 failed').first().waitFor();
    await workbench.page.locator('.monaco-editor .squiggly-error').first().waitFor();
    await workbench.shot('failed');
  },
};

const walkthrough: Scenario = {
  name: 'the walkthrough ticks off what was done',
  run: async (workbench) => {
    const { page } = workbench;
    await workbench.activity('Mailwright');
    await section(workbench, 'Sandbox').getByText('Open the Walkthrough').click();
    const step = (name: string) => page.locator('.getting-started-step', { hasText: name }).first();
    await step('Start the sandbox').waitFor();
    await workbench.shot('begin');
    await step('Start the sandbox').getByText('Start the Sandbox', { exact: true }).last().click();
    await page.locator('.statusbar-item', { hasText: 'sandbox runs' }).waitFor();
    await step('Start the sandbox').locator('.codicon-getting-started-step-checked.complete').first().waitFor();
    await step('Run the first session').click();
    await workbench.shot('run');
  },
};

export const scenarios: readonly Scenario[] = [sandbox, scripts, walkthrough];
