/** A plain socket to talk to a server with, independent of all that is tested; it keeps what went each way. */
import { connect } from 'node:net';
import type { SecureContextOptions } from 'node:tls';
import { connect as connectTls } from 'node:tls';

export interface Dialogue {
  /** All bytes so far. */
  readonly sent: Buffer;
  readonly received: Buffer;
  /** Sends text (one byte a character) as it is. */
  send(text: string): void;
  /** Resolves with what came after the last such wait, up to and with the pattern. Rejects when the server closes first. */
  until(pattern: RegExp): Promise<string>;
  /** Sends a line with CRLF, then waits. */
  ask(line: string, pattern: RegExp): Promise<string>;
  /** Resolves when the server has closed the connection. */
  closed(): Promise<void>;
  /** Ends the connection from our side. */
  end(): void;
}

/** Connects to a port of 127.0.0.1; with `tls`, by TLS with these options and the server name `localhost`. */
export const openDialogue = async (port: number, tls?: SecureContextOptions): Promise<Dialogue> => {
  const socket = tls
    ? connectTls({ host: '127.0.0.1', port, servername: 'localhost', ...tls })
    : connect({ host: '127.0.0.1', port });
  let sent = Buffer.alloc(0);
  let received = Buffer.alloc(0);
  let read = 0;
  let failure: Error | undefined;
  let isClosed = false;
  let changed = (): void => {};
  const change = (): Promise<void> =>
    new Promise((resolve) => {
      changed = resolve;
    });
  socket.on('data', (bytes: Buffer) => {
    received = Buffer.concat([received, bytes]);
    changed();
  });
  socket.on('error', (error) => {
    failure = error;
  });
  socket.on('close', () => {
    isClosed = true;
    changed();
  });

  const send = (text: string): void => {
    const bytes = Buffer.from(text, 'latin1');
    sent = Buffer.concat([sent, bytes]);
    socket.write(bytes);
  };
  const until = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const text = received.toString('latin1', read);
      const match = pattern.exec(text);
      if (match) {
        const end = match.index + match[0].length;
        read += end;
        return text.slice(0, end);
      }
      if (isClosed) throw failure ?? new Error(`closed before ${pattern}: ${JSON.stringify(text)}`);
      await change();
    }
  };
  return {
    get sent() {
      return sent;
    },
    get received() {
      return received;
    },
    send,
    until,
    ask: (line, pattern) => {
      send(`${line}\r\n`);
      return until(pattern);
    },
    closed: async () => {
      while (!isClosed) await change();
    },
    end: () => {
      socket.end();
    },
  };
};
