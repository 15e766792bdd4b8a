/**
 * `npm test`: everything. `node test/run.mjs unit servers` runs some stages; they are listed below.
 *
 * Goes on after a stage that fails, so that all failures are seen. The last line is `N passed, N failed` (and `, N skipped`
 * where there are any); build, types and lint count as one each. Exit status 0 only when nothing failed and every stage ran something.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

const npm = (script, ...args) => ['npm', 'run', '--silent', script, '--', ...args];
/** What people see, and what we count. */
const reporters = (results) => ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
const vitest = (config, results) => [
  process.execPath,
  'node_modules/vitest/vitest.mjs',
  'run',
  `--config=${config}`,
  ...reporters(results),
];
const vscode = (kind, results) => [process.execPath, 'test/vscode/run.mjs', kind, '--summary', results];

const fromVitest = (json) => ({
  passed: json.numPassedTests,
  failed: json.numFailedTests,
  skipped: json.numPendingTests + json.numTodoTests,
});
const fromSummary = ({ passed, failed, skipped }) => ({ passed, failed, skipped });

/** In this order. `needs`: a group of packages of test/servers/install.sh. Without `read` a stage is one check, by its exit status. */
const stages = [
  { name: 'build', command: () => npm('build') },
  { name: 'types', command: () => npm('types') },
  { name: 'lint', command: () => npm('lint') },
  { name: 'unit', command: (results) => npm('test:unit', ...reporters(results)), read: fromVitest },
  { name: 'cli', command: (results) => npm('test:cli', ...reporters(results)), read: fromVitest },
  {
    name: 'peers',
    needs: 'peers',
    command: (results) => vitest('vitest.peers.config.ts', results),
    read: fromVitest,
  },
  {
    name: 'servers',
    needs: 'servers',
    command: (results) => vitest('vitest.servers.config.ts', results),
    read: fromVitest,
  },
  {
    name: 'vscode',
    part: 'integration',
    needs: 'vscode',
    command: (results) => vscode('integration', results),
    read: fromSummary,
  },
  { name: 'vscode', part: 'ui', needs: 'vscode', command: (results) => vscode('ui', results), read: fromSummary },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !stages.some((stage) => stage.name === name));
if (unknown.length > 0) {
  console.error(
    `no such stage: ${unknown.join(', ')} (there are: ${[...new Set(stages.map(({ name }) => name))].join(', ')})`,
  );
  process.exit(2);
}
const chosen = stages.filter((stage) => wanted.length === 0 || wanted.includes(stage.name));

const scratch = mkdtempSync(join(tmpdir(), 'mailwright-test-'));
let child;
const execute = ([program, ...args]) =>
  new Promise((done) => {
    child = spawn(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', (error) => {
      console.error(error.message);
      done(1);
    });
    child.once('close', (code) => done(code ?? 1));
  });

for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    child?.kill(signal);
    rmSync(scratch, { recursive: true, force: true });
    process.exit(1);
  });

const seconds = (since) => `${((performance.now() - since) / 1_000).toFixed(1)} s`;

const none = { passed: 0, failed: 0, skipped: 0 };

/** What a stage came to; a reason is given where the exit status or silence makes it fail, not a test. */
const outcome = (stage, status, results) => {
  if (!stage.read) return status === 0 ? { ...none, passed: 1 } : { ...none, failed: 1, why: `exit status ${status}` };
  const found = readResults(stage, results);
  if (found.passed + found.failed === 0) return { ...found, failed: 1, why: 'no test ran' };
  if (status !== 0 && found.failed === 0) return { ...found, failed: 1, why: `exit status ${status}` };
  return found;
};

const readResults = (stage, results) => {
  try {
    return stage.read(JSON.parse(readFileSync(results, 'utf8')));
  } catch {
    // it ended before it wrote them
    return none;
  }
};

const report = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

const titleOf = ({ name, part }) => (part ? `${name} (${part})` : name);

const runStage = async (stage) => {
  console.info(`\n── ${titleOf(stage)}`);
  const results = join(scratch, `${stage.name}-${stage.part ?? 'all'}.json`);
  const status = await execute(stage.command(results));
  return outcome(stage, status, results);
};

const row = (title, since, text) => `${title.padEnd(22)}${seconds(since).padStart(9)}   ${text}`.trimEnd();

const began = performance.now();
const groups = [...new Set(chosen.flatMap((stage) => stage.needs ?? []))];
const missing = groups.length > 0 && (await execute(['test/servers/install.sh', ...groups])) !== 0;

const lines = [];
const total = { ...none };
for (const stage of chosen) {
  const start = performance.now();
  // install.sh has said what to do; these stages cannot run, and that is a failure of each
  const found =
    missing && stage.needs ? { ...none, failed: 1, why: 'packages are missing, see above' } : await runStage(stage);
  for (const key of Object.keys(none)) total[key] += found[key];
  lines.push(row(titleOf(stage), start, report(found) + (found.why ? ` (${found.why})` : '')));
}
rmSync(scratch, { recursive: true, force: true });

console.info(`\n${lines.join('\n')}\n${row('all', began, '')}`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
console.info(report(total));
