/** The server's half of SCRAM (RFC 5802): it knows passwords in clear, as the sandbox does. */
import { fromBase64, fromStrictUtf8, toBase64, utf8 } from '../../base';
import { type Hash, sameSecret } from './digest';
import type { ServerFactory, ServerMechanism, ServerOptions, ServerStep } from './mechanism';
import { prepare } from './prepare';
import { bindingInput, decodeName, prove, readMessage } from './scram-messages';
import { challenge, failure, nothing, success } from './step';

interface ClientFirst {
  readonly header: string;
  readonly bare: string;
  readonly user: string;
  readonly authzid: string | undefined;
  readonly nonce: string;
  /** The channel's data, when the client binds. */
  readonly data: Uint8Array | undefined;
}

/** Makes the server's half. A failure it can name goes out as `e=…` first; the exchange ends with the client's next message. */
export function scramServer(name: string, hash: Hash, plus: boolean): ServerFactory {
  return (options): ServerMechanism => {
    const iterations = options.iterations ?? 4096;
    const salt = options.random(16);
    let first: ClientFirst | undefined;
    let serverFirst = '';
    let end: ServerStep | undefined;

    const refuse = (error: string, reason: string): ServerStep => {
      end = failure(reason);
      return challenge(utf8(`e=${error}`));
    };

    const greet = (response: Uint8Array): ServerStep => {
      const read = readFirst(response, plus, options);
      if ('error' in read) return refuse(read.error, read.reason);
      first = read;
      serverFirst = `r=${read.nonce}${toBase64(options.random(18))},s=${toBase64(salt)},i=${iterations}`;
      return challenge(utf8(serverFirst));
    };

    const check = (response: Uint8Array, { header, bare, user, authzid, data }: ClientFirst): ServerStep => {
      const text = fromStrictUtf8(response) ?? '';
      const read = readMessage(response, 'cr');
      if (read === 'mandatory extension')
        return refuse('extensions-not-supported', 'the client demands an extension (m=)');
      const proof = /^(.*),p=([^,]*)$/s.exec(text);
      const given = fromBase64(proof?.[2] ?? '?');
      if (read === 'malformed' || proof?.[1] === undefined || !given)
        return refuse('invalid-encoding', "the client's last message is not c=…,r=…,p=…");
      const [binding = '', nonce = ''] = read;
      if (!serverFirst.startsWith(`r=${nonce},`)) return refuse('other-error', "the nonce is not this exchange's");
      if (!sameSecret(utf8(bindingInput(header, data)), utf8(binding)))
        return refuse('channel-bindings-dont-match', 'the channel binding does not match');
      // An unknown user is proved against a random password: neither the answer nor its time tells him from a wrong one.
      const account = options.lookUp(user);
      const password = account ? prepare(account.password) : toBase64(options.random(18));
      const { clientProof, serverSignature } = prove(
        hash,
        password,
        salt,
        iterations,
        `${bare},${serverFirst},${proof[1]}`,
      );
      if (!sameSecret(clientProof, given) || !account)
        return refuse('invalid-proof', account ? 'the proof is wrong' : `no user ${user}`);
      end = success(user, authzid);
      return challenge(utf8(`v=${toBase64(serverSignature)}`));
    };

    return {
      name,
      step(response) {
        if (end) return end;
        if (first) return check(response ?? nothing, first);
        return response ? greet(response) : challenge(nothing);
      },
    };
  };
}

function readFirst(
  response: Uint8Array,
  plus: boolean,
  options: ServerOptions,
): ClientFirst | { readonly error: string; readonly reason: string } {
  const text = fromStrictUtf8(response);
  if (text === undefined) return { error: 'invalid-encoding', reason: "the client's first message is not UTF-8" };
  const match = /^((?:p=([A-Za-z0-9.-]+)|([ny])),(?:a=([^,]*))?,)(.*)$/s.exec(text);
  if (match?.[1] === undefined || match[5] === undefined)
    return { error: 'invalid-encoding', reason: "the client's first message has no GS2 header" };
  const [, header, type, flag, authzidText, bare] = match;
  const read = readMessage(utf8(bare), 'nr');
  if (read === 'mandatory extension')
    return { error: 'extensions-not-supported', reason: 'the client demands an extension (m=)' };
  if (read === 'malformed') return { error: 'invalid-encoding', reason: "the client's first message is not n=…,r=…" };
  const [name = '', nonce = ''] = read;
  const user = decodeName(name);
  const authzid = authzidText === undefined ? undefined : decodeName(authzidText);
  if (user === undefined || (authzidText !== undefined && authzid === undefined))
    return { error: 'invalid-username-encoding', reason: 'a name has an "=" that quotes nothing' };
  if (!/^[\x21-\x2b\x2d-\x7e]+$/.test(nonce))
    return { error: 'invalid-encoding', reason: 'the nonce has characters that are not printable' };

  // RFC 5802 §6: what each flag means to a server.
  if (plus !== (type !== undefined)) {
    return plus
      ? { error: 'other-error', reason: `-PLUS was chosen with the flag ${flag}` }
      : { error: 'channel-binding-not-supported', reason: 'the client binds, and has not chosen -PLUS' };
  }
  if (flag === 'y' && options.announced?.some((other) => /-PLUS$/i.test(other))) {
    return { error: 'server-does-support-channel-binding', reason: 'the client thinks that we announced no -PLUS' };
  }
  const binding = options.channelBindings?.find((one) => one.type === type);
  if (type !== undefined && !binding)
    return { error: 'unsupported-channel-binding-type', reason: `no channel binding ${type} here` };
  return { header, bare, user: prepare(user), authzid, nonce, data: binding?.data };
}
