/** The arguments of SEARCH, SORT and THREAD as a tree of keys (RFC 9051 §6.4.4, RFC 5256 §3). */
import { type ArgumentProblem, type Parsed, parseArguments, type Reader, readerOf, upper } from './arguments';
import { type ImapDay, parseDay } from './date';
import { searchKeyNamed } from './search-keys';
import { parseSequenceSet, type SequenceSet } from './sequence-set';
import { type ImapValue, textOf } from './value';

export type SearchNode =
  | { readonly kind: 'all' }
  | { readonly kind: 'and'; readonly keys: readonly SearchNode[] }
  | { readonly kind: 'or'; readonly left: SearchNode; readonly right: SearchNode }
  | { readonly kind: 'not'; readonly key: SearchNode }
  /** RFC 6203 §3. */
  | { readonly kind: 'fuzzy'; readonly key: SearchNode }
  /** A system flag (`\Seen`) or keyword that the message has. */
  | { readonly kind: 'flag'; readonly flag: string }
  /** A header field that holds the text; the name is in lower case. */
  | { readonly kind: 'header'; readonly field: string; readonly text: string }
  | { readonly kind: 'body'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  /** Days compare without time and zone. */
  | {
      readonly kind: 'date';
      readonly of: 'internal' | 'sent' | 'saved';
      readonly when: 'before' | 'on' | 'since';
      readonly day: ImapDay;
    }
  | { readonly kind: 'size'; readonly than: 'larger' | 'smaller'; readonly octets: number }
  | { readonly kind: 'numbers'; readonly set: SequenceSet }
  | { readonly kind: 'uids'; readonly set: SequenceSet }
  /** RFC 5032 §2. */
  | { readonly kind: 'age'; readonly than: 'older' | 'younger'; readonly seconds: number }
  /** RFC 7162 §3.1.5. */
  | { readonly kind: 'modseq'; readonly value: number }
  /** RFC 8474 §6. */
  | { readonly kind: 'object'; readonly of: 'email' | 'thread'; readonly id: string }
  /** RFC 8514 §4.3. */
  | { readonly kind: 'save-date-supported' }
  /** RFC 5466 §3.1. */
  | { readonly kind: 'filter'; readonly name: string }
  /** X-GM-EXT-1. */
  | { readonly kind: 'gmail'; readonly name: string; readonly value: string };

export interface SearchProgram {
  /** The names in RETURN (…), upper case; undefined without RETURN, empty for `RETURN ()` (which means ALL). */
  readonly returns: readonly string[] | undefined;
  /** `PARTIAL 1:100` of RETURN, as sent (RFC 9394 §3.1). */
  readonly partial?: string;
  readonly charset: string | undefined;
  readonly key: SearchNode;
}

export interface SortProgram extends SearchProgram {
  readonly keys: readonly { readonly key: string; readonly reverse: boolean }[];
}

export interface ThreadProgram {
  readonly algorithm: string;
  readonly charset: string;
  readonly key: SearchNode;
}

/** `search = "SEARCH" [search-return-opts] SP search-program` */
export const parseSearch = (args: readonly ImapValue[]): Parsed<SearchProgram> =>
  parseArguments(args, (reader) => {
    const returned = returnOptions(reader);
    const charset = reader.keyword('CHARSET') ? reader.astring('the charset') : undefined;
    return { ...returned, charset, key: keysOf(reader) };
  });

/** `sort = ["UID" SP] "SORT" [return] SP sort-criteria SP search-criteria` (RFC 5256 §5) */
export const parseSort = (args: readonly ImapValue[]): Parsed<SortProgram> =>
  parseArguments(args, (reader) => {
    const returned = returnOptions(reader);
    const keys: { key: string; reverse: boolean }[] = [];
    let reverse = false;
    for (const item of reader.list('the list of sort keys')) {
      const key = upper(item);
      if (key !== 'REVERSE') keys.push({ key, reverse });
      reverse = key === 'REVERSE';
    }
    if (keys.length === 0 || reverse) reader.refuse('a sort key is missing');
    const charset = reader.astring('the charset');
    return { ...returned, keys, charset, key: keysOf(reader) };
  });

/** `thread = ["UID" SP] "THREAD" SP thread-alg SP search-criteria` (RFC 5256 §5) */
export const parseThread = (args: readonly ImapValue[]): Parsed<ThreadProgram> =>
  parseArguments(args, (reader) => ({
    algorithm: reader.astring('the threading algorithm').toUpperCase(),
    charset: reader.astring('the charset'),
    key: keysOf(reader),
  }));

function returnOptions(reader: Reader): Pick<SearchProgram, 'returns' | 'partial'> {
  if (!reader.keyword('RETURN')) return { returns: undefined };
  const options = readerOf(reader.list('the list of result options'));
  const returns: string[] = [];
  let partial: string | undefined;
  while (options.next) {
    const name = options.astring('a result option').toUpperCase();
    returns.push(name);
    if (name === 'PARTIAL') partial = options.astring('the range of PARTIAL');
  }
  return { returns, ...(partial === undefined ? {} : { partial }) };
}

/** All keys that are left, joined by "and"; at least one. */
function keysOf(reader: Reader, depth = 0): SearchNode {
  const keys = [keyOf(reader, depth)];
  while (reader.next) keys.push(keyOf(reader, depth));
  const [only] = keys;
  return keys.length === 1 && only ? only : { kind: 'and', keys };
}

const flagKeys: Readonly<Record<string, string>> = {
  ANSWERED: '\\Answered',
  DELETED: '\\Deleted',
  DRAFT: '\\Draft',
  FLAGGED: '\\Flagged',
  RECENT: '\\Recent',
  SEEN: '\\Seen',
};

const not = (key: SearchNode): SearchNode => ({ kind: 'not', key });
const flag = (name: string): SearchNode => ({ kind: 'flag', flag: name });

/** NOT and OR nest without parentheses, so the scanner's depth limit does not bound them. */
const maxKeyDepth = 500;

function keyOf(reader: Reader, depth: number): SearchNode {
  if (depth > maxKeyDepth) return reader.refuse('search keys nested too deep', reader.next);
  const value = reader.take('a search key');
  if (value.kind === 'list') return keysOf(readerOf(value.items), depth + 1);
  const name = value.kind === 'atom' ? value.text.toUpperCase() : '';
  const set = value.kind === 'atom' ? parseSequenceSet(value.text) : undefined;
  if (set) return { kind: 'numbers', set };
  if (!searchKeyNamed(name)) return reader.refuse(`${textOf(value) ?? 'this'} is no search key`, value);
  const has = flagKeys[name];
  if (has) return flag(has);
  const hasNot = name.startsWith('UN') ? flagKeys[name.slice(2)] : undefined;
  if (hasNot) return not(flag(hasNot));
  const text = (): string => reader.astring(`the argument of ${name}`);
  switch (name) {
    case 'ALL':
      return { kind: 'all' };
    case 'NEW':
      return { kind: 'and', keys: [flag('\\Recent'), not(flag('\\Seen'))] };
    case 'OLD':
      return not(flag('\\Recent'));
    case 'KEYWORD':
      return flag(text());
    case 'UNKEYWORD':
      return not(flag(text()));
    case 'NOT':
      return not(keyOf(reader, depth + 1));
    case 'FUZZY':
      return { kind: 'fuzzy', key: keyOf(reader, depth + 1) };
    case 'OR':
      return { kind: 'or', left: keyOf(reader, depth + 1), right: keyOf(reader, depth + 1) };
    case 'BCC':
    case 'CC':
    case 'FROM':
    case 'SUBJECT':
    case 'TO':
      return { kind: 'header', field: name.toLowerCase(), text: text() };
    case 'HEADER':
      return { kind: 'header', field: text().toLowerCase(), text: text() };
    case 'BODY':
    case 'TEXT':
      return { kind: name === 'BODY' ? 'body' : 'text', text: text() };
    case 'LARGER':
    case 'SMALLER':
      return { kind: 'size', than: name === 'LARGER' ? 'larger' : 'smaller', octets: reader.number('the size') };
    case 'OLDER':
    case 'YOUNGER':
      return {
        kind: 'age',
        than: name === 'OLDER' ? 'older' : 'younger',
        seconds: reader.number('the number of seconds'),
      };
    case 'UID':
      return { kind: 'uids', set: reader.sequenceSet('the argument of UID') };
    case 'MODSEQ':
      return modseq(reader);
    case 'EMAILID':
    case 'THREADID':
      return { kind: 'object', of: name === 'EMAILID' ? 'email' : 'thread', id: text() };
    case 'FILTER':
      return { kind: 'filter', name: text() };
    case 'SAVEDATESUPPORTED':
      return { kind: 'save-date-supported' };
    default:
      return name.startsWith('X-GM-') ? { kind: 'gmail', name, value: text() } : dateKey(reader, name);
  }
}

/** `SENTBEFORE`, `SAVEDON`, `SINCE`, …: what the date is of, and how it compares, are in the name. */
function dateKey(reader: Reader, name: string): SearchNode {
  const value = reader.take(`the date of ${name}`);
  const day = parseDay(textOf(value) ?? '');
  if (!day) return reader.refuse('a date is written 1-Feb-1994', value);
  const of = name.startsWith('SENT') ? 'sent' : name.startsWith('SAVED') ? 'saved' : 'internal';
  const when = name.endsWith('BEFORE') ? 'before' : name.endsWith('ON') ? 'on' : 'since';
  return { kind: 'date', of, when, day };
}

/** `search-modsequence = "MODSEQ" [search-modseq-ext] SP mod-sequence-valzer`; entry name and type select nothing here. */
function modseq(reader: Reader): SearchNode {
  if (reader.next?.kind === 'string') {
    reader.astring('the entry name');
    reader.astring('the entry type');
  }
  return { kind: 'modseq', value: reader.number('the mod-sequence') };
}

export type { ArgumentProblem };
