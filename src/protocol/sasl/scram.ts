/** The client's half of SCRAM (RFC 5802; RFC 7677 for SHA-256), with channel binding in the -PLUS mechanisms. */
import { err, fromBase64, fromStrictUtf8, fromUtf8, ok, type Result, toBase64, utf8 } from '../../base';
import { passwordOf } from './credentials';
import { type Hash, sameSecret } from './digest';
import type { ClientFactory, ClientOptions, SaslFailure, SaslNote, SaslStep } from './mechanism';
import { prepare } from './prepare';
import { scramAdvice } from './scram-errors';
import { type BindingFlag, bindingInput, encodeName, gs2Header, prove, readMessage } from './scram-messages';
import { nothing, printable, step, surprised } from './step';

/** RFC 5802 §5.1 and RFC 7677 §4: servers should announce at least this. */
const minimumIterations = 4096;
/** A server that asks for more wants to keep us busy (RFC 5802 §9). */
const maximumIterations = 10_000_000;

/** Makes the client's half of a SCRAM mechanism. @param plus binds to the TLS channel */
export function scramClient(name: string, hash: Hash, plus: boolean): ClientFactory {
  return (credentials, options) => {
    const given = passwordOf(credentials, name);
    if (!given.ok) return given;
    if (credentials.user === '' || /\0/.test(credentials.user + (credentials.authzid ?? ''))) {
      return err({
        message: `The user name is empty or has a NUL, which ${name} cannot carry`,
        advice: 'Give a user name',
      });
    }
    const flag = bindingFlag(name, plus, options);
    if (!flag.ok) return flag;

    const password = prepare(given.value);
    const header = gs2Header(flag.value, credentials.authzid);
    const nonce = toBase64(options.random(18));
    const firstBare = `n=${encodeName(prepare(credentials.user))},r=${nonce}`;
    const first = utf8(header + firstBare);
    let state: 'first' | 'final' | 'done' = 'first';
    let signature: Uint8Array = nothing;

    const refused = (challenge: Uint8Array): Result<never, SaslFailure> | undefined => {
      const error = /^e=([^,]*)/.exec(fromUtf8(challenge))?.[1];
      return error === undefined
        ? undefined
        : err({
            message: `${name}: the server reports the error ${printable(error)}`,
            advice: scramAdvice(error),
          });
    };

    const final = (challenge: Uint8Array): Result<SaslStep, SaslFailure> => {
      const read = readMessage(challenge, 'rsi');
      if (read === 'mandatory extension')
        return surprised(name, 'the server demands an extension (m=) that nobody has defined');
      if (read === 'malformed')
        return surprised(name, `the server's first message is not r=…,s=…,i=…: "${printable(challenge)}"`);
      const [together = '', salt64 = '', count = ''] = read;
      if (!together.startsWith(nonce)) {
        return err({
          message: `${name}: the server's nonce does not begin with ours`,
          advice: 'Do not go on: the answer belongs to another exchange, replayed or mixed up on the way',
        });
      }
      const salt = fromBase64(salt64);
      if (!salt) return surprised(name, 'the salt is not base64');
      if (!/^[1-9][0-9]*$/.test(count))
        return surprised(name, `the iteration count is not a number: "${printable(count)}"`);
      const iterations = Number(count);
      if (iterations > maximumIterations) {
        return err({
          message: `${name}: the server asks for ${count} iterations; more than ${maximumIterations} are refused`,
          advice: 'Such a count keeps the client busy for minutes: correct the server, if it is yours',
        });
      }
      const withoutProof = `c=${bindingInput(header, flag.value.kind === 'p' ? flag.value.binding.data : undefined)},r=${together}`;
      const { clientProof, serverSignature } = prove(
        hash,
        password,
        salt,
        iterations,
        `${firstBare},${fromUtf8(challenge)},${withoutProof}`,
      );
      signature = serverSignature;
      state = 'final';
      const message = utf8(`${withoutProof},p=${toBase64(clientProof)}`);
      const warning = warningFor(iterations, together === nonce);
      return ok({ ...step(message, explainScram(message, true)), ...(warning === undefined ? {} : { warning }) });
    };

    const verify = (data: Uint8Array): Result<void, SaslFailure> => {
      const read = readMessage(data, 'v');
      if (typeof read === 'string')
        return surprised(name, `the server's last message is not v=…: "${explainScram(data, false).note}"`);
      const given = fromBase64(read[0] ?? '');
      if (!given) return surprised(name, "the server's signature is not base64");
      if (!sameSecret(signature, given)) {
        return err({
          message: `${name}: the server's signature is wrong`,
          advice: 'Do not go on: the server does not know the password, so it may be an impostor',
        });
      }
      state = 'done';
      return ok(undefined);
    };

    return ok({
      name,
      initial: step(first, explainScram(first, true)),
      respond(challenge) {
        const error = refused(challenge);
        if (error) return error;
        if (state === 'first') return final(challenge);
        if (state === 'done') return surprised(name, 'the server goes on after its last message');
        const verified = verify(challenge);
        return verified.ok
          ? ok(step(nothing, { note: "empty: the server's signature is right", sensitive: false }))
          : verified;
      },
      finish(data) {
        if (state === 'final' && data) return refused(data) ?? verify(data);
        if (state === 'done') return ok(undefined);
        return err({
          message: `${name}: the server reports success without its signature`,
          advice: 'Do not go on: the server has not shown that it knows the password, so it may be an impostor',
        });
      },
    });
  };
}

