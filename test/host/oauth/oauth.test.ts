import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compileText, openEnvironment, runScript } from '../../../src/host';
import { accessToken } from '../../../src/host/oauth/access-token';
import { type DeviceCode, signInByDevice } from '../../../src/host/oauth/device';
import { signInByBrowser } from '../../../src/host/oauth/loopback';
import { providerOfMailHost, providers } from '../../../src/host/oauth/providers';
import { isEndpoint, type ResolvedOAuth, resolvedOAuth } from '../../../src/host/oauth/settings';
import { isExpired, readTokens, type Tokens, writeTokens } from '../../../src/host/oauth/tokens';
import { type OAuthServer, oauthServer } from './oauth-server';

let server: OAuthServer;
beforeEach(async () => {
  server = await oauthServer();
});
afterEach(() => server.close());

const oauth = (settings: { clientId?: string; scopes?: string[] } = {}): ResolvedOAuth => {
  const resolved = resolvedOAuth({ issuer: server.url, clientId: 'our-client', scopes: ['mail'], ...settings });
  if (!resolved) throw new Error('not resolved');
  return resolved;
};
const now = (): number => 1_000_000;
const options = () => ({ now, signal: new AbortController().signal });
const never = (): never => {
  throw new Error('nothing was to be asked');
};

describe('signing in by device code (RFC 8628)', () => {
  it('shows the code and the page, waits, and gets tokens with their end', async () => {
    server.decisions = ['wait', 'wait', 'agree'];
    server.tokens = ['first-token'];
    const shown: DeviceCode[] = [];
    const tokens = await signInByDevice(oauth(), options(), (code) => shown.push(code));
    expect(shown).toEqual([{ userCode: 'WDJB-MJHT', page: `${server.url}/activate`, secondsLeft: 600 }]);
    expect(tokens).toEqual({
      ok: true,
      value: { accessToken: 'first-token', refreshToken: 'the-refresh-token', expiresAt: 1_000_000 + 3_600_000 },
    });
    expect(server.calls).toHaveLength(3);
  });

  it.each([
    ['deny', /access was denied/],
    ['expire', /the code ended before anyone signed in/],
  ])('says so when the user’s answer is: %s', async (decision, reason) => {
    server.decisions = ['wait', decision];
    const tokens = await signInByDevice(oauth(), options(), () => {});
    expect(tokens).toEqual({ ok: false, error: expect.stringMatching(reason) });
  });

  it('ends when it is cancelled', async () => {
    server.decisions = ['wait'];
    const controller = new AbortController();
    const tokens = await signInByDevice(oauth(), { now, signal: controller.signal }, () => controller.abort());
    expect(tokens).toEqual({ ok: false, error: expect.stringMatching(/was cancelled$/) });
  });

  it('says which client is not known, and which server cannot be reached', async () => {
    const unknown = await signInByDevice(oauth({ clientId: 'someone' }), options(), () => {});
    expect(unknown).toEqual({
      ok: false,
      error: expect.stringMatching(/does not know this client: check the client id/),
    });
    const gone = oauth();
    await server.close();
    const tokens = await signInByDevice(gone, options(), () => {});
    expect(tokens).toEqual({ ok: false, error: expect.stringMatching(/cannot be reached/) });
  });
});

describe('signing in by the browser, which comes back on loopback (RFC 8252, RFC 7636)', () => {
  it('gets tokens for the code, with PKCE, state and the login proposed', async () => {
    server.tokens = ['browser-token'];
    const pages: URL[] = [];
    const farewell: Promise<string>[] = [];
    const tokens = await signInByBrowser(oauth(), { ...options(), login: 'alice@example.test' }, (url) => {
      pages.push(new URL(url));
      farewell.push(fetch(url).then((response) => response.text()));
    });
    expect(tokens).toMatchObject({ ok: true, value: { accessToken: 'browser-token' } });
    const asked = Object.fromEntries(pages[0]?.searchParams ?? []);
    expect(asked).toMatchObject({
      code_challenge_method: 'S256',
      login_hint: 'alice@example.test',
      scope: 'mail',
      redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/),
    });
    expect(await farewell[0]).toContain('You are signed in');
  });

  it('says so when access is denied', async () => {
    server.decisions = ['deny'];
    const tokens = await signInByBrowser(oauth(), options(), (url) => void fetch(url).then((page) => page.text()));
    expect(tokens).toEqual({ ok: false, error: expect.stringMatching(/access was denied/) });
  });

  it('takes no code from a stranger: a call without its state is not heard', async () => {
    const strangers: Promise<number>[] = [];
    const controller = new AbortController();
    const tokens = await signInByBrowser(oauth(), { now, signal: controller.signal }, (url) => {
      const back = new URL(url).searchParams.get('redirect_uri') ?? '';
      const called = fetch(`${back}?code=forged&state=guessed`).then(({ status }) => status);
      strangers.push(called);
      void called.then(() => controller.abort());
    });
    expect(await strangers[0]).toBe(404);
    expect(tokens).toEqual({ ok: false, error: expect.stringMatching(/was cancelled$/) });
    expect(server.calls).toEqual([]);
  });
});

