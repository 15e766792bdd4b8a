/** Every capability a POP3 server can announce, and how to read the answer to CAPA (RFC 2449 §5). */
import type { Capabilities } from '../capabilities';

export interface Pop3CapabilityInfo {
  readonly tag: string;
  readonly rfc: string;
  readonly description: string;
  /** What its arguments mean, where it has any. */
  readonly parameters?: string;
}

export const capabilities: readonly Pop3CapabilityInfo[] = [
  { tag: 'TOP', rfc: 'RFC 2449 §6.1', description: 'TOP is there.' },
  { tag: 'USER', rfc: 'RFC 2449 §6.2', description: 'USER and PASS are there.' },
  {
    tag: 'SASL',
    rfc: 'RFC 5034 §3',
    description: 'AUTH is there.',
    parameters: 'the SASL mechanisms',
  },
  {
    tag: 'RESP-CODES',
    rfc: 'RFC 2449 §6.4',
    description: 'A text that begins with [ after +OK or -ERR is a response code.',
  },
  {
    tag: 'LOGIN-DELAY',
    rfc: 'RFC 2449 §6.5',
    description: 'There must be some time between two logins.',
    parameters: 'seconds, and USER when they differ between users',
  },
  { tag: 'PIPELINING', rfc: 'RFC 2449 §6.6', description: 'Commands may be sent before earlier ones are answered.' },
  {
    tag: 'EXPIRE',
    rfc: 'RFC 2449 §6.7',
    description: 'How long messages are kept on the server.',
    parameters: 'days, or NEVER, and USER when they differ between users',
  },
  { tag: 'UIDL', rfc: 'RFC 2449 §6.8', description: 'UIDL is there.' },
  {
    tag: 'IMPLEMENTATION',
    rfc: 'RFC 2449 §6.9',
    description: 'The name of the server.',
    parameters: 'text for people',
  },
  { tag: 'STLS', rfc: 'RFC 2595 §4', description: 'STLS is there.' },
  { tag: 'AUTH-RESP-CODE', rfc: 'RFC 3206 §6', description: 'The server uses the response code AUTH.' },
  {
    tag: 'UTF8',
    rfc: 'RFC 6856 §2',
    description: 'UTF8 is there.',
    parameters: 'USER when names and passwords may be UTF-8',
  },
  { tag: 'LANG', rfc: 'RFC 6856 §3', description: 'LANG is there.' },
];

export interface Pop3Capabilities extends Capabilities {
  /** Each tag in upper case with its arguments as announced. */
  readonly tags: ReadonlyMap<string, readonly string[]>;
  /** `STLS`, `SASL`; with an argument `SASL PLAIN` or `SASL=PLAIN`. `AUTH=PLAIN` means `SASL=PLAIN`. Case does not count. */
  has(name: string): boolean;
}

/** Reads the lines of the answer to CAPA. */
export function capabilitiesOf(lines: readonly string[]): Pop3Capabilities {
  const tags = new Map<string, readonly string[]>();
  for (const line of lines) {
    const [tag = '', ...parameters] = line.trim().split(/[ \t]+/);
    if (tag === '') continue;
    const key = tag.toUpperCase();
    tags.set(key, [...(tags.get(key) ?? []), ...parameters]);
  }
  const names: string[] = [];
  for (const [tag, parameters] of tags) {
    names.push(tag);
    if (tag !== 'IMPLEMENTATION') names.push(...parameters.map((parameter) => `${tag}=${parameter.toUpperCase()}`));
  }
  const announced = new Set(names);
  return {
    tags,
    names,
    has: (name) => {
      const wanted = name
        .trim()
        .toUpperCase()
        .replace(/[ \t]+/, '=');
      return announced.has(wanted) || announced.has(wanted.replace(/^AUTH(?==|$)/, 'SASL'));
    },
  };
}
