/** A compiled script: what the engine runs, and what the editor features read. Plain data; every step knows its place. */
import type { Range } from '../base';
import type { Protocol } from '../protocol/finding';

/** Where a thing stands in a text. `file` is the name its host gave (a path or a URI). */
export interface Place {
  readonly file: string;
  readonly range: Range;
}

export interface Program {
  readonly file: string;
  /** The preamble's assignments and settings: carried out once, before the first session. */
  readonly preamble: readonly Step[];
  readonly sessions: readonly SessionProgram[];
  /** The texts of the file and of all it includes, by the name in `Place.file`. */
  readonly sources: ReadonlyMap<string, string>;
}

export interface SessionProgram {
  readonly title: string;
  readonly protocol: Protocol;
  /** Of the `###` line; of the whole file when it has none. */
  readonly place: Place;
  readonly settings: Settings;
  readonly steps: readonly Step[];
  /** The bodies of its `always` blocks, in order: run at the session's end, whatever happened. */
  readonly cleanup: readonly Step[];
  /** Names that its steps capture or assign. */
  readonly defines: readonly string[];
  /** Names that it uses and does not define before the use. */
  readonly uses: readonly string[];
  /** Indices of the earlier sessions whose captures it needs, directly or through each other, in file order. */
  readonly needsSessions: readonly number[];
}

export interface Settings {
  readonly strict: boolean;
  readonly insecure: boolean;
  /** For a reply, in milliseconds; unset: the run's default (30 s). */
  readonly timeoutMs?: number;
}

// ---- values -------------------------------------------------------------------------------------------------------

/** Text with interpolation. Adjacent texts are one part. */
export type Template = readonly TemplatePart[];
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string; readonly range: Range }
  | { readonly kind: 'value'; readonly expression: Expression };

/** What stands between `{{` and `}}`. */
export interface Expression {
  readonly source:
    | { readonly kind: 'variable'; readonly name: string }
    /** `$uuid`, `$random 8`, `$secret alice`, `$prompt "text"`: name without the dollar sign, argument unquoted. */
    | { readonly kind: 'builtin'; readonly name: string; readonly argument?: string };
  readonly filters: readonly { readonly name: string; readonly range: Range }[];
  readonly place: Place;
}

/** A block (`"""`) or a file (`{{< path}}`) in a `C:` line. */
export type PayloadPart =
  | { readonly kind: 'text'; readonly template: Template }
  | { readonly kind: 'block'; readonly content: Template; readonly form: LiteralForm; readonly place: Place }
  | { readonly kind: 'file'; readonly path: Template; readonly form: LiteralForm; readonly place: Place };

/** `+` after the quotes: non-synchronising; `~`: literal8 (RFC 9051 §4.3). */
export interface LiteralForm {
  readonly nonSync: boolean;
  readonly literal8: boolean;
}

// ---- expectations -------------------------------------------------------------------------------------------------

/** The `S:` lines that speak of one reply (IMAP: of one command's responses), in the script's order. */
export interface ExpectedReply {
  readonly lines: readonly ExpectedLine[];
  readonly place: Place;
}

export interface ExpectedLine {
  /** `S:`, `S?:` or `S!:`. */
  readonly mode: 'must' | 'may' | 'mustNot';
  readonly pattern: Pattern;
  readonly place: Place;
}

/** The parts of a pattern in order; what they mean is the protocol's matcher's business (`session/match`). */
export type Pattern = readonly PatternPart[];
export type PatternPart =
  | { readonly kind: 'text'; readonly text: string; readonly range: Range }
  /** `...` */
  | { readonly kind: 'any'; readonly range: Range }
  /** `{{@name}}`, `{{@name...}}`, `{{@name:/regex/}}` */
  | { readonly kind: 'capture'; readonly name: string; readonly take: Take; readonly range: Range }
  /** `{{name | filter}}`: put in as text, never as a wildcard. */
  | { readonly kind: 'value'; readonly expression: Expression }
  /** `/regex/flags` as the rest of the pattern. */
  | { readonly kind: 'regex'; readonly source: string; readonly flags: string; readonly range: Range }
  /** A block: one string to compare. Its text has CRLF line ends; an `any` on a line of its own stands for any lines. */
  | { readonly kind: 'block'; readonly content: Pattern; readonly place: Place };

export type Take =
  | { readonly kind: 'word' }
  | { readonly kind: 'rest' }
  | { readonly kind: 'regex'; readonly source: string; readonly flags: string };

// ---- steps --------------------------------------------------------------------------------------------------------

interface At {
  readonly place: Place;
}
/** `connection`: the name it was written with; undefined means the only one there is. */
interface On extends At {
  readonly connection?: string;
}

export type Step =
  | Assign
  | Connect
  | Exchange
  | Receive
  | StartTls
  | Auth
  | Close
  | Needs
  | Wait
  | Silence
  | ExpectClose
  | Assert
  | AwaitStep
  | Compose
  | Raw
  | FaultStep
  | Log
  | Retry
  | Repeat
  | If;

