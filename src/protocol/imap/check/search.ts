/** Checks of SEARCH, SORT and THREAD: keys and what they take, result options, charsets (RFC 9051 §6.4.4, RFC 5256 §3). */
import { replacing } from '../../correction';
import { type SearchArgument, type SearchKey, searchKeyNamed, searchKeys, searchReturnOptions } from '../search-keys';
import { sortKeys, threadAlgorithms } from '../sort-keys';
import type { ImapValue } from '../value';
import {
  type Arguments,
  type Check,
  inside,
  isUnknown,
  knownText,
  list,
  number,
  peek,
  take,
  takeWord,
  unknown,
  word,
  wrong,
} from './arguments';
import { date } from './dates';
import { keyword } from './flags';
import { checkSet, sequenceSet } from './sequence-set';
import { astring } from './strings';

const keyNames: readonly string[] = searchKeys.map((row) => row.name);
const returnNames: readonly string[] = searchReturnOptions.map((row) => row.name);
const sortNames: readonly string[] = sortKeys.map((row) => row.name);
const threadNames: readonly string[] = threadAlgorithms.map((row) => row.name);

/** `search-key *(SP search-key)` */
export const searchKeyList: Check = (args) => {
  do searchKey(args, 0);
  while (peek(args));
};

/** `[RETURN (…)] [CHARSET charset] search-key *(SP search-key)` */
export const searchProgram: Check = (args) => {
  returnOptions(args);
  if (takeWord(args, 'CHARSET')) charset(args);
  searchKeyList(args);
};

/** `RETURN (…)`, when it is there. */
export const returnOptions: Check = (args) => {
  if (!takeWord(args, 'RETURN')) return;
  list('the result options', resultOptions, { empty: true })(args);
};

const resultOptions: Check = (args) => {
  while (peek(args)) {
    const value = take(args, 'a result option');
    if (!value || isUnknown(value)) continue;
    const written = (knownText(value) ?? '').toUpperCase();
    const message = `${written || 'this'} is no result option`;
    if (!returnNames.includes(written)) unknown(args, 'unknown-option', value, written, returnNames, message);
    // `PARTIAL 1:100` (RFC 9394 §3.1)
    if (written === 'PARTIAL') take(args, 'the range of PARTIAL');
    // What is wanted of messages that come to match (RFC 5465 §7).
    if (written === 'UPDATE' && peek(args)?.kind === 'list') args.at++;
  }
};

/** `charset = atom / quoted`: a slip of UTF-8 is the one worth telling. */
export const charset: Check = (args) => {
  const value = take(args, 'the charset');
  const text = knownText(value)?.toUpperCase();
  if (!value || text === undefined) return;
  const meant =
    text === 'UTF8' || text === 'UTF_8' ? 'UTF-8' : text === 'ASCII' || text === 'USASCII' ? 'US-ASCII' : undefined;
  if (!meant) return;
  const { start, end } = value.range;
  args.report('bad-charset', start, end, {
    message: `the charset is called ${meant}`,
    fix: replacing(`Write ${meant}`, start, end, meant),
  });
};

/** NOT and OR nest without parentheses: deeper than this nobody looks. */
const maxDepth = 200;

function searchKey(args: Arguments, depth: number): void {
  const value = take(args, 'a search key');
  if (!value || isUnknown(value) || depth > maxDepth) return;
  if (value.kind === 'list') {
    if (value.items.length === 0) {
      wrong(args, value, 'a search key is missing between the parentheses');
      return;
    }
    const items = inside(args, value);
    do searchKey(items, depth + 1);
    while (peek(items));
    return;
  }
  if (value.kind !== 'atom') {
    unknownKey(args, value, knownText(value) ?? '', depth);
    return;
  }
  const name = value.text.toUpperCase();
  if (/^[\d*$]/.test(name)) {
    checkSet(args, value.text, value.range.start);
    return;
  }
  if (name === 'ANNOTATION') {
    annotation(args);
    return;
  }
  const row = searchKeyNamed(name);
  if (row) keyArguments(args, row, depth);
  else if (!name.startsWith('X')) unknownKey(args, value, value.text, depth);
}

