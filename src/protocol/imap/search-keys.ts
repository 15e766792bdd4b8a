/** What SEARCH, SORT and THREAD can search for (RFC 9051 §6.4.4). */

export type SearchArgument =
  | 'astring'
  | 'date'
  | 'number'
  | 'keyword'
  | 'sequence-set'
  | 'key'
  | 'header-name'
  | 'mod-sequence'
  | 'object-id';

export interface SearchKey {
  readonly name: string;
  readonly rfc: string;
  readonly arguments: readonly SearchArgument[];
  readonly description: string;
  /** Empty: every server. */
  readonly capabilities: readonly string[];
}

const base = 'RFC 9051 §6.4.4';

const key = (
  line: string,
  description: string,
  rfc: string = base,
  capabilities: readonly string[] = [],
): SearchKey => {
  const [name = '', ...args] = line.split(' ');
  return { name, rfc, arguments: args as SearchArgument[], description, capabilities };
};

export const searchKeys: readonly SearchKey[] = [
  key('ALL', 'All messages.'),
  key('ANSWERED', 'With \\Answered.'),
  key('BCC astring', 'With the string in Bcc.'),
  key('BEFORE date', 'With an internal date before the day.'),
  key('BODY astring', 'With the string in the body.'),
  key('CC astring', 'With the string in Cc.'),
  key('DELETED', 'With \\Deleted.'),
  key('DRAFT', 'With \\Draft.'),
  key('FLAGGED', 'With \\Flagged.'),
  key('FROM astring', 'With the string in From.'),
  key('HEADER header-name astring', 'With the string in the header field; "" finds any with the field.'),
  key('KEYWORD keyword', 'With the keyword.'),
  key('LARGER number', 'Larger than so many octets.'),
  key('NOT key', 'That do not meet the key.'),
  key('ON date', 'With an internal date on the day.'),
  key('OR key key', 'That meet either key.'),
  key('SEEN', 'With \\Seen.'),
  key('SENTBEFORE date', 'With a Date before the day.'),
  key('SENTON date', 'With a Date on the day.'),
  key('SENTSINCE date', 'With a Date on the day or later.'),
  key('SINCE date', 'With an internal date on the day or later.'),
  key('SMALLER number', 'Smaller than so many octets.'),
  key('SUBJECT astring', 'With the string in Subject.'),
  key('TEXT astring', 'With the string in header or body.'),
  key('TO astring', 'With the string in To.'),
  key('UID sequence-set', 'With these UIDs.'),
  key('UNANSWERED', 'Without \\Answered.'),
  key('UNDELETED', 'Without \\Deleted.'),
  key('UNDRAFT', 'Without \\Draft.'),
  key('UNFLAGGED', 'Without \\Flagged.'),
  key('UNKEYWORD keyword', 'Without the keyword.'),
  key('UNSEEN', 'Without \\Seen.'),
  key('NEW', 'With \\Recent and without \\Seen.', 'RFC 3501 §6.4.4', ['IMAP4REV1']),
  key('OLD', 'Without \\Recent.', 'RFC 3501 §6.4.4', ['IMAP4REV1']),
  key('RECENT', 'With \\Recent.', 'RFC 3501 §6.4.4', ['IMAP4REV1']),
  key('MODSEQ mod-sequence', 'Changed since, by mod-sequence.', 'RFC 7162 §3.1.5', ['CONDSTORE']),
  key('OLDER number', 'With an internal date more than so many seconds ago.', 'RFC 5032 §2', ['WITHIN']),
  key('YOUNGER number', 'With an internal date within so many seconds.', 'RFC 5032 §2', ['WITHIN']),
  key('FILTER keyword', 'That meet the named search.', 'RFC 5466 §3.1', ['FILTERS']),
  key('FUZZY key', 'That nearly meet the key.', 'RFC 6203 §3', ['SEARCH=FUZZY']),
  key('EMAILID object-id', 'With this message identifier.', 'RFC 8474 §6', ['OBJECTID']),
  key('THREADID object-id', 'With this thread identifier.', 'RFC 8474 §6', ['OBJECTID']),
  key('SAVEDBEFORE date', 'That came into the mailbox before the day.', 'RFC 8514 §4.3', ['SAVEDATE']),
  key('SAVEDON date', 'That came into the mailbox on the day.', 'RFC 8514 §4.3', ['SAVEDATE']),
  key('SAVEDSINCE date', 'That came into the mailbox on the day or later.', 'RFC 8514 §4.3', ['SAVEDATE']),
  key('SAVEDATESUPPORTED', 'All, when the mailbox keeps save dates; else none.', 'RFC 8514 §4.3', ['SAVEDATE']),
  key('X-GM-RAW astring', 'That Gmail’s own search finds.', 'RFC 9051 §6.5', ['X-GM-EXT-1']),
  key('X-GM-MSGID number', 'With this Gmail message number.', 'RFC 9051 §6.5', ['X-GM-EXT-1']),
  key('X-GM-THRID number', 'With this Gmail thread number.', 'RFC 9051 §6.5', ['X-GM-EXT-1']),
  key('X-GM-LABELS astring', 'With this Gmail label.', 'RFC 9051 §6.5', ['X-GM-EXT-1']),
];

const byName: ReadonlyMap<string, SearchKey> = new Map(searchKeys.map((row) => [row.name, row]));

/** The row of a search key; case does not count. */
export const searchKeyNamed = (name: string): SearchKey | undefined => byName.get(name.toUpperCase());

/** What RETURN of SEARCH and SORT can ask for. */
export const searchReturnOptions: readonly Pick<SearchKey, 'name' | 'rfc' | 'description' | 'capabilities'>[] = [
  { name: 'MIN', rfc: base, description: 'The lowest number.', capabilities: ['ESEARCH'] },
  { name: 'MAX', rfc: base, description: 'The highest number.', capabilities: ['ESEARCH'] },
  { name: 'ALL', rfc: base, description: 'All numbers, as a set.', capabilities: ['ESEARCH'] },
  { name: 'COUNT', rfc: base, description: 'How many.', capabilities: ['ESEARCH'] },
  { name: 'SAVE', rfc: 'RFC 9051 §6.4.4.1', description: 'Keep the result for $.', capabilities: ['SEARCHRES'] },
  {
    name: 'PARTIAL',
    rfc: 'RFC 9394 §3.1',
    description: 'One page of the result.',
    capabilities: ['PARTIAL', 'CONTEXT=SEARCH'],
  },
  {
    name: 'UPDATE',
    rfc: 'RFC 5267 §4.3',
    description: 'Keep the result up to date.',
    capabilities: ['CONTEXT=SEARCH'],
  },
  {
    name: 'CONTEXT',
    rfc: 'RFC 5267 §4.2',
    description: 'A hint that the search will be asked again.',
    capabilities: ['CONTEXT=SEARCH'],
  },
  {
    name: 'RELEVANCY',
    rfc: 'RFC 6203 §4',
    description: 'How well each message matched.',
    capabilities: ['SEARCH=FUZZY'],
  },
];
