/** ENVELOPE as it goes out (RFC 9051 §7.5.2). */
import type { Address, Mailbox } from '../../../protocol/message/addresses';
import type { Envelope } from '../../../protocol/message/envelope';
import { nstring, string } from '../output';
import type { ImapSession } from '../session';

export function envelope(session: ImapSession, message: Envelope): string {
  const text = (value: string | undefined): string => nstring(session, value);
  const addresses = (list: readonly Address[]): string =>
    list.length === 0 ? 'NIL' : `(${list.map((one) => address(session, one)).join('')})`;
  const { from, sender, replyTo, to, cc, bcc } = message;
  const shownFrom = addresses(from);
  // Sender and Reply-To are the very list that From is where a message has none.
  const orFrom = (list: readonly Address[]): string => (list === from ? shownFrom : addresses(list));
  const lists = [shownFrom, orFrom(sender), orFrom(replyTo), addresses(to), addresses(cc), addresses(bcc)].join(' ');
  return `(${text(message.date)} ${text(message.subject)} ${lists} ${text(message.inReplyTo)} ${text(message.messageId)})`;
}

/** RFC 9051 §7.5.2: a group is an address with a name and no host, its members, and an address with neither. */
function address(session: ImapSession, one: Address): string {
  if (one.kind === 'mailbox') return mailbox(session, one);
  return `(NIL NIL ${string(session, one.name)} NIL)${one.members.map((member) => mailbox(session, member)).join('')}(NIL NIL NIL NIL)`;
}

function mailbox(session: ImapSession, one: Mailbox): string {
  const text = (value: string | undefined): string => nstring(session, value);
  // Without a host it would look like a group (RFC 9051 §7.5.2).
  return `(${text(one.name)} ${text(one.route)} ${text(one.mailbox)} ${string(session, one.host === '' ? '.MISSING-HOST-NAME.' : one.host)})`;
}
