/** Clients that come in are taken by the connections of the script, in order; each is greeted once. */
import { err, ok, type Result, toHex } from '../base';
import type { Protocol } from '../protocol/finding';
import { protocolOfUrl } from '../protocol/schemes';
import type { Connect, ExpectedReply, Place } from '../script/program';
import { failed, failure, located, type Outcome, type Stop } from '../session/failure';
import { everyStep } from '../session/walk';
import { emit, note, type ServeContext } from './context';
import { reply } from './reply';
import { newServed, type Served } from './served';
import { knownText } from './values/hole';

/** The connection a step speaks on; the first use of the only one takes the client that the session began with. */
export async function connectionFor(
  context: ServeContext,
  name: string | undefined,
  place: Place,
): Promise<Result<Served, Stop>> {
  const found = name === undefined ? context.connections.at(-1) : context.connections.find((one) => one.name === name);
  if (found) return ok(found);
  if (name === undefined) return open(context, undefined, context.session.protocol, place);
  return err(failed(failure('resolve', `There is no connection named "${name}"`, { place })));
}

/** `connect`: the next client. One of that name is let go; its client has closed it, or does now. */
export async function connectAs(context: ServeContext, step: Connect): Promise<Outcome> {
  const at = context.connections.findIndex((one) => one.name === step.as);
  const [old] = at === -1 ? [] : context.connections.splice(at, 1);
  const opened = await open(context, step.as, protocolOf(context, step), step.place);
  if (!opened.ok) return opened.error;
  await old?.close('fin');
  return undefined;
}

function protocolOf(context: ServeContext, { protocol, target }: Connect): Protocol {
  const url = target.kind === 'url' ? knownText(context.values.pieces(target.url)) : undefined;
  return (url === undefined ? undefined : protocolOfUrl(url)) ?? protocol ?? context.session.protocol;
}

async function open(
  context: ServeContext,
  name: string | undefined,
  protocol: Protocol,
  place: Place,
): Promise<Result<Served, Stop>> {
  const { door } = context.ports;
  let transport = context.first;
  context.first = undefined;
  if (!transport) {
    transport = door.take();
    const stopListening = door.onArrival(() => context.waiter.wake());
    const woken = transport
      ? 'ready'
      : await context.waiter.until(() => {
          transport ??= door.take();
          return transport !== undefined;
        }, context.timeouts.command);
    stopListening();
    if (!transport) {
      if (woken === 'cancelled') return err({ kind: 'cancelled' });
      const what = name === undefined ? 'No client connected' : `No client connected as "${name}"`;
      return err(failed(located(failure('timeout', `${what} in time`), place, name)));
    }
  }
  const served = newServed({
    name,
    protocol,
    transport,
    waiter: context.waiter,
    limits: context.limits,
    onClose: (by, how) => emit(context, { kind: 'closed', by: by === 'us' ? 'peer' : 'us', how }, undefined, served),
  });
  context.connections.push(served);
  const { url, local, remote, tls } = transport;
  // In a transcript the client is "us", whichever end is played.
  emit(context, { kind: 'connected', url, local: remote, remote: local, ms: 0, ...(tls && { tls }) }, place, served);
  return ok(served);
}

/** Says the greeting, unless it has been said. */
export async function greet(
  context: ServeContext,
  connection: Served,
  place: Place,
  expected?: ExpectedReply,
): Promise<Outcome> {
  const { dialogue } = connection;
  if (dialogue.greeted) return undefined;
  dialogue.greeted = true;
  if (connection.protocol === 'pop3' && wantsApop(context)) {
    dialogue.timestamp = `<${toHex(context.ports.random(12))}@mailwright.test>`;
  }
  const replied = await reply(context, connection, expected, { verb: 'greeting', place });
  if (replied.stop || replied.final?.kind !== 'smtp' || replied.final.reply.code < 400) return replied.stop;
  note(context, 'the greeting is a refusal', place, connection);
  return undefined;
}

/** Whether the session signs in in a way that may be APOP. */
function wantsApop({ session, mechanisms }: ServeContext): boolean {
  const steps = [...everyStep(session.steps)];
  if (
    steps.some(
      (step) => step.kind === 'auth' && step.mechanism?.some((part) => part.kind === 'text' && /APOP/i.test(part.text)),
    )
  )
    return true;
  if (steps.some((step) => step.kind === 'assert' && /<.*@.*>/.test(step.condition.text))) return true;
  return steps.some((step) => step.kind === 'auth') && mechanisms.some((name) => name.startsWith('SCRAM-'));
}
