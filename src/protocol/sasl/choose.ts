/** Chooses the strongest mechanism that both sides have. */
import { err, ok, type Result } from '../../base';
import type { Credentials } from './credentials';
import type { ChannelBinding, SaslFailure } from './mechanism';
import { type Mechanism, mechanisms } from './mechanisms';

export interface ChoiceContext {
  readonly tls: boolean;
  readonly channelBinding?: ChannelBinding;
  /** The connection has shown the server a client certificate. */
  readonly clientCertificate?: boolean;
  /** Allow mechanisms that carry the secret in clear text on a connection without TLS. */
  readonly allowClearText?: boolean;
}

export interface Choice {
  readonly mechanism: Mechanism;
  /** The secret crosses the network readable: allowed by the caller, and to be pointed out to the user. */
  readonly exposed: boolean;
}

/**
 * The strongest announced mechanism for these credentials (names compare case aside). A token goes before a password, as
 * whoever gives one means it; a certificate alone chooses EXTERNAL; neither, and no user, chooses ANONYMOUS.
 */
export function choose(
  announced: readonly string[],
  credentials: Credentials,
  context: ChoiceContext,
): Result<Choice, SaslFailure> {
  const names = new Set(announced.map((name) => name.toUpperCase()));
  const needed = needOf(credentials, context);
  const both = mechanisms.filter((mechanism) => names.has(mechanism.name) && mechanism.needs === needed);
  const usable = both.filter((mechanism) => isUsable(mechanism, context)).toSorted((a, b) => b.strength - a.strength);
  const [mechanism] = usable;
  if (mechanism) return ok({ mechanism, exposed: mechanism.clearText && !context.tls });
  return err(both.length === 0 ? noneInCommon(announced, needed) : nonePermitted(both));
}

function needOf(credentials: Credentials, context: ChoiceContext): Mechanism['needs'] {
  if (credentials.token !== undefined) return 'token';
  if (credentials.password !== undefined) return 'password';
  if (context.clientCertificate) return 'client certificate';
  return credentials.user === '' || credentials.user.toLowerCase() === 'anonymous' ? 'nothing' : 'password';
}

function isUsable(mechanism: Mechanism, context: ChoiceContext): boolean {
  switch (mechanism.requires) {
    case 'nothing':
      return true;
    case 'channel binding':
      return context.channelBinding !== undefined;
    case 'tls':
      return context.tls || (mechanism.clearText && context.allowClearText === true);
    default:
      return mechanism.requires satisfies never;
  }
}

function noneInCommon(announced: readonly string[], needed: Mechanism['needs']): SaslFailure {
  const ours = mechanisms.filter((mechanism) => mechanism.needs === needed).map((mechanism) => mechanism.name);
  return {
    message:
      announced.length === 0
        ? 'The server announces no authentication mechanism'
        : `No mechanism in common: the server has ${announced.join(', ')}`,
    advice:
      announced.length === 0
        ? 'Many servers announce AUTH only after TLS has started: add `starttls` before `auth`'
        : `With ${needed === 'nothing' ? 'no credentials' : `a ${needed}`} we have ${ours.join(', ')}`,
  };
}

function nonePermitted(both: readonly Mechanism[]): SaslFailure {
  const names = both.map((mechanism) => mechanism.name).join(' and ');
  if (both.some((mechanism) => mechanism.clearText)) {
    return {
      message: `Without TLS, ${names} would give the secret away`,
      advice: 'Add `starttls` before `auth`, or connect with TLS',
    };
  }
  return {
    message: `This connection lacks what ${names} stands on: TLS${both.some((one) => one.requires === 'channel binding') ? ' to bind to' : ''}`,
    advice: 'Add `starttls` before `auth`, or connect with TLS',
  };
}
