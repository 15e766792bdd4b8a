/** The listening sockets: accepts clients up to a limit, runs a session for each, and lets go of all of them on stop. */
import { type AddressInfo, createServer as createNetServer, type Server as NetServer, type Socket } from 'node:net';
import { type Connection, createConnection } from './connection/connection';
import { createReader } from './connection/reader';
import type { Server } from './server';
import { isImplicitTls, type Service } from './services';
import { type SessionContext, secure } from './session';

export interface Protocol {
  /** Runs a session to its end. */
  serve(context: SessionContext): Promise<void>;
  /** What a client is told when the sandbox stops or a session breaks; empty where the protocol has nothing for it. */
  readonly goodbye: string;
  readonly broken: string;
  readonly busy: string;
}

export interface Listener {
  readonly port: number;
  stop(): Promise<void>;
}

/** Connections of one service at a time; more are told to come again. */
const maxConnections = 4_096;
/** RFC 9051 §5.4: at least thirty minutes. */
const idleMs = 31 * 60_000;

/** Listens on a loopback address; rejects when the port is taken. */
export async function listen(server: Server, service: Service, protocol: Protocol, where: Where): Promise<Listener> {
  const open = new Map<Connection, SessionContext>();
  let counter = 0;
  const accept = (socket: Socket): void => {
    const id = ++counter;
    const cutAt = server.faults.find('cut', service)?.at;
    const connection: Connection = createConnection({
      id,
      socket,
      idleMs,
      ...(cutAt === undefined ? {} : { cutAt }),
      onClose: () => {
        open.delete(connection);
        server.emit({ kind: 'closed', service, connection: id });
      },
    });
    if (open.size >= maxConnections) {
      connection.write(isImplicitTls(service) ? '' : protocol.busy);
      connection.end();
      return;
    }
    const context: SessionContext = { server, service, connection, reader: createReader(connection) };
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
  return {
    port,
    async stop() {
      const closed = new Promise<void>((resolve) => net.close(() => resolve()));
      for (const connection of [...open.keys()]) {
        connection.write(protocol.goodbye);
        connection.end();
      }
      await closed;
    },
  };
}

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
    net.listen({ host, port, backlog: 1024 }, () => {
      net.removeListener('error', reject);
      resolve((net.address() as AddressInfo).port);
    });
  });
}
