/** The value of each FETCH item (RFC 9051 §7.5.2). */
import { concat, utf8 } from '../../../base';
import { formatDateTime, fromEpoch } from '../../../protocol/imap/date';
import type { FetchRequest, FetchSection } from '../../../protocol/imap/fetch-program';
import { envelopeOf } from '../../../protocol/message/envelope';
import { type Headers, parseHeaders, selectFields } from '../../../protocol/message/headers';
import { findPart, headersOf, sectionRange } from '../../../protocol/message/section';
import type { Part } from '../../../protocol/message/structure';
import { decodeTransfer } from '../../../protocol/message/transfer-encoding';
import type { Message } from '../../store/message';
import { literalHead, nstring } from '../output';
import type { ImapSession } from '../session';
import { flagsFor, type View } from '../view';
import { bodyStructure } from './body-structure';
import { envelope } from './envelope';
import type { Piece } from './pieces';
import { preview } from './preview';

/** The item's name in the response and its value. */
export function fetchItem(
  session: ImapSession,
  view: View,
  message: Message,
  item: FetchRequest,
): readonly Piece[] | 'unknown encoding' {
  const { content } = message;
  const { bytes } = content;
  const { store } = session.server;
  if (item.section) return sectionItem(session, message, item, item.section);
  const value = (text: string | number): readonly Piece[] => [`${item.label} ${text}`];
  switch (item.name) {
    case 'FLAGS':
      return value(flagsFor(session, view, message));
    case 'UID':
      return value(message.uid);
    case 'INTERNALDATE':
      return value(`"${localDate(message.internalDate)}"`);
    case 'SAVEDATE':
      return value(`"${localDate(message.savedAt)}"`);
    case 'RFC822.SIZE':
      return value(bytes.length);
    case 'MODSEQ':
      return value(`(${message.modseq})`);
    case 'EMAILID':
      return value(`(${content.emailId})`);
    case 'THREADID':
      return value(`(${store.threads.idOf(content)})`);
    case 'ENVELOPE':
      // Of the header alone: to read the structure of each message of a long list would take many times as long.
      return value(envelope(session, envelopeOf(parseHeaders(bytes))));
    case 'BODY':
      return value(bodyStructure(session, store.read(content).part, false));
    case 'BODYSTRUCTURE':
      return value(bodyStructure(session, store.read(content).part, true));
    case 'PREVIEW':
      return value(nstring(session, preview(bytes, store.read(content).part)));
    case 'RFC822':
      return literal(session, item.label, bytes);
    case 'RFC822.HEADER':
      return literal(session, item.label, bytes.subarray(0, parseHeaders(bytes).range.end));
    case 'RFC822.TEXT':
      return literal(session, item.label, bytes.subarray(parseHeaders(bytes).range.end));
    default:
      throw new Error(`FETCH of ${item.name} has no code`);
  }
}

const localDate = (at: number): string =>
  formatDateTime(fromEpoch(Math.floor(at / 1000), -new Date(at).getTimezoneOffset()));

/** `{n}` and the octets, of which a partial takes its part. */
function literal(session: ImapSession, label: string, bytes: Uint8Array, binary = false): readonly Piece[] {
  return [`${label} ${literalHead(session, bytes.length, binary)}`, bytes];
}

function sectionItem(
  session: ImapSession,
  { content }: Message,
  item: FetchRequest,
  section: FetchSection,
): readonly Piece[] | 'unknown encoding' {
  const header = headerSection(content.bytes, section);
  if (header) return literal(session, item.label, partially(header, item));
  const { part } = session.server.store.read(content);
  const binary = item.name.startsWith('BINARY');
  const octets = binary ? decoded(content.bytes, part, section) : raw(content.bytes, part, section);
  if (octets === 'unknown encoding') return octets;
  // RFC 9051 §6.4.5.1: a section that there is not is NIL; of BINARY.SIZE there is none.
  if (item.name === 'BINARY.SIZE') return [`${item.label} ${octets?.length ?? 0}`];
  if (!octets) return [`${item.label} NIL`];
  const piece = partially(octets, item);
  // RFC 9051 §4.3.1: octets with NUL go out as a literal8, which only BINARY may use.
  return literal(session, item.label, piece, binary && piece.includes(0));
}

const partially = (octets: Uint8Array, { partial }: FetchRequest): Uint8Array =>
  partial ? octets.subarray(partial.start, partial.start + partial.length) : octets;

/** The whole message, or of its own header: for these its structure need not be read. */
function headerSection(bytes: Uint8Array, { part, text, fields }: FetchSection): Uint8Array | undefined {
  if (part.length > 0) return undefined;
  if (text === undefined) return bytes;
  if (text === 'HEADER') return bytes.subarray(0, parseHeaders(bytes).range.end);
  return text.startsWith('HEADER.FIELDS') ? chosenFields(bytes, parseHeaders(bytes), fields, text) : undefined;
}

function chosenFields(bytes: Uint8Array, headers: Headers, names: readonly string[], text: string): Uint8Array {
  const chosen = selectFields(headers, names, text === 'HEADER.FIELDS.NOT');
  // The empty line is part of it, unless the header has none (RFC 9051 §6.4.5.1).
  const end = headers.terminated ? utf8('\r\n') : new Uint8Array(0);
  return concat([...chosen.map(({ range }) => bytes.subarray(range.start, range.end)), end]);
}

function raw(bytes: Uint8Array, root: Part, { part, text, fields }: FetchSection): Uint8Array | undefined {
  const number = part.join('.');
  if (text === 'HEADER.FIELDS' || text === 'HEADER.FIELDS.NOT') {
    const headers = headersOf(root, number === '' ? undefined : number);
    return headers && chosenFields(bytes, headers, fields, text);
  }
  const where = sectionRange(root, [number, text ?? ''].filter((one) => one !== '').join('.'));
  return where && bytes.subarray(where.start, where.end);
}

/** RFC 3516 §4.2: without its transfer encoding; of the whole message, which has none, as it is. */
function decoded(bytes: Uint8Array, root: Part, { part }: FetchSection): Uint8Array | undefined | 'unknown encoding' {
  if (part.length === 0) return bytes;
  const found = findPart(root, part.join('.'));
  if (!found) return undefined;
  const body = bytes.subarray(found.body.start, found.body.end);
  return decodeTransfer(found.encoding, body) ?? 'unknown encoding';
}
