/** CRAM-MD5 (RFC 2195): the keyed digest of the server's challenge. */
import { fromStrictUtf8, ok, toHex, utf8 } from '../../base';
import { passwordOf } from './credentials';
import { hmac, sameSecret } from './digest';
import type { ClientFactory, SaslNote, ServerFactory } from './mechanism';
import { challenge, failure, printable, step, success, surprised } from './step';

/** Lower-case hexadecimal HMAC-MD5 (RFC 2195 §2, RFC 2104). */
const answer = (password: string, asked: Uint8Array): string => toHex(hmac('md5', utf8(password), asked));

export const cramMd5Client: ClientFactory = (credentials) => {
  const password = passwordOf(credentials, 'CRAM-MD5');
  if (!password.ok) return password;
  let answered = false;
  return ok({
    name: 'CRAM-MD5',
    initial: undefined,
    respond(asked) {
      if (answered) return surprised('CRAM-MD5', 'the server asks a second time');
      if (asked.length === 0) return surprised('CRAM-MD5', 'the challenge is empty');
      answered = true;
      const message = utf8(`${credentials.user} ${answer(password.value, asked)}`);
      return ok(step(message, explainCramMd5(message, true)));
    },
    finish: () => (answered ? ok(undefined) : surprised('CRAM-MD5', 'the server reports success without having asked')),
  });
};

export const cramMd5Server: ServerFactory = (options) => {
  let asked: Uint8Array | undefined;
  return {
    name: 'CRAM-MD5',
    step(response) {
      if (!asked) {
        if (response) return failure('CRAM-MD5 has no initial response');
        asked = utf8(`<${toHex(options.random(12))}@${options.host ?? 'localhost'}>`);
        return challenge(asked);
      }
      const { user, proof } = parse(response ?? new Uint8Array(0)) ?? {};
      if (user === undefined || proof === undefined)
        return failure('the answer is not a user name, a space and 32 hexadecimal digits');
      const account = options.lookUp(user);
      const same = sameSecret(utf8(answer(account?.password ?? '', asked)), utf8(proof));
      if (!account) return failure(`no user ${user}`);
      return same ? success(user, undefined) : failure('the digest is wrong');
    },
  };
};

/** The digest can be guessed from off line, so it is masked like a password. */
export function explainCramMd5(bytes: Uint8Array, fromClient: boolean): SaslNote {
  if (!fromClient) return { note: `challenge ${printable(bytes)}`, sensitive: false };
  const parsed = parse(bytes);
  return { note: parsed ? `user ${printable(parsed.user)}, digest …` : 'malformed CRAM-MD5 answer', sensitive: true };
}

/** User names may have spaces: the digest stands after the last one. */
function parse(bytes: Uint8Array): { user: string; proof: string } | undefined {
  const match = /^(.+) ([0-9a-f]{32})$/s.exec(fromStrictUtf8(bytes) ?? '');
  return match?.[1] !== undefined && match[2] !== undefined ? { user: match[1], proof: match[2] } : undefined;
}
