/** A bare socket that signs in to IMAP: the yardstick for round trips. */
import { connect, type Socket } from 'node:net';

export interface RawImap {
  readonly socket: Socket;
  /** Sends `bytes`, resolves when `count` lines have come. */
  ask(bytes: string, count: number): Promise<void>;
  close(): void;
}

export async function rawImap(port: number, user: string, password: string): Promise<RawImap> {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  let wanted = 0;
  let done: () => void = () => {};
  socket.on('data', (bytes) => {
    for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) wanted--;
    if (wanted <= 0) done();
  });
  const lines = (count: number): Promise<void> =>
    new Promise((resolve) => {
      wanted = count;
      done = resolve;
    });
  await lines(1);
  const ask = (bytes: string, count: number): Promise<void> => {
    const answered = lines(count);
    socket.write(bytes);
    return answered;
  };
  await ask(`a LOGIN ${user} ${password}\r\n`, 1);
  return { socket, ask, close: () => socket.destroy() };
}
