/** What SEARCH and its kin can be asked: keys, and what each key wants behind it. */
import { keywords } from '../../protocol/imap/flags';
import {
  type SearchArgument,
  type SearchKey,
  searchKeyNamed,
  searchKeys,
  searchReturnOptions,
} from '../../protocol/imap/search-keys';
import { flagEntry, rowEntry, searchKeyEntry } from '../knowledge/describe-imap';
import { headerFieldNames } from './header-fields';
import { sequenceSets } from './imap-names';
import { fromEntry, type Proposal, plainly } from './proposal';
import { missing, type Scene } from './scene';
import { type Insert, snippet, stop, text } from './snippet';
import { builtinValue, variableValues } from './values';

/** `there`: the words before. `SEARCH` and `ESEARCH`: RETURN and CHARSET may stand first. `keys`: only keys. `return`: what RETURN lists. */
export function searchProposals(scene: Scene, there: readonly string[], where: string): readonly Proposal[] {
  if (where === 'return') return returnOptions(scene, there);
  const wanted = expected(there);
  if (wanted !== 'key') return argumentProposals(scene, wanted);
  const first =
    where !== 'keys' &&
    there.every(
      (word, i) => /^(RETURN|CHARSET|IN)$/i.test(word) || word.startsWith('(') || /^CHARSET$/i.test(there[i - 1] ?? ''),
    );
  return [...keys(scene), ...(first ? openings(scene, there, where) : [])];
}

/** What the next word is: walks over keys with their arguments. */
function expected(words: readonly string[]): SearchArgument {
  const stack: SearchArgument[] = [];
  for (const word of words) {
    const next = stack.shift() ?? 'key';
    if (next !== 'key' || word.startsWith('(')) continue;
    const row = searchKeyNamed(word);
    if (row) stack.unshift(...row.arguments);
    else if (/^CHARSET$/i.test(word)) stack.unshift('astring');
  }
  return stack[0] ?? 'key';
}

const keys = (scene: Scene): readonly Proposal[] =>
  searchKeys.map((row) =>
    fromEntry(searchKeyEntry(row), 'key', {
      insert: keyInsert(row),
      unfit: missing(scene.connection, row.capabilities),
    }),
  );

const defaults: Readonly<Record<SearchArgument, string>> = {
  astring: '"text"',
  date: '1-Jan-2030',
  number: '1024',
  keyword: '$Forwarded',
  'sequence-set': '1:*',
  key: 'SEEN',
  'header-name': 'Message-ID',
  'mod-sequence': '1',
  'object-id': 'M1',
};

function keyInsert(row: SearchKey): Insert {
  if (row.arguments.length === 0) return text(row.name);
  const second: Readonly<Record<string, string>> = { key: 'FLAGGED' };
  return snippet(
    row.name,
    ...row.arguments.flatMap((argument, i) => [
      ' ',
      stop(i + 1, i > 0 ? (second[argument] ?? defaults[argument]) : defaults[argument]),
    ]),
  );
}

function argumentProposals(scene: Scene, wanted: SearchArgument): readonly Proposal[] {
  switch (wanted) {
    case 'date':
      return [
        ...builtinValue('today', 0),
        plainly('1-Jan-2030', 'value', 'a day (RFC 9051 §9, date-text)', { insert: snippet(stop(1, '1-Jan-2030')) }),
        ...variableValues(scene),
      ];
    case 'header-name':
      return headerFieldNames.map((field) => plainly(field, 'value', 'header field'));
    case 'keyword':
      return [...keywords.map((row) => fromEntry(flagEntry(row, 'keyword'), 'flag')), ...variableValues(scene)];
    case 'sequence-set':
      return sequenceSets(scene);
    case 'key':
      return keys(scene);
    default:
      return variableValues(scene);
  }
}

function openings(scene: Scene, there: readonly string[], where: string): readonly Proposal[] {
  const said = new Set(there.map((word) => word.toUpperCase()));
  const unannounced = missing(scene.connection, [where === 'ESEARCH' ? 'MULTISEARCH' : 'ESEARCH']);
  return [
    ...(said.has('RETURN') || said.has('CHARSET')
      ? []
      : [
          plainly('RETURN (…)', 'option', unannounced ?? 'what the answer is to say (RFC 9051 §6.4.4)', {
            insert: snippet('RETURN (', stop(1, 'COUNT'), ') ', stop(2, 'ALL')),
            filter: 'RETURN',
            rank: unannounced ? 6 : 2,
          }),
        ]),
    ...(said.has('CHARSET')
      ? []
      : [
          plainly('CHARSET UTF-8', 'option', 'the charset of the strings', {
            insert: snippet('CHARSET UTF-8 ', stop(1, 'ALL')),
            rank: 2,
          }),
        ]),
  ];
}

function returnOptions(scene: Scene, there: readonly string[]): readonly Proposal[] {
  const taken = new Set(there.map((word) => word.toUpperCase()));
  return searchReturnOptions
    .filter((row) => !taken.has(row.name))
    .map((row) =>
      fromEntry(rowEntry(row, 'result option'), 'option', {
        insert: row.name === 'PARTIAL' ? snippet('PARTIAL ', stop(1, '1:100')) : text(row.name),
        unfit: missing(scene.connection, row.capabilities),
      }),
    );
}
