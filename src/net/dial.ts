/** Opens connections: TCP, implicit TLS, unix sockets, and the mail hosts of a domain. */
import { connect as connectTcp, type Socket } from 'node:net';
import { err, ok, type Result } from '../base';
import type { Dial, DialRequest, Failure, Transport } from '../session/ports';
import { connectFailure } from './failures';
import { type Secure, socketTransport } from './socket-transport';
import { parseTarget, type Target } from './target';

export interface NetOptions {
  /** PEM certificates that are trusted beside the well-known ones. */
  readonly ca?: readonly string[];
  /** Trust only `ca`. */
  readonly onlyCa?: boolean;
  /** The client's own certificate and key, PEM, for servers that ask for one (SASL EXTERNAL). */
  readonly certificate?: { readonly cert: string; readonly key: string };
  /** DNS servers for `mx:` (`127.0.0.1:5353`); default: the system's. */
  readonly dns?: readonly string[];
  /** Milliseconds since the epoch, for certificates' days left. */
  readonly now: () => number;
}

/** The engine's `dial` over real sockets. */
export function dialer(options: NetOptions): Dial {
  // Loaded when first needed: most sessions on a port for clear text start faster without.
  let securing: Promise<Secure> | undefined;
  const secure: Secure = async (...handshake) => {
    securing ??= import('./secure').then(({ securer }) => securer(options));
    return (await securing)(...handshake);
  };
  return async (request) => {
    const target = parseTarget(request.url);
    if (!target.ok) return err({ kind: 'resolve', message: target.error });
    if (target.value.kind !== 'mx') return open(request, target.value, hostOf(target.value), secure);
    return openMailHost(request, target.value, options, secure);
  };
}

const hostOf = (target: Target): string => (target.kind === 'tcp' ? target.host : 'localhost');

/** Tries the domain's mail hosts by preference, each of their addresses, until one answers (RFC 5321 §5.1). */
async function openMailHost(
  request: DialRequest,
  { domain, port }: Target & { kind: 'mx' },
  options: NetOptions,
  secure: Secure,
): Promise<Result<Transport, Failure>> {
  const { mailHosts, resolver } = await import('./mx');
  const hosts = await mailHosts(domain, resolver(options.dns ?? []));
  if (!hosts.ok) return err({ kind: 'connect', message: hosts.error, advice: 'Check the domain and its MX records.' });
  const failures: string[] = [];
  for (const host of hosts.value) {
    if (host.addresses.length === 0) request.onAttempt(`MX ${host.preference} ${host.name}: no address`);
    for (const address of host.addresses) {
      request.onAttempt(`MX ${host.preference} ${host.name}: ${address} port ${port}`);
      const target: Target = { kind: 'tcp', host: address, port, implicitTls: false };
      const opened = await open(request, target, host.name, secure);
      if (opened.ok || request.signal.aborted) return opened;
      failures.push(`${host.name}: ${opened.error.message}`);
    }
  }
  return err({ kind: 'connect', message: `no mail host of ${domain} answers: ${failures.join('; ')}` });
}

async function open(
  request: DialRequest,
  target: Exclude<Target, { kind: 'mx' }>,
  host: string,
  secure: Secure,
): Promise<Result<Transport, Failure>> {
  const what = target.kind === 'unix' ? target.path : `${target.host} port ${target.port}`;
  const began = performance.now();
  const socket = await connected(request, target, what);
  if (!socket.ok) return socket;
  if (target.kind === 'unix' || !target.implicitTls) {
    return ok(socketTransport(request.url, host, socket.value, undefined, secure));
  }
  const left = Math.max(1, request.timeoutMs - (performance.now() - began));
  const outcome = await secure(socket.value, host, {
    insecure: request.insecure,
    timeoutMs: left,
    signal: request.signal,
  });
  if ('failure' in outcome) {
    socket.value.on('error', () => {});
    socket.value.destroy();
    return err(outcome.failure);
  }
  return ok(socketTransport(request.url, host, outcome.socket, outcome, secure));
}

function connected(
  request: DialRequest,
  target: Exclude<Target, { kind: 'mx' }>,
  what: string,
): Promise<Result<Socket, Failure>> {
  return new Promise((resolve) => {
    const socket = connectTcp(
      target.kind === 'unix' ? { path: target.path } : { host: target.host, port: target.port },
    );
    const settle = (result: Result<Socket, Failure>): void => {
      clearTimeout(timer);
      request.signal.removeEventListener('abort', aborted);
      socket.off('connect', arrived);
      socket.off('error', failed);
      if (!result.ok) {
        socket.on('error', () => {});
        socket.destroy();
      }
      resolve(result);
    };
    const arrived = (): void => settle(ok(socket));
    const failed = (error: Error): void => settle(err(connectFailure(what, error)));
    const aborted = (): void => settle(err({ kind: 'connect', message: 'cancelled' }));
    const timer = setTimeout(
      () =>
        settle(
          err({
            kind: 'timeout',
            message: `${what} did not answer within ${request.timeoutMs} ms`,
            advice: 'A firewall may drop the packets; port 25 is blocked by many providers.',
          }),
        ),
      request.timeoutMs,
    );
    socket.pause();
    socket.on('connect', arrived);
    socket.on('error', failed);
    if (request.signal.aborted) aborted();
    else request.signal.addEventListener('abort', aborted, { once: true });
  });
}
