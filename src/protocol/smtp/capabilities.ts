/** What an EHLO or LHLO reply announces (RFC 5321 §4.1.1.1). */
import type { Capabilities } from '../capabilities';
import type { SmtpReply } from './reply';

export interface SmtpCapabilities extends Capabilities {
  /** The name the server gives itself in the first line, or the empty string. */
  readonly domain: string;
  /** Each keyword in upper case with its parameters as announced; the lines of a keyword that comes twice are joined. */
  readonly keywords: ReadonlyMap<string, readonly string[]>;
  /** `SIZE`, `AUTH`; with a parameter `AUTH PLAIN` or `AUTH=PLAIN`. Case does not count. */
  has(name: string): boolean;
}

/** Keywords that some servers announce with `=` instead of a space, as drafts before RFC 2554 had it. */
const oldForm = /^(AUTH)=(.*)$/i;

/** A reply that is not positive, or that answers HELO, announces nothing. */
export function capabilitiesOf(reply: SmtpReply): SmtpCapabilities {
  const keywords = new Map<string, string[]>();
  const positive = reply.code >= 200 && reply.code < 300;
  for (const line of positive ? reply.lines.slice(1) : []) {
    const [first = '', ...rest] = line.text.trim().split(/[ \t]+/);
    const old = oldForm.exec(first);
    const keyword = (old?.[1] ?? first).toUpperCase();
    if (keyword === '') continue;
    const parameters = old?.[2] ? [old[2], ...rest] : rest;
    const known = keywords.get(keyword) ?? [];
    keywords.set(keyword, [...known, ...parameters.filter((p) => !includesName(known, p))]);
  }
  const names: string[] = [];
  for (const [keyword, parameters] of keywords) {
    names.push(keyword, ...parameters.map((parameter) => `${keyword}=${parameter.toUpperCase()}`));
  }
  const announced = new Set(names);
  return {
    domain: /^\S*/.exec(reply.lines[0]?.text ?? '')?.[0] ?? '',
    keywords,
    names,
    has: (name) => {
      const wanted = name.trim().toUpperCase();
      return announced.has(wanted) || announced.has(wanted.replace(/[ \t]+/, '='));
    },
  };
}

const includesName = (names: readonly string[], name: string): boolean =>
  names.some((known) => known.toUpperCase() === name.toUpperCase());
