/** The response codes in `[…]` of status responses (RFC 9051 §7.1, RFC 5530, extensions). */

export interface ResponseCode {
  /** Upper case. */
  readonly name: string;
  readonly rfc: string;
  /** What follows the name, in the words of the ABNF; empty when nothing does. */
  readonly syntax: string;
  readonly description: string;
}

const code = (line: string, rfc: string, description: string): ResponseCode => {
  const space = line.indexOf(' ');
  const name = space === -1 ? line : line.slice(0, space);
  return { name, rfc, syntax: space === -1 ? '' : line.slice(space + 1), description };
};

const generic = 'RFC 9051 §7.1';
const rfc5530 = 'RFC 5530 §3';

export const responseCodes: readonly ResponseCode[] = [
  code('ALERT', generic, 'The text is to be shown to the user.'),
  code('ALREADYEXISTS', rfc5530, 'What is to be created exists already.'),
  code('APPENDUID uidvalidity uid-set', 'RFC 9051 §7.1', 'The UIDs that appended messages got.'),
  code('AUTHENTICATIONFAILED', rfc5530, 'Unknown user or wrong password; which is not said.'),
  code('AUTHORIZATIONFAILED', rfc5530, 'The user may not act as the identity asked for.'),
  code('BADCHARSET [(charset *(SP charset))]', generic, 'SEARCH does not know the charset; these it knows.'),
  code('BADCOMPARATOR', 'RFC 5255 §4.9', 'None of the comparators asked for is known.'),
  code('BADEVENT (event *(SP event))', 'RFC 5465 §5', 'NOTIFY does not know an event; these it knows.'),
  code('BADURL url', 'RFC 4469 §4.1', 'A URL of CATENATE cannot be read.'),
  code('CANNOT', rfc5530, 'This can never succeed on this server.'),
  code('CAPABILITY capability *(SP capability)', generic, 'What the server can do from now on.'),
  code('CLIENTBUG', rfc5530, 'The server has found a mistake of the client.'),
  code('CLOSED', 'RFC 9051 §7.1', 'The mailbox selected before is closed; what follows is of the new one.'),
  code('COMPRESSIONACTIVE', 'RFC 4978 §3', 'Compression is on already.'),
  code('CONTACTADMIN', rfc5530, 'The administrator or help desk is to be asked.'),
  code('COPYUID uidvalidity uid-set uid-set', 'RFC 9051 §7.1', 'The UIDs of copied messages, before and after.'),
  code('CORRUPTION', rfc5530, 'Data on the server are damaged.'),
  code('EXPIRED', rfc5530, 'The password is no longer valid.'),
  code('EXPUNGEISSUED', rfc5530, 'Somebody else has expunged messages.'),
  code('HASCHILDREN', generic, 'The mailbox cannot be deleted while others are below it.'),
  code('HIGHESTMODSEQ mod-sequence', 'RFC 7162 §3.1.2.1', "The mailbox's highest mod-sequence."),
  code('INUSE', rfc5530, 'Somebody else holds what is needed.'),
  code('LIMIT', rfc5530, 'A limit of the implementation is reached.'),
  code('MAILBOXID (object-id)', 'RFC 8474 §4.1', "The mailbox's identifier, the same after RENAME."),
  code('MAXCONVERTMESSAGES number', 'RFC 5259 §9', 'More messages than CONVERT takes at once.'),
  code('MAXCONVERTPARTS number', 'RFC 5259 §9', 'More parts than CONVERT takes at once.'),
  code(
    'METADATA LONGENTRIES / MAXSIZE / TOOMANY / NOPRIVATE …',
    'RFC 5464 §4.2.1',
    'What did not fit in GETMETADATA or SETMETADATA.',
  ),
  code('MODIFIED sequence-set', 'RFC 7162 §3.1.3', 'Messages that were changed since, so STORE left them.'),
  code('NEWNAME', 'RFC 3501 §7.1', 'Obsolete: the mailbox has a new name.'),
  code('NOMODSEQ', 'RFC 7162 §3.1.2.2', 'The mailbox has no mod-sequences.'),
  code('NONEXISTENT', rfc5530, 'There is no such thing.'),
  code('NOPERM', rfc5530, 'The access rights do not allow it.'),
  code('NOTIFICATIONOVERFLOW', 'RFC 5465 §5.8', 'Too much happens to report; NOTIFY is off.'),
  code('NOTSAVED', 'RFC 9051 §6.4.4.3', 'The result of the search is not kept for $.'),
  code('NOUPDATE quoted-tag', 'RFC 5267 §4.3.1', 'The search will not be kept up to date.'),
  code('OVERQUOTA', 'RFC 9208 §4.3.1', 'The quota is, or would be, used up.'),
  code('PARSE', generic, 'A message in the mailbox cannot be parsed.'),
  code(
    'PERMANENTFLAGS ([flag *(SP flag)])',
    generic,
    'Flags that can be changed for good; \\* stands for new keywords.',
  ),
  code('PRIVACYREQUIRED', rfc5530, 'Not without TLS.'),
  code('READ-ONLY', generic, 'The mailbox is open for reading only.'),
  code('READ-WRITE', generic, 'The mailbox is open for reading and writing.'),
  code('REFERRAL url', 'RFC 2221 §4.1', 'Another server has it.'),
  code('SERVERBUG', rfc5530, 'The server has found a mistake of its own.'),
  code('TEMPFAIL', 'RFC 5259 §9', 'A conversion failed this time.'),
  code('TOOBIG', 'RFC 4469 §4.2', 'The message is, or would become, too large.'),
  code('TRYCREATE', generic, 'It would work once the mailbox is created.'),
  code('UIDNEXT uid', generic, 'The UID that the next message will get at least.'),
  code('UIDNOTSTICKY', generic, 'UIDs change whenever the mailbox is opened.'),
  code('UIDVALIDITY number', generic, 'UIDs mean the same as before while this number stays.'),
  code('UNAVAILABLE', rfc5530, 'Something behind the server is down for now.'),
  code('UNDEFINED-FILTER name', 'RFC 5466 §3.1', 'There is no filter of that name.'),
  code('UNKNOWN-CTE', 'RFC 3516 §4.3', 'The content transfer encoding cannot be undone.'),
  code('UNSEEN number', 'RFC 3501 §7.1', 'The first message without \\Seen; not in IMAP4rev2.'),
  code('URLMECH INTERNAL *(SP mechanism)', 'RFC 4467 §8', 'How authorised URLs can be made for the mailbox.'),
  code('USEATTR', 'RFC 6154 §3', 'CREATE cannot give the special use asked for.'),
];

const byName: ReadonlyMap<string, ResponseCode> = new Map(responseCodes.map((row) => [row.name, row]));

/** The row of a response code; case does not count. */
export const responseCodeNamed = (name: string): ResponseCode | undefined => byName.get(name.toUpperCase());
