/** Which way to sign in: a SASL mechanism, or the protocol's own commands. */
import { err, nearest, ok, type Result } from '../base';
import { apopTimestamp } from '../protocol/pop3/greeting';
import { choose } from '../protocol/sasl/choose';
import type { ChannelBinding, SaslFailure } from '../protocol/sasl/mechanism';
import { findMechanism, type Mechanism, mechanisms } from '../protocol/sasl/mechanisms';
import type { Connection } from './connection';
import type { SignIn } from './credentials';

export type Way =
  | { readonly kind: 'sasl'; readonly mechanism: Mechanism; readonly exposed: boolean }
  /** POP3 (RFC 1939 §7). */
  | { readonly kind: 'apop'; readonly timestamp: string }
  | { readonly kind: 'user-pass'; readonly exposed: boolean }
  /** IMAP's command (RFC 9051 §6.2.3). */
  | { readonly kind: 'login'; readonly exposed: boolean };

export interface Ground {
  readonly announced: readonly string[];
  readonly binding: ChannelBinding | undefined;
  /** The text of a POP3 greeting. */
  readonly greeting: string | undefined;
  readonly allowClearText: boolean;
}

/** The mechanisms that the server announced, by whatever name the protocol has for them. */
export const announcedMechanisms = ({ conversation }: Connection): readonly string[] =>
  (conversation.capabilities?.names ?? []).flatMap((name) => /^(?:AUTH|SASL)=(.+)$/.exec(name)?.[1] ?? []);

/** What binds to the TLS channel: RFC 9266 on TLS 1.3, RFC 5929 before it. */
export function bindingOf({ transport }: Connection): ChannelBinding | undefined {
  if (!transport.tls) return undefined;
  const types =
    transport.tls.version === 'TLSv1.3'
      ? (['tls-exporter', 'tls-server-end-point'] as const)
      : (['tls-server-end-point'] as const);
  for (const type of types) {
    const data = transport.channelBinding(type);
    if (data) return { type, data };
  }
  return undefined;
}

export function chooseWay(
  connection: Connection,
  { mechanism, credentials }: SignIn,
  ground: Ground,
): Result<Way, SaslFailure> {
  const { protocol } = connection.conversation;
  const tls = connection.transport.tls !== undefined;
  const timestamp = protocol === 'pop3' ? apopTimestamp(ground.greeting ?? '') : undefined;
  if (mechanism !== undefined) return named(mechanism, connection, ground, timestamp);
  const best = choose(ground.announced, credentials, {
    tls,
    allowClearText: ground.allowClearText,
    ...(ground.binding && { channelBinding: ground.binding }),
  });
  const hasPassword = credentials.password !== undefined;
  const strong = best.ok && !best.value.mechanism.clearText;
  if (!strong && timestamp !== undefined && hasPassword) return ok({ kind: 'apop', timestamp });
  if (best.ok) return ok({ kind: 'sasl', mechanism: best.value.mechanism, exposed: best.value.exposed });
  if (!hasPassword || !(tls || ground.allowClearText)) return best;
  const { capabilities } = connection.conversation;
  if (protocol === 'imap' && ground.announced.length === 0 && !capabilities?.has('LOGINDISABLED')) {
    return ok({ kind: 'login', exposed: !tls });
  }
  if (protocol === 'pop3' && (ground.announced.length === 0 || capabilities?.has('USER'))) {
    return ok({ kind: 'user-pass', exposed: !tls });
  }
  return best;
}

/** The mechanism that the script names is used, announced or not: the server's answer is what is being looked for. */
function named(
  name: string,
  connection: Connection,
  ground: Ground,
  timestamp: string | undefined,
): Result<Way, SaslFailure> {
  const { protocol } = connection.conversation;
  const tls = connection.transport.tls !== undefined;
  if (protocol === 'pop3' && name === 'APOP') {
    if (timestamp !== undefined) return ok({ kind: 'apop', timestamp });
    return err({
      message: 'The server has no APOP: its greeting holds no time stamp',
      advice: 'Leave the mechanism out, or use another',
    });
  }
  if (protocol === 'pop3' && (name === 'USER' || name === 'PASS')) return ok({ kind: 'user-pass', exposed: !tls });
  if (protocol === 'imap' && name === 'LOGIN' && !ground.announced.includes('LOGIN'))
    return ok({ kind: 'login', exposed: !tls });
  const mechanism = findMechanism(name);
  if (mechanism) return ok({ kind: 'sasl', mechanism, exposed: mechanism.clearText && !tls });
  const near = nearest(
    name,
    mechanisms.map((one) => one.name),
  );
  return err({
    message: `There is no mechanism "${name}"`,
    advice: near ? `Did you mean ${near}?` : `There are: ${mechanisms.map((one) => one.name).join(', ')}`,
  });
}
