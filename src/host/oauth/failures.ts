/** Why OAuth did not give a token, in words with advice; never with a token or a code in them. */

/** By the error codes of RFC 6749 §4.1.2.1, §5.2 and RFC 8628 §3.5. */
const reasons: Readonly<Record<string, string>> = {
  access_denied: 'access was denied at the sign-in page',
  expired_token: 'the code ended before anyone signed in; try again',
  invalid_grant: 'the refresh token is no longer accepted: sign in again',
  invalid_client: 'the server does not know this client: check the client id, and its secret if it has one',
  unauthorized_client: 'this client may not sign in this way: check its type at the provider',
  invalid_scope: 'the server does not give these scopes to this client',
  unsupported_grant_type: 'the server does not know this way of signing in',
};

/** The reason in one sentence, for anything that openid-client or fetch throws. */
export function oauthFailure(title: string, error: unknown): string {
  if (isAbort(error)) return `signing in at ${title} was cancelled`;
  const { error: code, error_description: description } = error as { error?: unknown; error_description?: unknown };
  if (typeof code === 'string') {
    const said = typeof description === 'string' && description !== '' ? ` (${printable(description)})` : '';
    return `${title}: ${reasons[code] ?? `the server answered ${printable(code)}`}${said}`;
  }
  const cause = error instanceof Error ? (error.cause as { code?: unknown; status?: unknown } | undefined) : undefined;
  if (typeof cause?.code === 'string') return `${title} cannot be reached: ${cause.code}`;
  if (typeof cause?.status === 'number') return `${title} answered with HTTP status ${cause.status}`;
  return `${title}: ${error instanceof Error ? error.message : 'no token came'}`;
}

export const isAbort = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'AbortError' || (error.cause !== undefined && isAbort(error.cause)));

/** What the server said, as far as it is fit for one line on a screen. */
const printable = (text: string): string => text.replaceAll(/[\p{C}\s]+/gu, ' ').slice(0, 200);