/** `"ANNOTATION" SP entry-match SP att-search SP value` (RFC 5257 §5); in SORT without the value. */
function annotation(args: Arguments, value = true): void {
  take(args, 'the entry of ANNOTATION');
  take(args, 'the attribute of ANNOTATION');
  if (value) take(args, 'the value of ANNOTATION');
}

function unknownKey(args: Arguments, value: ImapValue, text: string, depth: number): void {
  const upper = text.toUpperCase();
  if (value.kind === 'string' && searchKeyNamed(upper)) {
    const { start, end } = value.range;
    wrong(args, value, 'a search key stands without quotes', {
      fix: replacing('Remove the quotes', start, end, upper),
    });
    return;
  }
  if (value.kind === 'string') {
    wrong(args, value, 'no search key takes this string');
    return;
  }
  const near = unknown(args, 'unknown-search-key', value, upper, keyNames, `${text} is no search key`);
  const row = near === undefined ? undefined : searchKeyNamed(near);
  if (row) keyArguments(args, row, depth);
  // What follows may be the arguments of a key that nobody knows.
  else args.at = args.items.length;
}

function keyArguments(args: Arguments, { name, arguments: due }: SearchKey, depth: number): void {
  for (const kind of due) {
    if (kind === 'key') searchKey(args, depth + 1);
    else checks[kind](name)(args);
  }
}

const checks: Readonly<Record<Exclude<SearchArgument, 'key'>, (name: string) => Check>> = {
  astring: (name) => astring(`the text of ${name}`),
  date: (name) => date(`the date of ${name}`),
  number: (name) => number(`the number of ${name}`),
  keyword: (name) => (name === 'FILTER' ? astring('the name of the filter') : keyword(`the keyword of ${name}`)),
  'sequence-set': (name) => sequenceSet(`the set of ${name}`),
  'header-name': () => astring('the name of the header field'),
  'mod-sequence': () => modSequence,
  'object-id': (name) => astring(`the identifier of ${name}`),
};

/** `search-modsequence = "MODSEQ" [search-modseq-ext] SP mod-sequence-valzer` (RFC 7162 §7) */
const modSequence: Check = (args) => {
  if (peek(args)?.kind === 'string') {
    args.at++;
    word('the entry type', 'unknown-option', ['PRIV', 'SHARED', 'ALL'])(args);
  }
  number('the mod-sequence')(args);
};

/** `sort-criteria = "(" sort-criterion *(SP sort-criterion) ")"` (RFC 5256 §5) */
export const sortProgram: Check = (args) => {
  returnOptions(args);
  list('the sort keys', (items) => {
    while (peek(items)) sortKey(items);
  })(args);
  charset(args);
  searchKeyList(args);
};

function sortKey(args: Arguments): void {
  const value = take(args, 'a sort key');
  if (!value || isUnknown(value)) return;
  const written = (knownText(value) ?? '').toUpperCase();
  if (written === 'ANNOTATION') {
    annotation(args, false);
    return;
  }
  const known = sortNames.includes(written);
  const meant = known
    ? written
    : (unknown(args, 'unknown-sort-key', value, written, sortNames, `${written || 'this'} is no sort key`) ?? '');
  if (meant === 'REVERSE' && !peek(args))
    args.report('missing-argument', args.end, args.end, { message: 'REVERSE stands before a sort key' });
}

/** `thread-alg SP charset SP search-key …` (RFC 5256 §5) */
export const threadProgram: Check = (args) => {
  const value = take(args, 'the threading algorithm');
  const written = knownText(value)?.toUpperCase();
  // REFS is of an expired draft that some servers have.
  if (value && written !== undefined && ![...threadNames, 'REFS'].includes(written) && !written.startsWith('X')) {
    unknown(
      args,
      'unknown-thread-algorithm',
      value,
      written,
      threadNames,
      `no threading algorithm that we know is called ${written}`,
    );
  }
  charset(args);
  searchKeyList(args);
};
