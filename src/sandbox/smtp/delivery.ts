/** What becomes of an accepted message: trace fields (RFC 5321 §4.4), the mailboxes it goes into, and the reports on it. */
import { concat, toHex, utf8 } from '../../base';
import { formatDate, fromEpoch } from '../../protocol/message/dates';
import { sendReports } from './reports';
import type { SmtpSession } from './session';
import type { Transaction } from './transaction';

/** Delivers at once; gives the queue id that the client is told. */
export function deliver(session: SmtpSession, transaction: Transaction, message: Uint8Array): string {
  const { server, service, connection } = session;
  const queueId = toHex(server.random(5)).toUpperCase();
  const traced = concat([utf8(traceFields(session, transaction, queueId)), message]);
  // One copy of the octets, whoever has it.
  const content = server.store.content(traced);
  for (const { fate } of transaction.recipients) {
    if (fate.kind !== 'local') continue;
    const now = server.now();
    const { uid } = fate.account.inbox().append(content, { flags: [], internalDate: now, now });
    server.emit({
      kind: 'delivered',
      service,
      connection: connection.id,
      user: fate.account.user,
      mailbox: 'INBOX',
      uid,
    });
  }
  sendReports(session, transaction, message, queueId);
  return queueId;
}

function traceFields(session: SmtpSession, transaction: Transaction, queueId: string): string {
  const { server, client, connection } = session;
  const [only] = transaction.recipients;
  const forWhom = only && transaction.recipients.length === 1 ? `\r\n\tfor <${only.address}>` : '';
  const address = connection.remote.replace(/:\d+$/, '');
  const date = formatDate(fromEpoch(server.now()));
  return (
    `Return-Path: <${transaction.sender}>\r\n` +
    `Received: from ${client} ([${address.includes(':') ? `IPv6:${address}` : address}])\r\n` +
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
