/** One client's session with one service: what the three protocols' sessions begin with. */
import type { Connection } from './connection/connection';
import type { Reader } from './connection/reader';
import type { Server } from './server';
import type { Service } from './services';

export interface SessionContext {
  readonly server: Server;
  readonly service: Service;
  readonly connection: Connection;
  readonly reader: Reader;
}

/** Octets in a command line, beyond which it is refused. */
export const lineLimit = 65_536;

/** Takes a session to TLS after `reply`; false when the handshake failed. */
export async function secure({ server, service, connection, reader }: SessionContext, reply: string): Promise<boolean> {
  const injected = server.faults.find('injection', service)?.text ?? '';
  const dropped = reader.discard();
  if (dropped > 0) {
    const text = `${dropped} octets came in clear after the command that asks for TLS: dropped`;
    server.emit({ kind: 'abused', service, connection: connection.id, text });
  }
  if (!(await connection.startTls(server.certificate(service).context, reply + (reply === '' ? '' : injected))))
    return false;
  const version = connection.tls?.getProtocol() ?? 'TLS';
  server.emit({ kind: 'secured', service, connection: connection.id, version });
  return true;
}
