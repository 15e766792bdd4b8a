/** A folder's messages in their tab: opened by mouse and keyboard, scrolled, searched, sorted, kept up to date. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { expand, menu, openMailboxes, row } from './mailboxes-view';
import type { Scenario } from './scenario';
import type { Workbench } from './workbench';

const count = 400;

const eml = (number: number): string =>
  [
    `From: ${number % 7 === 0 ? '=?utf-8?q?Zo=C3=AB?=' : 'Carol'} <carol${number}@example.test>`,
    'To: alice@example.test',
    `Subject: Letter ${String(number).padStart(3, '0')}${number % 100 === 0 ? ' about invoices' : ''}`,
    `Date: ${new Date(Date.UTC(2026, 0, 1, 0, number)).toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
    ...(number % 50 === 0
      ? [
          'Content-Type: multipart/mixed; boundary=b',
          '',
          '--b',
          '',
          'See the table.',
          '--b',
          'Content-Type: text/csv',
          'Content-Disposition: attachment; filename="table.csv"',
          '',
          'a,b',
          '--b--',
        ]
      : ['', 'x'.repeat(number)]),
    '',
  ].join('\r\n');

/** Messages in alice's INBOX of the sandbox. */
const seed = ({ folder }: Workbench): void => {
  mkdirSync(join(folder, 'mail'));
  for (let number = 1; number <= count; number++)
    writeFileSync(join(folder, 'mail', `${String(number).padStart(3, '0')}.eml`), eml(number));
  writeFileSync(join(folder, 'mailwright.env.json'), JSON.stringify({ sandbox: { seed: ['alice=./mail'] } }));
};

const line = (list: FrameLocator, text: string | RegExp): Locator =>
  list.locator('#canvas .row', { hasText: text }).first();

const status = (list: FrameLocator, text: string | RegExp): Promise<void> =>
  list.locator('#status', { hasText: text }).waitFor();

/** Opens INBOX by double click: what it holds shows. */
const openInbox = async (workbench: Workbench): Promise<{ readonly view: Locator; readonly list: FrameLocator }> => {
  seed(workbench);
  const view = await openMailboxes(workbench);
  await expand(view, 'alice');
  await row(view, 'INBOX').dblclick();
  const list = workbench.tabPage();
  await line(list, 'Letter 400').waitFor();
  return { view, list };
};

const looking: Scenario = {
  name: 'a folder’s messages show the newest first, and are read by keyboard',
  run: async (workbench) => {
    const { list, view } = await openInbox(workbench);
    await status(list, /400 messages · by arrival, descending/);
    await workbench.shot('list');
    const first = line(list, 'Letter 400');
    assert.match(
      (await first.getAttribute('aria-label')) ?? '',
      /^unread, Carol, Letter 400 about invoices, .*table\.csv$/,
    );
    assert.equal(await list.locator('#rows').getAttribute('aria-rowcount'), '401');

    // the whole folder by four keys
    await list.locator('#rows').focus();
    await workbench.press('End');
    await line(list, 'Letter 001').waitFor();
    assert.match((await list.locator('.row.active').textContent()) ?? '', /Letter 001/);
    await workbench.press('PageUp');
    await workbench.press('Home');
    await line(list, 'Letter 400').waitFor();
    await workbench.press('ArrowDown');
    assert.match((await list.locator('.row.active').textContent()) ?? '', /Letter 399/);

    // from the tree by keyboard: the same tab, not another
    await row(view, 'INBOX').click();
    await workbench.press('Enter');
    await workbench.page.locator('.tab.active', { hasText: 'INBOX' }).waitFor();
    assert.equal(await workbench.page.locator('.tab', { hasText: 'INBOX' }).count(), 1);
  },
};

