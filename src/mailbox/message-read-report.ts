/** A delivery status notification for people: recipients with what became of them, codes with what they mean (RFC 3464). */

import { parseDeliveryStatus, type TypedText } from '../protocol/message/dsn';
import { decodeEncodedWords } from '../protocol/message/encoded-word';
import { enhancedCodeInfo } from '../protocol/smtp/enhanced-codes';
import { decodeXtext } from '../protocol/smtp/xtext';
import { shown } from './message-read-header';
import type { NamedText, ReportModel } from './message-read-model';

/** Recipients that are shown. */
const mostRecipients = 500;

const classes: Readonly<Record<string, string>> = {
  '2': 'delivered',
  '4': 'failed for now',
  '5': 'failed for good',
};

/** `body`: the message/delivery-status part, decoded. */
export function reportModel(body: Uint8Array): ReportModel {
  const { recipients, findings, originalEnvelopeId, extensions, ...message } = parseDeliveryStatus(body);
  return {
    facts: [
      ...(originalEnvelopeId === undefined
        ? []
        : [{ name: 'Original-Envelope-Id', value: shown(envelopeId(originalEnvelopeId)) }]),
      ...typed('Reporting-MTA', message.reportingMta),
      ...typed('DSN-Gateway', message.dsnGateway),
      ...typed('Received-From-MTA', message.receivedFromMta),
      ...plain('Arrival-Date', message.arrivalDate),
      ...extensions.slice(0, 50).map(({ name, value }) => ({ name: shown(name), value: shown(value) })),
    ],
    recipients: recipients.slice(0, mostRecipients).map((one) => {
      const info = one.status === undefined ? undefined : enhancedCodeInfo(one.status);
      const kind = one.status === undefined ? undefined : classes[one.status.charAt(0)];
      return {
        recipient: shown(one.finalRecipient?.text ?? ''),
        original: shown(one.originalRecipient?.text ?? ''),
        action: one.action ?? '',
        status: one.status ?? '',
        meaning: [kind, info && `${info.meaning} (${info.rfc})`, one.statusComment]
          .flatMap((text) => (text === undefined ? [] : [shown(text)]))
          .join(': '),
        diagnostic: typedText(one.diagnosticCode),
        more: [
          ...typed('Remote-MTA', one.remoteMta),
          ...plain('Last-Attempt-Date', one.lastAttemptDate),
          ...plain('Will-Retry-Until', one.willRetryUntil),
          ...plain('Final-Log-ID', one.finalLogId),
          ...one.extensions.slice(0, 20).map(({ name, value }) => ({ name: shown(name), value: shown(value) })),
        ],
      };
    }),
    findings: [
      ...findings.slice(0, 20).map(shown),
      ...(recipients.length > mostRecipients
        ? [`of ${recipients.length} recipients the first ${mostRecipients} are shown`]
        : []),
    ],
  };
}

/** ENVID travels as xtext (RFC 3461 §4.4), and some reporters leave it so in the field. */
function envelopeId(written: string): string {
  const decoded = decodeXtext(written);
  return decoded === undefined || decoded === written ? written : `${decoded} (written as xtext: ${written})`;
}

const typedText = (value: TypedText | undefined): string =>
  value === undefined ? '' : shown(decodeEncodedWords(value.type === '' ? value.text : `${value.type}; ${value.text}`));
const typed = (name: string, value: TypedText | undefined): readonly NamedText[] =>
  value ? [{ name, value: typedText(value) }] : [];
const plain = (name: string, value: string | undefined): readonly NamedText[] =>
  value === undefined ? [] : [{ name, value: shown(value) }];
