/** APPEND: adds messages to a mailbox, all or none (RFC 9051 §6.3.12, RFC 3502). */
import { concat } from '../../../base';
import { type AppendedMessage, parseAppend } from '../../../protocol/imap/append-program';
import { toEpoch } from '../../../protocol/imap/date';
import { areFlags, decodeName } from '../arguments';
import type { ImapHandler } from '../dispatch';
import { bad, no, noSuchMailbox, ok } from '../outcome';
import { sequenceSet } from '../output';

export const append: ImapHandler = (session, { values }) => {
  const { account, server } = session;
  const parsed = parseAppend(values);
  if (!parsed.ok || !account) return bad(parsed.ok ? 'sign in first' : parsed.error.message);
  const { messages } = parsed.value;
  if (messages.length > 1 && !server.has('MULTIAPPEND'))
    return bad('one message at a time: there is no MULTIAPPEND here');
  if (!messages.every(({ flags }) => areFlags(flags))) return bad('there is no such system flag');
  const contents = messages.map(octetsOf);
  const mailbox = account.find(decodeName(session, parsed.value.mailbox));
  if (!mailbox) return noSuchMailbox('TRYCREATE');
  let size = 0;
  for (const bytes of contents) {
    if (!bytes) return bad('there is no CATENATE here');
    size += bytes.length;
  }
  if (account.usage() + size > account.quota) return no('the mailbox is full', 'OVERQUOTA');
  const now = server.now();
  const uids = messages.map(({ flags, date }, i) => {
    const content = server.store.content(contents[i] ?? new Uint8Array(0));
    return mailbox.append(content, { flags, internalDate: date ? toEpoch(date) * 1000 : now, now }).uid;
  });
  return ok('appended', server.has('UIDPLUS') ? `APPENDUID ${mailbox.uidValidity} ${sequenceSet(uids)}` : undefined);
};

/** The message's octets; undefined when it is to be put together from others (RFC 4469). */
function octetsOf({ parts }: AppendedMessage): Uint8Array | undefined {
  const pieces: Uint8Array[] = [];
  for (const part of parts) {
    if (part.kind === 'url' || parts.length > 1) return undefined;
    pieces.push(part.literal.bytes);
  }
  return concat(pieces);
}
