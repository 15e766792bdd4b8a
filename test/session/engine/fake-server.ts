/** A server that follows a dialogue: what the client must say, and what it says itself, cut into chunks of any size. */
import { concat, equalBytes, fromLatin1, latin1, utf8 } from '../../../src/base';
import type { Transport, TransportListener } from '../../../src/session/ports';
import type { Failure, TlsFacts } from '../../../src/transcript/event';

/**
 * `C: text`: the client says this line. `S: text`: the server says this line. `C"…`, `S"…`: exactly these octets, escapes resolved.
 * `TLS`: the handshake. `DEFLATE`: compression begins. `FIN`, `RST`: the server closes. `WAIT 5s`: it is silent for a time.
 * `FIN?`: the client closes.
 */
export type Turn = string;

export interface FakeServer {
  readonly transport: Transport;
  /** What the client did that is not in the dialogue. */
  readonly problem: string | undefined;
  /** Turns that were not come to. */
  readonly left: readonly Turn[];
  readonly closedBy: 'fin' | 'rst' | undefined;
  /** All octets of the client. */
  readonly heard: string;
  /** How many writes the client made. */
  readonly writes: number;
}

export const tlsFacts: TlsFacts = {
  version: 'TLSv1.3',
  cipher: 'TLS_AES_256_GCM_SHA384',
  authorized: true,
  peer: { subject: 'mail.example', issuer: 'Test CA', names: ['mail.example'], daysLeft: 90, fingerprint: '00' },
};

export interface FakeOptions {
  readonly url: string;
  readonly chunk: number;
  readonly tls?: TlsFacts | undefined;
  readonly tlsFailure?: Failure | undefined;
  readonly after: (ms: number, callback: () => void) => void;
}

const octetsFrom = (text: string): Uint8Array => {
  const inner = text.replace(/"$/, '').replace(/\\(?:r|n|0|\\|x([0-9a-f]{2}))/g, (found, hex: string | undefined) => {
    if (hex) return String.fromCharCode(Number.parseInt(hex, 16));
    return { '\\r': '\r', '\\n': '\n', '\\0': '\0', '\\\\': '\\' }[found] ?? found;
  });
  return /[^\x00-\xff]/.test(inner) ? utf8(inner) : fromLatin1(inner);
};

const lineOf = (turn: Turn): Uint8Array | undefined => {
  if (turn.startsWith('C: ') || turn.startsWith('S: ') || turn === 'C:' || turn === 'S:')
    return utf8(`${turn.slice(3)}\r\n`);
  if (turn.startsWith('C"') || turn.startsWith('S"')) return octetsFrom(turn.slice(2));
  return undefined;
};

export function fakeServer(dialogue: readonly Turn[], options: FakeOptions): FakeServer {
  const turns = [...dialogue];
  let received: Uint8Array = new Uint8Array(0);
  const heard: Uint8Array[] = [];
  const outgoing: (() => void)[] = [];
  let listener: TransportListener | undefined;
  let paused = true;
  let scheduled = false;
  let problem: string | undefined;
  let closedBy: 'fin' | 'rst' | undefined;
  let tls = options.tls;
  let writes = 0;
  let waiting = false;

  const pump = (): void => {
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(() => {
      scheduled = false;
      while (outgoing.length > 0 && !paused) outgoing.shift()?.();
    });
  };

  const say = (bytes: Uint8Array): void => {
    for (let at = 0; at < bytes.length; at += options.chunk) {
      const chunk = bytes.slice(at, at + options.chunk);
      outgoing.push(() => listener?.data(chunk));
    }
  };

  /** What is said in one go comes in one go, cut only by the chunk size. */
  const advance = (): void => {
    let burst: Uint8Array[] = [];
    const flush = (): void => {
      if (burst.length > 0) say(concat(burst));
      burst = [];
    };
    for (let turn = turns[0]; turn !== undefined && !problem && !waiting; turn = turns[0]) {
      const line = lineOf(turn);
      if (turn.startsWith('S') && line) burst.push(line);
      else if (turn.startsWith('C') && line) {
        flush();
        const got = received.subarray(0, line.length);
        if (!equalBytes(got, line.subarray(0, got.length))) {
          problem = `the client said ${JSON.stringify(latin1(received))} where ${JSON.stringify(latin1(line))} was due`;
          return;
        }
        if (got.length < line.length) break;
        received = received.subarray(line.length);
      } else if (turn === 'FIN' || turn === 'RST') {
        flush();
        const how = turn === 'FIN' ? 'fin' : 'rst';
        outgoing.push(() => (how === 'fin' ? listener?.end('fin') : listener?.end('rst', 'ECONNRESET')));
      } else if (turn.startsWith('WAIT ')) {
        flush();
        waiting = true;
        options.after(Number(turn.slice(5)), () => {
          waiting = false;
          advance();
          pump();
        });
      } else if (turn === 'TLS' || turn === 'DEFLATE' || turn === 'FIN?') {
        flush();
        break;
      } else throw new Error(`no such turn: ${turn}`);
      turns.shift();
    }
    flush();
    pump();
  };

  const transport: Transport = {
    url: options.url,
    local: '127.0.0.1:50000',
    remote: '127.0.0.1:25',
    get tls() {
      return tls;
    },
    channelBinding: () => undefined,
    write(bytes) {
      writes++;
      heard.push(bytes.slice());
      received = concat([received, bytes]);
      if (turns.length === 0) problem ??= `the client said ${JSON.stringify(latin1(bytes))} after the dialogue`;
      advance();
      return undefined;
    },
    resume(next) {
      listener = next;
      paused = false;
      if (!begun) {
        begun = true;
        advance();
      }
      pump();
    },
    pause() {
      paused = true;
    },
    async startTls() {
      if (turns[0] !== 'TLS') problem ??= `a TLS handshake where ${turns[0]} was due`;
      turns.shift();
      if (options.tlsFailure) return { ok: false, error: options.tlsFailure };
      tls = tlsFacts;
      advance();
      return { ok: true, value: tlsFacts };
    },
    startCompression() {
      if (turns[0] !== 'DEFLATE') problem ??= `compression where ${turns[0]} was due`;
      turns.shift();
      advance();
    },
    async close() {
      if (turns[0] === 'FIN?') turns.shift();
      closedBy ??= 'fin';
    },
    reset() {
      closedBy ??= 'rst';
    },
  };
  let begun = false;

  return {
    transport,
    get problem() {
      return problem;
    },
    get left() {
      return turns;
    },
    get closedBy() {
      return closedBy;
    },
    get heard() {
      return latin1(concat(heard));
    },
    get writes() {
      return writes;
    },
  };
}
