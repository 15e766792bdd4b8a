/** 10,000 connections opened to the sandbox in one go: all are answered, those beyond the limit refused politely, and memory is bounded. */
import { connect, type Socket } from 'node:net';
import { type Result, result } from './result';
import { sandboxProcess } from './sandbox-process';

const connections = 10_000;
const megabyte = 1024 * 1024;
const patience = 60_000;

export async function sandboxFlood(): Promise<Result[]> {
  const server = await sandboxProcess();
  try {
    const before = server.resident();
    const began = performance.now();
    const sockets: Socket[] = [];
    const words = await Promise.all(
      Array.from({ length: connections }, () => firstWord(String(server.said.smtp), sockets)),
    );
    const took = performance.now() - began;
    const grown = (server.resident() - before) / megabyte;
    const count = (word: string): number => words.filter((each) => each === word).length;
    const answered = count('220') + count('421');
    for (const socket of sockets) socket.destroy();
    return [
      result({
        name: 'sandbox-flood',
        value: took,
        unit: `ms until ${connections} connections were answered: ${count('220')} by 220, ${count('421')} by 421`,
        peer: 'nobody',
        ratio: answered / connections,
        bar: '>= 1',
      }),
      result({
        name: 'sandbox-flood-memory',
        value: grown,
        unit: 'MB more memory with all of them open',
        peer: 'nobody',
        ratio: grown,
        bar: '<= 200',
      }),
    ];
  } finally {
    await server.stop();
  }
}

/** The reply code that a new connection gets; empty when it is closed without one. The connection stays open. */
function firstWord(url: string, sockets: Socket[]): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((done) => {
    const socket = connect(Number(port), hostname);
    sockets.push(socket);
    socket.once('data', (bytes) => done(bytes.toString('latin1', 0, 3)));
    socket.on('error', () => done(''));
    socket.on('close', () => done(''));
    // A system that holds fewer connections back than were opened drops some without a word to anybody.
    setTimeout(() => done(''), patience).unref();
  });
}
