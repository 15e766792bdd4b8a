/** `fault`: has the run's own sandbox do something wrong from here on. */
import type { FaultStep } from '../../script/program';
import type { Failure } from '../../transcript/event';
import { emit, failedAt, type SessionContext } from '../context';
import { failure, type Outcome } from '../failure';

export function fault(context: SessionContext, step: FaultStep): Outcome {
  const text = context.values.expand(step.text, { index: context.round });
  if (!text.ok) return failedAt(text.error, step.place);
  const set = context.ports.fault;
  if (!set) return failedAt(noSandbox(step), step.place);
  const done = set(text.value.text);
  const { redactor } = context.recorder;
  if (!done.ok) {
    const { message, advice } = done.error;
    return failedAt(failure('resolve', redactor.text(message), { advice: redactor.text(advice) }), step.place);
  }
  emit(context, { kind: 'logged', level: 'note', text: redactor.text(`fault: ${text.value.text}`) }, step.place);
  return undefined;
}

/** Known before anything is sent: only servers of our own can be told to misbehave. */
export const noSandbox = (step: FaultStep): Failure =>
  failure('resolve', '`fault` speaks to the sandbox, and this run has another environment', {
    place: step.place,
    advice: 'Run the script with the environment `sandbox`, or take the line out',
  });
