/** TLS over a connected socket: the handshake, and what is trusted. */
import { isIP } from 'node:net';
import { connect as connectTls, createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import type { NetOptions } from './dial';
import { certificateFailure, handshakeFailure } from './failures';
import type { Secure } from './socket-transport';
import { handshake } from './tls-facts';

/** The certificate is always checked; `insecure` alone lets a bad one pass. */
export function securer(options: NetOptions): Secure {
  let context: SecureContext | undefined;
  return (socket, host, { insecure, timeoutMs, signal }) =>
    new Promise((resolve) => {
      context ??= createSecureContext({ ...trusted(options), ...options.certificate });
      const secured = connectTls({
        socket,
        host,
        secureContext: context,
        rejectUnauthorized: false,
        ...(isIP(host) ? {} : { servername: host }),
      });
      const settle = (outcome: Awaited<ReturnType<Secure>>): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', aborted);
        secured.off('secureConnect', arrived);
        secured.off('error', failed);
        secured.off('close', closed);
        if ('failure' in outcome) secured.on('error', () => {});
        resolve(outcome);
      };
      const arrived = (): void => {
        secured.pause();
        const done = handshake(secured, host, insecure, options.now());
        const { facts } = done;
        if (facts.authorized || insecure) settle(done);
        else settle({ failure: certificateFailure(host, facts.authorizationError ?? 'unknown reason') });
      };
      const failed = (error: Error): void => settle({ failure: handshakeFailure(host, error) });
      const closed = (): void =>
        settle({ failure: handshakeFailure(host, new Error('the server closed the connection during the handshake')) });
      const aborted = (): void => settle({ failure: { kind: 'tls', message: 'cancelled' } });
      const timer = setTimeout(
        () =>
          settle({
            failure: {
              kind: 'timeout',
              message: `the TLS handshake with ${host} was not done within ${Math.round(timeoutMs)} ms`,
            },
          }),
        timeoutMs,
      );
      secured.on('secureConnect', arrived);
      secured.on('error', failed);
      secured.on('close', closed);
      signal?.addEventListener('abort', aborted, { once: true });
    });
}

function trusted({ ca = [], onlyCa = false }: NetOptions): { ca?: string[] } {
  if (onlyCa) return { ca: [...ca] };
  return ca.length > 0 ? { ca: [...rootCertificates, ...ca] } : {};
}
