/** Carries steps out one after the other, each behind the gate. */
import { ok } from '../base';
import type { Step } from '../script/program';
import { connectAs, connectionFor } from './connect';
import { emit, failedAt, notReady, type SessionContext } from './context';
import { closedFailure, nothingUnasked } from './converse';
import { cancelled, type Eventually, fail, failure, located, type Outcome } from './failure';
import { needsHere } from './needs';
import { assertion } from './steps/assert';
import { conditional, repeat, retry } from './steps/blocks';
import { exchange } from './steps/exchange';
import { fault } from './steps/fault';
import { raw } from './steps/raw';
import { receive } from './steps/receive';
import { expectClose, silence } from './steps/silence';
import { startTls } from './steps/starttls';

/** Ends with the first step that does not hold. */
export async function carryOut(context: SessionContext, steps: readonly Step[]): Promise<Outcome> {
  for (const step of steps) {
    const stop = await held(context, step);
    if (stop) return stop;
    const outcome = perform(context, step);
    const stopped = outcome instanceof Promise ? await outcome : outcome;
    if (!stopped) continue;
    if (stopped.kind !== 'failed') return stopped;
    return { kind: 'failed', failure: located(stopped.failure, step.place, undefined) };
  }
  return undefined;
}

/** Waits at the gate; that time is nobody's. */
function held(context: SessionContext, step: Step): Eventually<Outcome> {
  if (context.waiter.cancelled) return cancelled;
  const holding = context.options.gate?.before(step, {
    session: context.index,
    variables: () => context.values.masked(),
  });
  if (!holding) return undefined;
  const { clock } = context.ports;
  const began = clock.now();
  let open = false;
  const opened = (): void => {
    open = true;
    context.waiter.postpone(clock.now() - began);
    context.waiter.wake();
  };
  holding.then(opened, opened);
  return waitForGate(context, () => open);
}

/** A day: a debugger may hold a step as long as it likes. */
const gateTime = 86_400_000;

async function waitForGate(context: SessionContext, open: () => boolean): Promise<Outcome> {
  context.waiter.postpone(gateTime);
  const woken = await context.waiter.until(open, gateTime);
  context.waiter.postpone(-gateTime);
  return woken === 'cancelled' ? cancelled : undefined;
}

function perform(context: SessionContext, step: Step): Eventually<Outcome> {
  switch (step.kind) {
    case 'exchange':
      return exchange(context, step);
    case 'receive':
      return receive(context, step);
    case 'assign': {
      const value = context.values.assign(step.name, step.value, { index: context.round });
      return value.ok ? undefined : failedAt(value.error, step.place);
    }
    case 'connect':
      return connectAs(context, step);
    case 'starttls':
      return startTls(context, step);
    case 'auth':
      // With its mechanisms come large tables, which most sessions do without.
      return import('./auth').then(({ auth }) => auth(context, step));
    case 'close':
      return close(context, step);
    case 'needs':
      return needs(context, step);
    case 'wait':
      return wait(context, step.ms);
    case 'silence':
      return silence(context, step);
    case 'expectClose':
      return expectClose(context, step);
    case 'assert':
      return assertion(context, step);
    case 'raw':
      return raw(context, step);
    case 'fault':
      return fault(context, step);
    case 'log': {
      const text = context.values.expand(step.text, { index: context.round });
      if (!text.ok) return failedAt(text.error, step.place);
      emit(
        context,
        { kind: 'logged', level: 'log', text: context.recorder.redactor.text(text.value.text) },
        step.place,
      );
      return undefined;
    }
    case 'retry':
      return retry(context, step);
    case 'repeat':
      return repeat(context, step);
    case 'if':
      return conditional(context, step);
    case 'await':
      return later(context, step, 'await');
    case 'compose':
      return later(context, step, 'compose');
  }
}

const later = (_: SessionContext, step: Step, name: string): Outcome =>
  fail('resolve', `\`${name}\` arrives with a later version`, {
    place: step.place,
    advice: 'Take the line out, or run the script with a version that has it',
  });

async function wait(context: SessionContext, ms: number): Promise<Outcome> {
  const woken = await context.waiter.until(() => false, ms);
  if (woken === 'late' || woken === 'ready') return undefined;
  return notReady(context, woken, () => failure('timeout', '`wait` was not over'));
}

async function close(context: SessionContext, step: Extract<Step, { kind: 'close' }>): Promise<Outcome> {
  const known = context.connections.all;
  const found =
    known.length === 0 && step.connection === undefined
      ? ok(undefined)
      : await connectionFor(context, step.connection, step.place);
  if (!found.ok) return found.error;
  const connection = found.value;
  if (!connection) return fail('resolve', 'There is no connection to close', { place: step.place });
  if (connection.ended?.by === 'us')
    return failedAt(closedFailure(context, connection, undefined), step.place, connection);
  const unasked =
    step.how === 'fin' && connection.greeted ? nothingUnasked(context, connection, step.place) : undefined;
  if (unasked && !connection.ended) return unasked;
  await connection.close(step.how);
  return undefined;
}

async function needs(context: SessionContext, step: Extract<Step, { kind: 'needs' }>): Promise<Outcome> {
  if (step.when === 'head') {
    context.needs.later(step);
    return undefined;
  }
  const found = await connectionFor(context, step.connection, step.place);
  return found.ok ? needsHere(context, found.value, step) : found.error;
}
