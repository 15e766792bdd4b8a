/** `starttls`: STARTTLS or STLS, its reply, and the handshake. */
import type { StartTls } from '../../script/program';
import { connectionFor } from '../connect';
import { failedAt, type SessionContext } from '../context';
import { ask, closedFailure, greeted, nothingUnasked } from '../converse';
import { failure, type Outcome } from '../failure';
import { textLine } from '../own-line';

export async function startTls(context: SessionContext, step: StartTls): Promise<Outcome> {
  const found = await connectionFor(context, step.connection, step.place);
  if (!found.ok) return found.error;
  const connection = found.value;
  const { conversation, transport } = connection;
  const stop =
    (await greeted(context, connection, step.place)) ??
    nothingUnasked(context, connection, step.place) ??
    (await context.needs.judge(context, connection, step.place, 'starttls'));
  if (stop) return stop;
  if (connection.ended) return failedAt(closedFailure(context, connection, undefined), step.place, connection);
  if (transport.tls) {
    const cause = failure('resolve', 'The connection is on TLS already', {
      advice: 'Leave `starttls` out, or connect in clear',
    });
    return failedAt(cause, step.place, connection);
  }
  const verb = conversation.protocol === 'pop3' ? 'STLS' : 'STARTTLS';
  const sending = conversation.prepare(textLine(verb, step.place), {
    expected: step.expected ? [step.expected] : [],
    own: false,
    pipelined: false,
  });
  if (!sending.ok) return failedAt(sending.error, step.place, connection);
  const outcome = await ask(context, connection, [sending.value]);
  const known = conversation.capabilities;
  if (outcome?.kind === 'failed' && outcome.failure.kind === 'mismatch' && known && !known.has(verb)) {
    return { kind: 'failed', failure: { ...outcome.failure, advice: `The server does not announce ${verb}` } };
  }
  return outcome ?? context.needs.judge(context, connection, step.place);
}
