/** Browsing mailboxes of the sandbox: by mouse and by keyboard, looking and changing, and what was said. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expand, menu, openMailboxes, pointAt, row } from './mailboxes-view';
import type { Scenario } from './scenario';

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

const handling: Scenario = {
  name: 'messages are appended, marked as read, copied and deleted, a folder is dragged into another, and an action becomes a script',
  run: async (workbench) => {
    const { page, folder } = workbench;
    writeFileSync(join(folder, 'letter.eml'), 'From: bob@example.test\nSubject: A letter from a file\n\nHello.\n');
    const view = await openMailboxes(workbench);
    await expand(view, 'alice');
    await row(view, /Drafts.*0/).waitFor();
    await menu(workbench, row(view, 'alice'), 'Allow Changes');
    await row(view, /alice.*changes allowed/).waitFor();

    await menu(workbench, row(view, 'Drafts'), 'Append Message from File');
    await workbench.answerPath(join(folder, 'letter.eml'), '/');
    await row(view, /Drafts.*1 \/ 1/).waitFor();
    await menu(workbench, row(view, 'Drafts'), 'Mark All Messages Read');
    await row(view, /Drafts\s*1$/).waitFor();
    await menu(workbench, row(view, 'Drafts'), 'Copy Messages to');
    await workbench.choose('Sent');
    await row(view, /Sent.*1/).waitFor();

    await row(view, 'Archive').dragTo(row(view, 'Drafts'));
    await row(view, 'Archive').waitFor({ state: 'detached' });
    await expand(view, 'Drafts');
    await row(view, 'Archive').waitFor();
    await workbench.shot('mailboxes-dragged');

    await menu(workbench, row(view, 'Sent'), 'Empty Mail Folder');
    const dialog = page.locator('.monaco-dialog-box', { hasText: 'Delete one message in “Sent”' });
    await dialog.waitFor();
    await page.keyboard.press('Enter');
    await row(view, /Sent\s*0$/).waitFor();

    await menu(workbench, row(view, 'alice'), 'Save an Action as Session Script');
    await workbench.choose(/Copy .*Drafts.*Sent/);
    await workbench.answerPath(join(folder, 'copied.imap'), '.imap');
    await workbench.line('C: COPY').waitFor();
    await workbench.shot('mailboxes-script');
  },
};

export const scenarios: readonly Scenario[] = [browsing, changing, handling];
