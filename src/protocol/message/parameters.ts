/** Values with parameters: Content-Type and Content-Disposition (RFC 2045 §5, RFC 2183, RFC 2231). */
import { fromLatin1 } from '../../base';
import { decodeCharset } from './charset';
import { type Token, tokenize } from './tokens';

export interface Parameter {
  /** In lower case. */
  readonly name: string;
  readonly value: string;
  /** The value as written, `charset'language'percent-encoded`, where it has that form (RFC 2231 §4); its sections joined. */
  readonly extended?: string;
}

export interface ContentType {
  /** In lower case. */
  readonly type: string;
  /** In lower case. */
  readonly subtype: string;
  readonly parameters: readonly Parameter[];
}

export interface Disposition {
  /** In lower case. */
  readonly kind: string;
  readonly parameters: readonly Parameter[];
}

/** The value of a parameter, its name's case aside. */
export const parameter = (parameters: readonly Parameter[], name: string): string | undefined =>
  parameters.find((one) => one.name === name.toLowerCase())?.value;

/** Reads a Content-Type; undefined when there is no `type/subtype` (RFC 2045 §5.2 then takes text/plain). */
export function parseContentType(value: string): ContentType | undefined {
  const tokens = withoutComments(value);
  const [type, slash, subtype] = tokens;
  if (type?.kind !== 'atom' || slash?.text !== '/' || subtype?.kind !== 'atom') return undefined;
  return {
    type: type.text.toLowerCase(),
    subtype: subtype.text.toLowerCase(),
    parameters: parametersOf(tokens.slice(3)),
  };
}

/** Reads a Content-Disposition (RFC 2183 §2). */
export function parseDisposition(value: string): Disposition | undefined {
  const tokens = withoutComments(value);
  const [kind] = tokens;
  return kind?.kind === 'atom'
    ? { kind: kind.text.toLowerCase(), parameters: parametersOf(tokens.slice(1)) }
    : undefined;
}

/** RFC 2045 §5.1 tspecials that cut here; others are taken into values, as senders forget quotes. */
const withoutComments = (value: string): readonly Token[] =>
  tokenize(value, ';=/').filter((token) => token.kind !== 'comment');

function parametersOf(tokens: readonly Token[]): readonly Parameter[] {
  const raw: Parameter[] = [];
  let at = 0;
  while (at < tokens.length) {
    let stop = at;
    while (stop < tokens.length && !(tokens[stop]?.kind === 'special' && tokens[stop]?.text === ';')) stop++;
    const [name, equals] = tokens.slice(at, at + 2);
    if (name?.kind === 'atom' && equals?.text === '=') {
      raw.push({ name: name.text.toLowerCase(), value: joinWords(tokens.slice(at + 2, stop)) });
    }
    at = stop + 1;
  }
  return joinContinuations(raw);
}

/** One value; words that should have been quoted keep one space between them. */
function joinWords(tokens: readonly Token[]): string {
  return tokens.map((token, i) => (token.spaced && i > 0 ? ` ${token.text}` : token.text)).join('');
}

interface Section {
  readonly number: number;
  readonly extended: boolean;
  readonly value: string;
}

/**
 * Joins `name*0`, `name*1*`, … (RFC 2231 §3, §4.1) at the place of the first of them. A value in RFC 2231 form goes before a plain
 * one of the same name; sections after a gap are dropped.
 */
function joinContinuations(raw: readonly Parameter[]): readonly Parameter[] {
  const sections = new Map<string, Section[]>();
  const plain = new Map<string, string>();
  const order: string[] = [];
  for (const { name, value } of raw) {
    const match = /^([^*]+)(?:\*(0|[1-9][0-9]{0,4}))?(\*)?$/.exec(name);
    const base = match?.[1] ?? name;
    if (!sections.has(base) && !plain.has(base)) order.push(base);
    if (match && (match[2] !== undefined || match[3])) {
      const list = sections.get(base) ?? [];
      list.push({ number: Number(match[2] ?? 0), extended: match[3] !== undefined, value });
      sections.set(base, list);
    } else if (!plain.has(base)) plain.set(base, value);
  }
  return order.map((name) => ({
    name,
    ...(joinSections(sections.get(name) ?? []) ?? { value: plain.get(name) ?? '' }),
  }));
}

function joinSections(list: readonly Section[]): Omit<Parameter, 'name'> | undefined {
  const byNumber = new Map(list.toReversed().map((section) => [section.number, section]));
  const first = byNumber.get(0);
  if (!first) return undefined;
  const [, charset, encoded] = (first.extended && /^([^']*)'[^']*'(.*)$/s.exec(first.value)) || [];
  let octets = '';
  let text = '';
  let written = '';
  const flush = (): void => {
    text += decodeCharset(fromLatin1(octets), charset || 'utf-8') ?? octets;
    octets = '';
  };
  for (let number = 0; ; number++) {
    const section = byNumber.get(number);
    if (!section) break;
    const value = number === 0 && encoded !== undefined ? encoded : section.value;
    written += section.extended ? section.value : encodeURIComponent(section.value);
    if (section.extended) octets += percentDecoded(value);
    else {
      flush();
      text += value;
    }
  }
  flush();
  return first.extended ? { value: text, extended: written } : { value: text };
}

const percentDecoded = (text: string): string =>
  text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
