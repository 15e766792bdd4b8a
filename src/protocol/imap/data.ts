/** Typed readers over parsed responses: mailboxes, figures, search results, UIDs. FETCH has its own file. */

import type { ImapResponse } from './response';
import { parseSequenceSet, type SequenceSet } from './sequence-set';
import { type ImapValue, itemsOf, nameOf, numberOf, textOf } from './value';

export * from './fetch-data';

/** A LIST, LSUB or XLIST response (RFC 9051 §7.3.1). */
export interface ListedMailbox {
  /** As sent: `\Noselect`, `\Sent`, …. */
  readonly attributes: readonly string[];
  /** Undefined where names have no hierarchy. */
  readonly delimiter: string | undefined;
  /** As sent: modified UTF-7 unless the server speaks UTF-8. */
  readonly name: string;
  /** Extended data by upper-case name, such as `CHILDINFO`, `OLDNAME` (RFC 9051 §6.3.9.6, §6.3.9.7). */
  readonly extended: ReadonlyMap<string, ImapValue>;
}

/** A STATUS response (RFC 9051 §7.3.3). */
export interface MailboxStatus {
  readonly mailbox: string;
  /** By upper-case name. */
  readonly figures: ReadonlyMap<string, number>;
  /** `MAILBOXID` (RFC 8474 §4.3). */
  readonly mailboxId?: string;
}

/** What a SEARCH or ESEARCH response says (RFC 9051 §7.3.4, RFC 3501 §7.2.5). */
export interface SearchResult {
  /** The tag of the SEARCH that it answers; of ESEARCH only. */
  readonly tag?: string;
  /** The numbers are UIDs, as far as the response says. */
  readonly uid: boolean;
  /** `ALL`, or the numbers of a SEARCH response; undefined when the response has none to say. */
  readonly all?: SequenceSet;
  readonly min?: number;
  readonly max?: number;
  readonly count?: number;
  readonly modseq?: number;
  /** The mailbox, of a MULTISEARCH (RFC 7377 §2.1). */
  readonly mailbox?: string;
}

export interface Namespace {
  readonly prefix: string;
  readonly delimiter: string | undefined;
}

/** A NAMESPACE response (RFC 9051 §7.3.2). */
export interface Namespaces {
  readonly personal: readonly Namespace[];
  readonly others: readonly Namespace[];
  readonly shared: readonly Namespace[];
}

/** APPENDUID (RFC 9051 §7.1). */
export interface AppendUid {
  readonly uidvalidity: number;
  readonly uids: SequenceSet;
}

/** COPYUID (RFC 9051 §7.1): the sets pair in the order written. */
export interface CopyUid {
  readonly uidvalidity: number;
  readonly source: SequenceSet;
  readonly destination: SequenceSet;
}

const texts = (values: readonly ImapValue[]): string[] => values.flatMap((value) => textOf(value) ?? []);

/** Names each with a value, the names in upper case; a name at the end without one is left out. */
export function pairsOf(items: readonly ImapValue[]): Map<string, ImapValue> {
  const pairs = new Map<string, ImapValue>();
  for (let i = 0; i + 1 < items.length; i += 2) {
    const name = nameOf(items[i]);
    const value = items[i + 1];
    if (name !== undefined && value) pairs.set(name.toUpperCase(), value);
  }
  return pairs;
}

/** The mailbox of a LIST, LSUB or XLIST response, or undefined. */
export function readList(response: ImapResponse): ListedMailbox | undefined {
  if (response.kind !== 'untagged' || !/^(?:LIST|LSUB|XLIST)$/.test(response.name)) return undefined;
  const [attributes, delimiter, mailbox, extended] = response.values;
  const name = nameOf(mailbox);
  if (name === undefined) return undefined;
  return {
    attributes: texts(itemsOf(attributes) ?? []),
    delimiter: textOf(delimiter),
    name,
    extended: pairsOf(itemsOf(extended) ?? []),
  };
}

/** The figures of a STATUS response, or undefined. */
export function readStatus(response: ImapResponse): MailboxStatus | undefined {
  if (response.kind !== 'untagged' || response.name !== 'STATUS') return undefined;
  const mailbox = nameOf(response.values[0]);
  if (mailbox === undefined) return undefined;
  const figures = new Map<string, number>();
  let mailboxId: string | undefined;
  for (const [name, value] of pairsOf(itemsOf(response.values[1]) ?? [])) {
    const number = numberOf(value);
    if (number !== undefined) figures.set(name, number);
    if (name === 'MAILBOXID') mailboxId = textOf(itemsOf(value)?.[0]);
  }
  return { mailbox, figures, ...(mailboxId === undefined ? {} : { mailboxId }) };
}

