/** Reads one message for its view: header, structure, and the beginning of what is shown; `\Seen` stays as it is. */
import { concat, fromStrictUtf8, latin1, ok, type Result } from '../base';
import type { BodyStructure, FetchedMessage } from '../protocol/imap/fetch-data';
import { decodeCharset } from '../protocol/message/charset';
import { parseHeaders } from '../protocol/message/headers';
import type { Account, Hand } from './account';
import { plainly } from './folder-name';
import { partDecoder } from './message-part-decoder';
import { bodiesOf, mostParts, partsOf } from './message-parts';
import { fetchOne, folderText, windowItem, windowOctets, windowOf } from './message-read-fetch';
import { authenticationModels, fieldsOf, headerNotices, hopModels, subjectOf, summaryOf } from './message-read-header';
import type { MessageModel, TextBody } from './message-read-model';
import { reportModel } from './message-read-report';
import type { MessageRef } from './message-ref';
import { type Trouble, trouble } from './trouble';

/** Carries out as one action of the account what shows the message; two round trips. */
export function readMessage(account: Account, ref: MessageRef): Promise<Result<MessageModel, Trouble>> {
  return account.act(`Message ${ref.uid} of ${folderText(ref)}`, async (hand) => {
    const notices: string[] = [];
    const head = await fetchHead(hand, ref, notices);
    if (!head.ok) return head;
    const header = windowOf(head.value, 'HEADER');
    if (!header.ok) return header;
    const { structure } = head.value;
    if (!structure)
      notices.push(
        'The server gives no MIME structure of this message: the text is shown as it came. Its source says more.',
      );
    const bodies = structure ? await fetchBodies(hand, ref, structure, notices) : await fetchPlain(hand, ref, notices);
    if (!bodies.ok) return bodies;
    return ok(modelOf(head.value, header.value, structure, bodies.value, notices));
  });
}

const headItems = ['UID', 'FLAGS', 'RFC822.SIZE', windowItem('HEADER')];

/** A server may break over the structure of a broken message: then the rest is read without it. */
async function fetchHead(hand: Hand, ref: MessageRef, notices: string[]): Promise<Result<FetchedMessage, Trouble>> {
  const head = await fetchOne(hand, ref, [...headItems, 'BODYSTRUCTURE']);
  if (head.ok || head.error.kind !== 'refused') return head;
  notices.push(`With the MIME structure it does not go: ${head.error.message}`);
  return fetchOne(hand, ref, headItems);
}

interface Bodies {
  readonly text?: TextBody;
  readonly html?: TextBody;
  readonly report?: Uint8Array;
}

/** The beginnings of text, HTML and delivery report, by one command. */
async function fetchBodies(
  hand: Hand,
  ref: MessageRef,
  structure: BodyStructure,
  notices: string[],
): Promise<Result<Bodies, Trouble>> {
  const { text, html, report } = bodiesOf(structure);
  const wanted = [text, html, report].filter((part) => part !== undefined);
  if (wanted.length === 0) return ok({});
  const fetched = await fetchOne(hand, ref, ['UID', ...wanted.map(({ section }) => windowItem(section))]);
  if (!fetched.ok) return fetched;
  const bytesOf = (part: BodyStructure | undefined): Uint8Array | undefined => {
    if (!part) return undefined;
    const window = windowOf(fetched.value, part.section);
    if (window.ok) return window.value;
    notices.push(`Part ${part.section}: ${window.error.message}.`);
    return undefined;
  };
  const bodyOf = (part: BodyStructure | undefined): TextBody | undefined => {
    const bytes = bytesOf(part);
    return part && bytes && textBody(part, bytes, notices);
  };
  const textOf = bodyOf(text);
  const htmlOf = bodyOf(html);
  const reportBytes = bytesOf(report);
  return ok({
    ...(textOf ? { text: textOf } : {}),
    ...(htmlOf ? { html: htmlOf } : {}),
    ...(report && reportBytes ? { report: decodedBytes(report, reportBytes, notices) } : {}),
  });
}

