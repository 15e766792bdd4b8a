/** Adding an account by its address: servers found in a DNS made up here, tried, a password tested; the file, the secret, a run. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../../src/sandbox';
import { a, dnsServer, mx, srv } from '../net/dns-server';
import type { Scenario } from './scenario';
import type { Workbench } from './workbench';

const domain = 'here.test';
const password = 'correct-horse-battery';
const portOf = (url: string): number => Number(new URL(url.replace(/^\w+:/, 'http:')).port);

/** A sandbox that is the domain's, and a DNS that says so; the folder's environment file tells of both. */
const withDomain = async (
  workbench: Workbench,
  announced: boolean,
  play: (sandbox: Sandbox) => Promise<void>,
): Promise<void> => {
  const sandbox = await startSandbox({ domain, users: [{ user: 'alice', password }] });
  const at = (label: string, url: string) => ({
    [`SRV ${label}._tcp.${domain}`]: [srv(`${label}._tcp.${domain}`, 'localhost', portOf(url))],
  });
  const dns = await dnsServer({
    ...(announced
      ? { ...at('_imaps', sandbox.imaps), ...at('_imap', sandbox.imap), ...at('_submission', sandbox.submission) }
      : {}),
    [`MX ${domain}`]: [mx(domain, 10, `mx.${domain}`)],
    [`A mx.${domain}`]: [a(`mx.${domain}`, '127.0.0.1')],
  });
  writeFileSync(join(workbench.folder, 'ca.pem'), sandbox.ca);
  const shared = { ca: ['ca.pem'], dns: [dns.address] };
  writeFileSync(
    join(workbench.folder, 'mailwright.env.json'),
    `${JSON.stringify({ $shared: shared }, undefined, 4)}\n`,
  );
  try {
    await play(sandbox);
  } finally {
    dns.close();
    await sandbox.stop();
  }
};

const title = ({ page }: Workbench, step: RegExp) => page.locator('.quick-input-title', { hasText: step }).waitFor();
const row = ({ page }: Workbench, text: string | RegExp) =>
  page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
const environmentFile = ({ folder }: Workbench): string => readFileSync(join(folder, 'mailwright.env.json'), 'utf8');

const byAddress: Scenario = {
  name: 'an account is added by its address, with servers from the DNS and a tested password',
  run: async (workbench) => {
    const { page, folder } = workbench;
    await withDomain(workbench, true, async (sandbox) => {
      await workbench.palette('Mailwright: Add Account');
      await title(workbench, /Add Account \(1\/\d\)/);
      await workbench.answer('alice');
      await page.locator('.quick-input-message', { hasText: 'name@example.org' }).waitFor();
      await workbench.answer(`alice@${domain}`);

      await title(workbench, /Add Account \(2\/\d\)/);
      await row(workbench, `imaps://localhost:${portOf(sandbox.imaps)}`)
        .filter({ hasText: 'implicit TLS, TLSv1.3' })
        .waitFor();
      await row(workbench, 'submission://localhost').filter({ hasText: 'STARTTLS, TLSv1.3' }).waitFor();
      await row(workbench, `Found by _imaps._tcp.${domain} SRV 0 1 ${portOf(sandbox.imaps)} localhost`).waitFor();
      await page.locator('.quick-input-widget input.input[placeholder*="Which of these servers"]').waitFor();
      await workbench.shot('servers');
      await workbench.press('Enter');

      await title(workbench, /Add Account \(3\/\d\)/);
      await workbench.press('Enter');
      await workbench.choose('A password');
      await workbench.answer('wrong-guess');
      await page.locator('.quick-input-message', { hasText: /refused|AUTHENTICATIONFAILED|failed|invalid/i }).waitFor();
      await workbench.shot('wrong-password');
      await workbench.answer(password);
      await workbench.toast(`alice@${domain} is in the environment “here”`);

      const file = JSON.parse(environmentFile(workbench));
      assert.deepEqual(Object.keys(file), ['$shared', 'here']);
      assert.deepEqual(file.here, {
        servers: {
          imap: `imaps://localhost:${portOf(sandbox.imaps)}`,
          submission: `submission://localhost:${portOf(sandbox.submission)}`,
        },
        users: { alice: `alice@${domain}` },
      });
      assert.match(environmentFile(workbench), /\n {4}"here": \{\n {8}"servers"/);
      const files = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true });
      for (const one of files.filter((entry) => entry.isFile()))
        assert.ok(
          !readFileSync(join(one.parentPath, one.name), 'utf8').includes(password),
          `${one.name} holds the password`,
        );

      // the account serves a script, without being asked for anything
      writeFileSync(join(folder, 'mine.imap'), '### Mine\nauth alice\nC: SELECT INBOX\nC: LOGOUT\n');
      await workbench.openFile('mine.imap');
      await page.locator('.statusbar-item', { hasText: 'here' }).waitFor();
      await workbench.lens('Run').click();
      await workbench.webview().locator('text=1 passed, 0 failed').first().waitFor();
      await workbench.shot('run');

      await workbench.palette('Mailwright: Sign Out');
      await row(workbench, `alice@${domain}`).waitFor();
      await workbench.choose(`alice@${domain}`);
      await workbench.press('Enter');
      await workbench.toast(`Forgotten: “alice@${domain}” of “here”`);
    });
  },
};

const byHand: Scenario = {
  name: 'where the DNS announces nothing, the servers are named by hand, and one can go back',
  run: async (workbench) => {
    const { page } = workbench;
    await withDomain(workbench, false, async (sandbox) => {
      await workbench.palette('Mailwright: Add Account');
      await workbench.answer(`alice@${domain}`);
      await row(workbench, `_imaps._tcp.${domain}: no record`).waitFor();
      await workbench.shot('nothing-announced');
      await workbench.press('Enter');
      await title(workbench, /Add Account \(3\/\d\)/);
      await workbench.answer('localhost:1');
      await page.locator('.quick-input-message', { hasText: /connection refused/ }).waitFor();
      await workbench.shot('server-refused');
      await workbench.answer(`imaps://localhost:${portOf(sandbox.imaps)}`);
      await title(workbench, /Add Account \(4\/\d\)/);
      await page.locator('.quick-input-titlebar .codicon-quick-input-back').click();
      await title(workbench, /Add Account \(3\/\d\)/);
      await workbench.press('Enter');
      await title(workbench, /Add Account \(4\/\d\)/);
      await workbench.press('Enter');
      await title(workbench, /Add Account \(5\/\d\)/);
      await workbench.press('Enter');
      await title(workbench, /Add Account \(6\/\d\)/);
      await workbench.answer('mine');
      await workbench.choose('Later');
      await workbench.toast(`alice@${domain} is in the environment “mine”`);
      assert.deepEqual(JSON.parse(environmentFile(workbench)).mine, {
        servers: { imap: `imaps://localhost:${portOf(sandbox.imaps)}` },
        users: { alice: `alice@${domain}` },
      });
    });
  },
};

export const scenarios: readonly Scenario[] = [byAddress, byHand];
