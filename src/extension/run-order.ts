/** What is to be run, what is told while it runs, and how it ended: what lens, key, save and Test Explorer share. */
import type * as vscode from 'vscode';
import type { Problem } from '../base';
import type { LoadedScript } from '../host';
import type { Counts, RunEvent } from '../transcript/event';

export interface RunOrder {
  readonly document: vscode.TextDocument;
  /** Indices; those that they need run first. Default: all. */
  readonly sessions?: readonly number[];
  /** Default: the chosen one. */
  readonly environment?: string;
  /**
   * `hand`: refused with a word while another run goes on. `save` and `test`: waits for its turn, and what hinders it is for the
   * caller to tell.
   */
  readonly by: 'hand' | 'save' | 'test';
  /** Ends it from outside; its clean-up still runs. */
  readonly signal?: AbortSignal;
  /** Told of this run, beside the runner's own listeners. */
  readonly listener?: RunListener;
}

/** A run that has begun. */
export interface StartedRun {
  readonly order: RunOrder;
  /** As people name the script. */
  readonly title: string;
  readonly script: LoadedScript;
  readonly environment: string;
  /** How many sessions will run, those that are needed among them. */
  readonly total: number;
  cancel(): void;
}

/** What follows runs. All is called in order, once a run has begun. */
export interface RunListener {
  started?(run: StartedRun): void;
  event?(event: RunEvent, run: StartedRun): void;
  /** `cancelled`: somebody ended it. */
  ended?(end: RunEnd & { readonly kind: 'ran' }, run: StartedRun): void | Promise<void>;
}

export type RunEnd =
  | { readonly kind: 'ran'; readonly counts: Counts; readonly cancelled: boolean }
  /** Nothing was run. `problems`: what is wrong with the script. */
  | { readonly kind: 'refused'; readonly reason: string; readonly problems?: readonly Problem[] };

/** How a run as a whole ended. */
export const outcomeOf = ({ counts, cancelled }: RunEnd & { kind: 'ran' }): 'passed' | 'failed' | 'cancelled' => {
  if (counts.failed > 0) return 'failed';
  return cancelled || counts.cancelled > 0 ? 'cancelled' : 'passed';
};

/** `2 passed, 0 failed`, and the others where there are any. */
export const inWords = ({ passed, failed, skipped, cancelled }: Counts): string =>
  [
    `${passed} passed`,
    `${failed} failed`,
    skipped > 0 ? `${skipped} skipped` : [],
    cancelled > 0 ? `${cancelled} cancelled` : [],
  ]
    .flat()
    .join(', ');

/** How many sessions run for these: they and those that they need. */
export function totalOf({ program }: LoadedScript, wanted: readonly number[] | undefined): number {
  if (!wanted) return program.sessions.length;
  return new Set(
    wanted.flatMap((index) => {
      const session = program.sessions[index];
      return session ? [index, ...session.needsSessions] : [];
    }),
  ).size;
}
