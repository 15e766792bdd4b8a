/** `C:` lines: one after the other, or a pipeline in one write. */
import type { Command, Exchange } from '../../script/program';
import { connectionFor } from '../connect';
import type { Connection } from '../connection';
import { failedAt, type SessionContext } from '../context';
import type { Asking, Sending } from '../conversation';
import { ask, closedFailure, greeted, nothingUnasked, warn } from '../converse';
import { fail, type Outcome } from '../failure';
import { says } from '../walk';

export async function exchange(context: SessionContext, step: Exchange): Promise<Outcome> {
  const first = connectionFor(context, step.connection, step.place);
  const found = first instanceof Promise ? await first : first;
  if (!found.ok) return found.error;
  const connection = found.value;
  const stop = connection.greeted ? undefined : await opened(context, connection, step);
  if (stop) return stop;
  if (context.cleaningUp && connection.conversation.farewell(true).length === 0) {
    return fail('closed', 'The connection cannot take a command: it is closed, or in the middle of another', {
      place: step.place,
    });
  }
  return step.pipelined ? pipeline(context, connection, step) : lockStep(context, connection, step);
}

async function opened(context: SessionContext, connection: Connection, step: Exchange): Promise<Outcome> {
  const stop = await greeted(context, connection, step.commands[0]?.place ?? step.place);
  return stop ?? context.needs.judge(context, connection, step.place);
}

async function lockStep(context: SessionContext, connection: Connection, step: Exchange): Promise<Outcome> {
  for (const command of step.commands) {
    const refused = sayable(context, connection, command);
    if (refused) return refused;
    const early = context.needs.open.length > 0 && (await announcedEarly(context, connection, command));
    if (early) return early;
    const sending = prepare(context, connection, command, false);
    const ready = sending instanceof Promise ? await sending : sending;
    if ('kind' in ready) return ready;
    const outcome = await ask(context, connection, [ready]);
    // A server that lacks what the session needs may well have failed the line because of it.
    const skipped = context.needs.judge(context, connection, command.place);
    const needs = skipped instanceof Promise ? (connection.ended ? undefined : await skipped) : skipped;
    if (needs && (!outcome || needs.kind === 'skipped')) return needs;
    if (!outcome) continue;
    // In clean-up every line has its try, as long as the connection is there to take it.
    if (!context.cleaningUp || outcome.kind !== 'failed' || outcome.failure.kind !== 'mismatch') return outcome;
    warn(context, `always: ${outcome.failure.message}`, command.place, connection);
  }
  return undefined;
}

/** A line that signs in, goes to TLS or belongs before that: what is announced only before it is judged now, as `auth` and `starttls` do. */
async function announcedEarly(context: SessionContext, connection: Connection, command: Command): Promise<Outcome> {
  const { needs } = context;
  if (says(command, /^(?:STARTTLS|STLS)$/i)) return needs.judge(context, connection, command.place, 'starttls');
  if (!says(command, /^(?:AUTH|AUTHENTICATE|LOGIN|USER|APOP|UTF8|LANG)$/i)) return undefined;
  return needs.judge(context, connection, command.place, 'auth');
}

async function pipeline(context: SessionContext, connection: Connection, step: Exchange): Promise<Outcome> {
  const [head] = step.commands;
  const refused = head && sayable(context, connection, head);
  if (refused) return refused;
  const sendings: Sending[] = [];
  for (const command of step.commands) {
    const sending = prepare(context, connection, command, true);
    const ready = sending instanceof Promise ? await sending : sending;
    if ('kind' in ready) return ready;
    sendings.push(ready);
  }
  const outcome = await ask(context, connection, sendings);
  return outcome ?? context.needs.judge(context, connection, step.place);
}

function sayable(context: SessionContext, connection: Connection, command: Command): Outcome {
  const unasked = nothingUnasked(context, connection, command.place);
  if (unasked) return unasked;
  if (!connection.ended) return undefined;
  return failedAt(closedFailure(context, connection, undefined), command.place, connection);
}

function prepare(
  context: SessionContext,
  connection: Connection,
  command: Command,
  pipelined: boolean,
): Sending | NonNullable<Outcome> | Promise<Sending | NonNullable<Outcome>> {
  const asking: Asking = { expected: command.expected, own: false, pipelined };
  const moment = { index: context.round, tag: connection.conversation.upcomingTag };
  const line = context.payloads.line(command, context.values, moment);
  const finish = (made: Awaited<typeof line>): Sending | NonNullable<Outcome> => {
    if (!made.ok) return failedAt(made.error, command.place, connection);
    const sending = connection.conversation.prepare(made.value, asking);
    return sending.ok ? sending.value : failedAt(sending.error, command.place, connection);
  };
  return line instanceof Promise ? line.then(finish) : finish(line);
}
