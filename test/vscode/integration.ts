/** Runs the mocha suite inside the extension host of the real workbench. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser, openContext } from './browser';
import { ensureInstalled } from './install';
import { startServer } from './server';
import type { Summary } from './summary';

export interface IntegrationRun {
  /** The folder of the extension under test, built. */
  readonly extension: string;
  /** The bundled entry of the suite (in-host.ts). */
  readonly entry: string;
  /** The folder that the workbench opens. */
  readonly folder: string;
  readonly artefacts: string;
  readonly say: (line: string) => void;
}

const timeout = 180_000;

/** What the workbench itself logs through the same channel as the suite. */
const workbenchNoise =
  /^(Resolv|Creating a socket|Updating additional|Ignoring fetching additional|\[(AgentHost|AccountPolicy|reconnection|Service Worker))/;

/** Throws when the workbench does not come up, or the suite did not report in time. */
export const runIntegration = async (run: IntegrationRun): Promise<Summary> => {
  const installation = ensureInstalled(run.say);
  const results = join(run.artefacts, 'in-host.json');
  rmSync(results, { force: true });
  const server = await startServer(installation, {
    // without the driver a built workbench ignores, in silence, the payload that names the tests
    args: ['--enable-smoke-test-driver', '--disable-workspace-trust'],
    env: { MAILWRIGHT_TEST_RESULTS: results },
  });
  const browser = await launchBrowser();
  try {
    const context = await openContext(browser, server);
    const page = await context.newPage();
    page.on('pageerror', (error) => run.say(`error in the page: ${error.message}`));
    const ended = new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`the suite did not end within ${timeout} ms`)), timeout);
      late.unref();
      page.on('crash', () => reject(new Error('the page crashed')));
      // the workbench calls these two when it runs an extension's tests: the host's console, and the end of the suite
      const ready = Promise.all([
        page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) => {
          if (type === 'info' && !workbenchNoise.test(String(args[0]))) console.info(...args);
        }),
        page.exposeFunction('codeAutomationExit', () => resolve()),
      ]);
      ready
        .then(() =>
          page.goto(
            server.url(run.folder, [
              ['extensionDevelopmentPath', server.uri(run.extension)],
              ['extensionTestsPath', server.uri(run.entry)],
              ['skipWelcome', 'true'],
            ]),
          ),
        )
        .catch(reject);
    });
    await ended.catch(async (error: unknown) => {
      await page.screenshot({ path: join(run.artefacts, 'integration-failed.png') }).catch(() => {});
      run.say(server.log().slice(-4_000));
      throw error;
    });
  } finally {
    await browser.close();
    await server.stop();
  }
  if (!existsSync(results)) throw new Error('the suite ended without results: it could not be loaded (see above)');
  return JSON.parse(readFileSync(results, 'utf8')) as Summary;
};
