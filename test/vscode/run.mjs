/**
 * The tests in a real VS Code:
 *   node test/vscode/run.mjs integration [--extension FOLDER] [SUITE.ts…]
 *   node test/vscode/run.mjs ui [--vsix FILE] [SCENARIOS.ui.ts…]
 * Without files: all of them. `--summary FILE` also writes the results as JSON. Exit status 0: some ran, and all passed.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { artefacts, bundleSuite, filesOf, importTypeScript, root } from './bundle.mjs';

// failures name the lines of the TypeScript files
process.setSourceMapsEnabled(true);

const say = (line) => console.info(line);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { summary: { type: 'string' }, vsix: { type: 'string' }, extension: { type: 'string' } },
});
const [kind, ...files] = positionals;

// the servers and browsers we started end with us (their 'exit' handlers)
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

/** Runs a script of the project; what it prints says why, when it fails. */
const node = (script) => {
  const { status } = spawnSync(process.execPath, [script], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) {
    console.error(`${script} failed: nothing to test`);
    process.exit(1);
  }
};

const integration = async () => {
  if (!values.extension) node('build.mjs');
  const { runIntegration } = await importTypeScript(join(import.meta.dirname, 'integration.ts'));
  return runIntegration({
    extension: resolve(values.extension ?? root),
    entry: await bundleSuite(files.length > 0 ? files : undefined),
    folder: join(root, 'examples'),
    artefacts,
    say,
  });
};

const packaged = () => {
  node('package.mjs');
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return join(root, `${name}-${version}.vsix`);
};

const ui = async () => {
  const vsix = values.vsix ?? packaged();
  const { runScenarios } = await importTypeScript(join(import.meta.dirname, 'ui.ts'));
  const scenarioFiles = [];
  for (const file of files.length > 0 ? files : filesOf(import.meta.dirname, '.ui.ts')) {
    const { scenarios } = await importTypeScript(resolve(file));
    scenarioFiles.push({ file: relative(root, resolve(file)), scenarios });
  }
  return runScenarios({ root, artefacts, vsix: resolve(vsix), files: scenarioFiles, say });
};

const kinds = { integration, ui };
if (!kinds[kind]) {
  console.error('usage: node test/vscode/run.mjs integration|ui [--summary FILE] [FILES…]');
  process.exit(2);
}
mkdirSync(artefacts, { recursive: true });
const summary = await kinds[kind]();
const { exitStatus, writeSummary } = await importTypeScript(join(import.meta.dirname, 'summary.ts'));
if (values.summary) writeSummary(values.summary, summary);
say(`VS Code ${kind}: ${summary.passed} passed, ${summary.failed} failed, ${summary.skipped} skipped`);
process.exit(exitStatus(summary));
