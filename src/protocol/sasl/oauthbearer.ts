/** OAUTHBEARER (RFC 7628): an OAuth 2 bearer token, with the user in the GS2 header. */
import { fromStrictUtf8, ok, utf8 } from '../../base';
import { type BearerMessage, bearerClient, bearerServer } from './bearer';
import { tokenOf, without } from './credentials';
import type { ClientFactory, SaslNote, ServerFactory } from './mechanism';
import { readOauthError } from './oauth-error';
import { decodeName, encodeName } from './scram-messages';
import { printable, step } from './step';

/** RFC 7628 §3.2.3: what the client must say after an error. */
const dummy = new Uint8Array([1]);

export const oauthbearerClient: ClientFactory = (credentials) => {
  const token = tokenOf(credentials, 'OAUTHBEARER');
  if (!token.ok) return token;
  const named = without(
    `${credentials.user}${credentials.host ?? ''}`,
    /[\x00\x01]/,
    'user name or host',
    'OAUTHBEARER',
  );
  if (!named.ok) return named;
  const identity = credentials.authzid ?? credentials.user;
  const pairs = [
    ...(credentials.host === undefined ? [] : [`host=${credentials.host}`]),
    ...(credentials.port === undefined ? [] : [`port=${credentials.port}`]),
    `auth=Bearer ${token.value}`,
  ];
  const message = utf8(`n,${identity === '' ? '' : `a=${encodeName(identity)}`},\x01${pairs.join('\x01')}\x01\x01`);
  return ok(bearerClient('OAUTHBEARER', step(message, explainOauthbearer(message, true)), dummy));
};

export const oauthbearerServer: ServerFactory = (options) =>
  bearerServer('OAUTHBEARER', options, 'invalid_token', parse);

export function explainOauthbearer(bytes: Uint8Array, fromClient: boolean): SaslNote {
  if (!fromClient)
    return {
      note: bytes.length === 0 ? 'go ahead' : `error: ${readOauthError(bytes) ?? printable(bytes)}`,
      sensitive: false,
    };
  if (bytes.length === 1 && bytes[0] === 1) return { note: '\\x01: acknowledges the error', sensitive: false };
  const text = fromStrictUtf8(bytes) ?? '';
  if (!/^[^\x01]*,\x01(?:[A-Za-z]+=[^\x01]*\x01)*\x01$/.test(text))
    return { note: 'malformed OAUTHBEARER message', sensitive: true };
  const parts = text.split('\x01').filter((part) => part !== '');
  return {
    note: printable(
      parts
        .map((part) => (/^(host|port)=/.test(part) || part === parts[0] ? part : `${part.split('=')[0] ?? ''}=…`))
        .join(' '),
    ),
    sensitive: true,
  };
}

/** RFC 7628 §3.1: `gs2-header kvsep *kvpair kvsep`. A message without `auth` asks for the scope: the token is empty. */
function parse(bytes: Uint8Array): BearerMessage | undefined {
  const match = /^[ny],(?:a=([^,\x01]*))?,\x01((?:[A-Za-z]+=[^\x01]*\x01)*)\x01$/.exec(fromStrictUtf8(bytes) ?? '');
  if (match?.[2] === undefined) return undefined;
  const user = match[1] === undefined ? '' : decodeName(match[1]);
  const token = /(?:^|\x01)auth=(?:bearer +)?([^\x01]*)\x01/i.exec(match[2])?.[1];
  return user === undefined ? undefined : { user, token: token ?? '' };
}
