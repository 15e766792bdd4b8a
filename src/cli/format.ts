/** `mailwright format`: rewrites scripts in the house form. */
import { readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { format } from '../script';
import { exitCodes } from './exit-codes';
import { scriptPaths } from './script-paths';

export async function formatCommand(named: readonly string[], options: { readonly check?: boolean }): Promise<number> {
  let changed = 0;
  for (const path of await scriptPaths(named)) {
    const text = readFileSync(path, 'utf8');
    const formatted = format(text);
    if (formatted === text) continue;
    changed++;
    if (!options.check) writeFileSync(path, formatted);
    process.stdout.write(`${options.check ? 'not formatted' : 'formatted'}: ${relative(process.cwd(), path)}\n`);
  }
  return options.check && changed > 0 ? exitCodes.failed : exitCodes.passed;
}
