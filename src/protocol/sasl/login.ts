/** LOGIN (draft-murchison-sasl-login-00): the server asks for the user name, then for the password, both in clear text. */
import { fromStrictUtf8, ok, utf8 } from '../../base';
import { passwordOf } from './credentials';
import type { ClientFactory, SaslNote, ServerFactory } from './mechanism';
import { challenge, failure, printable, step, surprised } from './step';
import { verifyPassword } from './verify';

/** Answers by count, not by the prompt's words: servers word their prompts as they like, and clients must not care (draft §2). */
export const loginClient: ClientFactory = (credentials) => {
  const password = passwordOf(credentials, 'LOGIN');
  if (!password.ok) return password;
  let asked = 0;
  return ok({
    name: 'LOGIN',
    initial: undefined,
    respond(prompt) {
      asked++;
      if (asked === 1)
        return ok(step(utf8(credentials.user), { note: `user ${printable(credentials.user)}`, sensitive: false }));
      if (asked === 2) return ok(step(utf8(password.value), { note: 'password …', sensitive: true }));
      return surprised('LOGIN', `the server asks for a third answer: "${printable(prompt)}"`);
    },
    finish: () => ok(undefined),
  });
};

export const loginServer: ServerFactory = (options) => {
  let user: string | undefined;
  return {
    name: 'LOGIN',
    step(response) {
      if (!response) return challenge(utf8('Username:'));
      const text = fromStrictUtf8(response);
      if (text === undefined) return failure('the answer is not UTF-8');
      if (user === undefined) {
        user = text;
        return challenge(utf8('Password:'));
      }
      return verifyPassword(options.lookUp(user), user, undefined, text);
    },
  };
};

/** From the octets alone a user name cannot be told from a password: the client's answers are masked both. */
export function explainLogin(bytes: Uint8Array, fromClient: boolean): SaslNote {
  return fromClient
    ? { note: 'user name or password …', sensitive: true }
    : { note: printable(bytes), sensitive: false };
}
