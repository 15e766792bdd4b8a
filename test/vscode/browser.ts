/** A headless Chromium in which the workbench runs, and nothing else is reached. */
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import type { Server } from './server';

/** Debian's Chromium, or the one that `$CHROMIUM` names. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    headless: true,
    args: [
      // as root there is no sandbox; all it sees is our own server
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
    ],
  });

/** A context whose pages reach this server only; every other host is refused at once. */
export const openContext = async (browser: Browser, server: Server): Promise<BrowserContext> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.route(
    (url) => url.host !== server.host && /^https?:$/.test(url.protocol),
    (route) => route.abort(),
  );
  // Half of the key with which the workbench encrypts secrets in the browser's storage; code-server's own front end,
  // which we do not run, would give it. Without an answer secrets do not survive a reload.
  await context.route(`${server.origin}/mint-key`, (route) =>
    route.fulfill({ status: 200, contentType: 'application/octet-stream', body: Buffer.alloc(32, 7) }),
  );
  return context;
};
