/** Signing in by device code (RFC 8628): the user types a code at the provider's page, on whatever device. */
import { err, ok, type Result } from '../../base';
import { oauthClient, tokensOf } from './client';
import { oauthFailure } from './failures';
import type { ResolvedOAuth } from './settings';
import type { Tokens } from './tokens';

export interface DeviceCode {
  readonly userCode: string;
  /** The page where it is typed. */
  readonly page: string;
  /** The same with the code in it, when the server gives one. */
  readonly pageWithCode?: string;
  readonly secondsLeft: number;
}

export interface SignInOptions {
  /** The client's own secret, if it has one. */
  readonly clientSecret?: string;
  /** Whom the sign-in page is to propose. */
  readonly login?: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Shows the code by `show`, then waits until the user has agreed, refused, or let it end. */
export async function signInByDevice(
  oauth: ResolvedOAuth,
  { clientSecret, now, signal }: SignInOptions,
  show: (code: DeviceCode) => void,
): Promise<Result<Tokens, string>> {
  try {
    const { openid, configuration } = await oauthClient(oauth, clientSecret);
    signal.throwIfAborted();
    const started = await openid.initiateDeviceAuthorization(configuration, { scope: oauth.scopes.join(' ') });
    signal.throwIfAborted();
    show({
      userCode: started.user_code,
      page: started.verification_uri,
      ...(started.verification_uri_complete ? { pageWithCode: started.verification_uri_complete } : {}),
      secondsLeft: started.expires_in,
    });
    const response = await openid.pollDeviceAuthorizationGrant(configuration, started, undefined, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(started.expires_in * 1_000)]),
    });
    return ok(tokensOf(response, now()));
  } catch (error) {
    return err(oauthFailure(oauth.title, error));
  }
}
