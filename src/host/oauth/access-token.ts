/** The access token of a kept secret: as it is while it lasts, refreshed when it has ended (RFC 6749 §6). */
import { err, ok, type Result } from '../../base';
import { oauthClient, tokensOf } from './client';
import { oauthFailure } from './failures';
import type { ResolvedOAuth } from './settings';
import { isExpired, readTokens, writeTokens } from './tokens';

export interface AccessTokenOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Finds the client's own secret by its name. */
  readonly secret: (name: string) => Promise<string | undefined> | string | undefined;
  /** Keeps the new tokens in the place of the old. */
  readonly keep?: (text: string) => Promise<void> | void;
}

/**
 * The token to sign in with.
 * @param stored the secret's text: kept tokens, or an access token as such
 * @param oauth absent: nothing can be refreshed
 */
export async function accessToken(
  stored: string,
  oauth: ResolvedOAuth | undefined,
  { now, secret, keep }: AccessTokenOptions,
): Promise<Result<string, string>> {
  const tokens = readTokens(stored);
  if (!isExpired(tokens, now())) return ok(tokens.accessToken);
  if (!oauth) return err('the token has ended, and the environment has no `oauth` to get a new one from');
  if (tokens.refreshToken === undefined) return err(`the token of ${oauth.title} has ended: sign in again`);
  try {
    const clientSecret = oauth.clientSecret === undefined ? undefined : await secret(oauth.clientSecret);
    const { openid, configuration } = await oauthClient(oauth, clientSecret);
    const response = await openid.refreshTokenGrant(configuration, tokens.refreshToken);
    const fresh = tokensOf(response, now(), tokens);
    await keep?.(writeTokens(fresh));
    return ok(fresh.accessToken);
  } catch (error) {
    return err(oauthFailure(oauth.title, error));
  }
}
