/** What one compilation shares: the host's options, the sources, the problems, the variables. */
import type { Problem, Range } from '../../base';
import type { Protocol } from '../../protocol/finding';
import { type ProblemId, problem, type problemTable } from '../problems';
import type { Place, Step } from '../program';
import { limited, problemLimit } from '../source';
import type { Tree } from '../tree';
import type { Connections } from './connections';
import { newScope, type Scope } from './scope';

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

/** The texts and trees of the script and of what it includes, by name. */
export interface Files {
  readonly sources: Map<string, string>;
  readonly trees: Map<string, Tree>;
}

export type Settings = Pick<SessionContext, 'strict' | 'insecure' | 'timeoutMs'>;

/** What the sections before one hand on to it. */
export interface Before {
  /** Names that they compose. */
  readonly composed: ReadonlySet<string>;
  /** How many files they include, each as often as it is. */
  readonly included: number;
  /** What the preamble sets for every session. */
  readonly settings: Readonly<Settings>;
}

export const atStart: Before = {
  composed: new Set(),
  included: 0,
  settings: { strict: false, insecure: false, timeoutMs: undefined },
};

/** What the compilation of one section shares. */
export interface Compilation {
  readonly options: CompileOptions;
  readonly files: Files;
  readonly scope: Scope;
  readonly settings: Settings;
  included: number;
  readonly problems: Problem[];
  add(file: FileContext, found: Problem): void;
  report<Id extends ProblemId>(file: FileContext, id: Id, at: Range, ...args: ProblemArguments<Id>): void;
}

export function compilation(options: CompileOptions, files: Files, before: Before): Compilation {
  const problems: Problem[] = [];
  /** A file that is included twice has each problem once. */
  const seen = new Set<string>();
  const add = (file: FileContext, found: Problem): void => {
    if (file.name === options.file) {
      if (problems.length <= problemLimit) problems.push(found);
      return;
    }
    const key = keyOf(file.name, found);
    if (seen.has(key) || problems.length > problemLimit) return;
    seen.add(key);
    problems.push({ ...found, file: file.name });
  };
  return {
    options,
    files,
    scope: newScope(before.composed),
    settings: { ...before.settings },
    included: before.included,
    problems,
    add,
    report: (file, id, at, ...args) => add(file, problem(id, at, ...args)),
  };
}

const keyOf = (file: string, found: Problem): string => `${file}:${found.id}:${found.range.start}`;

/** The problems of several sections as those of the whole: each of an included file once, in order, and not too many. */
export function joinProblems(lists: readonly (readonly Problem[])[]): Problem[] {
  const seen = new Set<string>();
  const all = lists.flat().filter((found) => {
    if (found.file === undefined) return true;
    const key = keyOf(found.file, found);
    return !seen.has(key) && seen.add(key);
  });
  all.sort(byFileAndPlace);
  return limited(all);
}

const byFileAndPlace = (a: Problem, b: Problem): number =>
  a.file === b.file ? a.range.start - b.range.start : (a.file ?? '') < (b.file ?? '') ? -1 : 1;

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
