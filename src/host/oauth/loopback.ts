/** Signing in by the browser, which comes back to a port on loopback, with PKCE (RFC 8252 §7.3, RFC 7636). */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { err, ok, type Result } from '../../base';
import { oauthClient, tokensOf } from './client';
import type { SignInOptions } from './device';
import { oauthFailure } from './failures';
import type { ResolvedOAuth } from './settings';
import type { Tokens } from './tokens';

/** Opens the provider's page by `openPage`, and waits until it sends the browser back. */
export async function signInByBrowser(
  oauth: ResolvedOAuth,
  { clientSecret, login, now, signal }: SignInOptions,
  openPage: (url: string) => void,
): Promise<Result<Tokens, string>> {
  let door: Door | undefined;
  try {
    const { openid, configuration } = await oauthClient(oauth, clientSecret);
    door = await openDoor(signal);
    const state = openid.randomState();
    const verifier = openid.randomPKCECodeVerifier();
    const url = openid.buildAuthorizationUrl(configuration, {
      ...oauth.parameters,
      redirect_uri: door.url,
      scope: oauth.scopes.join(' '),
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      ...(login === undefined ? {} : { login_hint: login }),
    });
    openPage(url.href);
    const response = await openid.authorizationCodeGrant(configuration, await door.visit(state), {
      pkceCodeVerifier: verifier,
      expectedState: state,
    });
    return ok(tokensOf(response, now()));
  } catch (error) {
    return err(oauthFailure(oauth.title, error));
  } finally {
    door?.close();
  }
}

interface Door {
  readonly url: string;
  /** The first call that carries this state; others (a favicon, a stranger's guess) get 404. */
  visit(state: string): Promise<URL>;
  close(): void;
}

async function openDoor(signal: AbortSignal): Promise<Door> {
  signal.throwIfAborted();
  let expected: { readonly state: string; readonly came: (url: URL) => void } | undefined;
  const server: Server = createServer((request, response) => {
    const called = new URL(request.url ?? '/', url);
    const right =
      request.method === 'GET' && called.pathname === '/' && called.searchParams.get('state') === expected?.state;
    response.writeHead(right ? 200 : 404, { 'content-type': 'text/html; charset=utf-8', connection: 'close' });
    response.end(right ? farewell(called.searchParams.has('code')) : 'Not found');
    if (right) expected?.came(called);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/`;
  return {
    url,
    visit: (state) =>
      new Promise((resolve, reject) => {
        expected = { state, came: resolve };
        const cancelled = (): void => reject(new DOMException('cancelled', 'AbortError'));
        if (signal.aborted) cancelled();
        else signal.addEventListener('abort', cancelled, { once: true });
      }),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

const farewell = (signedIn: boolean): string =>
  `<!doctype html><meta charset="utf-8"><title>Mailwright</title><p>${
    signedIn ? 'You are signed in. This page can be closed.' : 'You are not signed in. This page can be closed.'
  }</p>`;