export interface Assign extends At {
  readonly kind: 'assign';
  readonly name: string;
  readonly value: Template;
}

export interface Connect extends At {
  readonly kind: 'connect';
  readonly as?: string;
  readonly target: ConnectTarget;
  /** What is spoken on it, as the script says (service, URL scheme, else the session's); `compile` always sets it. */
  readonly protocol?: Protocol;
}
export type ConnectTarget =
  /** The environment's server for the session's protocol. */
  | { readonly kind: 'default' }
  /** `imap`, `smtp`, `submission`, `lmtp`, `pop3`: the environment's server of that name. */
  | { readonly kind: 'service'; readonly name: string }
  | { readonly kind: 'url'; readonly url: Template }
  | { readonly kind: 'mx'; readonly domain: Template };

/** One `C:` line or a run of them (lock-step), or a `pipeline` (one write), each with what its reply is expected to be. */
export interface Exchange extends On {
  readonly kind: 'exchange';
  readonly pipelined: boolean;
  readonly commands: readonly Command[];
}
export interface Command extends At {
  readonly payload: readonly PayloadPart[];
  /** Empty: success is expected (SMTP 2xx/3xx, IMAP OK or `+`, POP3 +OK). More than one: LMTP after the final dot, one a recipient. */
  readonly expected: readonly ExpectedReply[];
  /** Known from the text alone to get no reply of its own: a line of a message, of a chunk, of a literal. */
  readonly data?: true;
}

/** `S:` lines with no command before them: the greeting, IDLE's data, what follows `raw`. Waits, up to the timeout. */
export interface Receive extends On {
  readonly kind: 'receive';
  readonly expected: readonly ExpectedReply[];
}

export interface StartTls extends On {
  readonly kind: 'starttls';
  readonly expected?: ExpectedReply;
}

export interface Auth extends On {
  readonly kind: 'auth';
  readonly mechanism?: Template;
  readonly user?: Template;
  readonly password?: Template;
  readonly options: readonly { readonly name: string; readonly value: Template }[];
  readonly expected?: ExpectedReply;
}

export interface Close extends On {
  readonly kind: 'close';
  /** `fin` for `close`, `rst` for `reset`. */
  readonly how: 'fin' | 'rst';
}

/** Skips the session unless the server announces these. */
export interface Needs extends On {
  readonly kind: 'needs';
  readonly capabilities: readonly string[];
  /** `head`: judged when the server has said all it will (after authentication if the session has one, else at the first announcement); `here`: where it stands. */
  readonly when: 'head' | 'here';
}

export interface Wait extends At {
  readonly kind: 'wait';
  readonly ms: number;
}

export interface Silence extends On {
  readonly kind: 'silence';
  readonly ms: number;
}

export interface ExpectClose extends On {
  readonly kind: 'expectClose';
}

export interface Assert extends On {
  readonly kind: 'assert';
  readonly condition: Condition;
}

export interface AwaitStep extends On {
  readonly kind: 'await';
  readonly what:
    | { readonly kind: 'dsn'; readonly envid: Template }
    | { readonly kind: 'message'; readonly search: Template };
  readonly withinMs: number;
}

export interface Compose extends At {
  readonly kind: 'compose';
  readonly name: string;
  readonly content: Template;
}

export interface Raw extends On {
  readonly kind: 'raw';
  /** Escapes are resolved; a text part holds one character an octet (U+0000 to U+00FF): what was beyond ASCII in the file is there as its UTF-8 octets. */
  readonly bytes: Template;
  readonly everyMs?: number;
}

/** For the sandbox alone: a fault as docs/sandbox.md has it, or `none`. */
export interface FaultStep extends At {
  readonly kind: 'fault';
  readonly text: Template;
}

export interface Log extends At {
  readonly kind: 'log';
  readonly text: Template;
}

export interface Retry extends At {
  readonly kind: 'retry';
  readonly forMs: number;
  /** Default 1,000. */
  readonly everyMs: number;
  readonly body: readonly Step[];
}

export interface Repeat extends At {
  readonly kind: 'repeat';
  readonly times: Template;
  readonly body: readonly Step[];
}

export interface If extends At {
  readonly kind: 'if';
  readonly condition: Condition;
  readonly then: readonly Step[];
  readonly else: readonly Step[];
}

// ---- conditions ---------------------------------------------------------------------------------------------------

export const operators = ['=', '!=', '<', '<=', '>', '>=', 'contains', 'matches', 'startsWith', 'exists'] as const;
export type Operator = (typeof operators)[number];

export interface Condition extends At {
  readonly connection?: string;
  readonly left:
    | { readonly kind: 'variable'; readonly name: string }
    /** `reply.code`, `message.header(Name)`: path without the argument. */
    | { readonly kind: 'fact'; readonly path: string; readonly argument?: string };
  readonly operator: Operator;
  /** Absent for `exists`. Terms are added or taken away when all are numbers; one term is text. */
  readonly right?: readonly { readonly sign: 1 | -1; readonly template: Template }[];
  /** As written, for reports. */
  readonly text: string;
}
