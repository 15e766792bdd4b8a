/** How the server halves compare what a client gave with what the account has. */
import { utf8 } from '../../base';
import { sameSecret } from './digest';
import type { Account, ServerStep } from './mechanism';
import { prepare } from './prepare';
import { failure, success } from './step';

/** Compares in constant time; an unknown user costs as much as a known one. Both sides are prepared (RFC 4616 §2). */
export function verifyPassword(
  account: Account | undefined,
  user: string,
  authzid: string | undefined,
  password: string,
): ServerStep {
  const same = sameSecret(utf8(prepare(account?.password ?? '')), utf8(prepare(password)));
  if (!account) return failure(`no user ${user}`);
  if (password === '') return failure('the password is empty');
  return same ? success(user, authzid) : failure('the password is wrong');
}

/** As `verifyPassword`, for a bearer token. */
export function verifyToken(account: Account | undefined, token: string): string | undefined {
  const same = sameSecret(utf8(account?.token ?? ''), utf8(token));
  if (!account) return 'no such user';
  // Without a token the client only asks which scope it needs (RFC 7628 §4.3).
  if (token === '') return 'the token is empty';
  if (account.token === undefined) return 'this user has no token';
  return same ? undefined : 'the token is wrong';
}
