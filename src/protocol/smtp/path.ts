/** Reverse-path and forward-path of MAIL and RCPT: RFC 5321 §4.1.2, with UTF-8 as in RFC 6531 §3.3. */
import type { Range } from '../../base';
import { type Correction, replacing } from '../correction';
import { isOpaque } from '../opaque';
import type { ReportProblem } from './command-problems';
import { isLonger } from './octets';

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
const plainDotString = /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+(?:\.[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+)*$/;
const plainDomain =
  /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/;

/** Dot-string = Atom *("." Atom) */
export const isDotString = (text: string): boolean =>
  plainDotString.test(text) || text.split('.').every((part) => atom.test(part));

/** Quoted-string = DQUOTE *QcontentSMTP DQUOTE; its content, or undefined when it is none. */
export function unquote(text: string): string | undefined {
  if (!/^"(?:[^"\\\x00-\x1f\x7f]|\\[\x20-\x7e])*"$/.test(text)) return undefined;
  return text.slice(1, -1).replace(/\\(.)/g, '$1');
}

/** Domain = sub-domain *("." sub-domain); each label at most 63 octets (RFC 1035 §2.3.4). */
export const isDomain = (text: string): boolean =>
  plainDomain.test(text) || text.split('.').every((part) => label.test(part) && !isLonger(part, 63));

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
  // `2001:db8::1` has the form of a tag and its content, but no such tag is registered.
  if (isIpv6(inside)) return false;
  return /^[A-Za-z0-9-]*[A-Za-z0-9]:[!-Z^-~]+$/.test(inside);
}

/** Where the path that begins at `start` ends: behind its `>`, or before the next space when it has no brackets or no `>`. */
function pathEnd(text: string, start: number): number {
  const bracketed = text[start] === '<';
  let quoted = false;
  let space = -1;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (quoted && character === '\\') at++;
    else if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (bracketed && character === '>') return at + 1;
    else if (character === ' ' || character === '\t') {
      if (!bracketed) return at;
      if (space === -1) space = at;
    }
  }
  return space === -1 ? text.length : space;
}

/** The `@` between local part and domain: the last one outside quotes. */
function findAt(text: string): number {
  if (!text.includes('"')) return text.lastIndexOf('@');
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
  if (!opened && text !== '') {
    const fix = replacing(`Write <${text}>`, start, end, `<${text}>`);
    report('missing-brackets', start, end, isOpaque(text) ? {} : { fix });
  } else if (!closed) {
    report('bad-path', start, end, text === '' ? { message: 'the path is missing' } : unclosed(end));
  }

  let at = start + (opened ? 1 : 0);
  let inner = line.slice(at, end - (opened && closed ? 1 : 0));
  const blank = { text, range, route: [], localPart: '', mailbox: '', utf8 };
  if (inner === '') {
    if (text !== '' && role === 'forward') report('empty-path', start, end);
    return { ...blank, empty: text !== '' };
  }
  if (isLonger(inner, 254)) report('path-too-long', start, end);

  const sourceRoute = inner.startsWith('@') ? /^(@[^:"]*):/.exec(inner) : undefined;
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
  if (localPart === undefined) report('bad-local-part', at, at + Math.max(local.length, 1), explainLocal(local, at));
  if (isLonger(local, 64)) report('local-part-too-long', at, at + local.length);
  if (domain === undefined) {
    if (local.toLowerCase() !== 'postmaster' || role === 'reverse') report('missing-domain', at, at + local.length);
  } else checkDomain(domain, at + sign + 1, report);

  const name = localPart ?? local;
  const plain = localPart === local || isDotString(name) ? name : `"${name.replace(/["\\]/g, '\\$&')}"`;
  const mailbox = domain === undefined ? plain : `${plain}@${domain}`;
  const path = { text, range, empty: false, route, localPart: name, mailbox, utf8 };
  return domain === undefined ? path : Object.assign(path, { domain });
}

/** Says why a local part is neither form; one that only needs quotes gets them. */
function explainLocal(local: string, at: number): { message?: string; fix?: Correction } {
  if (local === '') return { message: 'the part before @ is missing' };
  if (local.startsWith('"')) return { message: 'the quoted string before @ is not closed, or holds a bare quote' };
  const right = `"${local.replace(/["\\]/g, '\\$&')}"`;
  const message = /^\.|\.$|\.\./.test(local)
    ? 'a dot stands at an edge of the part before @, or two stand together: that needs quotes'
    : 'the part before @ holds a character that needs quotes';
  return unquote(right) === undefined
    ? {}
    : { message, fix: replacing(`Write ${right}`, at, at + local.length, right) };
}

const unclosed = (end: number): Explanation => ({
  message: 'the path has no >',
  fix: replacing('Add >', end, end, '>'),
});

const isHost = (text: string): boolean => isDomain(text) || isAddressLiteral(text);

/** Reports what is wrong with a domain or an address literal that begins at `start`. */
export function checkDomain(domain: string, start: number, report: ReportProblem): void {
  const end = start + Math.max(domain.length, 1);
  if (isLonger(domain, 255)) report('domain-too-long', start, end);
  if (domain.startsWith('[')) {
    if (!isAddressLiteral(domain)) report('bad-address-literal', start, end, explainLiteral(domain, start, end));
  } else if (!isDomain(domain)) report('bad-domain', start, end, explainDomain(domain, start, end));
  else if (isIpv4(domain)) {
    report('bare-address', start, end, { fix: replacing(`Write [${domain}]`, start, end, `[${domain}]`) });
  }
}

type Explanation = { message?: string; advice?: string; fix?: Correction };

function explainLiteral(literal: string, start: number, end: number): Explanation {
  const inside = literal.endsWith(']') ? literal.slice(1, -1) : literal.slice(1);
  const right = isIpv6(inside) ? `[IPv6:${inside}]` : `[${inside}]`;
  if (!isAddressLiteral(right)) return {};
  const message = literal.endsWith(']') ? 'an IPv6 address begins with IPv6:' : 'the address literal has no ]';
  return { message, fix: replacing(`Write ${right}`, start, end, right) };
}

/** Says what of a domain is wrong: the first of its labels that is. */
function explainDomain(domain: string, start: number, end: number): Explanation {
  if (domain === '') return { message: 'the domain is missing' };
  if (isIpv6(domain)) {
    const right = `[IPv6:${domain}]`;
    return { message: 'an IPv6 address stands in brackets', fix: replacing(`Write ${right}`, start, end, right) };
  }
  const trimmed = domain.replace(/^\.+|\.+$/g, '').replace(/\.{2,}/g, '.');
  if (trimmed !== domain) {
    const message = domain.endsWith('.') ? 'a domain in SMTP has no dot at its end' : 'the domain has an empty label';
    return isDomain(trimmed) ? { message, fix: replacing(`Write ${trimmed}`, start, end, trimmed) } : { message };
  }
  const wrong = domain.split('.').find((part) => !label.test(part) || isLonger(part, 63)) ?? domain;
  if (isLonger(wrong, 63)) return { message: 'a label of the domain is longer than 63 octets' };
  if (/^-|-$/.test(wrong)) return { message: `the label ${wrong} of the domain begins or ends with a hyphen` };
  const odd = /[^A-Za-z0-9\u0080-\u{10ffff}-]/u.exec(wrong)?.[0] ?? '';
  return { message: `${odd === ' ' ? 'a space' : odd} may not stand in a domain` };
}
