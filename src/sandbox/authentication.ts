/** Signing in by SASL, on all three protocols alike: which mechanisms there are, and the exchange. */

import { fromBase64, latin1 } from '../base';
import type { ChannelBinding } from '../protocol/sasl/mechanism';
import { findMechanism, mechanisms } from '../protocol/sasl/mechanisms';
import type { SessionContext } from './session';
import type { Account } from './store/account';

/** The mechanisms to be announced on this connection as it is now, the strongest first. */
export function offeredMechanisms(session: SessionContext): string[] {
  const { server, connection } = session;
  return mechanisms
    .filter((mechanism) => {
      if (!server.has(`AUTH=${mechanism.name}`)) return false;
      if (mechanism.requires === 'channel binding') return connection.tls !== undefined;
      if (mechanism.needs === 'client certificate') return certificateUser(session) !== undefined;
      return !(mechanism.clearText && server.tlsRequired && connection.tls === undefined);
    })
    .sort((a, b) => b.strength - a.strength)
    .map(({ name }) => name);
}

/** Whether a password may be shown in clear text: LOGIN, USER. */
export const clearTextAllowed = ({ server, connection }: SessionContext): boolean =>
  !server.tlsRequired || connection.tls !== undefined;

type AuthOutcome =
  | { readonly kind: 'ok'; readonly account: Account }
  | { readonly kind: 'unknown-mechanism' }
  /** The mechanism shows the password, and there is no TLS. */
  | { readonly kind: 'needs-tls' }
  | { readonly kind: 'cancelled' }
  /** The response was no base64, or came where none may be. */
  | { readonly kind: 'malformed'; readonly reason: string }
  /** The response was longer than anybody needs (RFC 4954 §4). */
  | { readonly kind: 'too-long' }
  | { readonly kind: 'refused'; readonly reason: string }
  /** The peer went away. */
  | { readonly kind: 'gone' };

/** The client's answer to a challenge. */
export type Answer = Uint8Array | 'cancelled' | 'malformed' | 'too-long' | 'gone';

/** Reads the line of base64 that answers a challenge. */
export async function readAnswer({ reader }: SessionContext): Promise<Answer> {
  const line = await reader.line(answerLimit);
  if (!line) return 'gone';
  if (line.kind === 'too-long') return 'too-long';
  const text = latin1(line.bytes).replace(/\r?\n$/, '');
  return text === '*' ? 'cancelled' : (fromBase64(text) ?? 'malformed');
}

/** Octets; RFC 4954 §4 asks for 12,288 at least. */
const answerLimit = 65_536;

/**
 * Runs one exchange. `initial` is the decoded initial response; `challenge` sends one challenge and waits for the answer, both
 * decoded. Success is announced by an event.
 */
export async function authenticate(
  session: SessionContext,
  name: string,
  initial: Uint8Array | undefined,
  challenge: (bytes: Uint8Array) => Promise<Answer>,
): Promise<AuthOutcome> {
  const { server, service, connection } = session;
  const announced = offeredMechanisms(session);
  const mechanism = findMechanism(name);
  if (!mechanism || !announced.includes(mechanism.name)) {
    const hidden = mechanism?.clearText && server.has(`AUTH=${mechanism.name}`) && !clearTextAllowed(session);
    return { kind: hidden ? 'needs-tls' : 'unknown-mechanism' };
  }
  // RFC 4954 §4, RFC 9051 §6.2.2. LOGIN, which no RFC defines, is given the user name so by many clients.
  if (initial && !mechanism.clientFirst && mechanism.name !== 'LOGIN')
    return { kind: 'malformed', reason: 'the mechanism begins with a challenge: it takes no initial response' };
  const user = certificateUser(session);
  const exchange = mechanism.server({
    lookUp: (login) => {
      const account = server.store.account(login);
      return account ? { password: account.password, token: account.password } : undefined;
    },
    random: server.random,
    host: server.hostname,
    announced,
    channelBindings: channelBindings(session),
    ...(user === undefined ? {} : { certificateUser: user }),
  });
  let response = initial;
  for (;;) {
    const step = exchange.step(response);
    if (step.kind === 'failure') return { kind: 'refused', reason: step.reason };
    if (step.kind === 'success') {
      const account = mechanism.name === 'ANONYMOUS' ? server.store.anonymous() : server.store.account(step.user);
      if (!account) return { kind: 'refused', reason: 'no such user' };
      // Nobody may act as somebody else (RFC 4422 §3.4.1).
      if (step.authzid && server.store.account(step.authzid) !== account)
        return { kind: 'refused', reason: 'not allowed to act as another user' };
      server.emit({
        kind: 'authenticated',
        service,
        connection: connection.id,
        user: account.user,
        mechanism: mechanism.name,
      });
      return { kind: 'ok', account };
    }
    const answer = await challenge(step.bytes);
    if (answer === 'cancelled' && isRefusal(mechanism.name, step.bytes))
      return { kind: 'refused', reason: 'see the last challenge' };
    if (answer === 'malformed') return { kind: 'malformed', reason: 'the response is not base64' };
    if (answer === 'cancelled' || answer === 'too-long' || answer === 'gone') return { kind: answer };
    response = answer;
  }
}

/** Whether a challenge was the mechanism's own way to refuse: a client that then gives up has been refused (RFC 5802 §7, RFC 7628 §3.2.3). */
const isRefusal = (mechanism: string, challenge: Uint8Array): boolean =>
  latin1(challenge, 0, Math.min(challenge.length, 2)).startsWith(mechanism.startsWith('SCRAM-') ? 'e=' : '{');

/** Signs in with a password in clear text; undefined when it is wrong. */
export function signIn(
  { server, service, connection }: SessionContext,
  login: string,
  password: string,
): Account | undefined {
  const account = server.store.account(login);
  if (!account || account.password !== password) return undefined;
  server.emit({ kind: 'authenticated', service, connection: connection.id, user: account.user, mechanism: 'password' });
  return account;
}

function certificateUser({ server, connection }: SessionContext): string | undefined {
  const raw = connection.tls?.getPeerX509Certificate()?.raw;
  return raw ? server.authority.subjectOf(raw) : undefined;
}

function channelBindings({ server, service, connection }: SessionContext): ChannelBinding[] {
  const { tls } = connection;
  if (!tls) return [];
  const bindings: ChannelBinding[] = [{ type: 'tls-server-end-point', data: server.certificate(service).endPoint }];
  // RFC 9266 §4.2: on TLS 1.2 only with the extended master secret, which cannot be asked for here.
  if (tls.getProtocol() === 'TLSv1.3') {
    bindings.push({
      type: 'tls-exporter',
      data: tls.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0)),
    });
  }
  return bindings;
}
