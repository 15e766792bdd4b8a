/** Restricted Mode: scripts are shown and checked, nothing runs and nothing connects. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Scenario } from './scenario';

export const scenarios: readonly Scenario[] = [
  {
    name: 'in Restricted Mode nothing runs and nothing connects, and the editor says why',
    trust: 'ask',
    run: async (workbench) => {
      const { page, folder } = workbench;
      let connections = 0;
      const server = createServer(() => connections++).listen(0, '127.0.0.1');
      await new Promise((listening) => server.once('listening', listening));
      const { port } = server.address() as AddressInfo;
      try {
        writeFileSync(join(folder, 'away.smtp'), `### Away\nconnect smtp://127.0.0.1:${port}\nC: QUIT\n`);
        await page.locator('.monaco-dialog-box').getByRole('button', { name: /^No/ }).click();
        await workbench.openFile('away.smtp');
        await workbench.lens('Restricted Mode').waitFor();
        assert.equal(await workbench.lens(/^.?\s*Run/).count(), 0);
        await workbench.line('C: QUIT').click();
        await workbench.press('Control+Alt+Enter');
        await workbench.toast('do not run in Restricted Mode');
        await workbench.activity('Mailwright');
        await workbench.webview().locator('#restricted').waitFor();
        await workbench.shot('refused');
        await workbench.palette('Mailwright: Run All Sessions');
        assert.equal(await workbench.webview().locator('.row').count(), 0);
        assert.equal(connections, 0);
      } finally {
        server.close();
      }
    },
  },
];
