/** Changes a connection to TLS or compression in the middle of the dialogue. */
import { err } from '../base';
import type { Place } from '../script/program';
import type { Connection } from './connection';
import { emit, failedAt, type SessionContext } from './context';
import { quote } from './converse';
import { cancelled, failure, type Outcome } from './failure';
import type { Transport } from './ports';

type Handshake = ReturnType<Transport['startTls']>;

/** Does what the last reply agreed to. Octets in clear behind the reply that starts TLS are refused (RFC 3207 §6, RFC 9051 §11.1). */
export async function upgradeStream(
  context: SessionContext,
  connection: Connection,
  place: Place | undefined,
): Promise<Outcome> {
  const { conversation, transport } = connection;
  const { upgrade } = conversation;
  if (!upgrade) return undefined;
  if (upgrade.kind === 'compression') {
    transport.startCompression(upgrade.already);
    conversation.secured();
    emit(context, { kind: 'compressed' }, place, connection);
    connection.resume();
    return undefined;
  }
  if (upgrade.injected.length > 0) {
    const { redactor } = context.recorder;
    context.recorder.received(
      redactor.wire(upgrade.injected),
      'data',
      { note: 'in clear after STARTTLS; not used', unexpected: true },
      {
        session: context.index,
        connection: connection.name,
        place,
      },
    );
    return failedAt(
      failure(
        'tls',
        `The server sent ${upgrade.injected.length} octets in clear after it agreed to TLS (response injection)`,
        {
          expected: 'the TLS handshake',
          actual: quote(context, upgrade.injected),
          advice: 'A server, or somebody in between, puts clear text where TLS begins; it was not used (CVE-2011-0411)',
        },
      ),
      place,
      connection,
    );
  }
  const began = context.ports.clock.now();
  const { insecure } = context.session.settings;
  const result = await handshake(context, () => transport.startTls({ insecure, timeoutMs: context.timeouts.connect }));
  if (!result) {
    await connection.close('rst');
    return cancelled;
  }
  if (!result.ok) return failedAt(withAdvice(result.error), place, connection);
  conversation.secured();
  emit(context, { kind: 'secured', tls: result.value, ms: context.ports.clock.now() - began }, place, connection);
  connection.resume();
  return undefined;
}

/** The transport keeps the time of the handshake; a cancellation does not wait for it. */
async function handshake(context: SessionContext, start: () => Handshake): Promise<Awaited<Handshake> | undefined> {
  let result: Awaited<Handshake> | undefined;
  void start().then((value) => {
    result = value;
    context.waiter.wake();
  });
  await context.waiter.until(() => result !== undefined, context.timeouts.connect * 2);
  return (
    result ?? (context.waiter.cancelled ? undefined : err(failure('timeout', 'The TLS handshake was not done in time')))
  );
}

/** What to do about a certificate that does not verify. */
export function withAdvice<T extends { readonly kind: string; readonly advice?: string }>(cause: T): T {
  if (cause.kind !== 'tls' || cause.advice !== undefined) return cause;
  return {
    ...cause,
    advice:
      'Name the authority’s certificate as `ca` in mailwright.env.json, or accept any certificate with `insecure`',
  };
}
