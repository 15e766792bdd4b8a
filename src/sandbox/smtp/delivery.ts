/** What becomes of an accepted message: trace fields (RFC 5321 §4.4), the mailboxes it goes into, and the reports on it. */
import { concat } from '../../base';
import { formatDate, fromEpoch } from '../../protocol/message/dates';
import { sendReports } from './reports';
import type { SmtpSession } from './session';
import type { Delivery, Recipient, Transaction } from './transaction';

export interface Delivered {
  /** The name that the client is told. */
  readonly queueId: string;
  /** In the order of the recipients. */
  readonly deliveries: readonly Delivery[];
}

/** Delivers at once the message whose octets `pieces` are. */
export function deliver(session: SmtpSession, transaction: Transaction, pieces: readonly Uint8Array[]): Delivered {
  const { server, service, connection } = session;
  const queueId = session.nextQueueId();
  const trace = Buffer.from(traceFields(session, transaction, queueId));
  // One copy of the octets, whoever has it.
  const content = server.store.content(concat([trace, ...pieces]));
  const deliverTo = (recipient: Recipient): Delivery => {
    const { fate } = recipient;
    if (fate.kind !== 'local') return { recipient, outcome: fate.kind };
    if (!fate.account.hasRoom(content.bytes.length, 1)) return { recipient, outcome: 'full' };
    const now = server.now();
    const { uid } = fate.account.inbox().append(content, { flags: [], internalDate: now, now });
    const { user } = fate.account;
    server.emit({ kind: 'delivered', service, connection: connection.id, user, mailbox: 'INBOX', uid });
    return { recipient, outcome: 'delivered' };
  };
  const deliveries = transaction.recipients.map(deliverTo);
  sendReports(session, transaction, deliveries, content.bytes.subarray(trace.length), queueId);
  return { queueId, deliveries };
}

function traceFields(session: SmtpSession, transaction: Transaction, queueId: string): string {
  const { server, client, origin } = session;
  const [only] = transaction.recipients;
  const forWhom = only && transaction.recipients.length === 1 ? `\r\n\tfor <${only.address}>` : '';
  const { address, name } = origin;
  const literal = address && `[${address.includes(':') ? `IPv6:${address}` : address}]`;
  const tcpInfo = [name, literal].filter((part) => part !== undefined).join(' ');
  const date = formatDate(fromEpoch(server.now()));
  return (
    `Return-Path: <${transaction.sender}>\r\n` +
    `Received: from ${client}${tcpInfo === '' ? '' : ` (${tcpInfo})`}\r\n` +
    `\tby ${server.hostname} (Mailwright sandbox) with ${withProtocol(session, transaction)} id ${queueId}${forWhom};\r\n` +
    `\t${date}\r\n`
  );
}

/** The registered names of transmission types (RFC 3848, RFC 6531 §4.3). */
function withProtocol(
  { lmtp, extended, connection, account }: SmtpSession,
  { utf8: international }: Transaction,
): string {
  const base = lmtp ? 'LMTP' : extended ? (international ? 'SMTP' : 'ESMTP') : 'SMTP';
  const suffix = extended ? `${connection.tls ? 'S' : ''}${account ? 'A' : ''}` : '';
  return `${international ? 'UTF8' : ''}${base}${suffix}`;
}