describe('the token of a kept secret', () => {
  const kept = (tokens: Tokens): string => writeTokens(tokens);

  it('is used as it is while it lasts, and so is a bare token', async () => {
    const text = kept({ accessToken: 'good', expiresAt: now() + 120_000, refreshToken: 'r' });
    expect(await accessToken(text, oauth(), { now, secret: never })).toEqual({ ok: true, value: 'good' });
    expect(await accessToken(' bare-token\n', undefined, { now, secret: never })).toEqual({
      ok: true,
      value: 'bare-token',
    });
    expect(server.calls).toEqual([]);
  });

  it('is refreshed when it has ended, and the new one is kept with the refresh token', async () => {
    server.tokens = ['fresh'];
    const stored: string[] = [];
    const text = kept({ accessToken: 'old', expiresAt: now(), refreshToken: 'the-refresh-token' });
    const token = await accessToken(text, oauth(), { now, secret: never, keep: (one) => void stored.push(one) });
    expect(token).toEqual({ ok: true, value: 'fresh' });
    expect(readTokens(stored[0] ?? '')).toEqual({
      accessToken: 'fresh',
      refreshToken: 'the-refresh-token',
      expiresAt: now() + 3_600_000,
    });
  });

  it('brings the client’s own secret along, where the provider gives one', async () => {
    const withSecret = { ...oauth(), clientSecret: 'client' };
    const text = kept({ accessToken: 'old', expiresAt: 0, refreshToken: 'the-refresh-token' });
    await accessToken(text, withSecret, { now, secret: (name) => `secret of ${name}` });
    expect(server.calls[0]).toMatchObject({ client_secret: 'secret of client', grant_type: 'refresh_token' });
  });

  it('says to sign in again when it cannot be refreshed', async () => {
    const refused = kept({ accessToken: 'old', expiresAt: 0, refreshToken: 'revoked' });
    const answer = await accessToken(refused, oauth(), { now, secret: never });
    expect(answer).toEqual({ ok: false, error: expect.stringMatching(/no longer accepted: sign in again/) });
    expect(JSON.stringify(answer)).not.toContain('revoked');
    const without = kept({ accessToken: 'old', expiresAt: 0 });
    expect(await accessToken(without, oauth(), { now, secret: never })).toMatchObject({ ok: false });
    expect(await accessToken(refused, undefined, { now, secret: never })).toMatchObject({ ok: false });
  });

  it('counts as ended a minute early, and never when the server named no end', () => {
    expect(isExpired({ accessToken: 'x', expiresAt: 100_000 }, 39_999)).toBe(false);
    expect(isExpired({ accessToken: 'x', expiresAt: 100_000 }, 40_000)).toBe(true);
    expect(isExpired({ accessToken: 'x' }, Number.MAX_SAFE_INTEGER)).toBe(false);
    expect(readTokens('{"refreshToken": 1}')).toEqual({ accessToken: '{"refreshToken": 1}' });
  });
});

describe('auth in a script', () => {
  it('signs in with the token that was obtained, refreshed on the way; neither old nor new is in the transcript', async () => {
    const sandbox = await openEnvironment('sandbox', undefined);
    if (!sandbox.ok) throw new Error(sandbox.error);
    const { value: opened } = sandbox;
    try {
      server.tokens = ['stale-token', opened.secret('alice') ?? ''];
      server.lasts = 0;
      const signedIn = await signInByDevice(oauth(), options(), () => {});
      if (!signedIn.ok) throw new Error(signedIn.error);
      const secrets = new Map([['alice token', writeTokens(signedIn.value)]]);
      const script = compileText(
        '/x.imap',
        'starttls\nauth alice\nassert auth.mechanism matches /OAUTH/\nC: NOOP\n',
        [],
      );
      const events: unknown[] = [];
      const result = await runScript(
        script,
        {
          ...opened,
          environment: {
            ...opened.environment,
            users: { alice: { login: 'alice', tokenSecret: 'alice token' } },
          },
          secret: () => undefined,
          oauth: oauth(),
        },
        {
          emit: (event) => events.push(event),
          secret: (name) => secrets.get(name),
          keepSecret: async (name, text) => void secrets.set(name, text),
        },
      );
      expect(result.outcome, JSON.stringify(events.slice(-3))).toBe('passed');
      expect(JSON.stringify(events)).not.toContain(opened.secret('alice'));
      expect(JSON.stringify(events)).not.toMatch(/stale-token|the-refresh-token/);
      expect(readTokens(secrets.get('alice token') ?? '').accessToken).toBe(opened.secret('alice'));
    } finally {
      await opened.close();
    }
  });
});

describe('the table of providers', () => {
  it.each(Object.entries(providers))('has safe endpoints and servers for %s', (_name, provider) => {
    for (const url of [
      provider.issuer,
      provider.authorizationEndpoint,
      provider.tokenEndpoint,
      provider.deviceEndpoint,
    ])
      expect(isEndpoint(url), url).toBe(true);
    expect(provider.flows.length).toBeGreaterThan(0);
  });

  it('is found by where the mail goes, and overridden by the file', () => {
    expect(providerOfMailHost('aspmx.l.Google.com.')).toBe('google');
    expect(providerOfMailHost('shop-test.mail.protection.outlook.com')).toBe('microsoft');
    expect(providerOfMailHost('google.com.evil.test')).toBeUndefined();
    expect(
      resolvedOAuth({ provider: 'microsoft', clientId: 'c', tokenEndpoint: 'https://login.example/t' }),
    ).toMatchObject({
      tokenEndpoint: 'https://login.example/t',
      deviceEndpoint: providers.microsoft.deviceEndpoint,
      scopes: providers.microsoft.scopes,
    });
    expect(resolvedOAuth({ clientId: 'c' })).toBeUndefined();
    expect(isEndpoint('http://mail.example.org/token')).toBe(false);
  });
});
