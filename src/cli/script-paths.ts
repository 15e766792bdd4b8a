/** Which scripts a call means: files, folders (all scripts in them) and globs, in a stable order. */
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { endings } from '../host';
import { UsageError } from './usage-error';

const everyScript = `**/*{${Object.keys(endings).join(',')}}`;

/** Absolute paths, each once: what was named first comes first, folders and globs sorted by name. */
export async function scriptPaths(named: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const name of named.length > 0 ? named : ['.']) {
    if (existsSync(name) && statSync(name).isFile()) {
      found.add(resolve(name));
      continue;
    }
    const isFolder = existsSync(name);
    if (!isFolder && !/[*?{[]/.test(name)) throw new UsageError(`${name}: there is no such file or folder`);
    const { glob } = await import('tinyglobby');
    const paths = await glob(isFolder ? [everyScript] : [name.replaceAll('\\', '/')], {
      cwd: isFolder ? resolve(name) : process.cwd(),
      absolute: true,
      ignore: ['**/node_modules/**'],
      expandDirectories: false,
    });
    if (paths.length === 0) {
      throw new UsageError(`${name}: no scripts (${Object.keys(endings).join(', ')}) ${isFolder ? 'in it' : 'match'}`);
    }
    for (const path of paths.sort()) found.add(resolve(path));
  }
  return [...found];
}

/** The part `index` of `count` (`--shard 2/3`), dealt out like cards. */
export function shard(paths: readonly string[], part: string | undefined): readonly string[] {
  if (part === undefined) return paths;
  const [, index = 0, count = 0] = (/^(\d+)\/(\d+)$/.exec(part) ?? []).map(Number);
  if (index < 1 || index > count) throw new UsageError(`--shard ${part}: write i/n with 1 ≤ i ≤ n, such as 1/3`);
  return paths.filter((_, at) => at % count === index - 1);
}
