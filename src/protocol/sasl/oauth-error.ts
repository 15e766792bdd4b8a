/** The error a server reports in an OAuth exchange: JSON in a challenge (RFC 7628 §3.2.2). */
import { fromStrictUtf8 } from '../../base';
import { printable } from './step';

/** The error in words: `invalid_token, scope mail`; undefined when the challenge is no JSON object. */
export function readOauthError(challenge: Uint8Array): string | undefined {
  const fields = parse(challenge);
  if (!fields) return undefined;
  const { status, ...rest } = fields;
  const words = Object.entries(rest).map(
    ([key, value]) => `${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return printable([`status ${typeof status === 'string' ? status : 'missing'}`, ...words].join(', '));
}

/** What to do about the error. */
export function oauthAdvice(challenge: Uint8Array): string {
  const { status, scope } = parse(challenge) ?? {};
  const wanted = typeof scope === 'string' ? ` with the scope ${scope}` : '';
  // Google answers XOAUTH2 with an HTTP status; RFC 7628 with a name of the registry of RFC 6749 §11.4 and RFC 6750 §3.1.
  if (status === 'invalid_token' || status === '401' || status === '400')
    return `The token is wrong, expired or meant for another server: get a new one${wanted}`;
  if (status === 'insufficient_scope' || status === '403') return `The token does not allow mail: get one${wanted}`;
  return `Get a new token${wanted}, and see the authorization server's log`;
}

function parse(challenge: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(fromStrictUtf8(challenge) ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
