/** Small makers of what the mechanisms return, so that every mechanism words it alike. */
import { err, fromUtf8, ok, type Result } from '../../base';
import type { ClientMechanism, SaslFailure, SaslNote, SaslStep, ServerStep } from './mechanism';

export const step = (response: Uint8Array, { note, sensitive }: SaslNote): SaslStep => ({ response, note, sensitive });

export const nothing = new Uint8Array(0);

/** The mechanism's name is said by the caller; this says what the server did. */
export const surprised = (mechanism: string, did: string): Result<never, SaslFailure> =>
  err({
    message: `${mechanism}: ${did}`,
    advice: 'The server does not follow the mechanism; compare the exchange with the RFC, or choose another mechanism',
  });

/** A client that says all it has to say in its initial response. */
export function oneMessageClient(name: string, initial: SaslStep): ClientMechanism {
  return {
    name,
    initial,
    respond: (challenge) =>
      surprised(name, `the server asks for more than the one message there is: "${printable(challenge)}"`),
    finish: () => ok(undefined),
  };
}

export const challenge = (bytes: Uint8Array): ServerStep => ({ kind: 'challenge', bytes });
export const failure = (reason: string): ServerStep => ({ kind: 'failure', reason });
export const success = (user: string, authzid: string | undefined): ServerStep =>
  authzid === undefined || authzid === '' ? { kind: 'success', user } : { kind: 'success', user, authzid };

/** Text for a note: control characters made visible, cut at 200 characters. */
export function printable(from: Uint8Array | string): string {
  const text = (typeof from === 'string' ? from.slice(0, 1000) : fromUtf8(from.subarray(0, 1000))).replace(
    /[\x00-\x1f\x7f]/g,
    (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
