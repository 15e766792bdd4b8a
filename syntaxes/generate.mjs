/** Writes the grammar files from syntaxes/source and the tables of src/: `node syntaxes/generate.mjs`. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;
const { outputFiles } = await build({
  entryPoints: [join(here, 'source/grammars.ts')],
  bundle: true,
  platform: 'node',
  format: 'esm',
  write: false,
  logLevel: 'warning',
});
const { grammars } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
);

const files = Object.entries(grammars).map(([file, grammar]) => {
  const path = join(here, file);
  writeFileSync(path, JSON.stringify(grammar, undefined, 2));
  return path;
});
execFileSync(join(here, '../node_modules/.bin/biome'), ['format', '--write', ...files], { stdio: 'inherit' });
