/** APPEND: adds messages to a mailbox, all or none (RFC 9051 §6.3.12, RFC 3502). */
import { type AppendedMessage, parseAppend } from '../../../protocol/imap/append-program';
import { toEpoch } from '../../../protocol/imap/date';
import { parseHeaders } from '../../../protocol/message/headers';
import type { Message } from '../../store/message';
import { areFlags, decodeName } from '../arguments';
import type { ImapHandler } from '../dispatch';
import { bad, no, noSuchMailbox, type Outcome, ok } from '../outcome';
import { international, sequenceSet } from '../output';
import type { ImapSession } from '../session';

export const append: ImapHandler = (session, { values }) => {
  const parsed = parseAppend(values);
  if (!parsed.ok) return bad(parsed.error.message);
  const { messages, mailbox } = parsed.value;
  if (messages.length > 1 && !session.server.has('MULTIAPPEND'))
    return bad('one message at a time: there is no MULTIAPPEND here');
  const added = addMessages(session, decodeName(session, mailbox), messages);
  return added.ok ? ok('appended', added.code) : added.outcome;
};

type Added =
  /** With the response code that tells the new UIDs, where the server has UIDPLUS. */
  { readonly ok: true; readonly code: string | undefined } | { readonly ok: false; readonly outcome: Outcome };

/** Adds messages to the mailbox of that name; `instead` is a message that will go when that is done (RFC 8508 §3.4). */
export function addMessages(
  session: ImapSession,
  name: string,
  messages: readonly AppendedMessage[],
  instead?: Message,
): Added {
  const { account, server } = session;
  if (!account) return refused(bad('sign in first'));
  if (!messages.every(({ flags }) => areFlags(flags))) return refused(bad('there is no such system flag'));
  const mailbox = account.find(name);
  if (!mailbox) return refused(noSuchMailbox('TRYCREATE'));
  let size = 0;
  for (const message of messages) {
    const problem = problemOf(session, message);
    if (problem) return refused(problem);
    size += octetsOf(message)?.length ?? 0;
  }
  if (!account.hasRoom(size - (instead?.content.bytes.length ?? 0), messages.length))
    return refused(no('the mailbox is full', 'OVERQUOTA'));
  if (!mailbox.canLearn(messages.flatMap(({ flags }) => flags)))
    return refused(no('the mailbox has too many keywords', 'LIMIT'));
  const now = server.now();
  const uids = messages.map((message) => {
    const content = server.store.content(octetsOf(message) ?? new Uint8Array(0));
    const { flags, date } = message;
    return mailbox.append(content, { flags, internalDate: date ? toEpoch(date) * 1000 : now, now }).uid;
  });
  const code = server.has('UIDPLUS') ? `APPENDUID ${mailbox.uidValidity} ${sequenceSet(uids)}` : undefined;
  return { ok: true, code };
}

const refused = (outcome: Outcome): Added => ({ ok: false, outcome });

/** Why a message cannot be taken. */
function problemOf(session: ImapSession, message: AppendedMessage): Outcome | undefined {
  const { server, enabled } = session;
  const bytes = octetsOf(message);
  if (!bytes) return bad('there is no CATENATE here');
  // RFC 3502 §6.3.11: an empty literal is how a client calls APPEND off.
  if (bytes.length === 0) return no('a message of no octets is none', 'CANNOT');
  if (message.parts.some((part) => part.kind === 'text' && part.literal.form === 'literal8') && !server.has('BINARY'))
    return message.utf8 ? undefined : no('there is no BINARY here', 'UNKNOWN-CTE');
  if (message.utf8 && !enabled.has('UTF8=ACCEPT') && !enabled.has('IMAP4REV2'))
    return bad('UTF8 is for those who have sent ENABLE UTF8=ACCEPT');
  // RFC 6855 §4.
  if (server.has('UTF8=ACCEPT') && !international(session) && hasEightBitHeader(bytes))
    return no('a header with 8-bit octets is for those who have sent ENABLE UTF8=ACCEPT', 'CANNOT');
  return undefined;
}

function hasEightBitHeader(bytes: Uint8Array): boolean {
  const { end } = parseHeaders(bytes).range;
  for (let at = 0; at < end; at++) if ((bytes[at] ?? 0) > 127) return true;
  return false;
}

/** The message's octets; undefined when it is to be put together from others (RFC 4469). */
function octetsOf({ parts }: AppendedMessage): Uint8Array | undefined {
  const [only, ...more] = parts;
  return only?.kind === 'text' && more.length === 0 ? only.literal.bytes : undefined;
}
