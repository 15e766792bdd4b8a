/** What comes of comparing a reply with the `S:` lines that speak of it, and what the comparison is given. */
import type { ImapResponse } from '../../protocol/imap/response';
import type { Pop3Response } from '../../protocol/pop3/response';
import type { SmtpReply } from '../../protocol/smtp/reply';
import type { ExpectedLine, Expression } from '../../script/program';
import type { Failure } from '../../transcript/event';

/** One thing that a server says, parsed: a whole reply (SMTP, POP3), or one response (IMAP). */
export type ServerUnit =
  | { readonly kind: 'smtp'; readonly reply: SmtpReply }
  | { readonly kind: 'pop3'; readonly response: Pop3Response }
  | { readonly kind: 'imap'; readonly response: ImapResponse };

export interface MatchScope {
  /**
   * The value of an expression as text. `captured` holds what earlier lines of the same reply captured: it goes before the
   * session's own variables.
   */
  text(expression: Expression, captured?: ReadonlyMap<string, string>): string;
  /** The value of a name that this session has captured already: a second capture must be equal to it. */
  bound(name: string): string | undefined;
  /** The number that message `n` (when the command was sent) has now, or undefined when it is gone: `#3`. */
  follow?(n: number): number | undefined;
  /** Masks secrets in what is shown, before it is cut short. Unset: nothing is secret. */
  mask?(text: string): string;
  /** A line that has been met is compared no more: nobody asks whether the responses after that fit it, too. */
  readonly once?: boolean;
  /** The tag of the command, where there is one. */
  readonly tag?: string;
}

export interface LineVerdict {
  readonly line: ExpectedLine;
  readonly ok: boolean;
  /** The reply that the line met, or why it met none. */
  readonly text: string;
}

export interface Verdict {
  readonly ok: boolean;
  /** In the script's order. */
  readonly lines: readonly LineVerdict[];
  /** Names and values, in the order of the lines; no name twice. */
  readonly captures: readonly (readonly [string, string])[];
  /** Of the line that decided. Its texts are masked if the scope can mask. */
  readonly failure?: Failure;
}

/** The comparison of one reply with its expected lines, as the reply comes in. Keeps nothing but the nearest miss of each line. */
export interface ReplyMatch {
  /**
   * IMAP: an untagged response that came before the final one, before it is applied to message numbers.
   * True when some line speaks of it.
   */
  offer(unit: ServerUnit): boolean;
  /**
   * Ends the comparison with the final reply (SMTP, POP3: the reply; IMAP: the tagged response, the continuation, or the
   * greeting), or with nothing where only unsolicited data was waited for. May be called once.
   */
  finish(final: ServerUnit | undefined): Verdict;
  /** Every line that must be met has been, so there is nothing left to wait for. */
  readonly satisfied: boolean;
}
