/** The scenarios and the examples there are: session scripts in folders. */
import { readdirSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { endings } from '../../src/host/load-script';

export interface ScriptFile {
  readonly path: string;
  /** Relative to the folder searched: what a test is called. */
  readonly name: string;
}

/** All session scripts in `folder` and below, by name. Folders named `included` hold parts of others. */
export const scriptsIn = (folder: string): readonly ScriptFile[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extname(entry.name) in endings && !entry.parentPath.endsWith('/included'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, name: relative(folder, path) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

export const scenarioFolder = import.meta.dirname;
export const exampleFolder = join(import.meta.dirname, '../../examples');
