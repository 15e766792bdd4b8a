/** Files that scripts name: includes (read at once), inserted files (read when needed), and what is kept beside a transcript. */
import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { err, ok } from '../base';
import type { Files, KeptFile } from '../session/ports';

/** The compiler's `load`: a file named in `from`, as text. */
export function loadInclude(path: string, from: string): { file: string; text: string } | { error: string } {
  const file = resolve(dirname(from), path);
  try {
    return { file, text: readFileSync(file, 'utf8') };
  } catch (error) {
    return { error: `${file}: ${reason(error)}` };
  }
}

/** The engine's files. `keepIn`: the folder for large literals; without it they are only counted. */
export function scriptFiles(keepIn?: string): Files {
  let count = 0;
  return {
    async read(path, from) {
      const file = resolve(dirname(from), path);
      try {
        return ok(await readFile(file));
      } catch (error) {
        return err(`${file}: ${reason(error)}`);
      }
    },
    ...(keepIn === undefined ? {} : { keep: (hint: string) => keptFile(keepIn, `${hint}-${++count}`) }),
  };
}

function keptFile(folder: string, hint: string): KeptFile {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, hint.replace(/[^\w.-]+/g, '-'));
  const descriptor = openSync(path, 'w', 0o600);
  return {
    name: join(basename(folder), basename(path)),
    write: (bytes) => void writeSync(descriptor, bytes),
    end: () => closeSync(descriptor),
  };
}

const words: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'it may not be read',
};

const reason = (error: unknown): string => {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return words[code] ?? (error instanceof Error ? error.message : String(error));
};
