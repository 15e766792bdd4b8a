/** The program that `mailwright` starts: loads the command line with the machine code that the build has kept of it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';

const bundle = join(__dirname, 'cli-main.js');
const cache = `${bundle}.cache`;

/** The kept code; another version of Node rejects it by itself and compiles anew. */
function keptCode(): Buffer | undefined {
  try {
    return readFileSync(cache);
  } catch {
    return undefined;
  }
}

const cachedData = keptCode();
const script = new Script(
  `(function (require, module, exports, __filename, __dirname) {${readFileSync(bundle, 'utf8')}\n})`,
  {
    filename: bundle,
    ...(cachedData ? { cachedData } : {}),
  },
);
// Said by the build alone: what has been compiled by the end of a run is kept for all runs to come.
if (process.env.MAILWRIGHT_KEEP_CODE) process.on('exit', () => writeFileSync(cache, script.createCachedData()));
const load = script.runInThisContext() as (...scope: readonly unknown[]) => void;
const main = { exports: {} };
load(createRequire(bundle), main, main.exports, bundle, dirname(bundle));
