/** `mailwright run --dry-run`: what would be sent and expected, with nothing connected. */
import { relative } from 'node:path';
import { errorsOf, type LoadedScript } from '../host';
import { resolvedTexts } from '../host/resolved-text';
import { visible } from '../report';
import { exitCodes } from './exit-codes';

export function dryRun(scripts: readonly LoadedScript[], variables: Readonly<Record<string, string>>): number {
  let broken = false;
  for (const script of scripts) {
    const [error] = errorsOf(script);
    if (error) {
      broken = true;
      process.stderr.write(`${relative(process.cwd(), script.file)}: ${error.message} (see mailwright check)\n`);
      continue;
    }
    for (const [file, text] of resolvedTexts(script.program, variables)) {
      const lines = text.split(/\r?\n/).map(visible);
      process.stdout.write(`# ---- ${relative(process.cwd(), file)}\n${lines.join('\n').trimEnd()}\n\n`);
    }
  }
  return broken ? exitCodes.parse : exitCodes.passed;
}
