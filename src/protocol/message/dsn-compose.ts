/** Makes delivery status notifications (RFC 3464 in RFC 6522's multipart/report), given all that varies. */
import { concat, utf8 } from '../../base';
import type { DeliveryStatus, Extension, RecipientStatus, TypedText } from './dsn';
import { parseHeaders } from './headers';

export interface Report {
  /** Must not occur in the original message. */
  readonly boundary: string;
  /** A date-time of RFC 5322 §3.3. */
  readonly date: string;
  /** With its angle brackets. */
  readonly messageId: string;
  /** The address of the mail system, such as `postmaster@example.org`. */
  readonly from: string;
  /** The envelope sender of the original message. */
  readonly to: string;
  readonly subject: string;
  /** The explanation for people. */
  readonly text: string;
  readonly status: Omit<DeliveryStatus, 'findings'>;
  /** The message that is reported on. */
  readonly original: Uint8Array;
  /** RFC 3461 §4.3 RET: the whole message, or its header only. */
  readonly returned: 'FULL' | 'HDRS';
}

/** Composes the report as octets with CRLF line ends. Line ends inside of values become spaces, so that none can add a field. */
export function composeReport(report: Report): Uint8Array {
  const { original, boundary } = report;
  const header = original.subarray(0, parseHeaders(original).range.end);
  const full = report.returned === 'FULL';
  const delivery = deliveryStatus(report.status);
  // RFC 6533 §4 has its own types for what is not ASCII.
  const international = !isAscii(utf8(delivery));
  const returned = full ? original : header;
  const returnedType = full
    ? isAscii(header)
      ? 'message/rfc822'
      : 'message/global'
    : isAscii(header)
      ? 'text/rfc822-headers'
      : 'message/global-headers';
  const lines = [
    field('Date', report.date),
    field('From', `Mail Delivery System <${report.from}>`),
    field('To', `<${report.to}>`),
    field('Subject', report.subject),
    field('Message-ID', report.messageId),
    // RFC 3834 §5.2: nothing shall answer this automatically.
    field('Auto-Submitted', 'auto-replied'),
    field('MIME-Version', '1.0'),
    `Content-Type: multipart/report; report-type=${international ? 'global-' : ''}delivery-status;\r\n boundary="${boundary}"`,
    '',
    `--${boundary}`,
    `Content-Type: text/plain; charset=${isAscii(utf8(report.text)) ? 'us-ascii' : 'utf-8'}`,
    ...encodingOf(utf8(report.text)),
    '',
    report.text.replace(/\r?\n/g, '\r\n'),
    `--${boundary}`,
    `Content-Type: message/${international ? 'global-' : ''}delivery-status`,
    ...(international ? ['Content-Transfer-Encoding: 8bit'] : []),
    '',
    delivery,
    `--${boundary}`,
    `Content-Type: ${returnedType}`,
    ...encodingOf(returned),
    '',
    '',
  ];
  return concat([utf8(lines.join('\r\n')), returned, utf8(`\r\n--${boundary}--\r\n`)]);
}

const isAscii = (bytes: Uint8Array): boolean => bytes.every((octet) => octet < 128);

/** 7bit needs no mention; beyond ASCII it is 8bit, and with NUL binary (RFC 2045 §2.7 to §2.9). */
function encodingOf(bytes: Uint8Array): readonly string[] {
  if (isAscii(bytes) && !bytes.includes(0)) return [];
  return [`Content-Transfer-Encoding: ${bytes.includes(0) ? 'binary' : '8bit'}`];
}

const field = (name: string, value: string): string => `${name}: ${value.replace(/[\r\n]+/g, ' ')}`;

function deliveryStatus(status: Omit<DeliveryStatus, 'findings'>): string {
  const message = [
    ...text('Original-Envelope-Id', status.originalEnvelopeId),
    ...typed('Reporting-MTA', status.reportingMta),
    ...typed('DSN-Gateway', status.dsnGateway),
    ...typed('Received-From-MTA', status.receivedFromMta),
    ...text('Arrival-Date', status.arrivalDate),
    ...extensions(status.extensions),
  ];
  return [message, ...status.recipients.map(recipientFields)].map((block) => `${block.join('\r\n')}\r\n`).join('\r\n');
}

function recipientFields(recipient: RecipientStatus): readonly string[] {
  const comment = recipient.statusComment === undefined ? '' : ` (${recipient.statusComment})`;
  return [
    ...typed('Original-Recipient', recipient.originalRecipient),
    ...typed('Final-Recipient', recipient.finalRecipient),
    ...text('Action', recipient.action),
    ...text('Status', recipient.status && `${recipient.status}${comment}`),
    ...typed('Remote-MTA', recipient.remoteMta),
    ...typed('Diagnostic-Code', recipient.diagnosticCode),
    ...text('Last-Attempt-Date', recipient.lastAttemptDate),
    ...text('Final-Log-ID', recipient.finalLogId),
    ...text('Will-Retry-Until', recipient.willRetryUntil),
    ...extensions(recipient.extensions),
  ];
}

const text = (name: string, value: string | undefined): readonly string[] =>
  value === undefined ? [] : [field(name, value)];
const typed = (name: string, value: TypedText | undefined): readonly string[] =>
  value === undefined ? [] : [field(name, value.type === '' ? value.text : `${value.type}; ${value.text}`)];
const extensions = (list: readonly Extension[]): readonly string[] => list.map(({ name, value }) => field(name, value));
