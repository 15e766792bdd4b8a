/** ANONYMOUS (RFC 4505): no proof, only a trace of who asks. */
import { err, fromStrictUtf8, ok, utf8 } from '../../base';
import type { ClientFactory, SaslNote, ServerFactory } from './mechanism';
import { challenge, failure, nothing, oneMessageClient, printable, step, success } from './step';

/** The user serves as the trace: an address, or a token without `@` of at most 255 characters (RFC 4505 §2). */
export const anonymousClient: ClientFactory = (credentials) => {
  const wrong = traceProblem(credentials.user);
  if (wrong !== undefined)
    return err({ message: `The trace ${wrong}`, advice: 'Give an address, a short word, or nothing as the user' });
  const message = utf8(credentials.user);
  return ok(oneMessageClient('ANONYMOUS', step(message, explainAnonymous(message, true))));
};

export const anonymousServer: ServerFactory = () => ({
  name: 'ANONYMOUS',
  step(response) {
    if (!response) return challenge(nothing);
    const trace = fromStrictUtf8(response);
    const wrong = trace === undefined ? 'is not UTF-8' : traceProblem(trace);
    return wrong === undefined ? success('anonymous', undefined) : failure(`the trace ${wrong}`);
  },
});

export function explainAnonymous(bytes: Uint8Array, fromClient: boolean): SaslNote {
  if (!fromClient) return { note: 'go ahead', sensitive: false };
  return { note: bytes.length === 0 ? 'no trace' : `trace ${printable(bytes)}`, sensitive: false };
}

/** RFC 4505 §3: no control characters, and a token is at most 255 characters long. */
function traceProblem(trace: string): string | undefined {
  if (/[\p{Cc}\p{Co}\p{Cs}]/u.test(trace)) return 'has a control, private-use or surrogate character';
  if (!trace.includes('@') && [...trace].length > 255) return 'is longer than 255 characters';
  return undefined;
}
