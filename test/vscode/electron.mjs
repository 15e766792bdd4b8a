/**
 * `npm run test:electron`: the same suite in a desktop VS Code, where one can be downloaded.
 *   node test/vscode/electron.mjs [SUITE.ts…]
 * `$VSCODE_VERSION`: which (default: the newest stable one). `$VSCODE_EXECUTABLE`: an installed one instead, nothing is downloaded.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { artefacts, bundleSuite, importTypeScript, root } from './bundle.mjs';

if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
  console.error(
    'A desktop VS Code needs a display. On Debian: apt-get install xvfb, then: xvfb-run -a npm run test:electron',
  );
  process.exit(1);
}

const build = spawnSync(process.execPath, ['build.mjs'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
if (build.status !== 0) process.exit(1);
const suites = process.argv.slice(2);
const results = join(artefacts, 'electron.json');
const profile = mkdtempSync(join(tmpdir(), 'mailwright-electron-'));
mkdirSync(artefacts, { recursive: true });
rmSync(results, { force: true });

const which = process.env.VSCODE_EXECUTABLE
  ? { vscodeExecutablePath: process.env.VSCODE_EXECUTABLE }
  : { version: process.env.VSCODE_VERSION ?? 'stable' };
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
let failure;
try {
  await runTests({
    ...which,
    extensionDevelopmentPath: root,
    extensionTestsPath: await bundleSuite(suites.length > 0 ? suites : undefined),
    extensionTestsEnv: { MAILWRIGHT_TEST_RESULTS: results },
    launchArgs: [
      join(root, 'examples'),
      '--disable-workspace-trust',
      '--disable-extensions',
      '--disable-gpu',
      `--user-data-dir=${profile}`,
      ...asRoot,
    ],
  });
} catch (error) {
  failure = error;
} finally {
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}

if (!existsSync(results)) {
  console.error(failure ?? 'VS Code ended without results');
  process.exit(1);
}
const { exitStatus } = await importTypeScript(join(import.meta.dirname, 'summary.ts'));
const summary = JSON.parse(readFileSync(results, 'utf8'));
console.info(`VS Code (desktop): ${summary.passed} passed, ${summary.failed} failed, ${summary.skipped} skipped`);
process.exit(exitStatus(summary));
