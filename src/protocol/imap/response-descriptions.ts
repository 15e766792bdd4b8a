/** What each untagged response says, and what the status responses mean: for completion and hover. */

export interface ResponseDescription {
  /** Upper case. */
  readonly name: string;
  readonly rfc: string;
  /** As it stands on the wire behind `* `, words in lower case standing for values. */
  readonly syntax: string;
  readonly description: string;
}

const row = (syntax: string, rfc: string, description: string): ResponseDescription => ({
  name: /[A-Z][A-Z-]*/.exec(syntax)?.[0] ?? syntax,
  syntax,
  rfc,
  description,
});

/** The status responses (RFC 9051 §7.1). */
export const statusDescriptions: readonly ResponseDescription[] = [
  row('OK [code] text', 'RFC 9051 §7.1.1', 'Tagged: the command was done. Untagged: information.'),
  row('NO [code] text', 'RFC 9051 §7.1.2', 'Tagged: the command failed. Untagged: a warning.'),
  row('BAD [code] text', 'RFC 9051 §7.1.3', 'The server did not understand the command, or it may not be given now.'),
  row('PREAUTH [code] text', 'RFC 9051 §7.1.4', 'As the greeting: the connection is authenticated already.'),
  row('BYE [code] text', 'RFC 9051 §7.1.5', 'The server is about to close the connection.'),
];

/** The other untagged responses. */
export const untaggedDescriptions: readonly ResponseDescription[] = [
  row('CAPABILITY name …', 'RFC 9051 §7.2.2', 'What the server can do.'),
  row('ENABLED name …', 'RFC 9051 §7.2.1', 'Which extensions ENABLE switched on.'),
  row('FLAGS (flag …)', 'RFC 9051 §7.3.5', 'The flags that messages of the mailbox can have.'),
  row('LIST (attribute …) delimiter mailbox', 'RFC 9051 §7.3.1', 'A mailbox, with its attributes.'),
  row('LSUB (attribute …) delimiter mailbox', 'RFC 3501 §7.2.3', 'A subscribed mailbox.'),
  row('XLIST (attribute …) delimiter mailbox', 'RFC 9051 §6.5', 'Gmail’s forerunner of LIST with special uses.'),
  row('NAMESPACE personal others shared', 'RFC 9051 §7.3.2', 'Prefixes and delimiters of the namespaces.'),
  row('STATUS mailbox (item value …)', 'RFC 9051 §7.3.3', 'Figures of a mailbox.'),
  row('ESEARCH (TAG tag) [UID] [result value …]', 'RFC 9051 §7.3.4', 'What a search found.'),
  row('SEARCH [number …]', 'RFC 3501 §7.2.5', 'The numbers of the messages that a search found.'),
  row('SORT [number …]', 'RFC 5256 §4', 'The numbers of the messages found, in order.'),
  row('THREAD (thread …)', 'RFC 5256 §4', 'The numbers of the messages found, as threads.'),
  row('number EXISTS', 'RFC 9051 §7.4.1', 'How many messages the mailbox has.'),
  row('number RECENT', 'RFC 3501 §7.3.2', 'How many messages have \\Recent; not in IMAP4rev2.'),
  row('number EXPUNGE', 'RFC 9051 §7.5.1', 'The message is gone; those behind it move up by one number.'),
  row('number FETCH (item value …)', 'RFC 9051 §7.5.2', 'Data of a message, asked for or changed.'),
  row('VANISHED [(EARLIER)] uid-set', 'RFC 7162 §3.2.10', 'The messages with these UIDs are gone.'),
  row('ID (name value …)', 'RFC 2971 §3.2', 'What the server is.'),
  row('QUOTA quota-root (resource usage limit …)', 'RFC 9208 §4.2.1', 'Use and limits of a quota root.'),
  row('QUOTAROOT mailbox quota-root …', 'RFC 9208 §4.2.2', 'Which quota roots a mailbox has.'),
  row('ACL mailbox identifier rights …', 'RFC 4314 §3.6', 'Who has which rights on a mailbox.'),
  row('LISTRIGHTS mailbox identifier rights …', 'RFC 4314 §3.7', 'Which rights somebody can be given.'),
  row('MYRIGHTS mailbox rights', 'RFC 4314 §3.8', 'Which rights the user has on a mailbox.'),
  row('METADATA mailbox (entry value …)', 'RFC 5464 §4.4', 'Annotations of a mailbox, or which of them changed.'),
  row('LANGUAGE (language …)', 'RFC 5255 §3.3', 'The language in use, or those there are.'),
  row('COMPARATOR active [(matching …)]', 'RFC 5255 §4.8', 'How strings compare now.'),
  row('GENURLAUTH url …', 'RFC 4467 §8', 'URLs that let others read message parts.'),
  row('URLFETCH url data …', 'RFC 4467 §8', 'What authorised URLs stand for.'),
  row('CONVERSION …', 'RFC 5259 §5.2', 'A conversion that the server can do.'),
];

const byName: ReadonlyMap<string, ResponseDescription> = new Map(
  [...statusDescriptions, ...untaggedDescriptions].map((one) => [one.name, one]),
);

/** The row of an untagged or status response; case does not count. */
export const responseDescription = (name: string): ResponseDescription | undefined => byName.get(name.toUpperCase());
