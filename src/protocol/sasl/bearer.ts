/** What OAUTHBEARER and XOAUTH2 have in common: one message, then an error that must be answered, or success. */
import { err, ok, type Result, utf8 } from '../../base';
import type { ClientMechanism, SaslFailure, SaslStep, ServerMechanism, ServerOptions, ServerStep } from './mechanism';
import { oauthAdvice, readOauthError } from './oauth-error';
import { challenge, failure, nothing, step, success, surprised } from './step';
import { verifyToken } from './verify';

/** @param dummy what answers an error, so that the server can refuse in its protocol's words */
export function bearerClient(name: string, initial: SaslStep, dummy: Uint8Array): ClientMechanism {
  let failed: SaslFailure | undefined;
  return {
    name,
    initial,
    respond(asked): Result<SaslStep, SaslFailure> {
      const error = readOauthError(asked);
      if (failed || error === undefined)
        return failed ? err(failed) : surprised(name, 'the challenge is no JSON error');
      failed = { message: `${name}: the server refuses the token: ${error}`, advice: oauthAdvice(asked) };
      return ok({
        ...step(dummy, { note: `acknowledges the error: ${error}`, sensitive: false }),
        warning: failed.message,
      });
    },
    finish: () => (failed ? err(failed) : ok(undefined)),
  };
}

export interface BearerMessage {
  readonly user: string;
  readonly token: string;
}

/** The server's half: a refusal goes out as JSON first, and ends with the client's next message. */
export function bearerServer(
  name: string,
  options: ServerOptions,
  status: string,
  read: (message: Uint8Array) => BearerMessage | undefined,
): ServerMechanism {
  let end: ServerStep | undefined;
  const refuse = (error: string, reason: string): ServerStep => {
    end = failure(reason);
    return challenge(utf8(JSON.stringify({ status: error, schemes: 'bearer', scope: 'mail' })));
  };
  return {
    name,
    step(response) {
      if (end) return end;
      if (!response) return challenge(nothing);
      const message = read(response);
      if (!message) return refuse('invalid_request', 'the message is malformed');
      const wrong = verifyToken(options.lookUp(message.user), message.token);
      return wrong === undefined ? success(message.user, undefined) : refuse(status, wrong);
    },
  };
}
