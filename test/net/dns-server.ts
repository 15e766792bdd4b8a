/** A DNS server on loopback for the tests, with a zone that they make up. */
import { createSocket } from 'node:dgram';
import packet from 'dns-packet';

/** By `TYPE name`. */
export type Zone = Readonly<Record<string, readonly packet.Answer[]>>;

export interface DnsServer {
  /** As the `dns` of an environment names it. */
  readonly address: string;
  close(): void;
}

export const srv = (name: string, target: string, port: number, priority = 0, weight = 1): packet.Answer => ({
  type: 'SRV',
  name,
  data: { target, port, priority, weight },
});
export const mx = (name: string, preference: number, exchange: string): packet.Answer => ({
  type: 'MX',
  name,
  data: { preference, exchange },
});
export const a = (name: string, data: string): packet.Answer => ({ type: 'A', name, data });

/** Serves the zone; a name in `failing` is answered by SERVFAIL. */
export async function dnsServer(zone: Zone, failing: readonly string[] = []): Promise<DnsServer> {
  const socket = createSocket('udp4');
  socket.on('message', (message, from) => {
    const query = packet.decode(message);
    const question = query.questions?.[0];
    const answers = zone[`${question?.type} ${question?.name}`] ?? [];
    const servfail = failing.includes(question?.name ?? '') ? 2 : 0;
    socket.send(
      packet.encode({
        type: 'response',
        id: query.id ?? 0,
        flags: servfail,
        questions: query.questions ?? [],
        answers: [...answers],
      }),
      from.port,
      from.address,
    );
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return { address: `127.0.0.1:${socket.address().port}`, close: () => socket.close() };
}
