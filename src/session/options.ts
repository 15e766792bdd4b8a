/** How a program is to be run. */
import type { FrameLimits } from '../protocol/finding';
import type { Counts, Outcome } from '../transcript/event';
import type { Gate } from './gate';
import type { Environment } from './ports';

export interface RunOptions {
  readonly environment: Environment;
  /** Set from outside (`--var`), over the file's own and the environment's. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Indices of the sessions to run; those whose captures they need run first. Default: all. */
  readonly sessions?: readonly number[];
  readonly timeouts?: Partial<Timeouts>;
  readonly limits?: Partial<FrameLimits>;
  readonly signal?: AbortSignal;
  readonly gate?: Gate;
  /** Stop after the first failed session. */
  readonly failFast?: boolean;
}

/** Milliseconds. Defaults: 10,000, 30,000, 300,000. */
export interface Timeouts {
  readonly connect: number;
  readonly reply: number;
  readonly session: number;
}

export interface RunResult {
  readonly outcome: Outcome;
  readonly counts: Counts;
}
