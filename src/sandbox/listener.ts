/** The listening sockets: accepts clients up to a limit, runs a session for each, and lets go of all of them on stop. */
import { type AddressInfo, createServer as createNetServer, type Server as NetServer, type Socket } from 'node:net';
import { awaitProxyHeader } from './connection/await-proxy-header';
import { type Connection, createConnection } from './connection/connection';
import { createReader } from './connection/reader';
import { systemTimers } from './connection/timers';
import type { Server } from './server';
import { isImplicitTls, type Service } from './services';
import { type SessionContext, secure } from './session';

export interface Protocol {
  /** Runs a session to its end. */
  serve(context: SessionContext): Promise<void>;
  /** What a client is told when the sandbox stops or a session breaks; empty where the protocol has nothing for it. */
  readonly goodbye: string;
  readonly broken: string;
  /** What a client is told that has been silent for too long; empty where the protocol wants the connection just closed. */
  readonly timedOut: string;
  /** What a client is told that is not let in. */
  readonly refusal: (why: string) => string;
  /** How long a silent client is waited for. */
  readonly patienceMs: number;
}

export interface Listener {
  readonly port: number;
  stop(): Promise<void>;
}

/** How long a client that is turned away has for its end of the closing. */
const turnAwayMs = 1_000;

/** Listens on a loopback address; rejects when the port is taken. */
export async function listen(server: Server, service: Service, protocol: Protocol, where: Where): Promise<Listener> {
  const open = new Map<Connection, SessionContext>();
  /** Those whose PROXY header has not come. */
  const unannounced = new Set<Socket>();
  let counter = 0;
  const turnAway = (socket: Socket, why: string): void => {
    socket.on('error', () => socket.destroy());
    socket.on('end', () => socket.destroySoon());
    socket.once(
      'close',
      systemTimers.after(turnAwayMs, () => socket.destroy()),
    );
    socket.resume();
    socket.end(isImplicitTls(service) ? '' : protocol.refusal(why));
  };
  const accept = (socket: Socket): void => {
    if (open.size + unannounced.size >= server.maxConnections) turnAway(socket, 'too many connections');
    else if (server.proxyProtocol.has(service)) void announced(++counter, socket);
    else begin(++counter, socket);
  };
  const announced = async (id: number, socket: Socket): Promise<void> => {
    socket.on('error', () => socket.destroy());
    unannounced.add(socket);
    const outcome = await awaitProxyHeader(socket, server.timers);
    unannounced.delete(socket);
    switch (outcome.kind) {
      case 'header':
        begin(id, socket, outcome.source);
        break;
      case 'gone':
        socket.destroy();
        break;
      case 'bad':
        server.emit({ kind: 'abused', service, connection: id, text: outcome.reason });
        turnAway(socket, outcome.reason);
    }
  };
  const begin = (id: number, socket: Socket, remote?: string): void => {
    const abused = (text: string): void => server.emit({ kind: 'abused', service, connection: id, text });
    const connection: Connection = createConnection({
      id,
      socket,
      remote,
      timers: server.timers,
      onStall: () => abused('the client does not read what it asked for: cut off'),
      outlet: { service, faults: server.faults, settled: server.settled, pause: server.pause },
      onClose: () => {
        open.delete(connection);
        server.emit({ kind: 'closed', service, connection: id });
      },
    });
    const context: SessionContext = {
      server: withFaultsOf(server, service, connection),
      service,
      connection,
      reader: createReader(connection, {
        ms: protocol.patienceMs,
        timers: server.timers,
        over() {
          abused('the client was silent for too long');
          connection.write(protocol.timedOut);
          connection.end();
        },
      }),
    };
    open.set(connection, context);
    server.emit({ kind: 'connected', service, connection: id, remote: connection.remote });
    run(context, protocol).then(
      () => connection.end(),
      (reason: unknown) => {
        const text = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
        server.emit({ kind: 'error', service, connection: id, text });
        connection.write(protocol.broken);
        connection.end();
      },
    );
  };
  const net = createNetServer({ allowHalfOpen: true }, accept);
  const port = await bind(net, where);
  // Such as too many open files: those who are connected are served on.
  net.on('error', ({ message }) => server.emit({ kind: 'error', service, connection: 0, text: message }));
  return {
    port,
    async stop() {
      const closed = new Promise<void>((resolve) => net.close(() => resolve()));
      for (const socket of unannounced) socket.destroy();
      for (const connection of [...open.keys()]) {
        connection.write(protocol.goodbye);
        connection.end('hurry');
      }
      await closed;
    },
  };
}

/** The server as this connection sees it: without the capabilities that a fault takes away here and now. */
const withFaultsOf = (server: Server, service: Service, connection: Connection): Server => ({
  ...server,
  has: (capability) =>
    server.has(capability) &&
    (server.faults.none || !server.faults.removes(capability.toUpperCase(), service, connection.tls !== undefined)),
});

interface Where {
  readonly host: string;
  readonly port: number;
}

async function run(context: SessionContext, protocol: Protocol): Promise<void> {
  if (isImplicitTls(context.service) && !(await secure(context, ''))) return;
  await protocol.serve(context);
}

function bind(net: NetServer, { host, port }: Where): Promise<number> {
  return new Promise((resolve, reject) => {
    net.once('error', reject);
    net.listen({ host, port, backlog: 4096 }, () => {
      net.removeListener('error', reject);
      resolve((net.address() as AddressInfo).port);
    });
  });
}
