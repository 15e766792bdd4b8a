/** What a person does in the Mailboxes view: opens it, unfolds lines, points at them, takes entries of their menus. */
import type { Locator } from 'playwright-core';
import type { Workbench } from './workbench';

/** The Mailboxes view, opened. */
export const openMailboxes = async (workbench: Workbench): Promise<Locator> => {
  await workbench.activity('Mailwright');
  const header = workbench.page.locator('.pane-header', { hasText: 'Mailboxes' });
  await header.waitFor();
  if ((await header.getAttribute('aria-expanded')) !== 'true') await header.click();
  await workbench.fold('Sandbox', 'Transcript');
  return workbench.page.locator('.pane', { has: header });
};

export const row = (view: Locator, label: string | RegExp): Locator =>
  view.locator('.monaco-list-row', { hasText: label }).first();

/** Opens or closes a line by its twistie, as it is now. */
export const expand = async (view: Locator, label: string): Promise<void> => {
  const line = row(view, label);
  await line.waitFor();
  if ((await line.getAttribute('aria-expanded')) !== 'true') await line.locator('.monaco-tl-twistie').click();
};

/** Points at a line until its tooltip shows: one that is drawn anew under the pointer wants the pointer to leave and come back. */
export const pointAt = async ({ page }: Workbench, line: Locator, tooltip: Locator): Promise<void> => {
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

export const menu = async ({ page }: Workbench, line: Locator, entry: string): Promise<void> => {
  await line.click({ button: 'right' });
  // A menu that has just opened takes no click yet: its own may still be on the way. It takes keys.
  const item = page.locator('.monaco-menu .action-item', { hasText: entry }).first();
  await item.hover();
  await item.and(page.locator('.focused')).waitFor();
  await page.keyboard.press('Enter');
};
