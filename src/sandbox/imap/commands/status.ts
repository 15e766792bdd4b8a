/** STATUS: figures of a mailbox (RFC 9051 §6.3.11). */
import { parseStatus } from '../../../protocol/imap/list-program';
import { statusItems } from '../../../protocol/imap/status-items';
import type { Mailbox } from '../../store/mailbox';
import { hasFlag, type Message } from '../../store/message';
import { decodeName } from '../arguments';
import { supports } from '../capabilities';
import { enableCondstore } from '../condstore';
import type { ImapHandler } from '../dispatch';
import { bad, noSuchMailbox, ok } from '../outcome';
import { mailboxName } from '../output';
import type { ImapSession } from '../session';

export const status: ImapHandler = (session, { values }) => {
  const parsed = parseStatus(values);
  if (!parsed.ok) return bad(parsed.error.message);
  const { items } = parsed.value;
  if (!areStatusItems(session, items)) return bad('STATUS has no such item');
  const name = decodeName(session, parsed.value.mailbox);
  const mailbox = session.account?.find(name);
  if (!mailbox) return noSuchMailbox();
  session.untagged(statusResponse(session, name, mailbox, items));
  return ok('done');
};

/** Whether all of them are items of STATUS that the server knows; names in upper case. */
export const areStatusItems = ({ server }: ImapSession, items: readonly string[]): boolean =>
  items.every((item) => {
    const capabilities = statusItems.find(({ name }) => name === item)?.capabilities;
    const known = capabilities?.length === 0 || capabilities?.some((one) => supports(server, one));
    return known === true && Object.hasOwn(figures, item);
  });

export function statusResponse(session: ImapSession, name: string, mailbox: Mailbox, items: readonly string[]): string {
  if (items.includes('HIGHESTMODSEQ')) enableCondstore(session);
  const figuresText = items.map((item) => `${item} ${figures[item]?.(mailbox, session) ?? ''}`).join(' ');
  return `STATUS ${mailboxName(session, session.account?.canonical(name) ?? name)} (${figuresText})`;
}

const count = ({ messages }: Mailbox, test: (message: Message) => boolean): number => messages.filter(test).length;
const octets = (messages: readonly Message[]): number =>
  messages.reduce((sum, { content }) => sum + content.bytes.length, 0);
const isDeleted = (message: Message): boolean => hasFlag(message, '\\Deleted');

const figures: Readonly<Record<string, (mailbox: Mailbox, session: ImapSession) => number | string>> = {
  MESSAGES: ({ messages }) => messages.length,
  UIDNEXT: ({ uidNext }) => uidNext,
  UIDVALIDITY: ({ uidValidity }) => uidValidity,
  UNSEEN: (mailbox) => count(mailbox, (message) => !hasFlag(message, '\\Seen')),
  DELETED: (mailbox) => count(mailbox, isDeleted),
  'DELETED-STORAGE': ({ messages }) => octets(messages.filter(isDeleted)),
  SIZE: (mailbox) => mailbox.octets,
  RECENT: (mailbox) => count(mailbox, ({ uid }) => uid >= mailbox.recentFrom),
  HIGHESTMODSEQ: ({ highestModseq }) => highestModseq,
  MAILBOXID: ({ id }) => `(${id})`,
  APPENDLIMIT: (_, { server }) => server.maxMessageSize,
};
