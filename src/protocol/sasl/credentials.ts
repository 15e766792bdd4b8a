/** What a client can prove itself with, and the checks that mechanisms share. */
import { err, ok, type Result } from '../../base';
import type { SaslFailure } from './mechanism';

export interface Credentials {
  /** The authentication identity: who proves himself. */
  readonly user: string;
  /** The authorization identity: who he wants to act as, when that is somebody else. */
  readonly authzid?: string;
  readonly password?: string;
  /** An OAuth 2 bearer token. */
  readonly token?: string;
  /** OAUTHBEARER tells the server which name it was reached by (RFC 7628 §3.1). */
  readonly host?: string;
  readonly port?: number;
}

/** The password, or why the mechanism cannot go without. */
export function passwordOf(credentials: Credentials, mechanism: string): Result<string, SaslFailure> {
  if (credentials.password !== undefined) return ok(credentials.password);
  return err({
    message: `${mechanism} needs a password, and there is none`,
    advice: 'Give the user a password in the environment, or after the user in `auth`',
  });
}

/** The bearer token, or why the mechanism cannot go without. */
export function tokenOf(credentials: Credentials, mechanism: string): Result<string, SaslFailure> {
  const { token } = credentials;
  if (token === undefined) {
    return err({
      message: `${mechanism} needs an OAuth 2 token, and there is none`,
      advice: 'Give the user a token in the environment, or `token=…` in `auth`',
    });
  }
  // RFC 6750 §2.1 b64token; other characters would end the key-value pair.
  if (!/^[\x21-\x7e]+$/.test(token)) {
    return err({
      message: 'The token has characters that no bearer token has',
      advice: 'Take the access token alone, without white space or line ends',
    });
  }
  return ok(token);
}

/** Refuses text with one of `forbidden`, which would end the field that it stands in. */
export function without(text: string, forbidden: RegExp, what: string, mechanism: string): Result<string, SaslFailure> {
  if (!forbidden.test(text)) return ok(text);
  return err({
    message: `The ${what} has a character that ${mechanism} cannot carry`,
    advice: `Use another mechanism, or another ${what}`,
  });
}
