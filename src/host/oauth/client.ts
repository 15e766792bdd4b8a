/** The OAuth client: openid-client over the endpoints of an environment. Loaded when someone signs in or a token has ended. */
import type { Configuration, ServerMetadata, TokenEndpointResponse } from 'openid-client';
import type { ResolvedOAuth } from './settings';
import type { Tokens } from './tokens';

export type OpenidClient = typeof import('openid-client');

export interface OAuthClient {
  readonly openid: OpenidClient;
  readonly configuration: Configuration;
}

/** Makes the client; asks the issuer for endpoints that are not known (RFC 8414). Rejects as openid-client does. */
export async function oauthClient(oauth: ResolvedOAuth, clientSecret: string | undefined): Promise<OAuthClient> {
  const openid = await import('openid-client');
  const authentication = clientSecret === undefined ? openid.None() : openid.ClientSecretPost(clientSecret);
  const onLoopback = new URL(oauth.tokenEndpoint ?? oauth.issuer).protocol === 'http:';
  if (oauth.tokenEndpoint === undefined) {
    const configuration = await openid.discovery(new URL(oauth.issuer), oauth.clientId, undefined, authentication, {
      algorithm: 'oauth2',
      ...(onLoopback ? { execute: [openid.allowInsecureRequests] } : {}),
    });
    return { openid, configuration };
  }
  const server: ServerMetadata = {
    issuer: oauth.issuer,
    token_endpoint: oauth.tokenEndpoint,
    ...(oauth.authorizationEndpoint ? { authorization_endpoint: oauth.authorizationEndpoint } : {}),
    ...(oauth.deviceEndpoint ? { device_authorization_endpoint: oauth.deviceEndpoint } : {}),
  };
  const configuration = new openid.Configuration(server, oauth.clientId, undefined, authentication);
  if (onLoopback) openid.allowInsecureRequests(configuration);
  return { openid, configuration };
}

/** What the token endpoint gave, as it is kept. `now`: milliseconds since the epoch. */
export const tokensOf = (response: TokenEndpointResponse, now: number, before?: Tokens): Tokens => {
  const refreshToken = response.refresh_token ?? before?.refreshToken;
  return {
    accessToken: response.access_token,
    ...(response.expires_in === undefined ? {} : { expiresAt: now + response.expires_in * 1_000 }),
    ...(refreshToken === undefined ? {} : { refreshToken }),
  };
};
