/** Delivery status notifications that the sandbox owes for a message, put into the sender's INBOX (RFC 3461 §6, RFC 3464). */
import { toHex } from '../../base';
import { formatDate, fromEpoch } from '../../protocol/message/dates';
import type { RecipientStatus } from '../../protocol/message/dsn';
import { composeReport } from '../../protocol/message/dsn-compose';
import type { SmtpSession } from './session';
import type { Recipient, Transaction } from './transaction';

type Event = 'SUCCESS' | 'FAILURE' | 'DELAY';

interface Happening {
  readonly event: Event;
  readonly recipient: Recipient;
  readonly action: 'delivered' | 'relayed' | 'delayed' | 'failed';
  readonly status: string;
  readonly diagnostic?: string;
}

/** Sends one report for each kind of event that somebody wants to hear of. No report is ever sent for a report. */
export function sendReports(
  session: SmtpSession,
  transaction: Transaction,
  message: Uint8Array,
  queueId: string,
): void {
  if (transaction.sender === '') return;
  const wanted = transaction.recipients.flatMap(happenings).filter(isWanted);
  for (const event of ['SUCCESS', 'DELAY', 'FAILURE'] as const) {
    const these = wanted.filter((one) => one.event === event);
    if (these.length > 0) send(session, transaction, message, queueId, these);
  }
}

function happenings(recipient: Recipient): readonly Happening[] {
  switch (recipient.fate.kind) {
    case 'local':
      return [{ event: 'SUCCESS', recipient, action: 'delivered', status: '2.0.0' }];
    case 'relayed':
      return [{ event: 'SUCCESS', recipient, action: 'relayed', status: '2.0.0' }];
    case 'unknown':
      return [{ event: 'FAILURE', recipient, action: 'failed', status: '5.1.1', diagnostic: '550 5.1.1 no such user' }];
    case 'delayed':
      return [
        {
          event: 'DELAY',
          recipient,
          action: 'delayed',
          status: '4.4.1',
          diagnostic: '451 4.4.1 no answer from delay.test',
        },
        {
          event: 'FAILURE',
          recipient,
          action: 'failed',
          status: '5.4.7',
          diagnostic: '554 5.4.7 delivery time expired',
        },
      ];
  }
}

/** RFC 3461 §4.1: without NOTIFY, failures are reported, and delays may be. */
const isWanted = ({ event, recipient: { notify } }: Happening): boolean =>
  notify ? notify.has(event) : event !== 'SUCCESS';

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
  const [local = '', domain = ''] = transaction.sender.split(/@(?=[^@]*$)/);
  const account = domain.toLowerCase() === server.domain.toLowerCase() ? server.store.recipient(local) : undefined;
  // A sender elsewhere would have to be reached by relaying.
  if (!account) return;
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
  const { uid } = account.inbox().append(server.store.content(report), { flags: [], internalDate: now, now });
  server.emit({ kind: 'delivered', service, connection: connection.id, user: account.user, mailbox: 'INBOX', uid });
}

const inWords = ({ action, status, recipient }: Happening): string => `<${recipient.address}>: ${action} (${status})`;

function recipientStatus({ recipient, action, status, diagnostic }: Happening, date: string): RecipientStatus {
  const { orcpt } = recipient;
  const semicolon = orcpt?.indexOf(';') ?? -1;
  return {
    ...(orcpt === undefined
      ? {}
      : { originalRecipient: { type: orcpt.slice(0, semicolon), text: orcpt.slice(semicolon + 1) } }),
    finalRecipient: { type: 'rfc822', text: recipient.address },
    action,
    status,
    ...(action === 'relayed' ? { remoteMta: { type: 'dns', text: 'relay.test' } } : {}),
    ...(diagnostic === undefined ? {} : { diagnosticCode: { type: 'smtp', text: diagnostic } }),
    lastAttemptDate: date,
    extensions: [],
  };
}
