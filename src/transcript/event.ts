/** The events of a run: everything a user sees is derived from them. Documented in docs/transcript.md. Texts are already masked. */
import type { Range } from '../base';
import type { Finding, Protocol } from '../protocol/finding';

/** The version of this model, written in the first event of a transcript. */
export const transcriptVersion = 1;

export interface EventPlace {
  readonly file: string;
  readonly range: Range;
}

interface Base {
  /** Counted from 1 in a run. */
  readonly seq: number;
  /** Milliseconds since the run began, with fractions. */
  readonly at: number;
  /** Index of the session in this run, from 0; absent for the run's own events. */
  readonly session?: number;
  readonly connection?: string;
  readonly place?: EventPlace;
}

export type RunEvent = Base & EventBody;

/**
 * Octets as text: UTF-8 where they are UTF-8, else one character an octet (`encoding: 'latin1'`), so that every byte can be had back
 * unless something was masked (`masked`) or kept elsewhere (`kept`).
 */
export interface WireText {
  readonly text: string;
  readonly encoding?: 'latin1';
  /** Octets on the wire, before masking. */
  readonly octets: number;
  readonly masked?: true;
  /** The octets are in a file beside the transcript, and `text` is empty. */
  readonly kept?: string;
}

export type EventBody =
  | { readonly kind: 'run-started'; readonly version: number; readonly startedAt: number; readonly environment: string }
  | { readonly kind: 'run-ended'; readonly outcome: Outcome; readonly counts: Counts; readonly ms: number }
  | {
      readonly kind: 'session-started';
      readonly title: string;
      readonly file: string;
      readonly protocol: Protocol;
    }
  | {
      readonly kind: 'session-ended';
      readonly outcome: Outcome;
      /** Why it was skipped or cancelled. */
      readonly reason?: string;
      readonly failure?: Failure;
      readonly ms: number;
    }
  | { readonly kind: 'connecting'; readonly url: string }
  | {
      readonly kind: 'connected';
      readonly url: string;
      readonly local: string;
      readonly remote: string;
      readonly ms: number;
      readonly tls?: TlsFacts;
    }
  | { readonly kind: 'secured'; readonly tls: TlsFacts; readonly ms: number }
  | { readonly kind: 'compressed' }
  | {
      readonly kind: 'sent';
      readonly wire: WireText;
      readonly role: SentRole;
      /** What it says, decoded, without secrets: a SASL step, a count. */
      readonly note?: string;
    }
  | {
      readonly kind: 'received';
      readonly wire: WireText;
      readonly role: ReceivedRole;
      /** `seq` of the `sent` event that it answers. */
      readonly answers?: number;
      /** Since that event, in milliseconds. */
      readonly ms?: number;
      readonly note?: string;
      readonly findings?: readonly Finding[];
      /** No line expected it and no command asked for it. */
      readonly unexpected?: true;
    }
  /** One `S:` line judged, or a command's default expectation that was not met; success that no line asks for makes no event. */
  | { readonly kind: 'checked'; readonly ok: boolean; readonly text: string }
  | { readonly kind: 'captured'; readonly name: string; readonly value: string }
  | { readonly kind: 'asserted'; readonly ok: boolean; readonly text: string; readonly actual: string }
  | { readonly kind: 'logged'; readonly text: string; readonly level: 'log' | 'note' | 'warning' }
  | { readonly kind: 'closed'; readonly by: 'us' | 'peer'; readonly how: 'fin' | 'rst' }
  /** A line failed; `session-ended` repeats the one that decided. */
  | { readonly kind: 'failed'; readonly failure: Failure };

export type SentRole = 'command' | 'data' | 'literal' | 'sasl' | 'raw';
export type ReceivedRole = 'greeting' | 'reply' | 'untagged' | 'continuation' | 'data';
export type Outcome = 'passed' | 'failed' | 'skipped' | 'cancelled';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly cancelled: number;
}

export interface TlsFacts {
  readonly version: string;
  readonly cipher: string;
  readonly authorized: boolean;
  /** Why not, in words. */
  readonly authorizationError?: string;
  /** The script or the user said `insecure`. */
  readonly insecure?: true;
  readonly peer?: {
    readonly subject: string;
    readonly issuer: string;
    readonly names: readonly string[];
    /** Whole days from now to its end; negative when it is over. */
    readonly daysLeft: number;
    /** SHA-256, upper-case hex with colons. */
    readonly fingerprint: string;
  };
  readonly alpn?: string;
}

export const failureKinds = [
  'parse',
  'resolve',
  'connect',
  'tls',
  'timeout',
  'closed',
  'protocol',
  'mismatch',
  'assert',
  'refused',
] as const;
export type FailureKind = (typeof failureKinds)[number];

/** What went wrong at a line (language.md §7). */
export interface Failure {
  readonly kind: FailureKind;
  readonly message: string;
  readonly place?: EventPlace;
  readonly connection?: string;
  readonly expected?: string;
  readonly actual?: string;
  /** The reply that fits best, and the first place where it differs: the token wanted there, and the token that came. */
  readonly nearest?: { readonly text: string; readonly wanted: string; readonly got: string };
  /** What to do. */
  readonly advice?: string;
}
