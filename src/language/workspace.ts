/** What the language features may ask of the world around a document: a small port of plain data that the host fills. */
import type { CompileOptions } from '../script';

export interface Workspace {
  /** Reads an included file, named as it is written in the file `from`. What it says may change only with `refreshDocument`. */
  readonly load: CompileOptions['load'];
  /** What the `mailwright.env.json` that governs `file` says; undefined when there is none. */
  environments(file: string): Environments | undefined;
  /** Paths, as one would write them in the file `from`, that begin with `prefix`: files, and folders with a slash at their end. */
  files(from: string, prefix: string): readonly string[];
  /** What the last run of `file` showed; undefined before the first. */
  lastRun(file: string): LastRun | undefined;
}

/** The environments of a file, without anything that is secret. */
export interface Environments {
  /** Names, in the order of the file. */
  readonly names: readonly string[];
  /** The one that runs use now. */
  readonly chosen?: string;
  /** Names that it defines (with what is shared by all): they have a value in every script. */
  readonly variables: readonly string[];
  /** What each variable is, where that is no secret. */
  readonly values?: Readonly<Record<string, string>>;
  /** Whom `auth` can sign in without a password in the script. */
  readonly users: readonly string[];
  /** Secrets that it names, for `{{$secret NAME}}`. */
  readonly secrets: readonly string[];
  /** Service (`smtp`, `submission`, `lmtp`, `imap`, `pop3`) → URL, without user and password. */
  readonly servers: Readonly<Record<string, string>>;
}

export interface LastRun {
  /** What was announced last, by connection target (`smtp`, `imap`, …, or the URL as written): names as `Capabilities.names`. */
  readonly capabilities: Readonly<Record<string, readonly string[]>>;
  /** Mailboxes that were seen, decoded. */
  readonly mailboxes: readonly string[];
  /** What commands were answered, with secrets masked. */
  readonly answers: readonly RunAnswer[];
}

export interface RunAnswer {
  /** Where the command stood when it ran. */
  readonly start: number;
  /** The text of its line then: an answer whose line has changed speaks of nothing. */
  readonly line: string;
  /** The reply, on one line, without line ends. */
  readonly answer: string;
}

/** A workspace of one file: nothing can be included, nothing is known. */
export const emptyWorkspace: Workspace = {
  load: (path) => ({ error: `${path}: there is no such file` }),
  environments: () => undefined,
  files: () => [],
  lastRun: () => undefined,
};
