/** How the data of each response is read and compared: one table for untagged responses, one for response codes. */
import { fetchItems } from './fetch-items';
import type { Shape } from './shape';
import { statusItems } from './status-items';
import type { ImapValue } from './value';

export type { Shape } from './shape';

export interface Field {
  readonly name: string;
  readonly shape: Shape;
  /** It may be missing; it is there when a value of its look stands in its place. */
  readonly optional?: 'list' | 'keyword' | 'any';
}

export interface ResponseShape {
  /** The response's name, or the response code's. */
  readonly name: string;
  readonly rfc: string;
  /** A message number or count stands in front of the name. */
  readonly numbered: boolean;
  /** The values in order. */
  readonly fields: readonly Field[];
  /** What the values behind the fields are, taken together. */
  readonly rest?: Shape;
}

const keyword: Shape = { kind: 'keyword' };
const string: Shape = { kind: 'string' };
const number: Shape = { kind: 'number' };
const mailbox: Shape = { kind: 'mailbox' };
const any: Shape = { kind: 'any' };
const uids: Shape = { kind: 'sequence-set' };
const rights: Shape = { kind: 'rights' };
const setOf = (of: Shape): Shape => ({ kind: 'set', of });
const keyed = (values: Readonly<Record<string, Shape>> = {}, other: Shape = any): Shape => ({
  kind: 'keyed',
  values,
  other,
});
const positional: Shape = { kind: 'positional', of: 'any' };

const field = (name: string, shape: Shape, optional?: Field['optional']): Field =>
  optional ? { name, shape, optional } : { name, shape };
const shaped = (name: string, rfc: string, fields: readonly Field[], rest?: Shape): ResponseShape => ({
  name,
  rfc,
  numbered: false,
  fields,
  ...(rest ? { rest } : {}),
});
const numbered = (name: string, rfc: string, fields: readonly Field[] = []): ResponseShape => ({
  name,
  rfc,
  numbered: true,
  fields,
});

const statusValues = Object.fromEntries(
  statusItems.map((item) => [item.name, item.value === 'object-id' ? setOf(string) : number]),
);
const fetchValues = Object.fromEntries(
  fetchItems.filter((item) => item.use === 'item').map((item) => [item.name, item.shape]),
);
/** Any `BODY[…]` has a string for its value: `fetchShape` tells it from the structure `BODY`. */
const fetchList = keyed(fetchValues, string);
const searched = {
  MIN: number,
  MAX: number,
  COUNT: number,
  ALL: uids,
  MODSEQ: number,
  PARTIAL: positional,
  ADDTO: positional,
  REMOVEFROM: positional,
  RELEVANCY: positional,
};
const attributes = field('attributes', setOf(keyword));
const delimiter = field('delimiter', string);
const list = [attributes, delimiter, field('mailbox', mailbox), field('extended', keyed(), 'list')];

export const responseShapes: readonly ResponseShape[] = [
  shaped('CAPABILITY', 'RFC 9051 §7.2.2', [], setOf(keyword)),
  shaped('ENABLED', 'RFC 9051 §7.2.1', [], setOf(keyword)),
  shaped('FLAGS', 'RFC 9051 §7.3.5', [field('flags', setOf(keyword))]),
  shaped('LIST', 'RFC 9051 §7.3.1', list),
  shaped('LSUB', 'RFC 3501 §7.2.3', list),
  shaped('XLIST', 'RFC 9051 §6.5', list),
  shaped('NAMESPACE', 'RFC 9051 §7.3.2', [
    field('personal', setOf(positional)),
    field('others', setOf(positional)),
    field('shared', setOf(positional)),
  ]),
  shaped('STATUS', 'RFC 9051 §7.3.3', [field('mailbox', mailbox), field('items', keyed(statusValues))]),
  shaped(
    'ESEARCH',
    'RFC 9051 §7.3.4',
    [
      field('correlator', keyed({ TAG: string, MAILBOX: mailbox, UIDVALIDITY: number }), 'list'),
      field('UID', keyword, 'keyword'),
    ],
    keyed(searched),
  ),
  shaped('SEARCH', 'RFC 3501 §7.2.5', [], setOf(number)),
  shaped('SORT', 'RFC 5256 §4', [], positional),
  shaped('THREAD', 'RFC 5256 §4', [], positional),
  numbered('EXISTS', 'RFC 9051 §7.4.1'),
  numbered('RECENT', 'RFC 3501 §7.3.2'),
  numbered('EXPUNGE', 'RFC 9051 §7.5.1'),
  numbered('FETCH', 'RFC 9051 §7.5.2', [field('items', fetchList)]),
  shaped('VANISHED', 'RFC 7162 §3.2.10', [field('earlier', setOf(keyword), 'list'), field('uids', uids)]),
  shaped('ID', 'RFC 2971 §3.2', [field('fields', keyed({}, string))]),
  shaped('QUOTA', 'RFC 9208 §4.2.1', [field('root', string), field('resources', positional)]),
  shaped('QUOTAROOT', 'RFC 9208 §4.2.2', [field('mailbox', mailbox)], setOf(string)),
  shaped('ACL', 'RFC 4314 §3.6', [field('mailbox', mailbox)], keyed({}, rights)),
  shaped(
    'LISTRIGHTS',
    'RFC 4314 §3.7',
    [field('mailbox', mailbox), field('identifier', string), field('required', rights)],
    setOf(rights),
  ),
  shaped('MYRIGHTS', 'RFC 4314 §3.8', [field('mailbox', mailbox), field('rights', rights)]),
  shaped(
    'METADATA',
    'RFC 5464 §4.4',
    [field('mailbox', mailbox), field('entries', keyed({}, string), 'list')],
    setOf(keyword),
  ),
  shaped('LANGUAGE', 'RFC 5255 §3.3', [field('languages', setOf(keyword))]),
  shaped('COMPARATOR', 'RFC 5255 §4.8', [field('active', string), field('matching', setOf(string), 'list')]),
  shaped('GENURLAUTH', 'RFC 4467 §8', [], setOf(string)),
  shaped('URLFETCH', 'RFC 4467 §8', [], keyed({}, string)),
  shaped('CONVERSION', 'RFC 5259 §5.2', [], positional),
];

