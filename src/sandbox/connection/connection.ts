/** One client's connection as the servers see it: octets pulled in order, writes that are bounded, TLS and compression on the way. */
import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import { constants, createInflateRaw, deflateRawSync, type InflateRaw } from 'node:zlib';
import { concat, utf8 } from '../../base';
import { createOutlet, type OutletOptions } from './outlet';
import { systemTimers, type Timers } from './timers';

/** Octets waiting for the peer beyond which a session is to pause. */
const highWater = 256 * 1024;
/** Octets read ahead of the session. */
const readAhead = 256 * 1024;
/** Octets that are put together before they go to the system. */
const flushAt = 64 * 1024;
/** A reset that comes together with octets hides them, or is hidden by them: some systems tell of a plain end. */
const resetAfterMs = 20;
const goodbyeMs = 250;
const handshakeMs = 30_000;
/** A peer that takes nothing for so long, while a session pauses for it, is cut off. */
const stallMs = 120_000;

export interface Connection {
  readonly id: number;
  readonly remote: string;
  readonly tls: TLSSocket | undefined;
  readonly compressed: boolean;
  readonly closed: boolean;
  /** Octets that the peer has not taken yet. */
  readonly backlog: number;
  /** The next octets, or undefined at the end of input. */
  read(): Promise<Uint8Array | undefined>;
  /** Text is sent as UTF-8. After the end it does nothing. */
  write(data: string | Uint8Array): void;
  /** Settles when the peer has taken enough for more to be sent; undefined when nothing has to be waited for. */
  drained(): Promise<void> | undefined;
  /** Sends `reply` (and, as a fault, `injected`), forgets what came in clear, and shakes hands. False when that failed. */
  startTls(context: SecureContext, reply: string): Promise<boolean>;
  /** Raw deflate both ways from here on (RFC 4978). */
  startCompression(): void;
  /** Sends what is left and closes; a peer that does not read is cut off soon. `hurry`: what a fault makes slow goes at once. */
  end(hurry?: 'hurry'): void;
  /** RST. */
  destroy(): void;
}

interface ConnectionOptions {
  readonly id: number;
  readonly socket: Socket;
  /** Whose connection it is, `address:port`; default the peer's. */
  readonly remote?: string | undefined;
  readonly timers: Timers;
  readonly outlet: OutletOptions;
  readonly onClose: () => void;
  /** The peer does not read; the connection is cut off after this. */
  readonly onStall: () => void;
}

