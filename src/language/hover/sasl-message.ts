/** Explains the messages of SASL exchanges; passwords, tokens and proofs are never in what it says. */
import { fromStrictUtf8 } from '../../base';
import { bullets, code, plain } from '../knowledge/markdown';

export interface SaslContext {
  readonly from: 'client' | 'server';
  /** In upper case; undefined when the script does not say. */
  readonly mechanism: string | undefined;
  /** How many messages the client has sent before. */
  readonly earlier: number;
}

const hidden = '‹not shown›';
const printable = (text: string): boolean => !/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text);

/** Markdown; never gives a secret away, whatever the octets are. */
export function explainSasl(bytes: Uint8Array, context: SaslContext): string {
  const text = fromStrictUtf8(bytes);
  if (text === undefined) return `${bytes.length} octets that are no text.`;
  const own = context.from === 'client' ? fromClient(text, context) : fromServer(text);
  return own ?? (context.from === 'client' ? `${bytes.length} octets, which may be a secret: ${hidden}.` : shown(text));
}

function fromClient(text: string, { mechanism, earlier }: SaslContext): string | undefined {
  return (
    plainMessage(text) ??
    bearer(text) ??
    scramMessage(text) ??
    cramMd5(text, mechanism) ??
    (mechanism === 'LOGIN' ? login(text, earlier) : undefined) ??
    (mechanism === 'EXTERNAL' || mechanism === 'ANONYMOUS' ? harmless(text, mechanism) : undefined) ??
    (text === '' ? 'Empty.' : undefined)
  );
}

/** RFC 4616 §2: `[authzid] NUL authcid NUL passwd`. */
function plainMessage(text: string): string | undefined {
  const parts = text.split('\0');
  if (parts.length !== 3) return undefined;
  const [authzid = '', user = ''] = parts;
  return `PLAIN:\n\n${bullets([
    `authorization identity: ${authzid === '' ? 'none' : code(authzid)}`,
    `user: ${code(user)}`,
    `password: ${hidden}`,
  ])}`;
}

function bearer(text: string): string | undefined {
  if (!/\x01auth=/i.test(text)) return undefined;
  const parts = text.split('\x01').filter((part) => part !== '');
  return `${/^user=/i.test(text) ? 'XOAUTH2' : 'OAUTHBEARER'}:\n\n${bullets(
    parts.map((part) =>
      /^auth=/i.test(part) ? `auth: ${code(/^auth=(\w*)/i.exec(part)?.[1] ?? '')}, token ${hidden}` : code(part),
    ),
  )}`;
}

const attributes: Readonly<Record<string, string>> = {
  a: 'authorization identity',
  n: 'user',
  r: 'nonce',
  c: 'channel binding and GS2 header, in base64',
  s: 'salt, in base64',
  i: 'iteration count',
  p: "client's proof",
  v: "server's signature",
  e: 'error',
  m: 'mandatory extension',
};

/** RFC 5802 §5.1, §7: attributes of SCRAM, behind the GS2 header in the client's first message. */
function scramMessage(text: string): string | undefined {
  const header = /^(?:n|y|p=[A-Za-z0-9.-]+),(?:a=[^,]*)?,/.exec(text)?.[0];
  const rest = header === undefined ? text : text.slice(header.length);
  const pairs = rest.split(',').map((part) => /^([a-z])=([^\0]*)$/s.exec(part));
  if (pairs.length === 0 || pairs.some((pair) => pair === null) || (header === undefined && !/^(r|c|v|e)=/.test(rest)))
    return undefined;
  return `SCRAM:\n\n${bullets([
    ...(header === undefined ? [] : [`GS2 header: ${code(header)}${bindingOf(header)}`]),
    ...pairs.flatMap((pair) => {
      const [, name = '', value = ''] = pair ?? [];
      const about = attributes[name] ?? 'extension';
      return [`${name}, ${about}: ${name === 'p' ? hidden : code(value)}`];
    }),
  ])}`;
}

const bindingOf = (header: string): string =>
  header.startsWith('n')
    ? ' (the client does no channel binding)'
    : header.startsWith('y')
      ? ' (the client could bind the channel, and thinks the server cannot)'
      : ' (bound to the TLS channel)';

/** RFC 2195 §2: user name, space, 32 hexadecimal digits. */
function cramMd5(text: string, mechanism: string | undefined): string | undefined {
  const found = /^(.+) [0-9a-f]{32}$/.exec(text);
  if (!found?.[1] || (mechanism !== undefined && mechanism !== 'CRAM-MD5')) return undefined;
  return `CRAM-MD5:\n\n${bullets([`user: ${code(found[1])}`, 'digest of the challenge, keyed with the password'])}`;
}

const login = (text: string, earlier: number): string =>
  earlier === 0 && printable(text) ? `LOGIN, user: ${code(text)}` : `LOGIN, password: ${hidden}`;

const harmless = (text: string, mechanism: string): string | undefined =>
  printable(text) ? `${mechanism}: ${text === '' ? 'empty' : code(text)}` : undefined;

function fromServer(text: string): string | undefined {
  if (/^\{.*\}$/s.test(text)) return `An error of OAuth: ${code(text)}`;
  return text === '' ? 'An empty challenge: go ahead.' : scramMessage(text);
}

const shown = (text: string): string =>
  printable(text) ? `The challenge: ${code(text.slice(0, 500))}` : `${plain(String(text.length))} characters`;
