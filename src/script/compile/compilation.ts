/** What one compilation shares: the host's options, the sources, the problems, the variables. */
import type { Problem, Range } from '../../base';
import type { Protocol } from '../../protocol/finding';
import { type ProblemId, problem, type problemTable } from '../problems';
import type { Place, Step } from '../program';
import { problemLimit } from '../source';
import type { Tree } from '../tree';
import type { Connections } from './connections';
import type { Scope } from './scope';

export interface CompileOptions {
  /** The name of the script: what `Place.file` says, and what includes are relative to. */
  readonly file: string;
  /** Of sessions that do not say; unset: by the file's ending. */
  readonly protocol?: Protocol;
  /** Reads an included file, named as it is written in the file `from`. */
  readonly load: (
    path: string,
    from: string,
  ) => { readonly file: string; readonly text: string } | { readonly error: string };
  /** Names that the environment and the command line define. Unset: unknown, and an undefined variable is only a warning. */
  readonly known?: Iterable<string>;
}

/** A file being compiled, and how it was come by. */
export interface FileContext {
  readonly name: string;
  readonly tree: Tree;
  /** The files that include it, outermost first, and itself. */
  readonly chain: readonly string[];
}

export type ProblemArguments<Id extends ProblemId> = Parameters<(typeof problemTable)[Id]['message']>;

export interface Compilation {
  readonly options: CompileOptions;
  readonly sources: Map<string, string>;
  readonly trees: Map<string, Tree>;
  readonly scope: Scope;
  /** What the preamble sets for every session. */
  readonly settings: Pick<SessionContext, 'strict' | 'insecure' | 'timeoutMs'>;
  /** How many files have been included, each as often as it was. */
  included: number;
  readonly problems: Problem[];
  add(file: FileContext, found: Problem): void;
  report<Id extends ProblemId>(file: FileContext, id: Id, at: Range, ...args: ProblemArguments<Id>): void;
}

export function compilation(options: CompileOptions, scope: Scope): Compilation {
  const problems: Problem[] = [];
  /** A file that is included twice has each problem once. */
  const seen = new Set<string>();
  const add = (file: FileContext, found: Problem): void => {
    if (file.name !== options.file) {
      const key = `${file.name}:${found.id}:${found.range.start}`;
      if (seen.has(key)) return;
      seen.add(key);
    }
    if (problems.length > problemLimit) return;
    const shown = problems.length < problemLimit ? found : problem('too-many-problems', found.range, problemLimit);
    problems.push(file.name === options.file ? shown : { ...shown, file: file.name });
  };
  return {
    options,
    sources: new Map(),
    trees: new Map(),
    scope,
    settings: { strict: false, insecure: false, timeoutMs: undefined },
    included: 0,
    problems,
    add,
    report: (file, id, at, ...args) => add(file, problem(id, at, ...args)),
  };
}

/** What the statements of one session share. */
export interface SessionContext {
  protocol: Protocol;
  readonly connections: Connections;
  strict: boolean;
  insecure: boolean;
  timeoutMs: number | undefined;
  /** A wire line, `auth` or `starttls` has been compiled. */
  started: boolean;
  /** An IMAP line ends in `{n}`. */
  announces: boolean;
  /** `always` bodies, compiled when the rest is. */
  readonly cleanups: (() => readonly Step[])[];
}

/** Where a list of statements stands. */
export interface Scene {
  readonly compilation: Compilation;
  readonly file: FileContext;
  /** Absent in the preamble. */
  readonly session?: SessionContext;
  /** How many bodies are around. */
  readonly depth: number;
  /** Whether the statements may be left out at run time. */
  readonly conditional: boolean;
  readonly inRepeat: boolean;
  /** The connection of lines that name none: from `alice include …`. */
  readonly connection?: string;
}

export const placeOf = (scene: { readonly file: FileContext }, range: Range): Place => ({
  file: scene.file.name,
  range,
});

export function reportIn<Id extends ProblemId>(scene: Scene, id: Id, at: Range, ...args: ProblemArguments<Id>): void {
  scene.compilation.report(scene.file, id, at, ...args);
}