export function createConnection(options: ConnectionOptions): Connection {
  const { id, timers } = options;
  const raw = options.socket;
  const remote = options.remote ?? `${raw.remoteAddress}:${raw.remotePort}`;
  let socket: Socket = raw;
  let tls: TLSSocket | undefined;
  let inflate: InflateRaw | undefined;
  let closed = false;
  let ended = false;
  let finishing = false;
  let queue: Uint8Array[] = [];
  let queued = 0;
  let wake: (() => void) | undefined;
  let drain: (() => void)[] = [];
  let outgoing: Uint8Array[] = [];
  let outgoingSize = 0;
  /** Text behind `outgoing`: encoded when it is sent, all at once. */
  let text = '';

  const settle = (): void => {
    const waiting = wake;
    wake = undefined;
    waiting?.();
    const drains = drain;
    drain = [];
    for (const done of drains) done();
  };
  const arrived = (chunk: Uint8Array): void => {
    queue.push(chunk);
    queued += chunk.length;
    if (queued > readAhead) {
      socket.pause();
      inflate?.pause();
    }
    const waiting = wake;
    wake = undefined;
    waiting?.();
  };
  const onData = (chunk: Uint8Array): void => {
    if (inflate) inflate.write(chunk);
    else arrived(chunk);
  };
  const onEnd = (): void => {
    ended = true;
    settle();
  };
  const onClose = (): void => {
    if (closed) return;
    closed = true;
    ended = true;
    inflate?.close();
    settle();
    options.onClose();
  };
  const onDrain = (): void => {
    const drains = drain;
    drain = [];
    for (const done of drains) done();
  };
  const attach = (to: Socket): void => {
    to.on('data', onData);
    to.on('end', onEnd);
    to.on('close', onClose);
    to.on('drain', onDrain);
    to.on('error', () => to.destroy());
  };
  raw.setNoDelay(true);
  attach(raw);

  // What is written within one turn goes out in one piece: the answers to pipelined commands, for one.
  const flush = (): void => {
    if (outgoingSize === 0) return;
    if (text !== '') outgoing.push(Buffer.from(text));
    const bytes = concat(outgoing);
    outgoing = [];
    outgoingSize = 0;
    text = '';
    if (closed || socket.writableEnded || socket.destroyed) return;
    // Each piece is a run of whole blocks, ended by a sync flush: together they are one valid stream (RFC 1951 §3.2).
    outlet.pass(inflate ? deflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }) : bytes);
  };
  const destroy = (): void => {
    if (!raw.destroyed) raw.resetAndDestroy();
    // At once, whatever the peer has not read.
    raw.destroy();
    socket.destroy();
  };
  const outlet = createOutlet(options.outlet, {
    get closed() {
      return closed || socket.destroyed || socket.writableEnded;
    },
    send: (bytes) => void socket.write(bytes),
    breakOff(how) {
      // What was sent is to arrive before the end does, when the peer reads it.
      socket.once('close', systemTimers.after(goodbyeMs, destroy));
      socket.write('', () => void (how === 'cut' ? socket.destroy() : systemTimers.after(resetAfterMs, destroy)));
      onClose();
    },
  });

  return {
    id,
    remote,
    get tls() {
      return tls;
    },
    get compressed() {
      return inflate !== undefined;
    },
    get closed() {
      return closed;
    },
    get backlog() {
      return socket.writableLength + outgoingSize + outlet.held;
    },
    async read() {
      while (queue.length === 0) {
        if (ended || closed) return undefined;
        await new Promise<void>((resolve) => {
          wake = resolve;
          socket.resume();
          inflate?.resume();
        });
      }
      const bytes = concat(queue);
      queue = [];
      queued = 0;
      if (socket.isPaused()) socket.resume();
      inflate?.resume();
      return bytes;
    },
    write(data) {
      if (data.length === 0 || finishing) return;
      if (outgoingSize === 0) process.nextTick(flush);
      outgoingSize += data.length;
      if (typeof data === 'string') text += data;
      else {
        if (text !== '') outgoing.push(Buffer.from(text));
        text = '';
        outgoing.push(data);
      }
      if (outgoingSize >= flushAt) flush();
    },
    drained() {
      if (closed) return undefined;
      if (outlet.held > highWater) return outlet.emptied();
      if (socket.writableLength <= highWater) return undefined;
      return new Promise((resolve) => {
        const watch = (unsent: number): (() => void) =>
          timers.after(stallMs, () => {
            const left = unsentOctets(raw, socket);
            if (left < unsent) {
              cancel = watch(left);
              return;
            }
            options.onStall();
            destroy();
          });
        let cancel = watch(unsentOctets(raw, socket));
        drain.push(() => {
          cancel();
          resolve();
        });
      });
    },
    async startTls(context, reply) {
      flush();
      // Until the reply is out nothing of the peer's may be taken for its handshake: what it sent before is dropped (RFC 3207 §4.2).
      raw.pause();
      raw.removeListener('data', onData);
      raw.removeListener('end', onEnd);
      queue = [];
      queued = 0;
      // Before TLS from the start nothing came in clear: what is there is the handshake.
      if (reply !== '') while (raw.read() !== null);
      if (reply !== '') outlet.pass(utf8(reply));
      await outlet.emptied();
      if (reply !== '' && !closed) await new Promise<void>((resolve) => raw.write('', () => resolve()));
      if (closed || raw.destroyed) return false;
      const secure = new TLSSocket(raw, {
        isServer: true,
        secureContext: context,
        requestCert: true,
        rejectUnauthorized: false,
      });
      raw.removeListener('drain', onDrain);
      tls = secure;
      socket = secure;
      const done = await new Promise<boolean>((resolve) => {
        const fail = (): void => resolve(false);
        secure.once('secure', () => resolve(true));
        // Node reports a failed handshake of a socket that no tls.Server made by this event alone.
        secure.once('_tlsError', fail);
        secure.once('end', fail);
        secure.once('close', fail);
        raw.once('close', fail);
        secure.once('secure', timers.after(handshakeMs, fail));
        attach(secure);
      });
      if (done) return true;
      secure.destroy();
      raw.destroy();
      return false;
    },
    startCompression() {
      flush();
      const stream = createInflateRaw();
      stream.on('data', arrived);
      stream.on('error', () => socket.destroy());
      inflate = stream;
      queue = [];
      queued = 0;
    },
    end(hurry) {
      flush();
      finish();
      if (hurry) outlet.hurry();
      const waiting = outlet.emptied();
      if (waiting) return void waiting.then(close);
      close();
    },
    destroy() {
      finish();
      destroy();
    },
  };

  /** Nothing more is taken in, nor written. */
  function finish(): void {
    finishing = true;
    ended = true;
    queue = [];
    queued = 0;
    settle();
  }

  function close(): void {
    if (closed || socket.writableEnded) return;
    socket.end();
    // The peer's own FIN is awaited only for a moment; what it still sends is read and dropped.
    socket.removeListener('data', onData);
    socket.on('data', () => undefined);
    socket.resume();
    ended = true;
    settle();
    socket.once('end', () => socket.destroySoon());
    // Real time: whoever winds a session's time on by hand has done with this connection.
    socket.once(
      'close',
      systemTimers.after(goodbyeMs, () => socket.destroy()),
    );
  }
}

/** Octets that the system has not taken yet; of one large write it shows how far it has come, which `writableLength` does not. */
const unsentOctets = (raw: Socket & { readonly _handle?: { readonly writeQueueSize?: number } }, top: Socket): number =>
  top.writableLength + (raw._handle?.writeQueueSize ?? 0);
