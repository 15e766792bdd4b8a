/** The editor against a real Dovecot: a session that runs, a mailbox that is browsed, its messages, one of them read. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startLab } from '../servers/lab';
import { expand, openMailboxes, row } from './mailboxes-view';
import type { Scenario } from './scenario';

const session = [
  '### Two letters for alice',
  'auth alice',
  'C: SELECT INBOX',
  'C: APPEND INBOX """',
  'From: bob@example.test',
  'Subject: The first letter',
  '',
  'Hello, alice.',
  '"""',
  'C: APPEND INBOX (\\Flagged) """',
  'From: carol@example.test',
  'Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=',
  'MIME-Version: 1.0',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Mit freundlichen Grüßen',
  '"""',
  'S: OK',
  '',
];

const browsing: Scenario = {
  name: 'on Dovecot a session runs, and the mailbox, its messages and one of them are looked at',
  timeout: 180_000,
  run: async (workbench) => {
    const { page, folder } = workbench;
    const lab = await startLab({ scripts: resolve('test/servers') });
    try {
      const { host, imap, ca, password } = lab.environment;
      writeFileSync(
        join(folder, 'mailwright.env.json'),
        JSON.stringify(
          { lab: { servers: { imap: `imap://${host}:${imap}` }, users: { alice: 'alice' }, ca: [ca] } },
          undefined,
          2,
        ),
      );
      writeFileSync(join(folder, 'letters.imap'), session.join('\n'));
      await workbench.openFile('letters.imap');
      await workbench.palette('Mailwright: Choose Environment');
      await workbench.choose('lab');
      await workbench.lens('Run').click();
      await page.locator('.quick-input-title', { hasText: 'of the environment “lab”' }).waitFor();
      await workbench.answer(password);
      await workbench.webview().locator('#state.passed', { hasText: 'letters.imap: 1 passed' }).waitFor();

      const view = await openMailboxes(workbench);
      await expand(view, 'alice');
      await row(view, /INBOX.*2 \/ 2/).waitFor();
      await row(view, 'INBOX').click();
      await workbench.press('Enter');
      const list = workbench.tabPage();
      await list.locator('#status', { hasText: '2 messages' }).waitFor();
      const first = list.locator('#canvas .row').first();
      assert.match((await first.getAttribute('aria-label')) ?? '', /^unread, carol@example\.test, Grüße, .*flagged$/);
      await list.locator('#heads button', { hasText: 'From' }).click();
      await list.locator('#status', { hasText: 'by sender, ascending' }).waitFor();
      assert.match((await first.textContent()) ?? '', /The first letter/);
      await workbench.shot('list');

      await list.locator('#rows').focus();
      await workbench.press('End');
      await workbench.press('Enter');
      await page.locator('.tab.active', { hasText: 'Grüße' }).waitFor();
      await workbench.tabPage().locator('#text', { hasText: 'Mit freundlichen Grüßen' }).waitFor();
      await workbench.shot('message');
    } finally {
      await lab.stop();
    }
  },
};

export const scenarios: readonly Scenario[] = [browsing];
