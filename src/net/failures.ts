/** What the operating system and OpenSSL say, put into words with advice. */
import type { Failure } from '../session/ports';

const connectErrors: Readonly<Record<string, readonly [message: string, advice: string]>> = {
  ECONNREFUSED: ['nothing listens there (connection refused)', 'Check the host and port, and that the server runs.'],
  ENOTFOUND: ['the host name has no address', 'Check the spelling of the host name, or the DNS server in use.'],
  EAI_AGAIN: ['the DNS server gave no answer', 'Check the network, or the DNS server in use.'],
  ETIMEDOUT: ['the network gave no answer', 'A firewall may drop the packets; port 25 is blocked by many providers.'],
  EHOSTUNREACH: ['the host cannot be reached', 'Check the address and the route to it.'],
  ENETUNREACH: ['the network cannot be reached', 'Check the address and the route to it.'],
  ECONNRESET: ['the server reset the connection', 'Some servers do so when they expect TLS, or refuse this client.'],
  ENOENT: ['there is no such socket file', 'Check the path after unix:.'],
  EACCES: ['the socket file may not be opened', 'Check its permissions.'],
};

/** A failed connection attempt as data. `what` names what was tried. */
export function connectFailure(what: string, error: NodeJS.ErrnoException | AggregateError): Failure {
  const first = 'errors' in error ? (error.errors as NodeJS.ErrnoException[])[0] : error;
  const code = first && 'code' in first ? (first.code ?? '') : '';
  const [message, advice] = connectErrors[code] ?? [first?.message || error.message || code, undefined];
  return { kind: 'connect', message: `could not connect to ${what}: ${message}`, ...(advice ? { advice } : {}) };
}

const trust =
  'If the certificate is your own, name its CA in "ca" of the environment; "insecure" in the script accepts any certificate.';

const verifyErrors: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its chain ends in a self-signed certificate that is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its issuer is not known',
  UNABLE_TO_GET_ISSUER_CERT: 'its issuer is not known',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its issuer is not known',
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet',
  CERT_SIGNATURE_FAILURE: 'its signature is not that of the CA it names',
  CERT_REVOKED: 'it has been revoked',
  CERT_UNTRUSTED: 'it is not trusted for this purpose',
  INVALID_PURPOSE: 'it is not meant for a server',
};

/** Why a certificate does not verify, in words; `error` is Node's `authorizationError`. */
export function verifyReason(error: unknown, host: string, names: readonly string[]): string {
  const code = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error);
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return `it is not for ${host} but for ${names.length > 0 ? names.join(', ') : 'nobody (no subjectAltName)'}`;
  }
  return verifyErrors[code] ?? code;
}

/** A CA helps against none of these. */
const adviceByReason: readonly (readonly [RegExp, string])[] = [
  [
    /expired|not valid yet/,
    'Renew the certificate, or check the clock; "insecure" in the script accepts any certificate.',
  ],
  [
    /^it is not for/,
    'Connect by a name that the certificate is for; "insecure" in the script accepts any certificate.',
  ],
  [/revoked/, 'Have a new certificate made; "insecure" in the script accepts any certificate.'],
];

/** A certificate that does not verify (RFC 8314 §5.1: the session ends). */
export const certificateFailure = (host: string, reason: string): Failure => ({
  kind: 'tls',
  message: `the certificate of ${host} does not verify: ${reason}`,
  advice: adviceByReason.find(([pattern]) => pattern.test(reason))?.[1] ?? trust,
});

/** A handshake that failed. */
export function handshakeFailure(host: string, error: Error): Failure {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const clear =
    code === 'ERR_SSL_WRONG_VERSION_NUMBER' || /wrong version number|packet length too long/i.test(error.message);
  const message = clear
    ? 'the server does not speak TLS on this port'
    : error.message.replace(/^[0-9A-F]+:error:[0-9A-F]+:/, '');
  return {
    kind: 'tls',
    message: `the TLS handshake with ${host} failed: ${message}`,
    advice: clear
      ? 'Use the scheme without the “s” (imap:, pop3:, smtp:) and STARTTLS, or the port for implicit TLS.'
      : 'Check which TLS versions and ciphers the server allows.',
  };
}
