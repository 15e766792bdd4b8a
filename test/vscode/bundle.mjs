/** Makes the TypeScript of these tests run: bundled by esbuild into test/artefacts/, from where node_modules is found. */
import { readdirSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

export const root = resolve(import.meta.dirname, '../..');
export const artefacts = join(root, 'test/artefacts/vscode');

const common = { bundle: true, platform: 'node', target: 'node20', sourcemap: 'inline', logLevel: 'warning' };

/** Imports a TypeScript module. */
export const importTypeScript = async (file) => {
  const outfile = join(artefacts, 'build', `${basename(file, '.ts')}.mjs`);
  await build({ ...common, entryPoints: [file], outfile, format: 'esm', packages: 'external' });
  return import(pathToFileURL(outfile).href);
};

/** Bundles the suite for the extension host, by default the files of suite/; gives the path of its entry. */
export const bundleSuite = async (files = filesOf(join(import.meta.dirname, 'suite'), '.ts')) => {
  if (files.length === 0) throw new Error('there is no suite in test/vscode/suite/');
  const outdir = join(artefacts, 'in-host');
  rmSync(outdir, { recursive: true, force: true });
  const inHost = { ...common, format: 'cjs', external: ['vscode', 'mocha'], outExtension: { '.js': '.cjs' } };
  await build({ ...inHost, entryPoints: [join(import.meta.dirname, 'in-host.ts')], outdir });
  await build({ ...inHost, entryPoints: files, outdir: join(outdir, 'suite') });
  return join(outdir, 'in-host.cjs');
};

export const filesOf = (folder, ending) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(folder, name));
