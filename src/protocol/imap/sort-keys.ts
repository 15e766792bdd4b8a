/** What SORT can sort by, and how THREAD can thread (RFC 5256). */

export interface SortKey {
  readonly name: string;
  readonly rfc: string;
  readonly description: string;
  readonly capabilities: readonly string[];
}

const key = (name: string, rfc: string, description: string, capabilities: readonly string[] = ['SORT']): SortKey => ({
  name,
  rfc,
  description,
  capabilities,
});

export const sortKeys: readonly SortKey[] = [
  key('REVERSE', 'RFC 5256 §3', 'The key behind it counts the other way round.'),
  key('ARRIVAL', 'RFC 5256 §3', 'Internal date and time.'),
  key('CC', 'RFC 5256 §3', 'Mailbox of the first cc address.'),
  key('DATE', 'RFC 5256 §3', 'Date and time sent.'),
  key('FROM', 'RFC 5256 §3', 'Mailbox of the first from address.'),
  key('SIZE', 'RFC 5256 §3', 'Size in octets.'),
  key('SUBJECT', 'RFC 5256 §3', 'Base subject.'),
  key('TO', 'RFC 5256 §3', 'Mailbox of the first to address.'),
  key('DISPLAYFROM', 'RFC 5957 §4', 'Displayed name of the first from address.', ['SORT=DISPLAY']),
  key('DISPLAYTO', 'RFC 5957 §4', 'Displayed name of the first to address.', ['SORT=DISPLAY']),
  key('RELEVANCY', 'RFC 6203 §6', 'How well a fuzzy search matched, best first.', ['SEARCH=FUZZY']),
];

export const threadAlgorithms: readonly SortKey[] = [
  key('ORDEREDSUBJECT', 'RFC 5256 §3', 'By base subject, then date sent.', ['THREAD=ORDEREDSUBJECT']),
  key('REFERENCES', 'RFC 5256 §3', 'By In-Reply-To and References, then base subject.', ['THREAD=REFERENCES']),
];
