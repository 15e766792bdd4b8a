/** Delivery status notifications: what a report says of each recipient (RFC 3464, in the multipart/report of RFC 6522). */
import { latin1 } from '../../base';
import { type HeaderField, type Headers, parseHeaders } from './headers';
import { type Part, structureOf } from './structure';
import { tokenize } from './tokens';
import { decodeTransfer } from './transfer-encoding';

/** `type; text` (RFC 3464 §2.1.2): an address, the name of a mail server, a diagnostic. */
export interface TypedText {
  /** In lower case: `rfc822`, `dns`, `smtp`. Empty when the field has none. */
  readonly type: string;
  readonly text: string;
}

export const actions = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;
export type Action = (typeof actions)[number];

/** RFC 3464 §2.3. */
export interface RecipientStatus {
  readonly originalRecipient?: TypedText;
  readonly finalRecipient?: TypedText;
  readonly action?: Action;
  /** `5.1.1`, without the comment that may follow. */
  readonly status?: string;
  /** The comment after the status. */
  readonly statusComment?: string;
  readonly remoteMta?: TypedText;
  readonly diagnosticCode?: TypedText;
  /** As written. */
  readonly lastAttemptDate?: string;
  readonly finalLogId?: string;
  /** As written. */
  readonly willRetryUntil?: string;
  readonly extensions: readonly Extension[];
}

export interface Extension {
  readonly name: string;
  readonly value: string;
}

/** RFC 3464 §2.2, with the recipients. */
export interface DeliveryStatus {
  readonly originalEnvelopeId?: string;
  readonly reportingMta?: TypedText;
  readonly dsnGateway?: TypedText;
  readonly receivedFromMta?: TypedText;
  /** As written. */
  readonly arrivalDate?: string;
  readonly extensions: readonly Extension[];
  readonly recipients: readonly RecipientStatus[];
  /** What breaks RFC 3464, in words. */
  readonly findings: readonly string[];
}

/** A message's delivery status, or undefined when it carries none. */
export function parseDsn(message: Uint8Array): DeliveryStatus | undefined {
  const part = findReport(structureOf(message));
  if (!part) return undefined;
  const body = message.subarray(part.body.start, part.body.end);
  return parseDeliveryStatus(decodeTransfer(part.encoding, body) ?? body);
}

/** Reads the body of a message/delivery-status part: blocks of fields with empty lines between. */
export function parseDeliveryStatus(body: Uint8Array): DeliveryStatus {
  const blocks = readBlocks(body);
  // Some reporters leave the block about the message out: RFC 3464 §2.2 requires it.
  const misses = blocks[0]?.fields.some(({ name }) => /^final-recipient$/i.test(name)) === true;
  const [first, ...rest] = misses ? [undefined, ...blocks] : blocks;
  const take = taker(first);
  const recipients = rest.filter((block) => block !== undefined).map(readRecipient);
  const status = {
    ...take.text('originalEnvelopeId', 'Original-Envelope-Id'),
    ...take.typed('reportingMta', 'Reporting-MTA'),
    ...take.typed('dsnGateway', 'DSN-Gateway'),
    ...take.typed('receivedFromMta', 'Received-From-MTA'),
    ...take.text('arrivalDate', 'Arrival-Date'),
  };
  const findings = [
    ...blocks.flatMap((block) =>
      block.stray.map(({ start, end }) => `a line is no field: ${latin1(body, start, end).trim()}`),
    ),
    ...(status.reportingMta ? [] : ['Reporting-MTA is missing (RFC 3464 §2.2.2)']),
    ...(recipients.length > 0 ? [] : ['there is no recipient (RFC 3464 §2.1)']),
    ...recipients.flatMap(({ recipient, findings }) =>
      findings.map((finding) => `${recipient.finalRecipient?.text ?? 'a recipient'}: ${finding}`),
    ),
  ];
  return { ...status, extensions: take.rest(), recipients: recipients.map(({ recipient }) => recipient), findings };
}