export const codeShapes: readonly ResponseShape[] = [
  shaped('APPENDUID', 'RFC 9051 §7.1', [field('uidvalidity', number), field('uids', uids)]),
  shaped('COPYUID', 'RFC 9051 §7.1', [
    field('uidvalidity', number),
    field('source', positional),
    field('destination', positional),
  ]),
  shaped('CAPABILITY', 'RFC 9051 §7.1', [], setOf(keyword)),
  shaped('PERMANENTFLAGS', 'RFC 9051 §7.1', [field('flags', setOf(keyword))]),
  shaped('BADCHARSET', 'RFC 9051 §7.1', [field('charsets', setOf(keyword), 'list')]),
  shaped('BADEVENT', 'RFC 5465 §5', [field('events', setOf(keyword), 'list')]),
  shaped('UIDNEXT', 'RFC 9051 §7.1', [field('uid', number)]),
  shaped('UIDVALIDITY', 'RFC 9051 §7.1', [field('value', number)]),
  shaped('UNSEEN', 'RFC 3501 §7.1', [field('number', number)]),
  shaped('HIGHESTMODSEQ', 'RFC 7162 §3.1.2.1', [field('value', number)]),
  shaped('MODIFIED', 'RFC 7162 §3.1.3', [field('messages', uids)]),
  shaped('MAILBOXID', 'RFC 8474 §4.1', [field('id', setOf(string))]),
  shaped('NOUPDATE', 'RFC 5267 §4.3.1', [field('tag', string)]),
  shaped('METADATA', 'RFC 5464 §4.2.1', [field('reason', keyword)], any),
  shaped('URLMECH', 'RFC 4467 §8', [], setOf(keyword)),
];

const responses: ReadonlyMap<string, ResponseShape> = new Map(responseShapes.map((row) => [row.name, row]));
const codes: ReadonlyMap<string, ResponseShape> = new Map(codeShapes.map((row) => [row.name, row]));

/** A response that the tables do not know: its values in order. */
const unknown: ResponseShape = { name: '', rfc: 'RFC 9051 §7', numbered: false, fields: [], rest: any };

/** How an untagged response's values compare; case does not count. */
export const responseShape = (name: string): ResponseShape => responses.get(name.toUpperCase()) ?? unknown;

/** How a response code's values compare; case does not count. */
export const codeShape = (name: string): ResponseShape => codes.get(name.toUpperCase()) ?? unknown;

/** The shape of one FETCH item's value by the item's name: `BODY[…]` and `BINARY[…]` hold strings. */
export function fetchShape(name: string): Shape {
  const upper = name.toUpperCase();
  if (upper.includes('[')) return upper.startsWith('BINARY.SIZE') ? number : string;
  return fetchValues[upper] ?? any;
}

export interface Filled {
  readonly field: Field;
  readonly value: ImapValue;
}

/** Lays values out over a shape's fields; what is behind the last is `rest`. Optional fields that are not there are left out. */
export function fill(
  shape: ResponseShape,
  values: readonly ImapValue[],
): { readonly fields: readonly Filled[]; readonly rest: readonly ImapValue[] } {
  const fields: Filled[] = [];
  let at = 0;
  for (const field of shape.fields) {
    const value = values[at];
    if (!value) break;
    if (field.optional === 'list' && value.kind !== 'list') continue;
    if (field.optional === 'keyword' && !(value.kind === 'atom' && value.text.toUpperCase() === field.name)) continue;
    fields.push({ field, value });
    at++;
  }
  return { fields, rest: values.slice(at) };
}
