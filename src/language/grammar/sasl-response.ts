/** Looks into the base64 of an authentication: what the mechanism cannot have meant (RFC 4616, RFC 7628, RFC 2195, RFC 5802). */
import { fromBase64, fromLatin1, fromStrictUtf8, latin1, toBase64 } from '../../base';

export interface ResponseFault {
  /** Without anything of the response: it may be secret. */
  readonly message: string;
  /** The response as base64 as it was meant, where that can be told. */
  readonly right?: string;
}

/** What is wrong with the client's response to step `step` (0 is the initial response) of `mechanism`; `base64` is well formed. */
export function responseFault(mechanism: string, base64: string, step: number): ResponseFault | undefined {
  const octets = fromBase64(base64);
  if (!octets) return undefined;
  return faults[mechanism]?.(latin1(octets), step);
}

type Judge = (text: string, step: number) => ResponseFault | undefined;

const encoded = (text: string): string => toBase64(fromLatin1(text));

/** A line feed that `echo` put there. */
function withoutNewline(text: string): ResponseFault | undefined {
  if (!/[\r\n]$/.test(text)) return undefined;
  return {
    message: 'the decoded response ends in a line end, as `echo` leaves one; `printf` does not',
    right: encoded(text.replace(/[\r\n]+$/, '')),
  };
}

/** `message = [authzid] UTF8NUL authcid UTF8NUL passwd` (RFC 4616 §2) */
const plain: Judge = (text, step) => {
  if (step > 0) return undefined;
  const newline = withoutNewline(text);
  if (newline) return newline;
  const parts = text.split('\0');
  if (parts.length === 3) {
    if (parts[1] === '') return { message: 'the user name of PLAIN is empty' };
    if (parts[2] === '') return { message: 'the password of PLAIN is empty' };
    return fromStrictUtf8(fromLatin1(text)) === undefined
      ? { message: 'the decoded response is not UTF-8' }
      : undefined;
  }
  if (parts.length > 3) return { message: `PLAIN has two NULs, and here are ${parts.length - 1}` };
  const typed = typedNuls(text);
  if (typed !== undefined) {
    return { message: 'the decoded response has digits where its NULs must be', right: encoded(typed) };
  }
  if (parts.length === 2)
    return { message: 'PLAIN has two NULs, and here is one: authorization identity, NUL, user, NUL, password' };
  return { message: 'PLAIN has two NULs, and here is none: authorization identity, NUL, user, NUL, password' };
};

/** NULs that a shell took for text: `\0user\0password`, `\x00user\x00password`, `00user00password`, or escapes of printf. */
function typedNuls(text: string): string | undefined {
  for (const nul of ['\\x00', '\\000', '\\u0000', '%00', '\\0', '^@', '00']) {
    const parts = text.split(nul);
    if (parts.length === 3 && parts[1] !== '' && parts[2] !== '' && (nul !== '00' || parts[0] === ''))
      return parts.join('\0');
  }
  return undefined;
}

/** LOGIN asks for user and password one by one. */
const login: Judge = (text) => {
  const newline = withoutNewline(text);
  if (newline) return newline;
  return text.includes('\0')
    ? { message: 'LOGIN sends user and password one by one, without NULs; PLAIN has them' }
    : undefined;
};

/** `user= … ^A auth=Bearer … ^A ^A` */
const xoauth2: Judge = (text, step) => {
  if (step > 0 || text === '') return undefined;
  if (/^user=[^\x01]+\x01auth=Bearer [^\x01 ]+\x01\x01$/i.test(text)) return undefined;
  const newline = withoutNewline(text);
  if (newline) return newline;
  for (const typed of ['\\x01', '\\001', '\\1', '^A', '%01']) {
    const right = text.replaceAll(typed, '\x01');
    if (right !== text && xoauth2(right, 0) === undefined) {
      return { message: `the decoded response has ${typed} as text where the octet 1 must be`, right: encoded(right) };
    }
  }
  return bearer('XOAUTH2', text, 'user=USER ^A auth=Bearer TOKEN ^A ^A');
};

/** `gs2-header kvsep *kvpair kvsep` (RFC 7628 §3.1) */
const oauthbearer: Judge = (text, step) => {
  if (step > 0 || text === '\x01') return undefined;
  if (/^[nyp][^\x01]*,\x01(?:[A-Za-z]+=[^\x01]*\x01)+\x01$/.test(text) && /\x01auth=Bearer [^\x01]+\x01/i.test(text))
    return undefined;
  return (
    withoutNewline(text) ?? bearer('OAUTHBEARER', text, 'n,a=USER, ^A host=… ^A port=… ^A auth=Bearer TOKEN ^A ^A')
  );
};

function bearer(name: string, text: string, form: string): ResponseFault {
  if (!text.includes('\x01')) return { message: `${name} has its parts separated by the octet 1: ${form}` };
  if (!/auth=bearer /i.test(text)) return { message: `${name} has auth=Bearer and the token: ${form}` };
  return { message: `the decoded response is not written ${form}` };
}

/** `user SP digest`, the digest 32 hexadecimal digits in lower case (RFC 2195 §2) */
const cramMd5: Judge = (text) => {
  const newline = withoutNewline(text);
  if (newline) return newline;
  const space = text.lastIndexOf(' ');
  if (space < 1) return { message: 'CRAM-MD5 answers by the user name, a space and the digest' };
  const digest = text.slice(space + 1);
  if (/^[0-9a-f]{32}$/.test(digest)) return undefined;
  return { message: 'the digest of CRAM-MD5 is 32 hexadecimal digits in lower case' };
};

/** client-first and client-final messages (RFC 5802 §7). */
const scram: Judge = (text, step) => {
  const newline = withoutNewline(text);
  if (newline) return newline;
  if (step === 0) {
    return /^(?:n|y|p=[A-Za-z0-9.-]+),(?:a=[^,]+)?,(?:m=[^,]*,)?n=[^,]+,r=[!-+\--~]+(?:,.*)?$/s.test(text)
      ? undefined
      : { message: 'the first message of SCRAM is written n,,n=USER,r=NONCE' };
  }
  if (step > 1 || text === '') return undefined;
  return /^c=[A-Za-z0-9+/=]+,r=[!-+\--~]+,(?:.*,)?p=[A-Za-z0-9+/=]+$/s.test(text)
    ? undefined
    : { message: 'the last message of SCRAM is written c=BINDING,r=NONCE,p=PROOF' };
};

const faults: Readonly<Record<string, Judge>> = {
  PLAIN: plain,
  LOGIN: login,
  XOAUTH2: xoauth2,
  OAUTHBEARER: oauthbearer,
  'CRAM-MD5': cramMd5,
  'SCRAM-SHA-1': scram,
  'SCRAM-SHA-1-PLUS': scram,
  'SCRAM-SHA-256': scram,
  'SCRAM-SHA-256-PLUS': scram,
};
