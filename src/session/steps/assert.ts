/** `assert`, and the condition of `if`: facts of a connection and variables, compared. */
import type { Assert, Condition } from '../../script/program';
import { connectionFor } from '../connect';
import type { Connection } from '../connection';
import { emit, failedAt, type SessionContext } from '../context';
import { factOf } from '../facts';
import { failure, type Outcome, type Stop } from '../failure';
import { known } from '../needs';
import { evaluate, type Judgement } from '../values/conditions';

export async function assertion(context: SessionContext, step: Assert): Promise<Outcome> {
  const judged = await judgeCondition(context, step.condition, step.connection);
  if ('kind' in judged) return judged;
  const { recorder } = context;
  const actual = recorder.redactor.text(judged.actual);
  emit(
    context,
    { kind: 'asserted', ok: judged.ok, text: recorder.redactor.text(step.condition.text), actual },
    step.place,
  );
  if (judged.ok) return undefined;
  return failedAt(
    failure('assert', `${step.condition.text} does not hold`, {
      expected: recorder.redactor.text(judged.expected),
      actual,
    }),
    step.place,
  );
}

/** Whether a condition holds, or why that cannot be said. */
export async function judgeCondition(
  context: SessionContext,
  condition: Condition,
  name: string | undefined,
): Promise<Judgement | Stop> {
  let connection: Connection | undefined;
  if (condition.left.kind === 'fact') {
    const wanted = condition.connection ?? name;
    const found = await connectionFor(context, wanted, condition.place);
    if (!found.ok) return found.error;
    connection = found.value;
    if (condition.left.path === 'capabilities' && !connection.conversation.capabilities) {
      const stop = await known(context, connection, condition.place);
      if (stop) return stop;
    }
  }
  const moment = { index: context.round };
  const judged = evaluate(condition, {
    fact: (path) => (connection ? factOf(connection, path) : undefined),
    variable: (variable) => context.values.get(variable)?.text,
    expand: (template) => context.values.expand(template, moment),
    names: context.values.names,
  });
  return judged.ok ? judged.value : failedAt(judged.error, condition.place, connection);
}