function findReport(part: Part): Part | undefined {
  // RFC 6533 §4.1 has the same fields in a part of another name, for addresses in UTF-8.
  if (part.type === 'message' && (part.subtype === 'delivery-status' || part.subtype === 'global-delivery-status'))
    return part;
  for (const child of part.children) {
    const found = findReport(child);
    if (found) return found;
  }
  return undefined;
}

function readBlocks(body: Uint8Array): readonly Headers[] {
  const blocks: Headers[] = [];
  for (let at = 0; at < body.length; ) {
    const block = parseHeaders(body, at);
    if (block.fields.length > 0 || block.stray.length > 0) blocks.push(block);
    at = block.range.end;
  }
  return blocks;
}

function readRecipient(block: Headers): { readonly recipient: RecipientStatus; readonly findings: readonly string[] } {
  const take = taker(block);
  const { action: written } = take.text('action', 'Action');
  const { status: code } = take.text('status', 'Status');
  const [word = '', actionText] = [withoutComments(written ?? '').toLowerCase(), written];
  const action = actions.find((one) => one === word);
  const status = /^\s*([245]\.[0-9]{1,3}\.[0-9]{1,3})(?![0-9.])\s*(?:\((.*)\))?/s.exec(code ?? '');
  const recipient: RecipientStatus = {
    ...take.typed('originalRecipient', 'Original-Recipient'),
    ...take.typed('finalRecipient', 'Final-Recipient'),
    ...(action ? { action } : {}),
    ...(status?.[1] === undefined ? {} : { status: status[1] }),
    ...(status?.[2] === undefined ? {} : { statusComment: status[2] }),
    ...take.typed('remoteMta', 'Remote-MTA'),
    ...take.typed('diagnosticCode', 'Diagnostic-Code'),
    ...take.text('lastAttemptDate', 'Last-Attempt-Date'),
    ...take.text('finalLogId', 'Final-Log-ID'),
    ...take.text('willRetryUntil', 'Will-Retry-Until'),
    extensions: take.rest(),
  };
  const findings = [
    ...(recipient.finalRecipient ? [] : ['Final-Recipient is missing (RFC 3464 §2.3.2)']),
    ...(action
      ? []
      : [
          actionText === undefined
            ? 'Action is missing (RFC 3464 §2.3.3)'
            : `Action is not one of ${actions.join(', ')}: ${actionText}`,
        ]),
    ...(status
      ? []
      : [code === undefined ? 'Status is missing (RFC 3464 §2.3.4)' : `Status is no status code: ${code}`]),
  ];
  return { recipient, findings };
}

/** Takes fields out of a block by name; what is left at the end are extensions (RFC 3464 §2.4). */
function taker(block: Headers | undefined) {
  const left = new Map<string, HeaderField>();
  const repeated: HeaderField[] = [];
  for (const field of block?.fields ?? []) {
    const lower = field.name.toLowerCase();
    if (left.has(lower)) repeated.push(field);
    else left.set(lower, field);
  }
  const take = (name: string): string | undefined => {
    const lower = name.toLowerCase();
    const value = left.get(lower)?.value;
    left.delete(lower);
    return value;
  };
  return {
    text<K extends string>(key: K, name: string): Partial<Record<K, string>> {
      const value = take(name);
      return value === undefined ? {} : ({ [key]: value } as Record<K, string>);
    },
    typed<K extends string>(key: K, name: string): Partial<Record<K, TypedText>> {
      const value = take(name);
      return value === undefined ? {} : ({ [key]: parseTypedText(value) } as Record<K, TypedText>);
    },
    rest: (): readonly Extension[] => [...left.values(), ...repeated].map(({ name, value }) => ({ name, value })),
  };
}

/** Reads `type; text`. Comments are no part of the type; in the text they may be meant, and stay. */
function parseTypedText(value: string): TypedText {
  const semicolon = value.indexOf(';');
  if (semicolon === -1) return { type: '', text: value.trim() };
  return { type: withoutComments(value.slice(0, semicolon)).toLowerCase(), text: value.slice(semicolon + 1).trim() };
}

const withoutComments = (value: string): string =>
  tokenize(value, '')
    .filter((token) => token.kind !== 'comment')
    .map((token) => token.text)
    .join(' ');
