/** Opens connections: which server, which protocol, under which name. */
import { err, nearest, ok, type Result } from '../base';
import type { Protocol } from '../protocol/finding';
import { protocolOfUrl, services } from '../protocol/schemes';
import type { Connect, Place } from '../script/program';
import type { Failure } from '../transcript/event';
import { type Connection, openConnection } from './connection';
import { emit, failedAt, type SessionContext } from './context';
import { failure, type Outcome, type Stop } from './failure';
import { withAdvice } from './upgrade';
import { matchScope } from './values/match-scope';

/** The connection a step speaks on; the first use of the only one opens it. */
export function connectionFor(
  context: SessionContext,
  name: string | undefined,
  place: Place,
): Result<Connection, Stop> | Promise<Result<Connection, Stop>> {
  const { all } = context.connections;
  if (name !== undefined) {
    const found = all.find((one) => one.name === name);
    if (found) return ok(found);
    const near = nearest(
      name,
      all.flatMap((one) => one.name ?? []),
    );
    return err(
      failedAt(
        failure('resolve', `There is no connection named "${name}"`, {
          advice: near ? `Did you mean "${near}"?` : `Open it with \`connect as ${name}\``,
        }),
        place,
      ),
    );
  }
  const [only] = all;
  if (only && all.length === 1) return ok(only);
  if (!only) return open(context, undefined, { kind: 'default' }, place);
  const names = all.map((one) => one.name ?? 'the unnamed one').join(', ');
  return err(
    failedAt(
      failure('resolve', `With several connections a line must name its own: ${names}`, {
        advice: `Put the name in front: \`${all.find((one) => one.name)?.name ?? 'NAME'} C: …\``,
      }),
      place,
    ),
  );
}

/** `connect`: a connection of that name is closed first. */
export async function connectAs(context: SessionContext, step: Connect): Promise<Outcome> {
  const old = context.connections.all.find((one) => one.name === step.as);
  if (old) {
    context.connections.remove(old);
    await old.close('fin');
  }
  const opened = await open(context, step.as, step.target, step.place);
  return opened.ok ? undefined : opened.error;
}

interface Address {
  readonly url: string;
  readonly protocol: Protocol;
}

function addressOf(context: SessionContext, target: Connect['target']): Result<Address, Failure> {
  const { environment } = context.options;
  const { protocol } = context.session;
  switch (target.kind) {
    case 'default':
    case 'service': {
      const wanted = target.kind === 'default' ? servicesOf(protocol) : [target.name];
      const name = wanted.find((one) => environment.servers[one] !== undefined);
      const url = name === undefined ? undefined : environment.servers[name];
      if (url === undefined) {
        const known = Object.keys(environment.servers);
        return err(
          failure('resolve', `The environment "${environment.name}" has no ${wanted[0]} server`, {
            advice: `Add it to "servers" in mailwright.env.json, or write \`connect ${wanted[0]}://host\`${known.length > 0 ? `; it has: ${known.join(', ')}` : ''}`,
          }),
        );
      }
      return ok({ url, protocol: services[name ?? ''] ?? protocolOfUrl(url) ?? protocol });
    }
    case 'mx': {
      const domain = context.values.expand(target.domain, { index: context.round });
      return domain.ok ? ok({ url: `mx:${domain.value.text}`, protocol: 'smtp' }) : domain;
    }
    case 'url': {
      const url = context.values.expand(target.url, { index: context.round });
      return url.ok ? ok({ url: url.value.text, protocol: protocolOfUrl(url.value.text) ?? protocol }) : url;
    }
  }
}

/** The environment's servers that speak a protocol, the usual one first. */
const servicesOf = (protocol: Protocol): readonly string[] =>
  Object.keys(services).filter((name) => services[name] === protocol);

async function open(
  context: SessionContext,
  name: string | undefined,
  target: Connect['target'],
  place: Place,
): Promise<Result<Connection, Stop>> {
  const address = addressOf(context, target);
  if (!address.ok) return err(failedAt(address.error, place));
  const { url, protocol } = address.value;
  const { insecure, strict } = context.session.settings;
  const at = { session: context.index, connection: name, place };
  const { recorder, ports } = context;
  recorder.emit({ kind: 'connecting', url: recorder.redactor.text(url) }, at);
  const began = ports.clock.now();
  const aborting = new AbortController();
  let dialled: Awaited<ReturnType<typeof ports.dial>> | undefined;
  const timeoutMs = context.timeouts.connect;
  const dialling = ports
    .dial({
      url,
      insecure,
      timeoutMs,
      signal: aborting.signal,
      onAttempt: (text) => recorder.emit({ kind: 'logged', level: 'note', text }, at),
    })
    .then((result) => {
      dialled = result;
      if (aborting.signal.aborted && result.ok) result.value.reset();
      context.waiter.wake();
    });
  // The dialler keeps its own time; ours is there so that nothing can hang.
  const woken = await context.waiter.until(() => dialled !== undefined, timeoutMs * 6 + 1000);
  if (!dialled) {
    aborting.abort();
    if (woken === 'cancelled') return err({ kind: 'cancelled' });
    void dialling;
    const cause = failure('timeout', `${url} did not answer in time`, {
      advice: 'Check host and port; a firewall may drop the packets',
    });
    return err(failedAt(cause, place));
  }
  if (!dialled.ok) return err(failedAt(withAdvice(dialled.error), place));
  const transport = dialled.value;
  const connection = openConnection({
    name,
    protocol,
    transport,
    session: context.index,
    recorder,
    waiter: context.waiter,
    link: {
      keep: ports.files.keep?.bind(ports.files),
      limits: context.options.limits ?? {},
      strict,
      matching: (tag, follow) =>
        matchScope(context.values, { index: context.round, tag }, follow, !context.session.settings.strict),
      capture: (captured, value) => context.values.capture(captured, value),
    },
  });
  context.connections.add(connection);
  emit(
    context,
    {
      kind: 'connected',
      url: recorder.redactor.text(transport.url),
      local: transport.local,
      remote: transport.remote,
      ms: ports.clock.now() - began,
      ...(transport.tls && { tls: transport.tls }),
    },
    place,
    connection,
  );
  connection.resume();
  return ok(connection);
}
