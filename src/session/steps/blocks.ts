/** `retry`, `repeat`, `if`: bodies carried out until they hold, so many times, or when a condition says so. */
import type { If, Repeat, Retry } from '../../script/program';
import type { Failure } from '../../transcript/event';
import { duration, emit, failedAt, notReady, type SessionContext } from '../context';
import { failure, type Outcome } from '../failure';
import { capturesOf, everyStep } from '../walk';
import { judgeCondition } from './assert';

export async function retry(context: SessionContext, step: Retry): Promise<Outcome> {
  const { clock } = context.ports;
  const end = clock.now() + step.forMs;
  const captured = capturesOf(step.body);
  const opensAnew = [...everyStep(step.body)].some(({ kind }) => kind === 'connect');
  for (let attempt = 1; ; attempt++) {
    context.values.unbind(captured);
    const outcome = await context.carryOut(step.body);
    if (!outcome) {
      if (attempt > 1) note(context, step, `attempt ${attempt} held`);
      return undefined;
    }
    if (outcome.kind !== 'failed') return outcome;
    if (outcome.failure.kind === 'closed' && !opensAnew) {
      const advice = 'A connection that is gone cannot hold again: put a `connect` into the body of `retry`';
      return { kind: 'failed', failure: { ...outcome.failure, advice } };
    }
    const message = context.recorder.redactor.text(outcome.failure.message);
    if (clock.now() + step.everyMs > end) {
      note(context, step, `attempt ${attempt} failed: ${message}; ${duration(step.forMs)} are over`);
      const advice = `Tried ${attempt === 1 ? 'once' : `${attempt} times`} in ${duration(step.forMs)}`;
      return {
        kind: 'failed',
        failure: {
          ...outcome.failure,
          advice: outcome.failure.advice ? `${outcome.failure.advice} (${advice})` : advice,
        },
      };
    }
    note(context, step, `attempt ${attempt} failed: ${message}; again in ${duration(step.everyMs)}`);
    const woken = await context.waiter.until(() => false, step.everyMs);
    if (woken !== 'late' && woken !== 'ready') {
      return notReady(context, woken, () => failure('timeout', 'The body of `retry` did not hold'));
    }
  }
}

const note = (context: SessionContext, step: Retry, text: string): number =>
  emit(context, { kind: 'logged', level: 'note', text: `retry: ${text}` }, step.place);

/** Rounds after which others get a turn, when a body never waits. */
const rounds = 1_000;

export async function repeat(context: SessionContext, step: Repeat): Promise<Outcome> {
  const times = context.values.expand(step.times, { index: context.round });
  if (!times.ok) return failedAt(times.error, step.place);
  const text = times.value.text.trim();
  if (!/^\d{1,15}$/.test(text)) {
    return failedAt(
      failure('resolve', `"${context.recorder.redactor.text(text)}" is no number of times`, {
        advice: 'Write a whole number: `repeat 10`',
      }),
      step.place,
    );
  }
  const captured = capturesOf(step.body);
  const outer = context.round;
  let outcome: Outcome;
  for (let round = 1; round <= Number(text) && !outcome; round++) {
    context.round = round;
    if (captured.size > 0) context.values.unbind(captured);
    outcome = await context.carryOut(step.body);
    if (outcome?.kind === 'failed') outcome = inRound(outcome.failure, round, Number(text));
    if (round % rounds === 0 && !outcome) await context.waiter.until(() => false, 1);
  }
  context.round = outer;
  return outcome;
}

function inRound(cause: Failure, round: number, times: number): Outcome {
  const where = `In round ${round} of ${times}`;
  return { kind: 'failed', failure: { ...cause, advice: cause.advice ? `${cause.advice} (${where})` : where } };
}

export async function conditional(context: SessionContext, step: If): Promise<Outcome> {
  const judged = await judgeCondition(context, step.condition, undefined);
  if ('kind' in judged) return judged;
  const text = context.recorder.redactor.text(`${step.condition.text}: ${judged.ok ? 'yes' : 'no'} (${judged.actual})`);
  emit(context, { kind: 'logged', level: 'note', text: `if ${text}` }, step.place);
  return context.carryOut(judged.ok ? step.then : step.else);
}
