/** Finds loopback ports that nobody uses, outside the range from which the kernel takes ports for outgoing connections. */
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

const lowest = 10_240;
const beyond = 32_000;

/** `count` different ports on 127.0.0.1 that were free for TCP and UDP a moment ago. */
export const freePorts = async (count: number): Promise<readonly number[]> => {
  const found = new Set<number>();
  while (found.size < count) {
    const port = lowest + Math.floor(Math.random() * (beyond - lowest));
    if ((await tcpIsFree(port)) && (await udpIsFree(port))) found.add(port);
  }
  return [...found];
};

const tcpIsFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

const udpIsFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => resolve(false));
    socket.bind(port, '127.0.0.1', () => socket.close(() => resolve(true)));
  });
