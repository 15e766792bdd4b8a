/** What FETCH can ask for, and what its responses hold (RFC 9051 §6.4.5, §7.5.2). */
import type { Shape } from './shape';

export interface FetchItem {
  /** Upper case, without section and partial. */
  readonly name: string;
  readonly rfc: string;
  readonly description: string;
  /** Takes `[section]`. */
  readonly section: 'none' | 'optional' | 'parts';
  /** `macro`: stands for others and stands alone; `request`: never in a response, which has `answer` instead. */
  readonly use: 'item' | 'macro' | 'request' | 'response';
  /** The name that the response has for it, where it is another. */
  readonly answer?: string;
  /** How its value in a response compares. */
  readonly shape: Shape;
  /** Empty: every server. */
  readonly capabilities: readonly string[];
}

const number: Shape = { kind: 'number' };
const string: Shape = { kind: 'string' };
const any: Shape = { kind: 'any' };

const item = (
  name: string,
  rfc: string,
  description: string,
  shape: Shape,
  more: Partial<Pick<FetchItem, 'section' | 'use' | 'answer' | 'capabilities'>> = {},
): FetchItem => ({ name, rfc, description, shape, section: 'none', use: 'item', capabilities: [], ...more });

const fetch = 'RFC 9051 §6.4.5';
const gmail = { capabilities: ['X-GM-EXT-1'] };

export const fetchItems: readonly FetchItem[] = [
  item('ALL', fetch, 'FLAGS INTERNALDATE RFC822.SIZE ENVELOPE.', any, { use: 'macro' }),
  item('FAST', fetch, 'FLAGS INTERNALDATE RFC822.SIZE.', any, { use: 'macro' }),
  item('FULL', fetch, 'FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODY.', any, { use: 'macro' }),
  item('FLAGS', fetch, 'The flags.', { kind: 'set', of: { kind: 'keyword' } }),
  item('UID', fetch, 'The unique identifier.', number),
  item('INTERNALDATE', fetch, 'When the server got the message.', string),
  item('RFC822.SIZE', fetch, 'The size in octets.', number),
  item('ENVELOPE', fetch, 'Date, subject, addresses and identifiers from the header.', {
    kind: 'positional',
    of: 'envelope',
  }),
  item('BODYSTRUCTURE', fetch, 'The MIME structure.', { kind: 'positional', of: 'body' }),
  item(
    'BODY',
    fetch,
    'The MIME structure without extension data; with [section], content, which sets \\Seen.',
    { kind: 'positional', of: 'body' },
    {
      section: 'optional',
    },
  ),
  item('BODY.PEEK', fetch, 'Content, without setting \\Seen.', string, {
    section: 'parts',
    use: 'request',
    answer: 'BODY',
  }),
  item('BINARY', fetch, 'Content without its transfer encoding; sets \\Seen.', string, {
    section: 'parts',
    capabilities: ['BINARY', 'IMAP4REV2'],
  }),
  item('BINARY.PEEK', fetch, 'Content without its transfer encoding.', string, {
    section: 'parts',
    use: 'request',
    answer: 'BINARY',
    capabilities: ['BINARY', 'IMAP4REV2'],
  }),
  item('BINARY.SIZE', fetch, 'The size without transfer encoding, in octets.', number, {
    section: 'parts',
    capabilities: ['BINARY', 'IMAP4REV2'],
  }),
  item('RFC822', 'RFC 3501 §6.4.5', 'The whole message; BODY[] in newer words.', string),
  item('RFC822.HEADER', 'RFC 3501 §6.4.5', 'The header; BODY.PEEK[HEADER] in newer words.', string),
  item('RFC822.TEXT', 'RFC 3501 §6.4.5', 'The text; BODY[TEXT] in newer words.', string),
  item(
    'MODSEQ',
    'RFC 7162 §3.1.4.2',
    'The mod-sequence.',
    { kind: 'set', of: number },
    { capabilities: ['CONDSTORE'] },
  ),
  item(
    'EMAILID',
    'RFC 8474 §5.1',
    'An identifier that copies share.',
    { kind: 'set', of: string },
    { capabilities: ['OBJECTID'] },
  ),
  item(
    'THREADID',
    'RFC 8474 §5.2',
    'An identifier that related messages share, or NIL.',
    { kind: 'set', of: string },
    {
      capabilities: ['OBJECTID'],
    },
  ),
  item('SAVEDATE', 'RFC 8514 §4.2', 'When the message came into this mailbox, or NIL.', string, {
    capabilities: ['SAVEDATE'],
  }),
  item('PREVIEW', 'RFC 8970 §3.1', 'A short text from the message; (LAZY) only if it is at hand.', string, {
    capabilities: ['PREVIEW'],
  }),
  item('ANNOTATION', 'RFC 5257 §4.3', 'Annotations.', any, { capabilities: ['ANNOTATE-EXPERIMENT-1'] }),
  item('X-GM-MSGID', 'RFC 9051 §6.5', 'Gmail’s message number.', number, gmail),
  item('X-GM-THRID', 'RFC 9051 §6.5', 'Gmail’s thread number.', number, gmail),
  item('X-GM-LABELS', 'RFC 9051 §6.5', 'Gmail’s labels.', { kind: 'set', of: { kind: 'mailbox' } }, gmail),
];

const byName: ReadonlyMap<string, FetchItem> = new Map(fetchItems.map((row) => [row.name, row]));

/** The row of an item, its section and partial aside; case does not count. */
export function fetchItemNamed(name: string): FetchItem | undefined {
  const bracket = name.indexOf('[');
  return byName.get((bracket === -1 ? name : name.slice(0, bracket)).toUpperCase());
}

/** What the macros stand for (RFC 9051 §6.4.5). */
export const fetchMacros: Readonly<Record<string, readonly string[]>> = {
  ALL: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE'],
  FAST: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE'],
  FULL: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE', 'BODY'],
};

/**
 * One spelling for an item's name with its section, to look it up by: upper case, and no quotes that are not needed. Servers
 * give header field names back in either form: `BODY[HEADER.FIELDS (From "To")]<0>` is `BODY[HEADER.FIELDS (FROM TO)]<0>`.
 */
export const itemKey = (name: string): string =>
  name.toUpperCase().replace(/"([^"\\\x00-\x20\x7f-\uffff(){%*\]]+)"/g, '$1');
