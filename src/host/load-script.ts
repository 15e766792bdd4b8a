/** From a file's text to a program and its problems. */
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { err, ok, type Problem, type Result } from '../base';
import type { Protocol } from '../protocol/finding';
import { compile, type Program } from '../script';
import { loadInclude } from './script-files';

/** The endings of session scripts and the protocol that each stands for. */
export const endings: Readonly<Record<string, Protocol>> = {
  '.smtp': 'smtp',
  '.imap': 'imap',
  '.pop3': 'pop3',
  '.lmtp': 'lmtp',
};

export interface LoadedScript {
  readonly file: string;
  readonly text: string;
  readonly program: Program;
  /** Of the file and of what it includes. */
  readonly problems: readonly Problem[];
}

/**
 * Compiles `text` as the file `file` (an absolute path). `known`: variables set from outside; undefined where a variable without a
 * value is no error: at the server's end.
 */
export function compileText(file: string, text: string, known: Iterable<string> | undefined): LoadedScript {
  const protocol = endings[extname(file)];
  const { program, problems } = compile(text, {
    file,
    load: loadInclude,
    ...(known ? { known } : {}),
    ...(protocol ? { protocol } : {}),
  });
  return { file, text, program, problems };
}

/** Reads and compiles a file. */
export function loadScript(file: string, known: Iterable<string> | undefined): Result<LoadedScript, string> {
  try {
    return ok(compileText(file, readFileSync(file, 'utf8'), known));
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (missing) return err(`${file}: there is no such file`);
    if ((error as NodeJS.ErrnoException).syscall) return err(`${file} cannot be read: ${(error as Error).message}`);
    throw error;
  }
}

export const errorsOf = (loaded: LoadedScript): readonly Problem[] =>
  loaded.problems.filter((problem) => problem.severity === 'error');
