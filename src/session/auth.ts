/** `auth`: the whole exchange on SMTP, IMAP and POP3, each step of it in the transcript, no secret ever. */
import { toBase64, utf8 } from '../base';
import { apopDigest } from '../protocol/sasl/apop';
import type { Auth } from '../script/program';
import { announcedMechanisms, bindingOf, chooseWay, type Way } from './auth-choice';
import { connectionFor } from './connect';
import type { Connection } from './connection';
import { failedAt, type SessionContext } from './context';
import type { Asking, Line } from './conversation';
import { ask, closedFailure, greeted, nothingUnasked, warn } from './converse';
import { type SignIn, signIn } from './credentials';
import { failed, failure, type Outcome } from './failure';
import { judgeReply } from './judge-reply';
import { known } from './needs';
import { textLine } from './own-line';
import { saslExchange } from './sasl-exchange';

export async function auth(context: SessionContext, step: Auth): Promise<Outcome> {
  const found = await connectionFor(context, step.connection, step.place);
  if (!found.ok) return found.error;
  const connection = found.value;
  const stop =
    (await greeted(context, connection, step.place)) ??
    nothingUnasked(context, connection, step.place) ??
    (await context.needs.judge(context, connection, step.place, 'auth'));
  if (stop) return stop;
  if (connection.ended) return failedAt(closedFailure(context, connection, undefined), step.place, connection);
  const who = await signIn(context, step, connection.url);
  if (!who.ok) return failedAt(who.error, step.place, connection);
  if (needsAnnouncement(connection, who.value)) {
    const unknown = await known(context, connection, step.place);
    if (unknown) return unknown;
  }
  const way = chooseWay(connection, who.value, {
    announced: announcedMechanisms(connection),
    binding: bindingOf(connection),
    greeting: connection.greeting,
    allowClearText: context.session.settings.insecure || isLoopback(connection),
  });
  if (!way.ok)
    return failedAt(failure('resolve', way.error.message, { advice: way.error.advice }), step.place, connection);
  if ('exposed' in way.value && way.value.exposed && !isLoopback(connection)) {
    warn(context, 'Without TLS the secret crosses the network readable', step.place, connection);
  }
  const outcome = await carry(context, connection, step, way.value, who.value);
  if (outcome) return outcome;
  return context.needs.judge(context, connection, step.place);
}

/** An SMTP script has said EHLO; IMAP and POP3 can be asked. A mechanism named in the script is tried without. */
const needsAnnouncement = (connection: Connection, { mechanism }: SignIn): boolean => {
  const { protocol, capabilities } = connection.conversation;
  if (capabilities) return false;
  if (protocol === 'imap') return true;
  return mechanism === undefined;
};