/** RFC 5802 §6: `p` binds; `y` says that we could, and that the server announced no -PLUS; else `n`. */
function bindingFlag(name: string, plus: boolean, options: ClientOptions): Result<BindingFlag, SaslFailure> {
  const binding = options.channelBinding;
  if (plus) {
    if (binding) return ok({ kind: 'p', binding });
    return err({
      message: `${name} binds to the TLS channel, and there is nothing to bind to`,
      advice: `Start TLS first, or use ${name.replace('-PLUS', '')}`,
    });
  }
  const offered = options.announced?.some((other) => /^SCRAM-.*-PLUS$/i.test(other));
  return ok({ kind: binding && offered === false ? 'y' : 'n' });
}

function warningFor(iterations: number, bareNonce: boolean): string | undefined {
  if (iterations < minimumIterations)
    return `the server asks for ${iterations} iterations only; RFC 5802 §5.1 wants ${minimumIterations} at least`;
  return bareNonce ? 'the server added nothing to the nonce: exchanges can be replayed to it' : undefined;
}

/** The proof and the server's signature can be guessed from off line, so they are masked like passwords. */
export function explainScram(bytes: Uint8Array, fromClient: boolean): SaslNote {
  const text = fromStrictUtf8(bytes);
  if (text === undefined) return { note: 'malformed SCRAM message', sensitive: true };
  if (text === '') return { note: 'empty', sensitive: false };
  if (fromClient && /^([ny]|p=[^,]*),/.test(text))
    return { note: `client-first-message: ${printable(bytes)}`, sensitive: false };
  if (fromClient) return { note: `client-final-message: ${printable(hide(text, 'p'))}`, sensitive: true };
  if (/^r=/.test(text)) return { note: `server-first-message: ${printable(bytes)}`, sensitive: false };
  if (/^e=/.test(text)) return { note: `server-final-message: ${printable(bytes)}`, sensitive: false };
  if (/^v=/.test(text)) return { note: `server-final-message: ${printable(hide(text, 'v'))}`, sensitive: true };
  return { note: 'malformed SCRAM message', sensitive: true };
}

/** Only what is known to be harmless is shown. */
function hide(text: string, secret: string): string {
  const parts = text.split(',');
  if (parts.some((part) => !/^[a-z]=/i.test(part))) return '…';
  return parts.map((part) => (/^[cr]=/.test(part) && secret === 'p' ? part : `${part.slice(0, 2)}…`)).join(',');
}
