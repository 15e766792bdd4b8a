/** `raw`: exactly these octets, at once or one by one. */
import type { Raw } from '../../script/program';
import { connectionFor } from '../connect';
import { failedAt, notReady, type SessionContext, where } from '../context';
import { closedFailure, greeted, nothingUnasked, taken } from '../converse';
import { failure, type Outcome } from '../failure';

export async function raw(context: SessionContext, step: Raw): Promise<Outcome> {
  const found = await connectionFor(context, step.connection, step.place);
  if (!found.ok) return found.error;
  const connection = found.value;
  const stop = (await greeted(context, connection, step.place)) ?? nothingUnasked(context, connection, step.place);
  if (stop) return stop;
  if (connection.ended) return failedAt(closedFailure(context, connection, undefined), step.place, connection);
  const made = context.payloads.raw(step.bytes, context.values, {
    index: context.round,
    tag: connection.conversation.upcomingTag,
  });
  if (!made.ok) return failedAt(made.error, step.place, connection);
  const octets = made.value;
  connection.conversation.rawSent(octets.length);
  const { recorder } = context;
  const note = step.everyMs === undefined ? undefined : `one octet every ${step.everyMs} ms`;
  recorder.sent(recorder.redactor.wire(octets), 'raw', note, where(context, step.place, connection));
  if (step.everyMs === undefined) {
    const full = connection.write(octets);
    return full && taken(context, connection, full);
  }
  for (let i = 0; i < octets.length && !connection.ended; i++) {
    if (i > 0) {
      const woken = await context.waiter.until(() => connection.ended !== undefined, step.everyMs);
      if (woken === 'cancelled' || woken === 'session-late') {
        return notReady(context, woken, () => failure('timeout', `${octets.length - i} octets were not sent yet`));
      }
    }
    const full = connection.write(octets.subarray(i, i + 1));
    const late = full && (await taken(context, connection, full));
    if (late) return late;
  }
  return undefined;
}
