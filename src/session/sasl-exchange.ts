/** One SASL exchange over SMTP (RFC 4954), IMAP (RFC 9051 §6.2.2, RFC 4959) or POP3 (RFC 5034). */
import { fromBase64, toBase64 } from '../base';
import type { ClientMechanism, SaslFailure, SaslStep } from '../protocol/sasl/mechanism';
import type { Mechanism } from '../protocol/sasl/mechanisms';
import type { Auth } from '../script/program';
import { announcedMechanisms, bindingOf } from './auth-choice';
import type { Connection } from './connection';
import { failedAt, type SessionContext } from './context';
import type { Asking } from './conversation';
import { ask, warn } from './converse';
import type { SignIn } from './credentials';
import { failure, type Outcome } from './failure';
import { judgeReply } from './judge-reply';
import type { ServerUnit } from './match/verdict';
import { textLine } from './own-line';

/** Octets in a line with CRLF: RFC 4954 §4 for SMTP; RFC 2449 §4 for a POP3 command; IMAP sets none. */
const longestFirst = { smtp: 12_288, lmtp: 12_288, pop3: 255, imap: 65_536 } as const;
const longestResponse = 12_288;

/** More challenges than any mechanism has. */
const tooMany = 20;

export async function saslExchange(
  context: SessionContext,
  connection: Connection,
  step: Auth,
  mechanism: Mechanism,
  who: SignIn,
): Promise<Outcome> {
  const binding = bindingOf(connection);
  const made = mechanism.client(who.credentials, {
    random: context.ports.random,
    announced: announcedMechanisms(connection),
    ...(binding && { channelBinding: binding }),
  });
  if (!made.ok) {
    return failedAt(failure('resolve', made.error.message, { advice: made.error.advice }), step.place, connection);
  }
  return exchange(context, connection, step, made.value, who.secretName);
}

async function exchange(
  context: SessionContext,
  connection: Connection,
  step: Auth,
  client: ClientMechanism,
  secretName: string,
): Promise<Outcome> {
  const { conversation } = connection;
  const { redactor } = context.recorder;

  /** Sends a line and gives the reply. */
  const say = async (
    text: string,
    asking: Asking,
  ): Promise<{ readonly stop: Outcome; readonly unit?: ServerUnit | undefined }> => {
    const sending = conversation.prepare(textLine(text, step.place), asking);
    if (!sending.ok) return { stop: failedAt(sending.error, step.place, connection) };
    const stop = await ask(context, connection, [sending.value]);
    return { stop, unit: sending.value.awaited?.final };
  };

  const asking = (prefix: string, sasl: SaslStep | undefined, encoded: string, isFirst: boolean): Asking => {
    if (!sasl) return { expected: [], own: true, pipelined: false };
    const note = { note: redactor.text(`${client.name}: ${sasl.note}`) };
    if (!sasl.sensitive) return { expected: [], own: true, pipelined: false, ...note };
    redactor.add(secretName, encoded);
    const tag = isFirst && conversation.protocol === 'imap' ? `${conversation.upcomingTag ?? ''} ` : '';
    const octets = tag.length + prefix.length + encoded.length + 2;
    return {
      expected: [],
      own: true,
      pipelined: false,
      shown: { text: `${tag}${prefix}‹secret ${secretName}›\r\n`, octets, masked: true },
      ...note,
    };
  };

  const verb = conversation.protocol === 'imap' ? 'AUTHENTICATE' : 'AUTH';
  const first = `${verb} ${client.name}`;
  const { initial } = client;
  const encodedInitial = initial && (initial.response.length === 0 ? '=' : toBase64(initial.response));
  const inLine =
    encodedInitial !== undefined &&
    first.length + encodedInitial.length + 3 <= longestFirst[conversation.protocol] &&
    (conversation.protocol !== 'imap' || (conversation.capabilities?.has('SASL-IR') ?? false));
  if (initial) warned(context, connection, step, initial);
  let held = inLine ? undefined : initial;
  let reply =
    inLine && encodedInitial !== undefined
      ? await say(`${first} ${encodedInitial}`, asking(`${first} `, initial, encodedInitial, true))
      : await say(first, { expected: [], own: true, pipelined: false });

  for (let round = 0; ; round++) {
    if (reply.stop) return reply.stop;
    const challenge = challengeOf(reply.unit);
    if (challenge === undefined) return end(context, connection, step, client, reply.unit);
    const octets = fromBase64(challenge.trim());
    const problem = round >= tooMany ? endless : octets === undefined ? notBase64(challenge) : undefined;
    if (problem || !octets) return cancel(context, connection, step, client, problem ?? endless, say);
    // The initial response that was held back answers the first, empty, challenge.
    const answer = held ? ({ ok: true, value: held } as const) : client.respond(octets);
    held = undefined;
    if (!answer.ok) return cancel(context, connection, step, client, answer.error, say);
    const encoded = toBase64(answer.value.response);
    if (encoded.length + 2 > longestResponse) {
      return cancel(context, connection, step, client, tooLong, say);
    }
    warned(context, connection, step, answer.value);
    reply = await say(encoded, { ...asking('', answer.value, encoded, false), role: 'sasl' });
  }
}

