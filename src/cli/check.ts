/** `mailwright check`: the problems of scripts, each with its line, a caret and advice. */
import { relative } from 'node:path';
import type { Severity } from '../base';
import { loadScript } from '../host';
import { type Colour, locator, snippet, visible } from '../report';
import { environmentName, nearestEnvironmentFile } from './choose-environment';
import { exitCodes } from './exit-codes';
import { scriptPaths } from './script-paths';
import { paintFor } from './terminal';
import { UsageError } from './usage-error';

const colours: Readonly<Record<Severity, Colour>> = {
  error: 'red',
  warning: 'yellow',
  information: 'blue',
  hint: 'dim',
};

export async function checkCommand(
  named: readonly string[],
  options: { readonly env?: string; readonly var?: Readonly<Record<string, string>> },
): Promise<number> {
  const paths = await scriptPaths(named);
  const known = [...environmentVariables(options.env), ...Object.keys(options.var ?? {})];
  const paint = paintFor(process.stdout);
  const counts = { error: 0, warning: 0, information: 0, hint: 0 };
  for (const path of paths) {
    const loaded = loadScript(path, known);
    if (!loaded.ok) throw new UsageError(loaded.error);
    const { program, problems, text } = loaded.value;
    const locate = locator({
      source: (file) => (file === path ? text : program.sources.get(file)),
      name: (file) => relative(process.cwd(), file) || file,
    });
    for (const problem of problems) {
      counts[problem.severity]++;
      const located = locate({ file: problem.file ?? path, range: problem.range });
      const where = located ? `${located.file}:${located.line}:${located.column}: ` : '';
      process.stdout.write(
        `${paint('bold', where)}${paint(colours[problem.severity], problem.severity)}: ${visible(problem.message)} ${paint('dim', `[${problem.id}]`)}\n`,
      );
      for (const line of located ? snippet(located) : []) process.stdout.write(`  ${line}\n`);
      if (problem.advice) process.stdout.write(`  ${visible(problem.advice)}\n`);
    }
  }
  const files = `${paths.length} ${paths.length === 1 ? 'script' : 'scripts'}`;
  process.stdout.write(`${files} checked: ${counts.error} errors, ${counts.warning} warnings\n`);
  return counts.error > 0 ? exitCodes.parse : exitCodes.passed;
}

function environmentVariables(asked: string | undefined): string[] {
  const file = nearestEnvironmentFile();
  if (!file || (asked === undefined && file.names.length !== 1)) return [];
  const name = environmentName(asked, file);
  return Object.keys(file.variables(name));
}
