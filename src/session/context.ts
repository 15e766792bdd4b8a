/** What the steps of one session share. */
import type { Place, SessionProgram, Step } from '../script/program';
import type { EventBody, Failure } from '../transcript/event';
import type { Connection, Connections } from './connection';
import { type Eventually, failed, failure, located, type Outcome, type Stop } from './failure';
import type { Needs } from './needs';
import type { RunOptions, Timeouts } from './options';
import type { Payloads } from './payload';
import type { Ports } from './ports';
import type { Recorder, Where } from './recorder';
import type { Values } from './values/values';
import type { Waiter } from './waiter';

export interface SessionContext {
  /** Index in the program. */
  readonly index: number;
  readonly session: SessionProgram;
  readonly ports: Ports;
  readonly options: RunOptions;
  readonly timeouts: Timeouts;
  readonly recorder: Recorder;
  readonly values: Values;
  readonly waiter: Waiter;
  readonly connections: Connections;
  readonly payloads: Payloads;
  readonly needs: Needs;
  /** An `always` block is running: nothing is said on a connection that cannot take a command. */
  cleaningUp: boolean;
  /** The round of the innermost `repeat`. */
  round: number | undefined;
  /** A secret by its name, registered to be masked before it is given out. */
  readonly secret: (name: string) => Promise<string | undefined>;
  /** Carries steps out one after the other. */
  readonly carryOut: (steps: readonly Step[]) => Eventually<Outcome>;
}

export const where = (context: SessionContext, place?: Place, connection?: Connection): Where => ({
  session: context.index,
  connection: connection?.name,
  place,
});

export const emit = (context: SessionContext, body: EventBody, place?: Place, connection?: Connection): number =>
  context.recorder.emit(body, where(context, place, connection));

/** A failure with its place, masked, and noted in the transcript by whoever ends the step. */
export const failedAt = (cause: Failure, place: Place | undefined, connection?: Connection): Stop =>
  failed(located(cause, place, connection?.name));

/** What came of a wait that did not end well. */
export function notReady(
  context: SessionContext,
  woken: 'late' | 'session-late' | 'cancelled',
  late: () => Failure,
): Stop {
  switch (woken) {
    case 'cancelled':
      return { kind: 'cancelled' };
    case 'session-late':
      return failed(
        failure('timeout', `The session took longer than ${duration(context.timeouts.session)} in all`, {
          advice: 'Raise the session’s time, or look for the step that took it',
          expected: late().expected ?? late().message,
        }),
      );
    case 'late':
      return failed(late());
  }
}

/** Milliseconds for people. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return `${Number((ms / 1000).toFixed(1))} s`;
}
