/** Carries the steps of a session out from the server's end, one after the other. */
import type { Step } from '../script/program';
import { fail, failed, located, type Outcome } from '../session/failure';
import { capturesOf } from '../session/walk';
import { mechanismsFor } from './accounts';
import { connectAs, connectionFor, greet } from './connect';
import { emit, type ServeContext } from './context';
import { exchange, receive } from './exchange';
import { conditional } from './follow-condition';
import { clientCloses, clientSends, serverCloses, sleep } from './mirrored';
import { startTls } from './starttls';
import { knownText, shownText } from './values/hole';

export async function carryOut(context: ServeContext, steps: readonly Step[]): Promise<Outcome> {
  const outer = context.ahead;
  for (const [i, step] of steps.entries()) {
    if (context.waiter.cancelled) return { kind: 'cancelled' };
    context.ahead = [...steps.slice(i + 1), ...outer];
    if (announcing.has(step.kind)) context.mechanisms = await mechanismsFor(context);
    const outcome = await perform(context, step);
    if (!outcome) continue;
    return outcome.kind === 'failed' ? failed(located(outcome.failure, step.place, undefined)) : outcome;
  }
  context.ahead = outer;
  return undefined;
}

/** Steps that the server may announce in what it can do: whom `auth` signs in may be known only now. */
const announcing: ReadonlySet<Step['kind']> = new Set(['exchange', 'receive', 'auth', 'starttls', 'needs']);

function perform(context: ServeContext, step: Step): Outcome | Promise<Outcome> {
  switch (step.kind) {
    case 'exchange':
      return exchange(context, step);
    case 'receive':
      return receive(context, step);
    case 'assign':
      context.values.assign(step.name, step.value, { index: context.round });
      return undefined;
    case 'compose':
      context.values.leaveOpen(step.name);
      return undefined;
    case 'connect':
      return connectAs(context, step);
    case 'starttls':
      return startTls(context, step);
    case 'auth':
      // With its mechanisms come large tables, which most sessions do without.
      return import('./auth').then(({ auth }) => auth(context, step));
    case 'close':
      return clientCloses(context, step);
    case 'expectClose':
      return serverCloses(context, step);
    case 'raw':
      return clientSends(context, step);
    case 'wait':
      return sleep(context, step.ms);
    case 'silence':
      return silence(context, step);
    case 'needs':
      return step.when === 'here' ? opened(context, step) : undefined;
    case 'assert':
    case 'fault':
      return undefined;
    case 'log': {
      const text = context.recorder.redactor.text(
        shownText(context.values.pieces(step.text, { index: context.round })),
      );
      emit(context, { kind: 'logged', level: 'log', text }, step.place);
      return undefined;
    }
    case 'retry':
      // What the body waits for is said at once, so that it holds the first time.
      context.values.unbind(capturesOf(step.body));
      return carryOut(context, step.body);
    case 'repeat':
      return repeat(context, step);
    case 'if':
      return conditional(context, step);
    case 'await':
      return fail('resolve', '`await` watches a mailbox that really is there: it cannot be played by a script alone', {
        place: step.place,
        advice: 'write the SEARCH and FETCH dialogue out',
      });
  }
}

/** The greeting is said, so that what is asked next can come. */
async function opened(context: ServeContext, step: Extract<Step, { kind: 'needs' }>): Promise<Outcome> {
  const found = await connectionFor(context, step.connection, step.place);
  return found.ok ? greet(context, found.value, step.place) : found.error;
}

/** The client counts from when it has read the last reply, which is later than when we sent it. */
const silenceMargin = 100;

async function silence(context: ServeContext, step: Extract<Step, { kind: 'silence' }>): Promise<Outcome> {
  const found = await connectionFor(context, step.connection, step.place);
  if (!found.ok) return found.error;
  // A client that goes on has had its silence.
  return sleep(context, step.ms + silenceMargin, () => found.value.pending > 0 || found.value.ended !== undefined);
}

async function repeat(context: ServeContext, step: Extract<Step, { kind: 'repeat' }>): Promise<Outcome> {
  const text = knownText(context.values.pieces(step.times, { index: context.round }))?.trim() ?? '';
  if (!/^\d{1,15}$/.test(text)) {
    return fail('resolve', 'How often `repeat` repeats is not known at the server’s end', {
      place: step.place,
      advice: 'Write a number, or set the variable with --var',
    });
  }
  const captured = capturesOf(step.body);
  const outer = context.round;
  let outcome: Outcome;
  for (let round = 1; round <= Number(text) && !outcome; round++) {
    context.round = round;
    context.values.unbind(captured);
    outcome = await context.carryOut(step.body);
  }
  context.round = outer;
  return outcome;
}
