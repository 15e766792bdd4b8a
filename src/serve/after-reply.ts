/** What a reply of ours means for what follows: TLS, compression, a message, a SASL response, the end. */
import type { Place } from '../script/program';
import { failed, failure, located, type Outcome } from '../session/failure';
import type { ServerUnit } from '../session/match/verdict';
import { emit, type ServeContext } from './context';
import type { Served } from './served';

export async function afterReply(
  context: ServeContext,
  connection: Served,
  verb: string,
  final: ServerUnit | undefined,
  place: Place,
): Promise<Outcome> {
  const { dialogue } = connection;
  if (!final) return undefined;
  const positive = isPositive(final);
  switch (final.kind) {
    case 'smtp': {
      const { code } = final.reply;
      if (code === 354) dialogue.expecting = { kind: 'message' };
      if (code === 334) dialogue.expecting = { kind: 'line', verb: 'AUTH' };
      if (verb === 'RCPT' && positive) dialogue.recipients++;
      if (/^(?:MAIL|RSET|EHLO|LHLO|HELO)$/.test(verb) && positive) dialogue.recipients = 0;
      if (code === 421) return leave(connection);
      break;
    }
    case 'pop3':
      if (final.response.kind === 'continuation') dialogue.expecting = { kind: 'line', verb };
      break;
    case 'imap':
      // A literal that is waited for is announced by hand, and counted.
      if (final.response.kind === 'continuation' && dialogue.expecting.kind === 'command') {
        dialogue.expecting = { kind: 'line', verb };
      }
      break;
  }
  if (!positive) return undefined;
  switch (verb) {
    case 'STARTTLS':
    case 'STLS':
      return secure(context, connection, place);
    case 'COMPRESS':
      connection.compress();
      emit(context, { kind: 'compressed' }, place, connection);
      return undefined;
    case 'QUIT':
    case 'LOGOUT':
      return leave(connection);
    default:
      return undefined;
  }
}

export const isPositive = (unit: ServerUnit): boolean => {
  switch (unit.kind) {
    case 'smtp':
      return unit.reply.code >= 200 && unit.reply.code < 300;
    case 'pop3':
      return unit.response.positive;
    case 'imap':
      return unit.response.name === 'OK';
  }
};

async function leave(connection: Served): Promise<undefined> {
  await connection.close('fin');
  return undefined;
}

/** The handshake; octets that the client sent in clear before it are never taken (RFC 3207 §4.2). */
export async function secure(context: ServeContext, connection: Served, place: Place): Promise<Outcome> {
  const early = connection.pending;
  if (early > 0) {
    const text = `The client sent ${early} octets in clear behind its request for TLS`;
    return failed(
      located(failure('protocol', text, { advice: 'They could be anybody’s: RFC 3207 §4.2' }), place, connection.name),
    );
  }
  const began = context.ports.clock.now();
  let result: Awaited<ReturnType<Served['secure']>> | undefined;
  const shaking = connection.secure(context.timeouts.command).then((done) => {
    result = done;
    context.waiter.wake();
  });
  const woken = await context.waiter.until(() => result !== undefined, context.timeouts.command + 1000);
  void shaking;
  if (woken === 'cancelled') return { kind: 'cancelled' };
  if (!result?.ok) {
    const cause = result?.error ?? failure('timeout', 'The TLS handshake was not done in time');
    return failed(located(cause, place, connection.name));
  }
  emit(context, { kind: 'secured', tls: result.value, ms: context.ports.clock.now() - began }, place, connection);
  return undefined;
}
