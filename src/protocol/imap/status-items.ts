/** What STATUS can ask of a mailbox (RFC 9051 §6.3.11). */

export interface StatusItem {
  readonly name: string;
  readonly rfc: string;
  readonly value: 'number' | 'object-id' | 'number-or-nil';
  readonly description: string;
  /** Empty: every server. */
  readonly capabilities: readonly string[];
}

const item = (
  name: string,
  rfc: string,
  description: string,
  capabilities: readonly string[] = [],
  value: StatusItem['value'] = 'number',
): StatusItem => ({ name, rfc, value, description, capabilities });

export const statusItems: readonly StatusItem[] = [
  item('MESSAGES', 'RFC 9051 §6.3.11', 'How many messages there are.'),
  item('UIDNEXT', 'RFC 9051 §6.3.11', 'The UID that the next message will get at least.'),
  item('UIDVALIDITY', 'RFC 9051 §6.3.11', 'The UID validity value.'),
  item('UNSEEN', 'RFC 9051 §6.3.11', 'How many messages are without \\Seen.'),
  item('DELETED', 'RFC 9051 §6.3.11', 'How many messages have \\Deleted.', ['IMAP4REV2', 'QUOTA=RES-MESSAGE']),
  item('SIZE', 'RFC 9051 §6.3.11', 'The size of all messages, in octets.', ['STATUS=SIZE']),
  item('RECENT', 'RFC 3501 §6.3.10', 'How many messages have \\Recent.', ['IMAP4REV1']),
  item('HIGHESTMODSEQ', 'RFC 7162 §3.1.7', 'The highest mod-sequence.', ['CONDSTORE']),
  item('MAILBOXID', 'RFC 8474 §4.3', "The mailbox's identifier.", ['OBJECTID'], 'object-id'),
  item(
    'APPENDLIMIT',
    'RFC 7889 §3',
    'The largest message that can be appended, in octets.',
    ['APPENDLIMIT'],
    'number-or-nil',
  ),
  item('DELETED-STORAGE', 'RFC 9208 §4.1.4', 'Octets that EXPUNGE would free.', ['QUOTA=RES-STORAGE']),
];
