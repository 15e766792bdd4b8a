/** Reverse-path and forward-path of MAIL and RCPT: RFC 5321 §4.1.2, with UTF-8 as in RFC 6531 §3.3. */
import type { Range } from '../../base';
import type { ReportProblem } from './command-problems';

export interface SmtpPath {
  /** The path as written, with its angle brackets where it has them. */
  readonly text: string;
  readonly range: Range;
  /** `<>`: the reverse-path of a delivery report. */
  readonly empty: boolean;
  /** Hosts of a source route (`<@a,@b:user@c>`), which are accepted and passed over. */
  readonly route: readonly string[];
  /** The part before `@`, a quoted string without its quotes and backslashes. */
  readonly localPart: string;
  /** The part after `@`; undefined for `<>` and `<postmaster>`. An address literal keeps its square brackets. */
  readonly domain?: string;
  /** `localPart@domain`, quoted only where it must be: equal for equal mailboxes but for case. */
  readonly mailbox: string;
  /** Whether an octet beyond ASCII stands in it. */
  readonly utf8: boolean;
}

const atom = /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~\u0080-\u{10ffff}]+$/u;
const label = /^[A-Za-z0-9\u0080-\u{10ffff}](?:[A-Za-z0-9\u0080-\u{10ffff}-]*[A-Za-z0-9\u0080-\u{10ffff}])?$/u;
const beyondAscii = /[^\x00-\x7f]/;
const encoder = new TextEncoder();
const octets = (text: string): number => encoder.encode(text).length;

/** Dot-string = Atom *("." Atom) */
export const isDotString = (text: string): boolean => text.split('.').every((part) => atom.test(part));

/** Quoted-string = DQUOTE *QcontentSMTP DQUOTE; its content, or undefined when it is none. */
export function unquote(text: string): string | undefined {
  if (!/^"(?:[^"\\\x00-\x1f\x7f]|\\[\x20-\x7e])*"$/.test(text)) return undefined;
  return text.slice(1, -1).replace(/\\(.)/g, '$1');
}

/** Domain = sub-domain *("." sub-domain); each label at most 63 octets (RFC 1035 §2.3.4). */
export const isDomain = (text: string): boolean =>
  text.split('.').every((part) => label.test(part) && octets(part) <= 63);

const isIpv4 = (text: string): boolean =>
  /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) && text.split('.').every((part) => Number(part) <= 255);

/** IPv6-addr (RFC 5321 §4.1.3): full, compressed, or with an IPv4 address at the end. */
export function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const dotted = last.includes('.');
  if (dotted && (!isIpv4(last) || halves.at(-1) === '')) return false;
  const hex = dotted ? groups.slice(0, -1) : groups;
  if (!hex.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false;
  const count = hex.length + (dotted ? 2 : 0);
  return halves.length === 2 ? count <= 7 : count === 8;
}

/** address-literal = "[" ( IPv4 / "IPv6:" IPv6 / tag ":" dcontent ) "]" */
export function isAddressLiteral(text: string): boolean {
  if (!text.startsWith('[') || !text.endsWith(']')) return false;
  const inside = text.slice(1, -1);
  if (/^IPv6:/i.test(inside)) return isIpv6(inside.slice(5));
  if (isIpv4(inside)) return true;
  return /^[A-Za-z0-9-]*[A-Za-z0-9]:[!-Z^-~]+$/.test(inside);
}

/** Where the path that begins at `start` ends: behind its `>`, or before the next space when it has no brackets. */
function pathEnd(text: string, start: number): number {
  const bracketed = text[start] === '<';
  let quoted = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (quoted && character === '\\') at++;
    else if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (bracketed && character === '>') return at + 1;
    else if (!bracketed && (character === ' ' || character === '\t')) return at;
  }
  return text.length;
}

/** The `@` between local part and domain: the last one outside quotes. */
function findAt(text: string): number {
  let quoted = false;
  let found = -1;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (quoted && character === '\\') at++;
    else if (character === '"') quoted = !quoted;
    else if (character === '@' && !quoted) found = at;
  }
  return found;
}

/** Reads the path that begins at `start` of a command line. There is always one; what is wrong with it is reported. */
export function parsePath(line: string, start: number, role: 'reverse' | 'forward', report: ReportProblem): SmtpPath {
  const end = pathEnd(line, start);
  const text = line.slice(start, end);
  const range = { start, end };
  const utf8 = beyondAscii.test(text);
  const opened = text.startsWith('<');
  const closed = text.length > 1 && text.endsWith('>');
  if (!opened && text !== '') report('missing-brackets', start, end);
  else if (!closed)
    report('bad-path', start, end, { message: text === '' ? 'the path is missing' : 'the path has no >' });

  let at = start + (opened ? 1 : 0);
  let inner = line.slice(at, end - (opened && closed ? 1 : 0));
  const blank = { text, range, route: [], localPart: '', mailbox: '', utf8 };
  if (inner === '') {
    if (text !== '' && role === 'forward') report('empty-path', start, end);
    return { ...blank, empty: text !== '' };
  }
  if (octets(inner) + 2 > 256) report('path-too-long', start, end);

  const sourceRoute = /^(@[^:"]*):/.exec(inner);
  const route = sourceRoute?.[1]?.split(',').map((hop) => hop.replace(/^@/, '')) ?? [];
  if (sourceRoute) {
    const width = sourceRoute[0].length;
    report('source-route', at, at + width);
    if (!(sourceRoute[1] ?? '').split(',').every((hop) => hop.startsWith('@') && isHost(hop.slice(1)))) {
      report('bad-path', at, at + width, { message: 'the source route is not written @host,@host:' });
    }
    at += width;
    inner = inner.slice(width);
  }

  const sign = findAt(inner);
  const local = sign === -1 ? inner : inner.slice(0, sign);
  const domain = sign === -1 ? undefined : inner.slice(sign + 1);
  const localPart = local.startsWith('"') ? unquote(local) : isDotString(local) ? local : undefined;
  if (localPart === undefined) report('bad-local-part', at, at + Math.max(local.length, 1));
  if (octets(local) > 64) report('local-part-too-long', at, at + local.length);
  if (domain === undefined) {
    if (local.toLowerCase() !== 'postmaster' || role === 'reverse') report('missing-domain', at, at + local.length);
  } else checkDomain(domain, at + sign + 1, report);

  const name = localPart ?? local;
  const plain = isDotString(name) ? name : `"${name.replace(/["\\]/g, '\\$&')}"`;
  const mailbox = domain === undefined ? plain : `${plain}@${domain}`;
  const path = { text, range, empty: false, route, localPart: name, mailbox, utf8 };
  return domain === undefined ? path : { ...path, domain };
}

const isHost = (text: string): boolean => isDomain(text) || isAddressLiteral(text);

/** Reports what is wrong with a domain or an address literal that begins at `start`. */
export function checkDomain(domain: string, start: number, report: ReportProblem): void {
  const end = start + Math.max(domain.length, 1);
  if (octets(domain) > 255) report('domain-too-long', start, end);
  if (domain.startsWith('[')) {
    if (!isAddressLiteral(domain)) report('bad-address-literal', start, end);
  } else if (!isDomain(domain)) report('bad-domain', start, end);
}
