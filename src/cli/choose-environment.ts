/** Which environment a call means: `--env`, MAILWRIGHT_ENV, the only one in the file, else the sandbox. */
import {
  type EnvironmentFile,
  findEnvironmentFile,
  type OpenEnvironment,
  openEnvironment,
  readEnvironmentFile,
  sandboxName,
} from '../host';
import { UsageError } from './usage-error';

/** The nearest environment file, if there is one. */
export function nearestEnvironmentFile(): EnvironmentFile | undefined {
  const path = findEnvironmentFile(process.cwd());
  if (path === undefined) return undefined;
  const file = readEnvironmentFile(path);
  if (!file.ok) throw new UsageError(file.error);
  return file.value;
}

/** The name of the environment to use. */
export function environmentName(asked: string | undefined, file: EnvironmentFile | undefined): string {
  const name = asked ?? process.env.MAILWRIGHT_ENV;
  if (name !== undefined) return name;
  const names = file?.names ?? [];
  if (names.length > 1) {
    throw new UsageError(`which environment? Add --env with one of ${[...names, sandboxName].join(', ')}`);
  }
  return names[0] ?? sandboxName;
}

export async function openChosen(name: string, file: EnvironmentFile | undefined): Promise<OpenEnvironment> {
  const opened = await openEnvironment(name, file);
  if (!opened.ok) throw new UsageError(opened.error);
  return opened.value;
}
