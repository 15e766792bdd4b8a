/** Typed readers of FETCH responses: flags, UID, envelope, MIME structure, sections (RFC 9051 §7.5.2). */
import { itemKey } from './fetch-items';
import type { ImapResponse } from './response';
import { bytesOf, type ImapString, type ImapValue, itemsOf, numberOf, textOf } from './value';

export interface Address {
  readonly name: string | undefined;
  /** The source route, obsolete. */
  readonly route: string | undefined;
  /** Undefined at the end of a group; with `host` undefined, the name of the group that begins. */
  readonly mailbox: string | undefined;
  readonly host: string | undefined;
}

export interface Envelope {
  readonly date: string | undefined;
  readonly subject: string | undefined;
  readonly from: readonly Address[];
  readonly sender: readonly Address[];
  readonly replyTo: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly bcc: readonly Address[];
  readonly inReplyTo: string | undefined;
  readonly messageId: string | undefined;
}

export interface Disposition {
  /** Lower case. */
  readonly type: string;
  /** Names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

export interface BodyStructure {
  /** The section number, such as `1.2`; of the whole message `TEXT` when it is multipart, else `1`. */
  readonly section: string;
  /** Lower case, such as `text`, `multipart`. */
  readonly type: string;
  readonly subtype: string;
  /** Names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly id: string | undefined;
  readonly description: string | undefined;
  /** Lower case; undefined for multiparts. */
  readonly encoding: string | undefined;
  /** Octets, with transfer encoding; undefined for multiparts. */
  readonly size: number | undefined;
  /** Of text and message parts. */
  readonly lines: number | undefined;
  readonly md5: string | undefined;
  readonly disposition: Disposition | undefined;
  readonly languages: readonly string[];
  readonly location: string | undefined;
  /** Of a message/rfc822 or message/global part. */
  readonly envelope: Envelope | undefined;
  /** The parts of a multipart; of a message part, its body alone. */
  readonly parts: readonly BodyStructure[];
}

export interface FetchedMessage {
  /** The message's sequence number. */
  readonly number: number;
  readonly uid: number | undefined;
  readonly flags: readonly string[] | undefined;
  /** As sent: see `parseDateTime`. */
  readonly internalDate: string | undefined;
  readonly size: number | undefined;
  readonly modseq: number | undefined;
  readonly envelope: Envelope | undefined;
  /** From BODYSTRUCTURE, else from BODY. */
  readonly structure: BodyStructure | undefined;
  /** `BODY[…]`, `BINARY[…]`, RFC822, …: the strings by `itemKey`. */
  readonly sections: ReadonlyMap<string, ImapString>;
  /** Every item by `itemKey`. */
  readonly items: ReadonlyMap<string, ImapValue>;
}

/** What a FETCH response says of a message, or undefined for other responses. */
export function readFetch(response: ImapResponse): FetchedMessage | undefined {
  if (response.kind !== 'untagged' || response.name !== 'FETCH' || response.number === undefined) return undefined;
  const list = itemsOf(response.values[0]) ?? [];
  const items = new Map<string, ImapValue>();
  const sections = new Map<string, ImapString>();
  for (let i = 0; i + 1 < list.length; i += 2) {
    const text = textOf(list[i]);
    const value = list[i + 1];
    if (text === undefined || !value) continue;
    const name = itemKey(text);
    items.set(name, value);
    if (value.kind === 'string' && (name.includes('[') || name.startsWith('RFC822'))) sections.set(name, value);
  }
  const structure = items.get('BODYSTRUCTURE') ?? items.get('BODY');
  return {
    number: response.number,
    uid: numberOf(items.get('UID')),
    flags: itemsOf(items.get('FLAGS'))?.flatMap((flag) => textOf(flag) ?? []),
    internalDate: textOf(items.get('INTERNALDATE')),
    size: numberOf(items.get('RFC822.SIZE')),
    modseq: numberOf(itemsOf(items.get('MODSEQ'))?.[0]),
    envelope: readEnvelope(items.get('ENVELOPE')),
    structure: readBodyStructure(structure),
    sections,
    items,
  };
}