const isLoopback = ({ transport, url }: Connection): boolean =>
  /^(?:127\.|\[::1\]|::1|unix|\[?::ffff:127\.)/.test(transport.remote) || url.startsWith('unix:');

function carry(context: SessionContext, connection: Connection, step: Auth, way: Way, who: SignIn): Promise<Outcome> {
  switch (way.kind) {
    case 'sasl':
      return saslExchange(context, connection, step, way.mechanism, who);
    case 'apop':
      return apop(context, connection, step, way.timestamp, who);
    case 'user-pass':
      return userPass(context, connection, step, who);
    case 'login':
      return login(context, connection, step, who);
  }
}

const asStep = (shown: string, octets: number, note?: string): Asking => ({
  expected: [],
  own: true,
  pipelined: false,
  shown: { text: shown, octets, masked: true },
  ...(note !== undefined && { note }),
});

const plainStep: Asking = { expected: [], own: true, pipelined: false };

/** Sends one line of the exchange; its reply is judged by the `S:` line behind `auth`, or must be positive. */
async function lastLine(
  context: SessionContext,
  connection: Connection,
  step: Auth,
  line: Line,
  asking: Asking,
  mechanism: string,
): Promise<Outcome> {
  const sending = connection.conversation.prepare(line, asking);
  if (!sending.ok) return failedAt(sending.error, step.place, connection);
  const stop = await ask(context, connection, [sending.value]);
  if (stop) return stop;
  const final = sending.value.awaited?.final;
  const positive =
    final?.kind === 'pop3' ? final.response.positive : final?.kind === 'imap' && final.response.name === 'OK';
  if (positive) {
    connection.mechanism = mechanism;
    connection.conversation.hasAuthenticated();
  }
  return judgeReply(context, connection, step.expected, final, step.place);
}

async function apop(
  context: SessionContext,
  connection: Connection,
  step: Auth,
  timestamp: string,
  who: SignIn,
): Promise<Outcome> {
  const { user, password } = who.credentials;
  if (password === undefined) return noPassword(step, connection, 'APOP');
  const digest = apopDigest(timestamp, password);
  context.recorder.redactor.add(who.secretName, digest);
  const text = `APOP ${user} ${digest}`;
  const shown = `APOP ${user} ‹secret ${who.secretName}›\r\n`;
  const refused = unsafe(user, step, connection);
  if (refused) return refused;
  return lastLine(
    context,
    connection,
    step,
    textLine(text, step.place),
    asStep(shown, text.length + 2, 'the digest of the time stamp and the password'),
    'APOP',
  );
}

async function userPass(context: SessionContext, connection: Connection, step: Auth, who: SignIn): Promise<Outcome> {
  const { user, password } = who.credentials;
  if (password === undefined) return noPassword(step, connection, 'USER');
  const refused = unsafe(`${user}${password}`, step, connection);
  if (refused) return refused;
  const first = connection.conversation.prepare(textLine(`USER ${user}`, step.place), plainStep);
  if (!first.ok) return failedAt(first.error, step.place, connection);
  const stop = await ask(context, connection, [first.value]);
  if (stop) return stop;
  const final = first.value.awaited?.final;
  if (final?.kind === 'pop3' && !final.response.positive)
    return judgeReply(context, connection, step.expected, final, step.place);
  const shown = asStep(`PASS ‹secret ${who.secretName}›\r\n`, utf8(password).length + 7);
  return lastLine(context, connection, step, textLine(`PASS ${password}`, step.place), shown, 'USER');
}

async function login(context: SessionContext, connection: Connection, step: Auth, who: SignIn): Promise<Outcome> {
  const { user, password } = who.credentials;
  if (password === undefined) return noPassword(step, connection, 'LOGIN');
  const quotable = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);
  const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;
  if (quotable(user) && quotable(password)) {
    const text = `LOGIN ${quoted(user)} ${quoted(password)}`;
    context.recorder.redactor.add(who.secretName, quoted(password).slice(1, -1));
    const tag = connection.conversation.upcomingTag ?? '';
    const shown = `${tag} LOGIN ${quoted(user)} ‹secret ${who.secretName}›\r\n`;
    return lastLine(
      context,
      connection,
      step,
      textLine(text, step.place),
      asStep(shown, text.length + tag.length + 3),
      'LOGIN',
    );
  }
  const form = { nonSync: false, literal8: false };
  const line: Line = {
    place: step.place,
    segments: [
      { kind: 'text', text: 'LOGIN ' },
      { kind: 'block', bytes: utf8(user), form },
      { kind: 'text', text: ' ' },
      { kind: 'block', bytes: utf8(password), form },
    ],
  };
  context.recorder.redactor.add(who.secretName, toBase64(utf8(password)));
  return lastLine(context, connection, step, line, plainStep, 'LOGIN');
}

const noPassword = (step: Auth, connection: Connection, way: string): Outcome =>
  failedAt(
    failure('resolve', `${way} needs a password, and there is none`, {
      advice: 'Give the user a secret in the environment, or write it behind the user: `auth USER {{$secret NAME}}`',
    }),
    step.place,
    connection,
  );

/** USER, PASS and APOP are lines: what would end them is refused. */
const unsafe = (text: string, step: Auth, connection: Connection): Outcome =>
  /[\r\n\0]/.test(text)
    ? failed(
        failure(
          'resolve',
          'User or password have a line end or NUL in them, which would end the command (command injection)',
          {
            place: step.place,
            ...(connection.name === undefined ? {} : { connection: connection.name }),
          },
        ),
      )
    : undefined;
