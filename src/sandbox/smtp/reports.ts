/** Delivery status notifications that the sandbox owes for a message, put into the sender's INBOX (RFC 3461 §6, RFC 3464). */
import { concat, toHex, utf8 } from '../../base';
import { formatDate, fromEpoch } from '../../protocol/message/dates';
import type { RecipientStatus, TypedText } from '../../protocol/message/dsn';
import { composeReport } from '../../protocol/message/dsn-compose';
import { fateOf } from './envelope';
import type { SmtpSession } from './session';
import type { Delivery, Recipient, Transaction } from './transaction';

type Event = 'SUCCESS' | 'FAILURE' | 'DELAY';

interface Happening {
  readonly event: Event;
  readonly recipient: Recipient;
  readonly action: 'delivered' | 'relayed' | 'delayed' | 'failed';
  readonly status: string;
  readonly remoteMta?: string;
  /** RFC 3464 §2.3.6: `smtp` for what a server has replied, a private name for our own words. */
  readonly diagnostic?: TypedText;
  /** RFC 3464 §2.3.9: of a delay alone. */
  readonly willRetry?: true;
}

/** Sends one report for each kind of event that somebody wants to hear of. No report is ever sent for a report. */
export function sendReports(
  session: SmtpSession,
  transaction: Transaction,
  deliveries: readonly Delivery[],
  message: Uint8Array,
  queueId: string,
): void {
  if (transaction.sender === '') return;
  const wanted: Happening[] = [];
  for (const { recipient, outcome } of deliveries) {
    for (const happening of course[outcome]) {
      if (isWanted(happening.event, recipient, session.lmtp)) wanted.push({ ...happening, recipient });
    }
  }
  for (const event of ['SUCCESS', 'DELAY', 'FAILURE'] as const) {
    const these = wanted.filter((one) => one.event === event);
    if (these.length > 0) send(session, transaction, message, queueId, these);
  }
}

const ownWords = (text: string): TypedText => ({ type: 'x-mailwright', text });

/** As if it had been tried: RFC 3461 §6.3 (h) and (i) want the server's name and its reply. */
const triedAt = (remoteMta: string, reply: string): Pick<Happening, 'remoteMta' | 'diagnostic'> => ({
  remoteMta,
  diagnostic: { type: 'smtp', text: reply },
});
const busy = triedAt('delay.test', '451 4.4.1 no mail is taken here for now');

/** What happens to the message, one after the other, by what became of it. */
const course: Readonly<Record<Delivery['outcome'], readonly Omit<Happening, 'recipient'>[]>> = {
  delivered: [{ event: 'SUCCESS', action: 'delivered', status: '2.0.0' }],
  relayed: [{ event: 'SUCCESS', action: 'relayed', status: '2.0.0', ...triedAt('relay.test', '250 2.0.0 accepted') }],
  unknown: [{ event: 'FAILURE', action: 'failed', status: '5.1.1', diagnostic: ownWords('no such user') }],
  full: [{ event: 'FAILURE', action: 'failed', status: '5.2.2', diagnostic: ownWords('the mailbox is full') }],
  delayed: [
    { event: 'DELAY', action: 'delayed', status: '4.4.1', willRetry: true, ...busy },
    { event: 'FAILURE', action: 'failed', status: '5.4.7', ...busy },
  ],
};

/**
 * RFC 3461 §4.1: without NOTIFY, failures are reported, and delays may be. An LMTP client has heard of each failure itself, and
 * reports it (RFC 2033 §4.2).
 */
const isWanted = (event: Event, { notify }: Recipient, lmtp: boolean): boolean =>
  (event === 'SUCCESS' || !lmtp) && (notify ? notify.has(event) : event !== 'SUCCESS');

const subjects: Readonly<Record<Event, string>> = {
  SUCCESS: 'Successful delivery report',
  DELAY: 'Delayed mail (still being retried)',
  FAILURE: 'Undelivered mail returned to sender',
};

function send(
  { server, service, connection }: SmtpSession,
  transaction: Transaction,
  message: Uint8Array,
  queueId: string,
  happened: readonly Happening[],
): void {
  const now = server.now();
  const date = formatDate(fromEpoch(now));
  const [local = '', domain] = transaction.sender.split(/@(?=[^@]*$)/);
  const fate = fateOf(server, local, domain);
  // A sender elsewhere would have to be reached by relaying.
  if (fate?.kind !== 'local') return;
  const { account } = fate;
  const event = happened[0]?.event ?? 'FAILURE';
  const failed = event === 'FAILURE';
  const unique = toHex(server.random(12));
  const report = composeReport({
    boundary: `report-${unique}`,
    date,
    messageId: `<${unique}@${server.hostname}>`,
    from: `postmaster@${server.domain}`,
    to: transaction.sender,
    subject: subjects[event],
    text: `This is the Mailwright sandbox.\n\n${happened.map(inWords).join('\n')}\n`,
    original: message,
    // RFC 3461 §4.3: the whole message is only for failures.
    returned: failed && transaction.ret !== 'HDRS' ? 'FULL' : 'HDRS',
    status: {
      ...(transaction.envid === undefined ? {} : { originalEnvelopeId: transaction.envid }),
      reportingMta: { type: 'dns', text: server.hostname },
      arrivalDate: date,
      extensions: [{ name: 'X-Mailwright-Queue-Id', value: queueId }],
      recipients: happened.map((one) => recipientStatus(one, date)),
    },
  });
  // RFC 3461 §6.1: a report has no sender, so that no report is ever sent for it.
  const delivered = server.store.content(concat([utf8('Return-Path: <>\r\n'), report]));
  if (!account.hasRoom(delivered.bytes.length, 1)) return;
  const { uid } = account.inbox().append(delivered, { flags: [], internalDate: now, now });
  server.emit({ kind: 'delivered', service, connection: connection.id, user: account.user, mailbox: 'INBOX', uid });
}

const inWords = ({ action, status, recipient }: Happening): string => `<${recipient.address}>: ${action} (${status})`;

function recipientStatus(happening: Happening, date: string): RecipientStatus {
  const { recipient, action, status, remoteMta, diagnostic, willRetry } = happening;
  const { orcpt } = recipient;
  const semicolon = orcpt?.indexOf(';') ?? -1;
  return {
    ...(orcpt === undefined
      ? {}
      : { originalRecipient: { type: orcpt.slice(0, semicolon), text: orcpt.slice(semicolon + 1) } }),
    // RFC 6533 §3: an address beyond ASCII has a type of its own.
    finalRecipient: { type: /[^\x00-\x7f]/.test(recipient.address) ? 'utf-8' : 'rfc822', text: recipient.address },
    action,
    status,
    ...(remoteMta === undefined ? {} : { remoteMta: { type: 'dns', text: remoteMta } }),
    ...(diagnostic === undefined ? {} : { diagnosticCode: diagnostic }),
    lastAttemptDate: date,
    ...(willRetry ? { willRetryUntil: date } : {}),
    extensions: [],
  };
}
