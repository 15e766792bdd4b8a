/** From a new connection to a signed-in one: greeting, STARTTLS, the strongest mechanism that both sides have. */
import { err, fromBase64, ok, type Result, toBase64 } from '../base';
import type { Capabilities } from '../protocol/capabilities';
import { quoted } from '../protocol/imap/print';
import type { ImapResponse } from '../protocol/imap/response';
import { choose } from '../protocol/sasl/choose';
import type { Credentials } from '../protocol/sasl/credentials';
import type { ChannelBinding, SaslStep } from '../protocol/sasl/mechanism';
import type { Mechanism } from '../protocol/sasl/mechanisms';
import type { Clock, Transport } from '../session/ports';
import type { Recorder, Where } from '../session/recorder';
import type { Dialogue, Shown } from './dialogue';
import { fromFailure, refusal, type Trouble, trouble } from './trouble';

/** Who signs in. The password or token is registered as a secret before it is used. */
export interface SignIn extends Credentials {
  /** What stands for the secret in the transcript: `‹secret NAME›`. */
  readonly secretName: string;
}

export interface SignInContext {
  readonly transport: Transport;
  readonly dialogue: Dialogue;
  readonly recorder: Recorder;
  readonly where: Where;
  readonly clock: Clock;
  readonly random: (count: number) => Uint8Array;
  readonly timeoutMs: number;
  /** Any certificate is accepted, and a secret may cross the network readable. */
  readonly insecure: boolean;
}

/** More challenges than any mechanism has. */
const tooMany = 20;

/** Signs in (RFC 9051 §6.2); the answer is what the server can do now, and by which mechanism it was. */
export async function signIn(
  context: SignInContext,
  who: SignIn,
): Promise<Result<{ readonly capabilities: Capabilities; readonly mechanism: string }, Trouble>> {
  const { dialogue, recorder } = context;
  for (const secret of [who.password, who.token])
    if (secret !== undefined) recorder.redactor.add(who.secretName, secret);
  const greeting = await dialogue.next('Greeting');
  if (!greeting.ok) return greeting;
  if (greeting.value.name === 'BYE' || greeting.value.name === 'NO' || greeting.value.name === 'BAD') {
    return err(refusalOf('Greeting', greeting.value));
  }
  const before = await capabilities(dialogue);
  if (!before.ok) return before;
  let mechanism = 'PREAUTH';
  if (greeting.value.name !== 'PREAUTH') {
    const secured = await secure(context, before.value);
    if (!secured.ok) return secured;
    const authenticated = await authenticate(context, who);
    if (!authenticated.ok) return authenticated;
    mechanism = authenticated.value;
  }
  const after = await capabilities(dialogue);
  return after.ok ? ok({ capabilities: after.value, mechanism }) : after;
}

/** As announced; asked for when they were not (RFC 9051 §6.1.1). */
async function capabilities(dialogue: Dialogue): Promise<Result<Capabilities, Trouble>> {
  if (dialogue.capabilities) return ok(dialogue.capabilities);
  const reply = await dialogue.command('CAPABILITY');
  if (!reply.ok) return reply;
  return dialogue.capabilities ? ok(dialogue.capabilities) : err(refusalOf('CAPABILITY', reply.value));
}

const refusalOf = (what: string, { name, code, text }: ImapResponse): Trouble =>
  refusal(what, name, code?.name, text ?? '');

/** STARTTLS where it is announced (RFC 9051 §6.2.1): what was announced before is forgotten. */
async function secure(context: SignInContext, known: Capabilities): Promise<Result<void, Trouble>> {
  const { transport, dialogue, recorder, where } = context;
  if (transport.tls || !known.has('STARTTLS')) return ok(undefined);
  const reply = await dialogue.command('STARTTLS');
  if (!reply.ok) return reply;
  if (reply.value.name !== 'OK') return err(refusalOf('STARTTLS', reply.value));
  transport.pause();
  if (dialogue.unasked > 0) {
    return err(
      trouble(
        'connection',
        'the server sent octets in clear behind its agreement to TLS (response injection)',
        'A server, or somebody in between, puts clear text where TLS begins; it was not used (CVE-2011-0411).',
      ),
    );
  }
  const began = recorder.elapsed();
  const { insecure, timeoutMs } = context;
  const tls = await transport.startTls({ insecure, timeoutMs });
  if (!tls.ok) return err(fromFailure(tls.error));
  recorder.emit({ kind: 'secured', tls: tls.value, ms: recorder.since(began) }, where);
  dialogue.capabilities = undefined;
  const again = await capabilities(dialogue);
  return again.ok ? ok(undefined) : again;
}

/** What binds to the TLS channel: RFC 9266 on TLS 1.3, RFC 5929 before it. */
function bindingOf(transport: Transport): ChannelBinding | undefined {
  const types =
    transport.tls?.version === 'TLSv1.3'
      ? (['tls-exporter', 'tls-server-end-point'] as const)
      : (['tls-server-end-point'] as const);
  for (const type of types) {
    const data = transport.tls && transport.channelBinding(type);
    if (data) return { type, data };
  }
  return undefined;
}