const asking: Scenario = {
  name: 'a folder is searched with IMAP keys and with words, and sorted, on the server; a slip is said',
  run: async (workbench) => {
    const { list } = await openInbox(workbench);
    const box = list.locator('#search');
    await workbench.press('Control+f');
    await workbench.page.keyboard.type('SUBJ');
    await list.locator('#proposals li', { hasText: 'SUBJECT' }).waitFor();
    await workbench.shot('proposals');
    await workbench.press('Tab');
    await workbench.page.keyboard.type('invoices');
    await workbench.press('Enter');
    await status(list, '4 of 400 messages · SEARCH SUBJECT');
    await line(list, 'Letter 300').waitFor();
    assert.equal(await list.locator('#canvas .row').count(), 4);

    await box.fill('SUBJET invoices');
    await workbench.press('Enter');
    await list.locator('#problem', { hasText: 'Did you mean SUBJECT' }).waitFor();
    await workbench.shot('slip');
    assert.equal(await list.locator('#canvas .row').count(), 4);

    await box.fill('Zoë');
    await workbench.press('Enter');
    await status(list, '57 of 400 messages · SEARCH TEXT "Zoë"');
    await list.locator('#heads button', { hasText: 'Size' }).click();
    await status(list, 'by size, descending');
    await line(list, 'Letter 399').waitFor();
    await list.locator('#heads button', { hasText: 'Size' }).click();
    await status(list, 'by size, ascending');
    await line(list, 'Letter 007').waitFor();
    await workbench.shot('sorted');
    await list.locator('#heads button', { hasText: 'Size' }).click();
    await status(list, 'by arrival, descending');
    await list.locator('#heads button', { hasText: 'Size' }).click();
    await status(list, 'by size, descending');

    await list.locator('#transcript').click();
    await workbench.line('UID SORT (REVERSE SIZE)').waitFor();
    await workbench.shot('transcript');
  },
};

const following: Scenario = {
  name: 'what others do to the folder shows: mail that comes, flags, deletions; and the place is kept',
  run: async (workbench) => {
    const { list } = await openInbox(workbench);
    await line(list, 'Letter 398').click();
    writeFileSync(
      join(workbench.folder, 'others.imap'),
      [
        '### Others',
        'connect imap',
        'auth alice',
        'C: SELECT INBOX',
        'C: STORE 399 +FLAGS (\\Flagged)',
        'C: STORE 400 +FLAGS (\\Deleted)',
        'C: EXPUNGE',
        'C: APPEND INBOX """',
        'From: dave@example.test',
        'Subject: News of the day',
        '',
        'Hello.',
        '"""',
        '',
      ].join('\n'),
    );
    await workbench.palette('View: Split Editor Right');
    await workbench.openFile('others.imap');
    await workbench.lens('Run').click();
    await line(list, 'News of the day').waitFor();
    await line(list, 'Letter 400').waitFor({ state: 'detached' });
    assert.match((await line(list, 'Letter 399').getAttribute('aria-label')) ?? '', /flagged/);
    assert.match((await list.locator('.row.active').textContent()) ?? '', /Letter 398/);
    await workbench.shot('news');
  },
};

const changing: Scenario = {
  name: 'a message is marked, flagged, moved and deleted by its menu and by keyboard, once changes are allowed',
  run: async (workbench) => {
    const { page } = workbench;
    const { list, view } = await openInbox(workbench);
    await menu(workbench, line(list, 'Letter 399'), 'Mark Message as Read');
    await workbench.toast(/read-only here/);
    await page.locator('.notifications-toasts .monaco-button', { hasText: 'Allow Changes' }).click();
    await list.locator('.row:not(.unread)', { hasText: 'Letter 399' }).waitFor();
    await row(view, /INBOX.*399 \/ 400/).waitFor();
    await menu(workbench, line(list, 'Letter 399'), 'Flag Message');
    await list.locator('.row [title="flagged"]').waitFor();
    await workbench.shot('flagged');

    await menu(workbench, line(list, 'Letter 398'), 'Move Message to');
    await workbench.choose('Archive');
    await line(list, 'Letter 398').waitFor({ state: 'detached' });
    await row(view, /Archive.*1 \/ 1/).waitFor();

    await line(list, 'Letter 397').click();
    await workbench.press('Delete');
    const dialog = page.locator('.monaco-dialog-box', { hasText: 'Delete the message “Letter 397” from INBOX?' });
    await dialog.waitFor();
    await workbench.shot('delete');
    await dialog.locator('.monaco-button', { hasText: 'Delete' }).click();
    await line(list, 'Letter 397').waitFor({ state: 'detached' });
    await status(list, '398 messages');

    await menu(workbench, line(list, 'Letter 396'), 'Insert FETCH of Message');
    await workbench.line('C: UID FETCH 396').waitFor();
    await workbench.shot('inserted');
  },
};

export const scenarios: readonly Scenario[] = [looking, asking, following, changing];
