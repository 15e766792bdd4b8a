// `npm run bench [-- NAME…]`: builds, bundles the benchmarks, starts their peers, prints figures and writes bench/results.json.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const folder = mkdtempSync(join(tmpdir(), 'mailwright-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const built = spawnSync(process.execPath, ['build.mjs'], { stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 1);
const common = { bundle: true, platform: 'node', target: 'node20', format: 'cjs' };
await build({
  ...common,
  entryPoints: ['test/bench/bench.ts'],
  outfile: join(folder, 'bench.cjs'),
  mainFields: ['module', 'main'],
  alias: { vscode: './test/bench/vscode-uri.ts' },
  external: ['playwright-core'],
  minify: true,
  define: { 'import.meta.dirname': '""' },
  logLevel: 'warning',
  logOverride: { 'empty-import-meta': 'silent' },
});
// What runs inside an extension host.
await build({
  ...common,
  entryPoints: ['test/bench/run-lens-host.ts'],
  outfile: join(folder, 'run-lens-host.cjs'),
  external: ['vscode'],
});
const run = spawnSync(process.execPath, ['--expose-gc', join(folder, 'bench.cjs'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, NODE_PATH: resolve('node_modules') },
});
process.exit(run.status ?? 1);
