/** PLAIN (RFC 4616): authorization identity, user and password in one message, in clear text. */
import { fromStrictUtf8, ok, utf8 } from '../../base';
import { passwordOf, without } from './credentials';
import type { ClientFactory, SaslNote, ServerFactory } from './mechanism';
import { challenge, failure, nothing, oneMessageClient, printable, step } from './step';
import { verifyPassword } from './verify';

export const plainClient: ClientFactory = (credentials) => {
  const password = passwordOf(credentials, 'PLAIN');
  if (!password.ok) return password;
  for (const [what, text] of [
    ['user name', credentials.user],
    ['authorization identity', credentials.authzid ?? ''],
    ['password', password.value],
  ] as const) {
    const checked = without(text, /\0/, what, 'PLAIN');
    if (!checked.ok) return checked;
  }
  const message = utf8(`${credentials.authzid ?? ''}\0${credentials.user}\0${password.value}`);
  return ok(oneMessageClient('PLAIN', step(message, explainPlain(message, true))));
};

export const plainServer: ServerFactory = (options) => ({
  name: 'PLAIN',
  step(response) {
    if (!response) return challenge(nothing);
    const fields = fromStrictUtf8(response)?.split('\0');
    if (!fields) return failure('the message is not UTF-8');
    const [authzid, user, password] = fields;
    if (fields.length !== 3 || authzid === undefined || password === undefined || !user) {
      return failure('the message is not authzid NUL user NUL password');
    }
    return verifyPassword(options.lookUp(user), user, authzid, password);
  },
});

export function explainPlain(bytes: Uint8Array, fromClient: boolean): SaslNote {
  if (!fromClient) return { note: 'go ahead', sensitive: false };
  const [authzid, user, password] = fromStrictUtf8(bytes)?.split('\0') ?? [];
  if (authzid === undefined || user === undefined || password === undefined)
    return { note: 'malformed PLAIN message', sensitive: true };
  return {
    note: `${authzid === '' ? '' : `authorization identity ${printable(authzid)}, `}user ${printable(user)}, password …`,
    sensitive: true,
  };
}
