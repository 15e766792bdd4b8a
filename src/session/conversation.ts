/** What the engine asks of a protocol: turn lines into octets, and octets into answers to what is awaited. */
import type { Result } from '../base';
import type { Capabilities } from '../protocol/capabilities';
import type { Protocol } from '../protocol/finding';
import type { ExpectedReply, LiteralForm, Place } from '../script/program';
import type { Failure, SentRole, WireText } from '../transcript/event';
import type { ServerUnit } from './match/verdict';

/** A `C:` line with its values put in. */
export interface Line {
  readonly segments: readonly Segment[];
  readonly place: Place | undefined;
}
export type Segment =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'block'; readonly bytes: Uint8Array; readonly form: LiteralForm };

/** Who asks, and what the answer is to be. */
export interface Asking {
  readonly expected: readonly ExpectedReply[];
  /** Sent by the engine for its own ends: any answer will do, and the transcript says so. */
  readonly own: boolean;
  /** Sent in one write with others: nothing can be waited for in between. */
  readonly pipelined: boolean;
  /** What the transcript shows in place of the octets, for what must be masked whole. */
  readonly shown?: WireText;
  readonly role?: SentRole;
  readonly note?: string;
}

export const asOurs = (note: string): Asking => ({ expected: [], own: true, pipelined: false, note: `ours: ${note}` });

/** A command on its way, or answered. */
export interface Awaited {
  /** The command as it was sent, or its beginning; for people: `whatOf`. */
  readonly line: string;
  /** What is shown in its place. */
  readonly shown: string | undefined;
  readonly verb: string;
  readonly place: Place | undefined;
  readonly expected: readonly ExpectedReply[];
  readonly own: boolean;
  sentSeq: number;
  sentAt: number;
  /** The server said `+` to a literal that waits for it. */
  continued: boolean;
  done: boolean;
  failure: Failure | undefined;
  /** The reply that ended it. */
  final: ServerUnit | undefined;
  /** How many of `expected` have been judged. */
  judged: number;
  /** After the message in LMTP: one reply a recipient (RFC 2033 §4.2). */
  readonly eachRecipient: boolean;
  /** How many of these are still to come; unset until the first does. */
  remaining: number | undefined;
}

export interface Piece {
  /** Text is sent as UTF-8. */
  readonly content: string | Uint8Array;
  readonly role: SentRole;
  readonly shown?: WireText | undefined;
  readonly note?: string | undefined;
}

/** Octets to send, stage by stage: before each stage but the first the server has to say `+`. */
export interface Sending {
  readonly stages: readonly (readonly Piece[])[];
  /** Absent for lines of data, which are not answered one by one. */
  readonly awaited: Awaited | undefined;
}

/** What was said without being asked for, in order. */
export interface Unasked {
  readonly unit: ServerUnit;
  readonly seq: number;
  /** The octets for people, masked. */
  readonly text: string;
}

/** The last reply, for `assert reply.…`. */
export interface LastReply {
  readonly unit: ServerUnit;
  /** Milliseconds from the command to it. */
  readonly ms: number;
}

export interface MailboxFacts {
  readonly exists?: number;
  readonly uidnext?: number;
  readonly uidvalidity?: number;
  readonly flags?: readonly string[];
}

export interface Conversation {
  readonly protocol: Protocol;
  /** Makes a line ready and expects its answer. Must be followed by the sending of the stages. */
  prepare(line: Line, asking: Asking): Result<Sending, Failure>;
  receive(chunk: Uint8Array): void;
  /** The stream has ended: what is incomplete is shown. */
  finish(): void;
  /** Octets of an answer that is not complete. */
  readonly partial: Uint8Array;
  /** Answers without a question. The greeting is the first of them. */
  readonly inbox: Unasked[];
  /** The next answer is the greeting. */
  readonly opening: boolean;
  /** What the server announced last; undefined when it must be asked again. */
  readonly capabilities: Capabilities | undefined;
  /** All that it ever announced on this connection. */
  readonly everAnnounced: ReadonlySet<string>;
  readonly last: LastReply | undefined;
  readonly mailbox: MailboxFacts | undefined;
  /** Something the server did that ends the dialogue: octets beyond the limits, a tag that is nobody's. */
  readonly broken: Failure | undefined;
  /** What has to happen to the stream before anything else is said. */
  readonly upgrade: Upgrade | undefined;
  /** TLS is there: what was known before is forgotten (RFC 3207 §4.2, RFC 9051 §6.2.1, RFC 2595 §4). */
  secured(): void;
  /** So many octets that are no `C:` line were sent: a count announced by hand takes them, and unasked replies are to be expected. */
  rawSent(octets: number): void;
  /** What to say before leaving, if anything can be said now. */
  farewell(clean: boolean): readonly string[];
  /** An authentication has succeeded since the connection began. */
  readonly authenticated: boolean;
  /** Marks the outcome of the `auth` directive. */
  hasAuthenticated(): void;
  /** The tag that the next line belongs to (IMAP). */
  readonly upcomingTag: string | undefined;
  /** What to do when a reply does not come, where the state of the dialogue explains it. */
  readonly hint: string | undefined;
}

export type Upgrade =
  | { readonly kind: 'tls'; readonly injected: Uint8Array }
  | { readonly kind: 'compression'; readonly already: Uint8Array };
