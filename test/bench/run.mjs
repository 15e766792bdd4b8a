// `npm run bench [-- NAME…]`: builds, bundles the benchmarks, starts their peers, prints figures and writes bench/results.json.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

const folder = mkdtempSync(join(tmpdir(), 'mailwright-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const built = spawnSync(process.execPath, ['build.mjs'], { stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 1);
await build({
  entryPoints: ['test/bench/bench.ts'],
  outfile: join(folder, 'bench.cjs'),
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
  minify: true,
  define: { 'import.meta.dirname': '""' },
  logLevel: 'warning',
  logOverride: { 'empty-import-meta': 'silent' },
});
const run = spawnSync(process.execPath, ['--expose-gc', join(folder, 'bench.cjs'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exit(run.status ?? 1);