/** `envelope = "(" env-date SP env-subject SP … env-message-id ")"` */
export function readEnvelope(value: ImapValue | undefined): Envelope | undefined {
  const fields = itemsOf(value);
  if (!fields) return undefined;
  const addresses = (at: number): Address[] =>
    (itemsOf(fields[at]) ?? []).map((address) => {
      const [name, route, mailbox, host] = (itemsOf(address) ?? []).map(textOf);
      return { name, route, mailbox, host };
    });
  return {
    date: textOf(fields[0]),
    subject: textOf(fields[1]),
    from: addresses(2),
    sender: addresses(3),
    replyTo: addresses(4),
    to: addresses(5),
    cc: addresses(6),
    bcc: addresses(7),
    inReplyTo: textOf(fields[8]),
    messageId: textOf(fields[9]),
  };
}

/** `body = "(" (body-type-1part / body-type-mpart) ")"`; undefined for what is no list. */
export function readBodyStructure(value: ImapValue | undefined, section = ''): BodyStructure | undefined {
  const fields = itemsOf(value);
  if (!fields) return undefined;
  const count = fields.findIndex((field) => field.kind !== 'list');
  const nested = fields[0]?.kind === 'list';
  return nested ? multipart(fields, count === -1 ? fields.length : count, section) : single(fields, section);
}

const under = (section: string, part: number): string => (section === '' ? `${part}` : `${section}.${part}`);

function multipart(fields: readonly ImapValue[], count: number, section: string): BodyStructure {
  const parts = fields
    .slice(0, count)
    .flatMap((part, index) => readBodyStructure(part, under(section, index + 1)) ?? []);
  return {
    section: section === '' ? 'TEXT' : section,
    type: 'multipart',
    subtype: (textOf(fields[count]) ?? '').toLowerCase(),
    parameters: parametersOf(fields[count + 1]),
    id: undefined,
    description: undefined,
    encoding: undefined,
    size: undefined,
    lines: undefined,
    md5: undefined,
    ...extension(fields, count + 2),
    envelope: undefined,
    parts,
  };
}

function single(fields: readonly ImapValue[], section: string): BodyStructure {
  const [type = '', subtype = ''] = fields.slice(0, 2).map((field) => (textOf(field) ?? '').toLowerCase());
  const own = section === '' ? '1' : section;
  // Some servers leave the envelope out of a message part: its extension data then begin where those of other parts do.
  const message = type === 'message' && (subtype === 'rfc822' || subtype === 'global') && fields[7]?.kind === 'list';
  const multipartBody = itemsOf(fields[8])?.[0]?.kind === 'list';
  const body = message ? readBodyStructure(fields[8], multipartBody ? own : under(own, 1)) : undefined;
  const after = message ? 10 : type === 'text' ? 8 : 7;
  return {
    section: own,
    type,
    subtype,
    parameters: parametersOf(fields[2]),
    id: textOf(fields[3]),
    description: textOf(fields[4]),
    encoding: textOf(fields[5])?.toLowerCase(),
    size: numberOf(fields[6]),
    lines: after > 7 ? numberOf(fields[after - 1]) : undefined,
    md5: textOf(fields[after]),
    ...extension(fields, after + 1),
    envelope: message ? readEnvelope(fields[7]) : undefined,
    parts: body ? [body] : [],
  };
}

/** `[SP body-fld-dsp [SP body-fld-lang [SP body-fld-loc …]]]` */
function extension(
  fields: readonly ImapValue[],
  at: number,
): Pick<BodyStructure, 'disposition' | 'languages' | 'location'> {
  const [type, parameters] = itemsOf(fields[at]) ?? [];
  const name = textOf(type);
  const language = fields[at + 1];
  return {
    disposition: name === undefined ? undefined : { type: name.toLowerCase(), parameters: parametersOf(parameters) },
    languages: (itemsOf(language) ?? (language ? [language] : [])).flatMap((item) => textOf(item) ?? []),
    location: textOf(fields[at + 2]),
  };
}

function parametersOf(value: ImapValue | undefined): Map<string, string> {
  const items = itemsOf(value) ?? [];
  const parameters = new Map<string, string>();
  for (let i = 0; i + 1 < items.length; i += 2) {
    parameters.set((textOf(items[i]) ?? '').toLowerCase(), textOf(items[i + 1]) ?? '');
  }
  return parameters;
}

/** The content of a section that the message has, such as `BODY[HEADER]`; empty when it was spilled. */
export const sectionOf = (message: FetchedMessage, name: string): Uint8Array | undefined =>
  bytesOf(message.sections.get(itemKey(name)));
