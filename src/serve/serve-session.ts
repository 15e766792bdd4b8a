/** Plays one session from the server's end: its steps, its clean-up, and the client's goodbye. */

import type { FrameLimits } from '../protocol/finding';
import type { Program, SessionProgram } from '../script/program';
import { failed, failure, type Outcome } from '../session/failure';
import { masked } from '../session/link';
import type { Transport } from '../session/ports';
import type { Recorder } from '../session/recorder';
import type { SecretStore } from '../session/secrets';
import { createWaiter, type Waiter } from '../session/waiter';
import type { Outcome as Ending, Failure } from '../transcript/event';
import { carryOut } from './carry-out';
import type { ServeContext } from './context';
import { farewell } from './farewell';
import type { Wishes } from './make/wishes';
import type { ServeOptions, ServeTimeouts } from './options';
import type { ServePorts } from './ports';
import type { KnownValues } from './values/known-values';

export interface SessionServing {
  readonly index: number;
  readonly program: Program;
  readonly session: SessionProgram;
  readonly ports: ServePorts;
  readonly options: ServeOptions;
  readonly timeouts: ServeTimeouts;
  readonly limits: FrameLimits;
  readonly recorder: Recorder;
  readonly values: KnownValues;
  readonly wishes: Wishes;
  readonly secrets: SecretStore;
}

export interface SessionResult {
  readonly outcome: Ending;
  readonly reason?: string;
  readonly failure?: Failure;
}

export async function serveSession(serving: SessionServing): Promise<SessionResult> {
  const { options, recorder, index, session } = serving;
  const { signal } = options;
  const first = needsClient(session) ? await arrival(serving) : undefined;
  if (signal?.aborted) return { outcome: 'cancelled', reason: 'the run was cancelled' };
  const waiter = createWaiter(serving.ports.clock, serving.timeouts.session);
  const cancel = (): void => waiter.cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  serving.values.newSession();
  const context = newContext(serving, waiter, first);

  let outcome: Outcome;
  if (needsClient(session) && !first)
    outcome = failed(failure('timeout', 'No client connected in time', { place: session.place }));
  outcome ??= await carryOut(context, session.steps);
  outcome ??= await carryOut(context, session.cleanup);
  outcome ??= await farewell(context);
  for (const connection of context.connections) await connection.close('fin');
  if (context.first) await context.first.close();
  signal?.removeEventListener('abort', cancel);
  waiter.end();
  const result = resultOf(outcome, recorder);
  if (result.failure) {
    const { place, connection } = result.failure;
    recorder.emit({ kind: 'failed', failure: result.failure }, { session: index, place, connection });
  }
  return result;
}

/** What the steps of a session share; `first`: the client that it begins with. */
export function newContext(serving: SessionServing, waiter: Waiter, first: Transport | undefined): ServeContext {
  const context: ServeContext = {
    ...serving,
    waiter,
    connections: [],
    first,
    round: undefined,
    secret: (name) => serving.secrets.secret(name),
    mechanisms: [],
    ahead: [],
    carryOut: (steps) => carryOut(context, steps),
  };
  return context;
}

/** A session that says nothing needs nobody to say it to. */
const needsClient = ({ steps, cleanup }: SessionProgram): boolean =>
  [...steps, ...cleanup].some(
    ({ kind }) => kind !== 'assign' && kind !== 'log' && kind !== 'wait' && kind !== 'compose',
  );

function resultOf(outcome: Outcome, recorder: Recorder): SessionResult {
  switch (outcome?.kind) {
    case undefined:
      return { outcome: 'passed' };
    case 'failed':
      return { outcome: 'failed', failure: masked(outcome.failure, recorder) };
    case 'skipped':
      return { outcome: 'skipped', reason: outcome.reason };
    case 'cancelled':
      return { outcome: 'cancelled', reason: 'the run was cancelled' };
  }
}

/** The client that the session begins with. */
function arrival({ ports, timeouts, options }: SessionServing): Promise<Transport | undefined> {
  const { door, clock } = ports;
  return new Promise((resolve) => {
    const settle = (transport: Transport | undefined): void => {
      stop();
      disarm?.();
      options.signal?.removeEventListener('abort', aborted);
      resolve(transport);
    };
    const aborted = (): void => settle(undefined);
    const look = (): void => {
      const transport = door.take();
      if (transport) settle(transport);
    };
    const stop = door.onArrival(look);
    const disarm = Number.isFinite(timeouts.accept) ? clock.after(timeouts.accept, aborted) : undefined;
    options.signal?.addEventListener('abort', aborted, { once: true });
    if (options.signal?.aborted) aborted();
    else look();
  });
}