const isLoopback = ({ remote, url }: Transport): boolean =>
  /^(?:127\.|\[::1\]|::1|unix|\[?::ffff:127\.)/.test(remote) || url.startsWith('unix:');

async function authenticate(context: SignInContext, who: SignIn): Promise<Result<string, Trouble>> {
  const { transport, dialogue, recorder, where } = context;
  const known = dialogue.capabilities;
  const announced = (known?.names ?? []).flatMap((name) => /^AUTH=(.+)$/.exec(name)?.[1] ?? []);
  const binding = bindingOf(transport);
  const tls = transport.tls !== undefined;
  const allowClearText = context.insecure || isLoopback(transport);
  const way = choose(announced, who, { tls, allowClearText, ...(binding && { channelBinding: binding }) });
  if (way.ok) {
    if (way.value.exposed && !isLoopback(transport)) {
      recorder.emit(
        { kind: 'logged', text: 'Without TLS the secret crosses the network readable', level: 'warning' },
        where,
      );
    }
    return exchange(context, way.value.mechanism, announced, binding, who);
  }
  const mayLogin = announced.length === 0 && !known?.has('LOGINDISABLED') && (tls || allowClearText);
  if (mayLogin && who.password !== undefined) return login(context, who, who.password);
  return err(trouble('sign-in', way.error.message, way.error.advice));
}

/** LOGIN (RFC 9051 §6.2.3), for servers without mechanisms. */
async function login(
  { dialogue, recorder }: SignInContext,
  who: SignIn,
  password: string,
): Promise<Result<string, Trouble>> {
  if (!/^[\x20-\x7e]*$/.test(who.user + password)) {
    return err(
      trouble(
        'sign-in',
        'LOGIN cannot carry this login or password: it has other characters than US-ASCII',
        'Use a server that offers AUTH=PLAIN or SCRAM.',
      ),
    );
  }
  recorder.redactor.add(who.secretName, quoted(password).slice(1, -1));
  const line = `LOGIN ${quoted(who.user)} ${quoted(password)}`;
  const reply = await dialogue.command(line, (tag) => ({
    text: `${tag} LOGIN ${quoted(who.user)} ‹secret ${who.secretName}›\r\n`,
    octets: tag.length + line.length + 3,
  }));
  if (!reply.ok) return reply;
  return reply.value.name === 'OK' ? ok('LOGIN') : err(signInRefused('LOGIN', who, reply.value));
}

const signInRefused = (mechanism: string, { user }: SignIn, reply: ImapResponse): Trouble => {
  const { message, advice, code } = refusalOf(`${user} cannot sign in by ${mechanism}`, reply);
  return trouble('sign-in', message, advice ?? 'Check the login and the password.', code);
};

/** One SASL exchange over IMAP (RFC 9051 §6.2.2, RFC 4959). */
async function exchange(
  { dialogue, recorder, random }: SignInContext,
  mechanism: Mechanism,
  announced: readonly string[],
  binding: ChannelBinding | undefined,
  who: SignIn,
): Promise<Result<string, Trouble>> {
  const made = mechanism.client(who, { random, announced, ...(binding && { channelBinding: binding }) });
  if (!made.ok) return err(trouble('sign-in', made.error.message, made.error.advice));
  const client = made.value;
  const { redactor } = recorder;
  const noteOf = (step: SaslStep | undefined): string | undefined =>
    step && redactor.text(`${client.name}: ${step.note}`);
  const shownOf = (step: SaslStep | undefined, encoded: string, prefix: string): Shown | undefined => {
    if (!step?.sensitive) return undefined;
    redactor.add(who.secretName, encoded);
    return { text: `${prefix}‹secret ${who.secretName}›\r\n`, octets: prefix.length + encoded.length + 2 };
  };

  const first = `AUTHENTICATE ${client.name}`;
  const { initial } = client;
  const encoded = initial && (initial.response.length === 0 ? '=' : toBase64(initial.response));
  const inLine = encoded !== undefined && (dialogue.capabilities?.has('SASL-IR') ?? false);
  let held = inLine ? undefined : initial;
  dialogue.capabilities = undefined;
  const masked = (tag: string): Shown | undefined => shownOf(initial, encoded ?? '', `${tag} ${first} `);
  let reply = await (inLine
    ? dialogue.command(
        `${first} ${encoded}`,
        initial?.sensitive ? (tag) => masked(tag) ?? { text: '', octets: 0 } : undefined,
        noteOf(initial),
      )
    : dialogue.command(first));

  for (let round = 0; ; round++) {
    if (!reply.ok) return reply;
    if (reply.value.kind !== 'continuation') {
      if (reply.value.name !== 'OK') return err(signInRefused(client.name, who, reply.value));
      const proved = client.finish();
      return proved.ok
        ? ok(client.name)
        : err(trouble('sign-in', `${client.name}: ${proved.error.message}`, proved.error.advice));
    }
    const challenge = fromBase64((reply.value.text ?? '').trim());
    // The initial response that was held back answers the first, empty, challenge.
    const answer =
      challenge === undefined || round >= tooMany
        ? err({
            message: 'the server does not follow the mechanism',
            advice: 'Compare the exchange in the transcript with the RFC.',
          })
        : held
          ? ok(held)
          : client.respond(challenge);
    held = undefined;
    if (!answer.ok) {
      const { message, advice } = answer.error;
      const end = await dialogue.proceed('*', undefined, `${client.name}: cancelled`, 'sasl');
      const code = end.ok ? end.value.code?.name : undefined;
      return err(trouble('sign-in', redactor.text(`${client.name}: ${message}`), redactor.text(advice), code));
    }
    const text = toBase64(answer.value.response);
    reply = await dialogue.proceed(text, shownOf(answer.value, text, ''), noteOf(answer.value), 'sasl');
  }
}
