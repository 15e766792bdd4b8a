/** OAuth tokens as they are kept in a secret: one JSON text. A secret that is none is an access token as it stands. */
import * as v from 'valibot';

const kept = v.strictObject({
  accessToken: v.pipe(v.string(), v.minLength(1)),
  /** Milliseconds since the epoch; absent: the server did not say. */
  expiresAt: v.optional(v.number()),
  refreshToken: v.optional(v.string()),
});
export type Tokens = v.InferOutput<typeof kept>;

export const writeTokens = (tokens: Tokens): string => JSON.stringify(tokens);

/** Reads what was kept; any other text, such as a token that a program put into the process environment, is an access token without an end. */
export function readTokens(text: string): Tokens {
  if (!text.trimStart().startsWith('{')) return { accessToken: text.trim() };
  try {
    const checked = v.safeParse(kept, JSON.parse(text));
    return checked.success ? checked.output : { accessToken: text };
  } catch {
    return { accessToken: text };
  }
}

/** A token that ends while a session signs in with it is of no use. */
const margin = 60_000;

/** `now`: milliseconds since the epoch. */
export const isExpired = ({ expiresAt }: Tokens, now: number): boolean =>
  expiresAt !== undefined && expiresAt - margin <= now;
