/** Where secrets come from on a command line: the process environment, a file of NAME=value lines, a hidden prompt. */
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { err, ok, type Result } from '../base';

/** The process variable that holds the secret NAME: upper case, all but letters and digits as `_`. */
export const secretVariable = (name: string): string =>
  `MAILWRIGHT_SECRET_${name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;

/** Reads a secrets file (`NAME=value` a line, as in `.env`); its names compare without case. */
export function readSecretsFile(path: string): Result<ReadonlyMap<string, string>, string> {
  try {
    const entries = Object.entries(parseEnv(readFileSync(path, 'utf8')));
    return ok(new Map(entries.map(([name, value]) => [name.toUpperCase(), value ?? ''])));
  } catch {
    return err(`the secrets file ${path} cannot be read`);
  }
}

/** Looks in the file, then in the process environment. */
export const secretFrom =
  (file: ReadonlyMap<string, string>, environment: Readonly<Record<string, string | undefined>>) =>
  (name: string): string | undefined =>
    file.get(name.toUpperCase()) ?? environment[secretVariable(name)];
