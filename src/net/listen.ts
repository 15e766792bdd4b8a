/** The listening side: clients that come in, each a transport whose TLS is the server's half. */
import { createHash, X509Certificate } from 'node:crypto';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import { err, ok, type Result } from '../base';
import type { Transport } from '../session/ports';
import { type Secure, socketTransport } from './socket-transport';
import { type Handshake, handshake } from './tls-facts';

export interface ListenOptions {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** The certificate and its key, PEM. */
  readonly credential: { readonly cert: string; readonly key: string };
  /** TLS from the first octet. */
  readonly implicitTls: boolean;
  /** Clients that wait for the script; more are turned away. Default 100. */
  readonly backlog?: number;
  /** Milliseconds for a handshake with implicit TLS. Default 30,000. */
  readonly handshakeMs?: number;
  readonly now: () => number;
}

export interface ListeningDoor {
  readonly host: string;
  readonly port: number;
  /** The next client, when one waits. */
  take(): Transport | undefined;
  /** Calls back whenever a client has come; the answer ends that. */
  onArrival(callback: () => void): () => void;
  /** Clients that wait are turned away, and nobody comes any more. */
  close(): Promise<void>;
}

/** The error says in words why nobody can listen there. */
export async function listen(options: ListenOptions): Promise<Result<ListeningDoor, string>> {
  const secure = serverSecurer(options);
  const waiting: Transport[] = [];
  const listeners = new Set<() => void>();
  const most = options.backlog ?? 100;
  let shaking = 0;

  const arrived = (transport: Transport): void => {
    waiting.push(transport);
    for (const callback of [...listeners]) callback();
  };
  const come = async (socket: Socket): Promise<void> => {
    socket.on('error', () => {});
    if (waiting.length + shaking >= most) {
      socket.destroy();
      return;
    }
    const host = hostOf(socket.localAddress ?? options.host);
    const url = `tcp://${host}:${socket.localPort}`;
    if (!options.implicitTls) {
      arrived(socketTransport(url, host, socket, undefined, secure));
      return;
    }
    shaking++;
    const outcome = await secure(socket, host, { insecure: true, timeoutMs: options.handshakeMs ?? 30_000 });
    shaking--;
    if ('failure' in outcome) socket.destroy();
    else arrived(socketTransport(url, host, outcome.socket, outcome, secure));
  };
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: false }, (socket) => void come(socket));
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: options.host, port: options.port }, resolve);
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const where = `${hostOf(options.host)}:${options.port}`;
    if (code === 'EADDRINUSE') return err(`${where} is taken: choose another port, or 0 for any that is free`);
    if (code === 'EACCES') return err(`${where} may not be used: ports below 1024 are the system’s`);
    return err(`nobody can listen on ${where}: ${message}`);
  }
  const { port } = server.address() as AddressInfo;
  return ok({
    host: options.host,
    port,
    take: () => waiting.shift(),
    onArrival(callback) {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const transport of waiting.splice(0)) transport.reset();
      await closed;
    },
  });
}

const hostOf = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/** The server's half of the handshake. A client's certificate is asked for, and taken as it is. */
export function serverSecurer({ credential, now }: Pick<ListenOptions, 'credential' | 'now'>): Secure {
  let context: SecureContext | undefined;
  return (socket, host, { timeoutMs }) =>
    new Promise((resolve) => {
      context ??= createSecureContext({ ...credential, minVersion: 'TLSv1.2' });
      const secured = new TLSSocket(socket, {
        isServer: true,
        secureContext: context,
        requestCert: true,
        rejectUnauthorized: false,
      });
      const settle = (outcome: Awaited<ReturnType<Secure>>): void => {
        clearTimeout(timer);
        secured.off('secure', done);
        secured.off('_tlsError', failed);
        secured.off('close', closed);
        secured.off('end', closed);
        if ('failure' in outcome) secured.on('error', () => {});
        resolve(outcome);
      };
      const done = (): void => {
        secured.pause();
        settle(asServer(handshake(secured, host, true, now()), credential.cert));
      };
      const failure = (why: string): Awaited<ReturnType<Secure>> => ({
        failure: {
          kind: 'tls',
          message: `The TLS handshake with the client failed: ${why}`,
          advice:
            'A client that does not trust the certificate breaks off: give it the certificate authority that is printed',
        },
      });
      // Node reports a failed handshake of a socket that no tls.Server made by this event alone.
      const failed = (error: Error): void => settle(failure(error.message));
      const closed = (): void => settle(failure('the client closed the connection'));
      const timer = setTimeout(() => settle(failure(`not done within ${Math.round(timeoutMs)} ms`)), timeoutMs);
      secured.on('secure', done);
      secured.on('_tlsError', failed);
      secured.on('end', closed);
      secured.on('close', closed);
    });
}

/** To bind a channel by `tls-server-end-point` the certificate is the server's own (RFC 5929 §4). */
function asServer(done: Handshake, cert: string): Handshake {
  return {
    ...done,
    channelBinding: (type) =>
      type === 'tls-exporter'
        ? done.channelBinding(type)
        : createHash('sha256').update(new X509Certificate(cert).raw).digest(),
  };
}
