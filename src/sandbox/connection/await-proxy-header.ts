/** Takes the PROXY protocol header off a socket, before anything else is done with it. */
import type { Socket } from 'node:net';
import { concat } from '../../base';
import { parseProxyHeader } from './proxy-protocol';
import type { Timers } from './timers';

export type ProxyOutcome =
  | { readonly kind: 'header'; readonly source: string | undefined }
  | { readonly kind: 'bad'; readonly reason: string }
  /** The peer went away. */
  | { readonly kind: 'gone' };

/** The specification asks for three seconds at least (section 2). */
const patienceMs = 10_000;

/** Resolves when the header is there; what follows it is left on the socket. */
export function awaitProxyHeader(socket: Socket, timers: Timers): Promise<ProxyOutcome> {
  return new Promise((resolve) => {
    const pieces: Uint8Array[] = [];
    const settle = (outcome: ProxyOutcome): void => {
      cancel();
      socket.off('readable', read);
      socket.off('end', leave);
      socket.off('close', leave);
      resolve(outcome);
    };
    const leave = (): void => settle({ kind: 'gone' });
    const read = (): void => {
      const piece: Uint8Array | null = socket.read();
      if (!piece) return;
      pieces.push(piece);
      const bytes = concat(pieces);
      const found = parseProxyHeader(bytes);
      if (found.kind === 'more') return;
      settle(found.kind === 'bad' ? found : { kind: 'header', source: found.source });
      if (found.kind === 'header' && found.size < bytes.length) socket.unshift(bytes.subarray(found.size));
    };
    const cancel = timers.after(patienceMs, () => settle({ kind: 'bad', reason: 'no PROXY protocol header has come' }));
    socket.on('readable', read);
    socket.on('end', leave);
    socket.on('close', leave);
  });
}
