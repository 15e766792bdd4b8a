/** A transport over a socket: plain, then TLS, then compressed, as the dialogue goes. */
import type { Socket } from 'node:net';
import type { Failure, Transport, TransportListener } from '../session/ports';
import { type Deflate, deflate } from './deflate';
import type { Handshake } from './tls-facts';

/** Milliseconds to wait for the peer's FIN before the connection is let go. */
const farewell = 2_000;

export type Secure = (
  socket: Socket,
  host: string,
  options: { readonly insecure: boolean; readonly timeoutMs: number; readonly signal?: AbortSignal },
) => Promise<Handshake | { readonly failure: Failure }>;

/** Wraps a connected socket, which must not have been read from. `host`: what its certificate must be for. */
export function socketTransport(
  url: string,
  host: string,
  connected: Socket,
  secured: Handshake | undefined,
  secure: Secure,
): Transport {
  let socket: Socket = connected;
  let encrypted = secured;
  let compressed: Deflate | undefined;
  let listener: TransportListener | undefined;
  let ended: { how: 'fin' | 'rst'; reason?: string } | undefined;
  let told = false;

  const tell = (): void => {
    if (!ended || !listener || told) return;
    told = true;
    listener.end(ended.how, ended.reason);
  };
  const finish = (how: 'fin' | 'rst', reason?: string): void => {
    ended ??= { how, ...(reason === undefined ? {} : { reason }) };
    tell();
  };
  const onData = (bytes: Uint8Array): void => {
    if (compressed) compressed.receive(bytes);
    else listener?.data(bytes);
  };
  // What came before the end may still be in the decompressor.
  const afterData = (then: () => void): void => (compressed ? compressed.settled(then) : then());
  const onEnd = (): void => afterData(() => finish('fin'));
  const onError = (error: NodeJS.ErrnoException): void => afterData(() => finish('rst', error.code ?? error.message));
  const onClose = (): void => afterData(() => finish('rst'));

  const listen = (): void => {
    socket.setNoDelay(true);
    socket.on('data', onData);
    socket.on('end', onEnd);
    socket.on('error', onError);
    socket.on('close', onClose);
    socket.pause();
  };
  const unlisten = (): void => {
    socket.pause();
    socket.off('data', onData);
    socket.off('end', onEnd);
    socket.off('error', onError);
    socket.off('close', onClose);
  };

  const send = (bytes: Uint8Array): Promise<void> | undefined => {
    if (ended || socket.destroyed || socket.write(bytes)) return undefined;
    return new Promise((resolve) => {
      const done = (): void => {
        socket.off('drain', done);
        socket.off('close', done);
        resolve();
      };
      socket.on('drain', done);
      socket.on('close', done);
    });
  };

  listen();

  return {
    url,
    local: address(connected.localAddress, connected.localPort),
    remote: address(connected.remoteAddress, connected.remotePort),
    get tls() {
      return encrypted?.facts;
    },
    channelBinding: (type) => encrypted?.channelBinding(type),
    write: (bytes) => (compressed ? compressed.write(bytes) : send(bytes)),
    resume(next) {
      listener = next;
      if (ended) tell();
      else socket.resume();
    },
    pause() {
      socket.pause();
    },
    async startTls(options) {
      unlisten();
      const outcome = await secure(socket, host, options);
      if ('failure' in outcome) {
        ended ??= { how: 'rst', reason: outcome.failure.message };
        socket.on('error', () => {});
        socket.destroy();
        return { ok: false, error: outcome.failure };
      }
      encrypted = outcome;
      socket = outcome.socket;
      listen();
      if (listener) socket.resume();
      return { ok: true, value: outcome.facts };
    },
    startCompression(already) {
      compressed = deflate(
        send,
        (bytes) => listener?.data(bytes),
        (reason) => finish('rst', reason),
      );
      if (already.length > 0) compressed.receive(already);
    },
    close: () =>
      new Promise((resolve) => {
        if (socket.destroyed) return resolve();
        const giveUp = setTimeout(() => socket.destroy(), farewell);
        socket.once('close', () => {
          clearTimeout(giveUp);
          compressed?.close();
          resolve();
        });
        told = true;
        socket.end();
        socket.resume();
      }),
    reset() {
      told = true;
      connected.resetAndDestroy();
      socket.destroy();
    },
  };
}

const address = (host: string | undefined, port: number | undefined): string =>
  host === undefined ? 'unix' : host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
