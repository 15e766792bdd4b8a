/** Finds a run's secrets: those of the environment itself, those that the host keeps; of kept OAuth tokens, the access token that holds now. */
import type { Environment } from '../../session/ports';
import type { ResolvedOAuth } from './settings';

export interface TokenKeeper {
  /** Keeps refreshed tokens in the place of the old; absent: they are used and forgotten. */
  readonly keepSecret?: (name: string, text: string) => Promise<void>;
  /** Told why a kept token is of no use any more. */
  readonly onTokenFailure?: (reason: string) => void;
}

interface Opened {
  readonly environment: Environment;
  readonly oauth?: ResolvedOAuth;
  secret(name: string): string | undefined;
}

/** The secret of a name, for the engine. `secret`: where the host looks, and asks. */
export function secretOrToken(
  opened: Opened,
  secret: (name: string) => string | undefined | Promise<string | undefined>,
  { keepSecret, onTokenFailure }: TokenKeeper = {},
): (name: string) => Promise<string | undefined> {
  const tokenSecrets = new Set(Object.values(opened.environment.users).flatMap((user) => user.tokenSecret ?? []));
  return async (name) => {
    const own = opened.secret(name);
    if (own !== undefined) return own;
    const stored = await secret(name);
    if (stored === undefined || !tokenSecrets.has(name)) return stored;
    const { accessToken } = await import('./access-token');
    const token = await accessToken(stored, opened.oauth, {
      now: Date.now,
      secret,
      ...(keepSecret ? { keep: (text) => keepSecret(name, text) } : {}),
    });
    if (token.ok) return token.value;
    onTokenFailure?.(token.error);
    return undefined;
  };
}
