/** Plays dialogues against a server over real sockets: `C:` lines are sent, `S:` lines are what must come. */
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';

export interface Dialogue {
  /**
   * Plays `C:` and `S:` lines (`...` stands for anything, `S: *` alone for any one line); gives the lines that the server said.
   * Fails at the first line that differs.
   */
  play(script: string): Promise<string[]>;
  /** Sends octets as they are. */
  send(data: string | Uint8Array): void;
  /** The next line, without its end; undefined when the server has closed. */
  line(): Promise<string | undefined>;
  /** Exactly so many octets, one character each. */
  octets(count: number): Promise<string>;
  /** Lines up to the first that matches, that included. */
  until(pattern: RegExp): Promise<string[]>;
  /** Resolves when the server has closed. */
  closed(): Promise<void>;
  startTls(ca: string, options?: TlsOptions): Promise<TLSSocket>;
  readonly socket: Socket;
  end(): void;
}

export interface TlsOptions {
  readonly servername?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** Connects to a URL; `ca` where TLS comes first. */
export async function dial(url: string, ca?: string, tls: TlsOptions = {}): Promise<Dialogue> {
  const { hostname, port } = new URL(url);
  const plain = connect({ host: hostname, port: Number(port) });
  await new Promise<void>((resolve, reject) => {
    plain.once('connect', resolve);
    plain.once('error', reject);
  });
  const dialogue = over(plain);
  if (ca !== undefined) await dialogue.startTls(ca, tls);
  return dialogue;
}

function over(plain: Socket): Dialogue {
  let socket = plain;
  let buffer = Buffer.alloc(0);
  let chunks: Buffer[] = [];
  let waiting = 0;
  let ended = false;
  let wake: (() => void) | undefined;
  const stir = (): void => {
    const waiting = wake;
    wake = undefined;
    waiting?.();
  };
  const onData = (chunk: Buffer): void => {
    chunks.push(chunk);
    waiting += chunk.length;
    stir();
  };
  const gather = (): void => {
    if (chunks.length > 0) buffer = Buffer.concat([buffer, ...chunks]);
    chunks = [];
    waiting = 0;
  };
  const listen = (to: Socket): void => {
    to.on('data', onData);
    const over_ = (): void => {
      ended = true;
      stir();
    };
    to.on('end', over_);
    to.on('close', over_);
    to.on('error', over_);
  };
  listen(plain);
  const more = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
    });
  const dialogue: Dialogue = {
    get socket() {
      return socket;
    },
    send: (data) => {
      socket.write(data);
    },
    async line() {
      for (;;) {
        gather();
        const end = buffer.indexOf('\r\n');
        if (end !== -1) {
          const line = buffer.subarray(0, end).toString();
          buffer = buffer.subarray(end + 2);
          return line;
        }
        if (ended) return undefined;
        await more();
      }
    },
    async octets(count) {
      while (buffer.length + waiting < count) {
        if (ended) throw new Error(`closed after ${buffer.length + waiting} of ${count} octets`);
        await more();
      }
      gather();
      const octets = buffer.subarray(0, count).toString('latin1');
      buffer = buffer.subarray(count);
      return octets;
    },
    async until(pattern) {
      const lines: string[] = [];
      for (;;) {
        const line = await dialogue.line();
        if (line === undefined) throw new Error(`closed while waiting for ${pattern}, after:\n${lines.join('\n')}`);
        lines.push(line);
        if (pattern.test(line)) return lines;
      }
    },
    async closed() {
      while (!ended) await more();
    },
    async play(script) {
      const said: string[] = [];
      for (const row of script.split('\n')) {
        const text = row.trimStart();
        if (text === '') continue;
        if (text.startsWith('C:')) {
          socket.write(`${text.slice(3)}\r\n`);
          continue;
        }
        if (!text.startsWith('S:')) throw new Error(`neither C: nor S: ${text}`);
        const wanted = text.slice(3);
        const got = await dialogue.line();
        if (got === undefined || !matches(wanted, got)) {
          throw new Error(`wanted ${JSON.stringify(wanted)}\n   got ${JSON.stringify(got)}`);
        }
        said.push(got);
      }
      return said;
    },
    async startTls(ca, options = {}) {
      plain.removeAllListeners('data');
      const secure = connectTls({ socket: plain, ca, servername: 'localhost', ...options });
      await new Promise<void>((resolve, reject) => {
        secure.once('secureConnect', resolve);
        secure.once('error', reject);
      });
      socket = secure;
      listen(secure);
      return secure;
    },
    end: () => {
      socket.destroy();
    },
  };
  return dialogue;
}

function matches(wanted: string, got: string): boolean {
  const pattern = wanted
    .split('...')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${pattern}$`, 's').test(got);
}
