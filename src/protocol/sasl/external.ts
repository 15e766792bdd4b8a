/** EXTERNAL (RFC 4422 appendix A): the client is who its TLS certificate says. */
import { fromStrictUtf8, ok, utf8 } from '../../base';
import { without } from './credentials';
import type { ClientFactory, SaslNote, ServerFactory } from './mechanism';
import { challenge, failure, nothing, oneMessageClient, printable, step, success } from './step';

/** The one message is the authorization identity; empty, the server derives it from the certificate. */
export const externalClient: ClientFactory = (credentials) => {
  const authzid = without(credentials.authzid ?? '', /\0/, 'authorization identity', 'EXTERNAL');
  if (!authzid.ok) return authzid;
  const message = utf8(authzid.value);
  return ok(oneMessageClient('EXTERNAL', step(message, explainExternal(message, true))));
};

export const externalServer: ServerFactory = (options) => ({
  name: 'EXTERNAL',
  step(response) {
    if (!response) return challenge(nothing);
    const authzid = fromStrictUtf8(response);
    if (authzid === undefined || authzid.includes('\0'))
      return failure('the authorization identity is not UTF-8 without NUL');
    if (options.certificateUser === undefined)
      return failure('the client has shown no certificate that stands for a user');
    return success(options.certificateUser, authzid);
  },
});

export function explainExternal(bytes: Uint8Array, fromClient: boolean): SaslNote {
  if (!fromClient) return { note: 'go ahead', sensitive: false };
  return {
    note: bytes.length === 0 ? 'whom the certificate names' : `authorization identity ${printable(bytes)}`,
    sensitive: false,
  };
}
