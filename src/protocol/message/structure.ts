/** The MIME structure of a message: its tree of parts, with the place of each in the octets (RFC 2045, RFC 2046). */
import { type Range, range } from '../../base';
import { countIn, cutParts, findLines, type LineOffsets } from './boundaries';
import { type Envelope, envelopeOf } from './envelope';
import { type Headers, headerValue, parseHeaders } from './headers';
import {
  type ContentType,
  type Disposition,
  type Parameter,
  parameter,
  parseContentType,
  parseDisposition,
} from './parameters';

export interface Part {
  /** IMAP's number of the part (RFC 9051 §6.4.5.1): `1.2`; empty for the message itself when it is multipart. */
  readonly section: string;
  /** In lower case. */
  readonly type: string;
  /** In lower case. */
  readonly subtype: string;
  readonly parameters: readonly Parameter[];
  /** Content-ID, its angle brackets included. */
  readonly id?: string;
  readonly description?: string;
  /** In lower case; `7bit` where nothing is said. */
  readonly encoding: string;
  /** Octets of the body. */
  readonly size: number;
  /** Line ends in the body. */
  readonly lines: number;
  readonly md5?: string;
  readonly disposition?: Disposition;
  /** Content-Language (RFC 3282). */
  readonly language: readonly string[];
  /** Content-Location (RFC 2557). */
  readonly location?: string;
  readonly headers: Headers;
  /** Octets of the body, from the start of the message's octets. */
  readonly body: Range;
  /** The parts of a multipart; none when it has no boundary, or no delimiter was found. */
  readonly children: readonly Part[];
  /** What a message/rfc822 or message/global part holds. */
  readonly message?: NestedMessage;
}

export interface NestedMessage {
  readonly envelope: Envelope;
  readonly headers: Headers;
  readonly part: Part;
}

export interface StructureLimits {
  /** Parts within parts; deeper ones are not taken apart. Default 50. */
  readonly depth: number;
  /** Parts in all; further ones are left out. Default 10,000. */
  readonly parts: number;
}

const defaults: StructureLimits = { depth: 50, parts: 10_000 };
const plainText: ContentType = { type: 'text', subtype: 'plain', parameters: [{ name: 'charset', value: 'us-ascii' }] };
const nested: ContentType = { type: 'message', subtype: 'rfc822', parameters: [] };

/** The tree of a whole message's octets. Never fails: what is malformed is text/plain, as RFC 2045 §5.2 has it. */
export function structureOf(bytes: Uint8Array, limits: StructureLimits = defaults): Part {
  const budget = { parts: limits.parts };
  return readMessagePart(bytes, parseHeaders(bytes), range(0, bytes.length), '', {
    found: findLines(bytes),
    limits,
    budget,
    depth: 0,
  });
}

interface Walk {
  readonly found: LineOffsets;
  readonly limits: StructureLimits;
  readonly budget: { parts: number };
  readonly depth: number;
}

/** A message's own part: a multipart has the number of the message, anything else is its part 1. */
function readMessagePart(bytes: Uint8Array, headers: Headers, whole: Range, prefix: string, walk: Walk): Part {
  const multipart = contentTypeOf(headers, plainText).type === 'multipart';
  return readPart(bytes, headers, whole, multipart ? prefix : numbered(prefix, 1), plainText, walk);
}

const numbered = (prefix: string, number: number): string => (prefix === '' ? `${number}` : `${prefix}.${number}`);

function readPart(
  bytes: Uint8Array,
  headers: Headers,
  whole: Range,
  section: string,
  otherwise: ContentType,
  walk: Walk,
): Part {
  walk.budget.parts--;
  const type = contentTypeOf(headers, otherwise);
  const body = range(headers.range.end, whole.end);
  const encoding = firstToken(headerValue(headers, 'Content-Transfer-Encoding')) ?? '7bit';
  const deeper = walk.depth < walk.limits.depth && walk.budget.parts > 0;
  const next = { ...walk, depth: walk.depth + 1 };
  const disposition = parseDisposition(headerValue(headers, 'Content-Disposition') ?? '');
  return {
    section,
    ...type,
    ...optional('id', headerValue(headers, 'Content-ID')),
    ...optional('description', headerValue(headers, 'Content-Description')),
    encoding,
    size: body.end - body.start,
    lines: countIn(walk.found.feeds, body),
    ...optional('md5', headerValue(headers, 'Content-MD5')),
    ...(disposition ? { disposition } : {}),
    language: (headerValue(headers, 'Content-Language') ?? '').split(/[\s,]+/).filter((tag) => tag !== ''),
    ...optional('location', headerValue(headers, 'Content-Location')),
    headers,
    body,
    children: deeper && type.type === 'multipart' ? readChildren(bytes, body, section, type, next) : [],
    ...(deeper && isNested(type, encoding) ? { message: readNested(bytes, body, section, next) } : {}),
  };
}

function readChildren(bytes: Uint8Array, body: Range, section: string, type: ContentType, walk: Walk): readonly Part[] {
  const boundary = parameter(type.parameters, 'boundary');
  if (!boundary) return [];
  // RFC 2046 §5.1.5: the parts of a digest are messages unless they say otherwise.
  const otherwise = type.subtype === 'digest' ? nested : plainText;
  const children: Part[] = [];
  for (const whole of cutParts(bytes, walk.found, body, boundary, walk.budget.parts).parts) {
    if (walk.budget.parts <= 0) break;
    children.push(
      readPart(
        bytes,
        parseHeaders(bytes, whole.start, whole.end),
        whole,
        numbered(section, children.length + 1),
        otherwise,
        walk,
      ),
    );
  }
  return children;
}

function readNested(bytes: Uint8Array, body: Range, section: string, walk: Walk): NestedMessage {
  const headers = parseHeaders(bytes, body.start, body.end);
  return { envelope: envelopeOf(headers), headers, part: readMessagePart(bytes, headers, body, section, walk) };
}

/** RFC 2046 §5.2.1: such a message must not be encoded; when it is, we do not look inside. */
const isNested = ({ type, subtype }: ContentType, encoding: string): boolean =>
  type === 'message' && (subtype === 'rfc822' || subtype === 'global') && /^(7bit|8bit|binary)$/.test(encoding);

function contentTypeOf(headers: Headers, otherwise: ContentType): ContentType {
  const value = headerValue(headers, 'Content-Type');
  return value === undefined ? otherwise : (parseContentType(value) ?? plainText);
}

const firstToken = (value: string | undefined): string | undefined => /^[^\s;()]+/.exec(value ?? '')?.[0].toLowerCase();

const optional = <K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> =>
  value === undefined ? {} : ({ [key]: value } as Record<K, string>);