const endless: SaslFailure = {
  message: 'The server does not stop asking',
  advice: 'No mechanism has so many steps: look at the server’s log',
};
const tooLong: SaslFailure = {
  message: 'The response is longer than a line may be (12288 octets)',
  advice: 'RFC 4954 §4 sets the limit',
};
const notBase64 = (text: string): SaslFailure => ({
  message: `The server’s challenge is not base64: "${text.slice(0, 80)}"`,
  advice: 'RFC 4954 §4, RFC 9051 §6.2.2 and RFC 5034 §4 have challenges in base64',
});

function warned(context: SessionContext, connection: Connection, step: Auth, sasl: SaslStep): void {
  if (sasl.warning !== undefined) warn(context, sasl.warning, step.place, connection);
}

/** The challenge's base64, or undefined when the reply ends the exchange. */
function challengeOf(unit: ServerUnit | undefined): string | undefined {
  switch (unit?.kind) {
    case 'smtp':
      return unit.reply.code === 334 ? unit.reply.text : undefined;
    case 'pop3':
      return unit.response.kind === 'continuation' ? unit.response.text : undefined;
    case 'imap':
      return unit.response.kind === 'continuation' ? (unit.response.text ?? '') : undefined;
    default:
      return undefined;
  }
}

const isSuccess = (unit: ServerUnit | undefined): boolean => {
  switch (unit?.kind) {
    case 'smtp':
      return unit.reply.code >= 200 && unit.reply.code < 300;
    case 'pop3':
      return unit.response.positive;
    case 'imap':
      return unit.response.name === 'OK';
    default:
      return false;
  }
};

function end(
  context: SessionContext,
  connection: Connection,
  step: Auth,
  client: ClientMechanism,
  unit: ServerUnit | undefined,
): Outcome {
  if (isSuccess(unit)) {
    const proved = client.finish();
    if (!proved.ok) {
      return failedAt(
        failure('protocol', `${client.name}: ${proved.error.message}`, { advice: proved.error.advice }),
        step.place,
        connection,
      );
    }
    connection.mechanism = client.name;
    connection.conversation.hasAuthenticated();
  }
  return judgeReply(context, connection, step.expected, unit, step.place);
}

/** Gives the exchange up with `*` (RFC 4954 §4, RFC 9051 §6.2.2, RFC 5034 §4); the reason is the outcome. */
async function cancel(
  context: SessionContext,
  connection: Connection,
  step: Auth,
  client: ClientMechanism,
  reason: SaslFailure,
  say: (text: string, asking: Asking) => Promise<{ readonly stop: Outcome }>,
): Promise<Outcome> {
  const { redactor } = context.recorder;
  const note = `${client.name}: cancelled`;
  const { stop } = await say('*', { expected: [], own: true, pipelined: false, note, role: 'sasl' });
  if (stop?.kind === 'cancelled') return stop;
  return failedAt(
    failure('protocol', redactor.text(reason.message), { advice: redactor.text(reason.advice) }),
    step.place,
    connection,
  );
}
