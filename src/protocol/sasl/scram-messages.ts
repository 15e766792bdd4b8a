/** SCRAM's messages (RFC 5802 §7): attributes, names, the GS2 header, and the keys made of them. */
import { concat, fromStrictUtf8, toBase64, utf8 } from '../../base';
import { derive, digest, type Hash, hmac } from './digest';
import type { ChannelBinding } from './mechanism';

/** `attr-val *("," attr-val)`, in order; undefined when the text is not that. */
function parseAttributes(text: string): readonly (readonly [name: string, value: string])[] | undefined {
  const attributes: [string, string][] = [];
  for (const part of text.split(',')) {
    const match = /^([A-Za-z])=([^\0]+)$/s.exec(part);
    if (match?.[1] === undefined || match[2] === undefined) return undefined;
    attributes.push([match[1], match[2]]);
  }
  return attributes;
}

/**
 * The values of `names`, which must stand first and in this order; extensions may follow them, and are ignored.
 * `mandatory extension` when an `m=` stands anywhere (RFC 5802 §5.1).
 */
export function readMessage(bytes: Uint8Array, names: string): readonly string[] | 'malformed' | 'mandatory extension' {
  const attributes = parseAttributes(fromStrictUtf8(bytes) ?? '');
  if (!attributes) return 'malformed';
  if (attributes.some(([name]) => name === 'm')) return 'mandatory extension';
  const values = attributes.slice(0, names.length);
  return values.map(([name]) => name).join('') === names ? values.map(([, value]) => value) : 'malformed';
}

/** `saslname`: `=` and `,` are quoted. */
export const encodeName = (name: string): string => name.replaceAll('=', '=3D').replaceAll(',', '=2C');

/** The name, or undefined when an `=` quotes nothing (RFC 5802 §5.1: fail the exchange). */
export function decodeName(text: string): string | undefined {
  if (text === '' || /=(?!2C|3D)/.test(text)) return undefined;
  return text.replaceAll('=2C', ',').replaceAll('=3D', '=');
}

export type BindingFlag = { readonly kind: 'n' | 'y' } | { readonly kind: 'p'; readonly binding: ChannelBinding };

/** `gs2-header`. */
export function gs2Header(flag: BindingFlag, authzid: string | undefined): string {
  const first = flag.kind === 'p' ? `p=${flag.binding.type}` : flag.kind;
  return `${first},${authzid ? `a=${encodeName(authzid)}` : ''},`;
}

/** The value of `c=`: the GS2 header, with the channel's data when the flag is `p`. */
export const bindingInput = (header: string, data: Uint8Array | undefined): string =>
  toBase64(data ? concat([utf8(header), data]) : utf8(header));

export interface ScramProof {
  readonly clientProof: Uint8Array;
  readonly serverSignature: Uint8Array;
}

/** RFC 5802 §3: the proofs of both sides over `client-first-message-bare,server-first-message,client-final-message-without-proof`. */
export function prove(
  hash: Hash,
  password: string,
  salt: Uint8Array,
  iterations: number,
  authMessage: string,
): ScramProof {
  const salted = derive(hash, utf8(password), salt, iterations);
  const clientKey = hmac(hash, salted, utf8('Client Key'));
  const clientSignature = hmac(hash, digest(hash, clientKey), utf8(authMessage));
  const serverKey = hmac(hash, salted, utf8('Server Key'));
  return {
    clientProof: clientKey.map((octet, i) => octet ^ (clientSignature[i] ?? 0)),
    serverSignature: hmac(hash, serverKey, utf8(authMessage)),
  };
}
