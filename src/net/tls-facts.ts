/** What a TLS connection shows of itself: for the transcript, for assertions, for channel binding. */
import { createHash, type X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { TlsFacts } from '../session/ports';
import { verifyReason } from './failures';

const day = 86_400_000;

export interface Handshake {
  readonly socket: TLSSocket;
  readonly facts: TlsFacts;
  /** The peer's, read once: Node hands it out only the first time it is asked. */
  readonly certificate: X509Certificate | undefined;
  /** `tls-server-end-point` (RFC 5929 §4.1) or `tls-exporter` (RFC 9266 §2); undefined where it is not defined. */
  channelBinding(type: 'tls-server-end-point' | 'tls-exporter'): Uint8Array | undefined;
}

/** What came of a finished handshake. `host`: whom the certificate must be for; `now`: milliseconds since the epoch. */
export function handshake(socket: TLSSocket, host: string, insecure: boolean, now: number): Handshake {
  const certificate = socket.getPeerX509Certificate();
  return {
    socket,
    certificate,
    facts: tlsFacts(socket, certificate, host, insecure, now),
    channelBinding: (type) => channelBinding(socket, certificate, type),
  };
}

function tlsFacts(
  socket: TLSSocket,
  certificate: X509Certificate | undefined,
  host: string,
  insecure: boolean,
  now: number,
): TlsFacts {
  const names = (certificate?.subjectAltName ?? '').split(', ').flatMap((name) => name.replace(/^[^:]*:/, '') || []);
  return {
    version: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().standardName,
    authorized: socket.authorized,
    ...(socket.authorized ? {} : { authorizationError: verifyReason(socket.authorizationError, host, names) }),
    ...(insecure ? { insecure: true as const } : {}),
    ...(certificate
      ? {
          peer: {
            subject: certificate.subject?.replaceAll('\n', ', ') ?? '',
            issuer: certificate.issuer?.replaceAll('\n', ', ') ?? '',
            names,
            daysLeft: Math.floor((Date.parse(certificate.validTo) - now) / day),
            fingerprint: certificate.fingerprint256,
          },
        }
      : {}),
    ...(socket.alpnProtocol ? { alpn: socket.alpnProtocol } : {}),
  };
}

/** Hashes of certificate signature algorithms (RFC 5929 §4.1: MD5 and SHA-1 become SHA-256), by the DER of their OID. */
const signatureHashes: Readonly<Record<string, string>> = {
  '2a864886f70d010104': 'sha256',
  '2a864886f70d010105': 'sha256',
  '2a864886f70d01010b': 'sha256',
  '2a864886f70d01010c': 'sha384',
  '2a864886f70d01010d': 'sha512',
  '2a8648ce3d0401': 'sha256',
  '2a8648ce3d040302': 'sha256',
  '2a8648ce3d040303': 'sha384',
  '2a8648ce3d040304': 'sha512',
};

function channelBinding(
  socket: TLSSocket,
  certificate: X509Certificate | undefined,
  type: 'tls-server-end-point' | 'tls-exporter',
): Uint8Array | undefined {
  if (type === 'tls-exporter') {
    if (socket.getProtocol() !== 'TLSv1.3') return undefined;
    return socket.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0));
  }
  const der = certificate?.raw;
  const hash = der && signatureHashes[signatureAlgorithm(der)];
  return der && hash ? createHash(hash).update(der).digest() : undefined;
}

/** The OID of a certificate's signatureAlgorithm, in hex: Certificate ::= SEQUENCE { tbs, SEQUENCE { OID … }, … } (RFC 5280 §4.1). */
function signatureAlgorithm(der: Buffer): string {
  const tbs = element(der, element(der, 0).start);
  const oid = element(der, element(der, tbs.end).start);
  return der.toString('hex', oid.start, oid.end);
}

/** Where the content of the DER element at `at` starts and ends. */
function element(der: Buffer, at: number): { start: number; end: number } {
  const first = der[at + 1] ?? 0;
  const count = first < 0x80 ? 0 : first & 0x7f;
  const length = count === 0 ? first : der.readUIntBE(at + 2, Math.min(count, 6));
  return { start: at + 2 + count, end: at + 2 + count + length };
}