/** Without a structure: the body as it came. */
async function fetchPlain(hand: Hand, ref: MessageRef, notices: string[]): Promise<Result<Bodies, Trouble>> {
  const fetched = await fetchOne(hand, ref, ['UID', windowItem('TEXT')]);
  if (!fetched.ok) return fetched;
  const window = windowOf(fetched.value, 'TEXT');
  if (!window.ok) {
    notices.push(window.error.message);
    return ok({});
  }
  const bytes = window.value;
  return ok({ text: { text: readable(fromStrictUtf8(bytes) ?? latin1(bytes), notices), cut: 0, section: 'TEXT' } });
}

const knownEncodings: ReadonlySet<string> = new Set(['7bit', '8bit', 'binary', 'base64', 'quoted-printable']);

function decodedBytes({ encoding, section }: BodyStructure, bytes: Uint8Array, notices: string[]): Uint8Array {
  const name = (encoding ?? '7bit').toLowerCase();
  if (!knownEncodings.has(name))
    notices.push(`Part ${section} has an unknown transfer encoding, “${plainly(name, 60)}”: it is shown undecoded.`);
  const decoder = partDecoder(name);
  return concat([decoder.push(bytes), decoder.end()]);
}

function textBody(part: BodyStructure, bytes: Uint8Array, notices: string[]): TextBody {
  const { section, size } = part;
  const decoded = decodedBytes(part, bytes, notices);
  return {
    text: readable(textIn(decoded, part.parameters.get('charset'), section, notices), notices),
    cut: bytes.length < windowOctets ? 0 : Math.max(0, (size ?? 0) - bytes.length),
    section,
  };
}

/** Text in its character set; without one, UTF-8 where it is that (RFC 2045 §5.2 has US-ASCII, but senders forget). */
function textIn(bytes: Uint8Array, charset: string | undefined, section: string, notices: string[]): string {
  if (charset === undefined || /^us-ascii$/i.test(charset)) return fromStrictUtf8(bytes) ?? latin1(bytes);
  const text = decodeCharset(bytes, charset);
  if (text !== undefined) return text;
  notices.push(
    `Part ${section} is in an unknown character set, “${plainly(charset, 60)}”: it is shown as ISO 8859-1, and may be wrong.`,
  );
  return latin1(bytes);
}

/** Controls, and what turns the direction of text around: letters of any script stay as they are. */
const deceiving = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]/g;

function readable(text: string, notices: string[]): string {
  const shown = text.replace(
    deceiving,
    (found) => `‹U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`,
  );
  const notice = 'The text has control or direction characters: they are shown as ‹U+…›.';
  if (shown !== text && !notices.includes(notice)) notices.push(notice);
  return shown;
}

/** Characters of the header as it came that are shown. */
const rawLength = 131_072;

function modelOf(
  message: FetchedMessage,
  headerBytes: Uint8Array,
  structure: BodyStructure | undefined,
  { text, html, report }: Bodies,
  notices: readonly string[],
): MessageModel {
  const headers = parseHeaders(headerBytes);
  const parts = structure ? partsOf(structure) : [];
  return {
    subject: subjectOf(headers),
    summary: summaryOf(headers),
    flags: (message.flags ?? []).map((flag) => plainly(flag, 60)),
    size: message.size,
    notices: [
      ...headerNotices(headers),
      ...notices,
      ...(parts.length >= mostParts ? [`The message has very many parts: the first ${mostParts} are shown.`] : []),
    ],
    headers: fieldsOf(headers),
    rawHeaders: (fromStrictUtf8(headerBytes) ?? latin1(headerBytes)).slice(0, rawLength).replaceAll('\r\n', '\n'),
    text,
    html,
    parts,
    hops: hopModels(headers),
    authentication: authenticationModels(headers),
    report: report && reportModel(report),
  };
}

/** The text of a part that is opened, as UTF-8, where its character set is known. */
export const asUtf8 = (bytes: Uint8Array, charset: string): Uint8Array => {
  const text = decodeCharset(bytes, charset);
  return text === undefined ? bytes : new TextEncoder().encode(text);
};

/** There is no such account in the environment that is chosen. */
export const noAccount = ({ account }: MessageRef): Trouble => {
  const environment = account.split('/')[0] ?? account;
  return trouble(
    'missing',
    `the account ${plainly(account)} is not in the chosen environment`,
    `Choose the environment “${plainly(environment)}” and try again.`,
  );
};