/** The flags of a FLAGS response or a PERMANENTFLAGS code, or undefined. */
export function readFlags(response: ImapResponse): readonly string[] | undefined {
  if (response.code?.name === 'PERMANENTFLAGS') return texts(itemsOf(response.code.values[0]) ?? []);
  if (response.kind === 'untagged' && response.name === 'FLAGS') return texts(itemsOf(response.values[0]) ?? []);
  return undefined;
}

/** The result of a SEARCH, SORT or ESEARCH response, or undefined. SORT's order is in `response.values`. */
export function readSearch(response: ImapResponse): SearchResult | undefined {
  if (response.kind !== 'untagged') return undefined;
  if (response.name === 'ESEARCH') return readEsearch(response.values);
  if (response.name !== 'SEARCH' && response.name !== 'SORT') return undefined;
  const ranges = response.values.flatMap((value) => {
    const number = numberOf(value);
    return number === undefined ? [] : [{ from: number, to: number }];
  });
  const last = response.values[response.values.length - 1];
  const modseq = numberOf(pairsOf(itemsOf(last) ?? []).get('MODSEQ'));
  return { uid: false, all: { saved: false, ranges }, ...(modseq === undefined ? {} : { modseq }) };
}

function readEsearch(values: readonly ImapValue[]): SearchResult {
  const correlator = pairsOf(itemsOf(values[0]) ?? []);
  let rest = values[0]?.kind === 'list' ? values.slice(1) : values;
  const uid = textOf(rest[0])?.toUpperCase() === 'UID';
  if (uid) rest = rest.slice(1);
  const data = pairsOf(rest);
  const tag = textOf(correlator.get('TAG'));
  const mailbox = nameOf(correlator.get('MAILBOX'));
  const all = parseSequenceSet(textOf(data.get('ALL')) ?? '');
  const number = (key: string, name: string) => {
    const value = numberOf(data.get(name));
    return value === undefined ? {} : { [key]: value };
  };
  return {
    uid,
    ...(tag === undefined ? {} : { tag }),
    ...(mailbox === undefined ? {} : { mailbox }),
    ...(all ? { all } : {}),
    ...number('min', 'MIN'),
    ...number('max', 'MAX'),
    ...number('count', 'COUNT'),
    ...number('modseq', 'MODSEQ'),
  };
}

/** The namespaces of a NAMESPACE response, or undefined. */
export function readNamespaces(response: ImapResponse): Namespaces | undefined {
  if (response.kind !== 'untagged' || response.name !== 'NAMESPACE') return undefined;
  const read = (value: ImapValue | undefined): Namespace[] =>
    (itemsOf(value) ?? []).flatMap((item) => {
      const [prefix, delimiter] = itemsOf(item) ?? [];
      const text = textOf(prefix);
      return text === undefined ? [] : [{ prefix: text, delimiter: textOf(delimiter) }];
    });
  const [personal, others, shared] = response.values;
  return { personal: read(personal), others: read(others), shared: read(shared) };
}

/** The UIDs in an APPENDUID code, or undefined. */
export function readAppendUid(response: ImapResponse): AppendUid | undefined {
  if (response.code?.name !== 'APPENDUID') return undefined;
  const uidvalidity = numberOf(response.code.values[0]);
  const uids = parseSequenceSet(textOf(response.code.values[1]) ?? '');
  return uidvalidity === undefined || !uids ? undefined : { uidvalidity, uids };
}

/** The UIDs in a COPYUID code, or undefined. */
export function readCopyUid(response: ImapResponse): CopyUid | undefined {
  if (response.code?.name !== 'COPYUID') return undefined;
  const uidvalidity = numberOf(response.code.values[0]);
  const source = parseSequenceSet(textOf(response.code.values[1]) ?? '');
  const destination = parseSequenceSet(textOf(response.code.values[2]) ?? '');
  return uidvalidity === undefined || !source || !destination ? undefined : { uidvalidity, source, destination };
}

/** The UIDs of a VANISHED response (RFC 7162 §3.2.10), or undefined; `earlier`: gone before the mailbox was selected. */
export function readVanished(
  response: ImapResponse,
): { readonly earlier: boolean; readonly uids: SequenceSet } | undefined {
  if (response.kind !== 'untagged' || response.name !== 'VANISHED') return undefined;
  const earlier = response.values[0]?.kind === 'list';
  const uids = parseSequenceSet(textOf(response.values[earlier ? 1 : 0]) ?? '');
  return uids && { earlier, uids };
}
