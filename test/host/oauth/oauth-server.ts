/** A real OAuth server on loopback for the tests: device codes, the browser's way with PKCE, refreshing; what it answers can be ordered. */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface OAuthServer {
  readonly url: string;
  /** Parameters of each call of the token endpoint. */
  readonly calls: readonly Readonly<Record<string, string>>[];
  /** What the user does at the sign-in page: `wait` (asked again), `agree`, `deny`, `expire`. Each poll takes the next; the last stays. */
  decisions: string[];
  /** What the next access tokens are. */
  tokens: string[];
  refreshToken: string | undefined;
  /** Seconds that a token lasts. */
  lasts: number | undefined;
  close(): Promise<void>;
}

export async function oauthServer(): Promise<OAuthServer> {
  const calls: Record<string, string>[] = [];
  const challenges = new Map<string, { readonly challenge: string; readonly redirect: string }>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const called = new URL(request.url ?? '/', self.url);
      const answer = (status: number, body: unknown): void => {
        response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
        response.end(JSON.stringify(body));
      };
      const body = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
      switch (called.pathname) {
        case '/.well-known/oauth-authorization-server':
          return answer(200, {
            issuer: self.url,
            token_endpoint: `${self.url}/token`,
            authorization_endpoint: `${self.url}/authorize`,
            device_authorization_endpoint: `${self.url}/device`,
          });
        case '/device':
          return answer(200, {
            device_code: 'the-device-code',
            user_code: 'WDJB-MJHT',
            verification_uri: `${self.url}/activate`,
            expires_in: 600,
            interval: 0.01,
          });
        case '/authorize': {
          const asked = called.searchParams;
          const back = new URL(asked.get('redirect_uri') ?? '');
          back.searchParams.set('state', asked.get('state') ?? '');
          if (self.decisions[0] === 'deny') back.searchParams.set('error', 'access_denied');
          else {
            challenges.set('the-code', {
              challenge: asked.get('code_challenge') ?? '',
              redirect: asked.get('redirect_uri') ?? '',
            });
            back.searchParams.set('code', 'the-code');
          }
          response.writeHead(302, { location: back.href });
          return response.end();
        }
        case '/token': {
          calls.push(body);
          const refused = refusal(body);
          if (refused) return answer(400, { error: refused });
          return answer(200, {
            access_token: self.tokens.shift() ?? 'another-token',
            token_type: 'bearer',
            ...(self.lasts === undefined ? {} : { expires_in: self.lasts }),
            ...(self.refreshToken === undefined ? {} : { refresh_token: self.refreshToken }),
          });
        }
        default:
          return answer(404, { error: 'not_found' });
      }
    });
  });
  const refusal = (body: Readonly<Record<string, string>>): string | undefined => {
    if (body.client_id !== 'our-client') return 'invalid_client';
    switch (body.grant_type) {
      case 'urn:ietf:params:oauth:grant-type:device_code': {
        const decision = self.decisions.length > 1 ? self.decisions.shift() : self.decisions[0];
        return { wait: 'authorization_pending', deny: 'access_denied', expire: 'expired_token' }[decision ?? ''];
      }
      case 'authorization_code': {
        const hash = createHash('sha256')
          .update(body.code_verifier ?? '')
          .digest('base64url');
        const known = challenges.get(body.code ?? '');
        return known?.challenge === hash && known.redirect === body.redirect_uri ? undefined : 'invalid_grant';
      }
      case 'refresh_token':
        return body.refresh_token === self.refreshToken ? undefined : 'invalid_grant';
      default:
        return 'unsupported_grant_type';
    }
  };
  const self: OAuthServer = {
    url: '',
    calls,
    decisions: ['agree'],
    tokens: [],
    refreshToken: 'the-refresh-token',
    lasts: 3_600,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(self, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}
