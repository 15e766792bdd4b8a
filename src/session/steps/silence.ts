/** `silence` and `expect close`: what the server must not do for a time, and what it must. */
import type { ExpectClose, Silence } from '../../script/program';
import { connectionFor } from '../connect';
import { duration, failedAt, notReady, type SessionContext } from '../context';
import { closedFailure, nothingUnasked, quote, replyTime, showPartial } from '../converse';
import { failure, type Outcome } from '../failure';

export async function silence(context: SessionContext, step: Silence): Promise<Outcome> {
  const found = await connectionFor(context, step.connection, step.place);
  if (!found.ok) return found.error;
  const connection = found.value;
  const { conversation } = connection;
  const unasked = connection.greeted ? nothingUnasked(context, connection, step.place) : undefined;
  if (unasked) return unasked;
  const before = connection.octetsIn;
  const held = conversation.inbox.length;
  // What has come already and no line has taken breaks it, too: whether it came just before or just after is chance.
  const woken =
    held > 0
      ? 'ready'
      : await context.waiter.until(() => connection.octetsIn !== before || connection.ended !== undefined, step.ms);
  if (woken === 'late') return undefined;
  if (woken !== 'ready') {
    return notReady(context, woken, () => failure('timeout', `${duration(step.ms)} of silence were not over`));
  }
  if (held === 0 && connection.octetsIn === before) {
    return failedAt(
      { ...closedFailure(context, connection, undefined), expected: `silence for ${duration(step.ms)}` },
      step.place,
      connection,
    );
  }
  const said = conversation.inbox[0]?.text ?? quote(context, conversation.partial);
  conversation.inbox.length = 0;
  showPartial(context, connection);
  return failedAt(
    failure('mismatch', 'The server broke the silence', { expected: `silence for ${duration(step.ms)}`, actual: said }),
    step.place,
    connection,
  );
}

export async function expectClose(context: SessionContext, step: ExpectClose): Promise<Outcome> {
  const found = await connectionFor(context, step.connection, step.place);
  if (!found.ok) return found.error;
  const connection = found.value;
  const ms = replyTime(context);
  const woken = await context.waiter.until(() => connection.ended !== undefined, ms);
  if (woken !== 'ready') {
    const stop = notReady(context, woken, () =>
      failure('timeout', `The server did not close the connection within ${duration(ms)}`, {
        expected: 'the server closes',
        actual: connection.conversation.inbox.at(-1)?.text ?? 'the connection is open',
      }),
    );
    return stop.kind === 'failed' ? failedAt(stop.failure, step.place, connection) : stop;
  }
  if (connection.ended?.by === 'us')
    return failedAt(closedFailure(context, connection, undefined), step.place, connection);
  if (!connection.greeted) {
    connection.greeted = true;
    connection.conversation.inbox.shift();
  }
  const unasked = nothingUnasked(context, connection, step.place);
  // A server that says goodbye first does what is expected.
  if (unasked?.kind === 'failed' && unasked.failure.kind === 'closed') {
    connection.conversation.inbox.length = 0;
    return undefined;
  }
  return unasked;
}
