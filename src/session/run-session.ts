/** Runs one session: what is missing is found first, then its steps, its clean-up, its goodbye. */
import type { SessionProgram } from '../script/program';
import type { Outcome as Ending, Failure } from '../transcript/event';
import { carryOut } from './carry-out';
import { connections } from './connection';
import type { SessionContext } from './context';
import { warn } from './converse';
import { failed, type Outcome } from './failure';
import { leave, nothingLeft } from './farewell';
import { masked } from './link';
import { createNeeds } from './needs';
import type { RunOptions, Timeouts } from './options';
import type { Payloads } from './payload';
import type { Ports } from './ports';
import { preflight } from './preflight';
import type { Recorder } from './recorder';
import type { SecretStore } from './secrets';
import type { Values } from './values/values';
import { createWaiter } from './waiter';

export interface SessionRun {
  readonly index: number;
  readonly session: SessionProgram;
  readonly ports: Ports;
  readonly options: RunOptions;
  readonly timeouts: Timeouts;
  readonly recorder: Recorder;
  /** The run's values: the session gets a scope of its own, and publishes it at its end. */
  readonly values: Values;
  readonly payloads: Payloads;
  readonly secrets: SecretStore;
}

export interface SessionResult {
  readonly outcome: Ending;
  readonly reason?: string;
  readonly failure?: Failure;
}

/** Milliseconds for `always` blocks and goodbyes after a cancellation. */
const cleanUpTime = 10_000;

export async function runSession(run: SessionRun): Promise<SessionResult> {
  const { session, ports, options, timeouts, recorder, index } = run;
  const waiter = createWaiter(ports.clock, timeouts.session);
  const context: SessionContext = {
    index,
    session,
    ports,
    options,
    timeouts,
    recorder,
    values: run.values.child(),
    waiter,
    connections: connections(),
    payloads: run.payloads,
    needs: createNeeds(session),
    round: undefined,
    cleaningUp: false,
    secret: (name) => run.secrets.secret(name),
    carryOut: (steps) => carryOut(context, steps),
  };
  const cancel = (): void => waiter.cancel();
  options.signal?.addEventListener('abort', cancel, { once: true });
  if (options.signal?.aborted) waiter.cancel();

  const outcome = await steps(context, run);
  const result = resultOf(outcome, recorder);
  if (result.failure) recorder.emit({ kind: 'failed', failure: result.failure }, whereOf(context, result.failure));
  waiter.reopen(cleanUpTime);
  await cleanUp(context);
  await leave(context, result.outcome === 'passed');
  context.values.publish();
  options.signal?.removeEventListener('abort', cancel);
  waiter.end();
  return result;
}

async function steps(context: SessionContext, run: SessionRun): Promise<Outcome> {
  if (context.waiter.cancelled) return { kind: 'cancelled' };
  const missing = await preflight(context, context.session, run.secrets);
  if (missing) return failed(missing);
  const outcome = (await carryOut(context, context.session.steps)) ?? (await nothingLeft(context));
  if (!outcome && context.needs.open.length > 0) {
    warn(
      context,
      `\`needs ${context.needs.open.join(' ')}\` was never judged: the server has announced nothing`,
      context.session.place,
    );
  }
  return outcome;
}

/** Every step of the `always` blocks has its try; what fails is noted. Only a session that connected has anything to clean up. */
async function cleanUp(context: SessionContext): Promise<void> {
  if (context.connections.all.length === 0) return;
  context.cleaningUp = true;
  for (const step of context.session.cleanup) {
    const outcome = await carryOut(context, [step]);
    if (outcome?.kind === 'cancelled') return;
    if (outcome?.kind === 'failed')
      warn(context, `always: ${outcome.failure.message}`, outcome.failure.place ?? step.place);
  }
}

function resultOf(outcome: Outcome, recorder: Recorder): SessionResult {
  switch (outcome?.kind) {
    case undefined:
      return { outcome: 'passed' };
    case 'cancelled':
      return { outcome: 'cancelled', reason: 'the run was cancelled' };
    case 'skipped':
      return { outcome: 'skipped', reason: outcome.reason };
    case 'failed':
      return { outcome: 'failed', failure: masked(outcome.failure, recorder) };
  }
}

const whereOf = ({ index }: SessionContext, { place, connection }: Failure) => ({ session: index, connection, place });
