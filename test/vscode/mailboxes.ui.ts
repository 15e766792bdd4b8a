/** Browsing mailboxes of the sandbox: by mouse and by keyboard, looking and changing, and what was said. */
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Scenario } from './scenario';
import type { Workbench } from './workbench';

/** The Mailboxes view, opened. */
const openMailboxes = async (workbench: Workbench): Promise<Locator> => {
  await workbench.activity('Mailwright');
  const header = workbench.page.locator('.pane-header', { hasText: 'Mailboxes' });
  await header.waitFor();
  if ((await header.getAttribute('aria-expanded')) !== 'true') await header.click();
  await workbench.fold('Sandbox', 'Transcript');
  return workbench.page.locator('.pane', { has: header });
};

const row = (view: Locator, label: string | RegExp): Locator =>
  view.locator('.monaco-list-row', { hasText: label }).first();

/** Opens or closes a line by its twistie, as it is now. */
const expand = async (view: Locator, label: string): Promise<void> => {
  const line = row(view, label);
  await line.waitFor();
  if ((await line.getAttribute('aria-expanded')) !== 'true') await line.locator('.monaco-tl-twistie').click();
};

/** Points at a line until its tooltip shows: one that is drawn anew under the pointer wants the pointer to leave and come back. */
const pointAt = async ({ page }: Workbench, line: Locator, tooltip: Locator): Promise<void> => {
  for (let tries = 0; tries < 3; tries++) {
    await page.mouse.move(900, 500);
    await line.hover();
    const shows = await tooltip.waitFor({ timeout: 5_000 }).then(
      () => true,
      () => false,
    );
    if (shows) return;
  }
  await tooltip.waitFor();
};

const menu = async ({ page }: Workbench, line: Locator, entry: string): Promise<void> => {
  await line.click({ button: 'right' });
  // A menu that has just opened takes no click yet: its own may still be on the way. It takes keys.
  const item = page.locator('.monaco-menu .action-item', { hasText: entry }).first();
  await item.hover();
  await item.and(page.locator('.focused')).waitFor();
  await page.keyboard.press('Enter');
};

const browsing: Scenario = {
  name: 'a mailbox is browsed, and what was said is there as text and as a script',
  run: async (workbench) => {
    const { page } = workbench;
    const view = await openMailboxes(workbench);
    await expand(view, 'alice');
    await row(view, 'INBOX').waitFor();
    await row(view, 'Trash').waitFor();
    const spoken = await row(view, 'INBOX').getAttribute('aria-label');
    assert.match(spoken ?? '', /INBOX, for incoming mail, 1 unread of 1 messages/);
    const hover = page.locator('.monaco-hover', { hasText: 'UIDVALIDITY' });
    await pointAt(workbench, row(view, 'INBOX').locator('.label-name'), hover);
    await hover.filter({ hasText: 'Quota' }).waitFor();
    await workbench.shot('mailboxes');
    await page.keyboard.press('Escape');

    await menu(workbench, row(view, 'alice'), 'Show Transcript of This Account');
    await workbench.line('AUTHENTICATE SCRAM-SHA-256').waitFor();
    await workbench.shot('mailboxes-transcript');

    await workbench.openFile('hello.imap');
    await workbench.press('Control+End');
    await menu(workbench, row(view, 'Drafts'), 'Insert SELECT into Script');
    await workbench.line('C: SELECT Drafts').waitFor();
    await workbench.shot('mailboxes-insert');
  },
};

const changing: Scenario = {
  name: 'an account is read-only until the user says otherwise; then folders are made, renamed and deleted',
  run: async (workbench) => {
    const { page } = workbench;
    const view = await openMailboxes(workbench);
    await expand(view, 'alice');
    await row(view, 'Archive').waitFor();

    // by mouse: refused, allowed, done
    await menu(workbench, row(view, 'alice'), 'New Mail Folder');
    await workbench.answer('Größe & Gewicht');
    await workbench.toast(/read-only here/);
    await workbench.shot('mailboxes-read-only');
    await page.locator('.notifications-toasts .monaco-button', { hasText: 'Allow Changes' }).click();
    await row(view, 'Größe & Gewicht').waitFor();
    await row(view, /alice.*changes allowed/).waitFor();

    // by keyboard
    await row(view, 'Größe & Gewicht').click();
    await page.keyboard.press('F2');
    await workbench.answer('Maße');
    await row(view, 'Maße').waitFor();
    await page.keyboard.press('Escape');
    await row(view, 'Maße').click();
    await page.keyboard.press('Delete');
    const dialog = page.locator('.monaco-dialog-box', { hasText: 'Delete the folder “Maße”' });
    await dialog.waitFor();
    await workbench.shot('mailboxes-delete');
    await dialog.locator('.monaco-button', { hasText: 'Delete' }).click();
    await row(view, 'Maße').waitFor({ state: 'detached' });
    await workbench.shot('mailboxes-changed');
  },
};

export const scenarios: readonly Scenario[] = [browsing, changing];
