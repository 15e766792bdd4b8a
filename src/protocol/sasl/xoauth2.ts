/** XOAUTH2 (Google's and Microsoft's forerunner of RFC 7628): the user and an OAuth 2 bearer token. */
import { fromStrictUtf8, ok, utf8 } from '../../base';
import { type BearerMessage, bearerClient, bearerServer } from './bearer';
import { tokenOf, without } from './credentials';
import type { ClientFactory, SaslNote, ServerFactory } from './mechanism';
import { readOauthError } from './oauth-error';
import { nothing, printable, step } from './step';

export const xoauth2Client: ClientFactory = (credentials) => {
  const token = tokenOf(credentials, 'XOAUTH2');
  if (!token.ok) return token;
  const user = without(credentials.user, /[\x00\x01]/, 'user name', 'XOAUTH2');
  if (!user.ok) return user;
  const message = utf8(`user=${user.value}\x01auth=Bearer ${token.value}\x01\x01`);
  return ok(bearerClient('XOAUTH2', step(message, explainXoauth2(message, true)), nothing));
};

export const xoauth2Server: ServerFactory = (options) => bearerServer('XOAUTH2', options, '401', parse);

export function explainXoauth2(bytes: Uint8Array, fromClient: boolean): SaslNote {
  if (!fromClient)
    return {
      note: bytes.length === 0 ? 'go ahead' : `error: ${readOauthError(bytes) ?? printable(bytes)}`,
      sensitive: false,
    };
  if (bytes.length === 0) return { note: 'empty: acknowledges the error', sensitive: false };
  const message = parse(bytes);
  return { note: message ? `user ${printable(message.user)}, token …` : 'malformed XOAUTH2 message', sensitive: true };
}

function parse(bytes: Uint8Array): BearerMessage | undefined {
  const match = /^user=([^\x01]*)\x01auth=bearer ([^\x01]*)\x01\x01$/i.exec(fromStrictUtf8(bytes) ?? '');
  return match?.[1] !== undefined && match[2] !== undefined ? { user: match[1], token: match[2] } : undefined;
}
