/** What can stand at a place of the search box: search keys, and what each key wants behind it. */
import type { Capabilities } from '../protocol/capabilities';
import { keywords } from '../protocol/imap/flags';
import { type SearchArgument, type SearchKey, searchKeyNamed, searchKeys } from '../protocol/imap/search-keys';

export interface SearchCompletion {
  readonly label: string;
  /** What it means, with its source. */
  readonly detail: string;
  /** Replaces the text from `start` to `end`. */
  readonly insert: string;
  readonly start: number;
  readonly end: number;
}

/** At most so many are given. */
const most = 60;

/** `at`: the cursor, in characters. Nothing inside a string, and nothing where only the user knows what is due. */
export function completeMessageSearch(
  typed: string,
  at: number,
  capabilities: Capabilities,
): readonly SearchCompletion[] {
  const before = typed.slice(0, at);
  if ((before.replace(/\\./g, '').match(/"/g)?.length ?? 0) % 2 === 1) return [];
  const [word = ''] = /[^\s()"]*$/.exec(before) ?? [];
  const start = at - word.length;
  const end = at + (/^[^\s()"]*/.exec(typed.slice(at))?.[0].length ?? 0);
  const there = before.slice(0, start).match(/"(?:[^"\\]|\\.)*"|[()]|[^\s()"]+/g) ?? [];
  const wanted = word.toUpperCase();
  return due(there, capabilities)
    .filter(({ label }) => label.toUpperCase().startsWith(wanted) && label.toUpperCase() !== wanted)
    .slice(0, most)
    .map((one) => ({ ...one, start, end }));
}

type Proposal = Pick<SearchCompletion, 'label' | 'detail' | 'insert'>;

function due(there: readonly string[], capabilities: Capabilities): readonly Proposal[] {
  switch (expected(there)) {
    case 'key':
      return searchKeys.filter((row) => announced(row, capabilities)).map(keyProposal);
    case 'keyword':
      return keywords.map(({ name, description, rfc }) => ({
        label: name,
        detail: `${description} (${rfc})`,
        insert: `${name} `,
      }));
    case 'header-name':
      return headerNames.map((name) => ({ label: name, detail: 'header field', insert: `${name} ` }));
    default:
      return [];
  }
}

const headerNames: readonly string[] = [
  'List-Id',
  'Message-ID',
  'In-Reply-To',
  'References',
  'Reply-To',
  'Return-Path',
  'Received',
  'Authentication-Results',
  'Content-Type',
  'X-Mailer',
];

const announced = ({ capabilities: wanted }: SearchKey, capabilities: Capabilities): boolean =>
  wanted.length === 0 || wanted.some((name) => capabilities.has(name));

const shapes: Readonly<Record<SearchArgument, string>> = {
  astring: 'text',
  date: '1-Feb-1994',
  number: 'number',
  keyword: 'keyword',
  'sequence-set': '1:*',
  key: 'key',
  'header-name': 'field',
  'mod-sequence': 'number',
  'object-id': 'id',
};

const keyProposal = (row: SearchKey): Proposal => ({
  label: row.name,
  detail: [row.arguments.map((argument) => `‹${shapes[argument]}›`).join(' '), `${row.description} (${row.rfc})`]
    .filter((part) => part !== '')
    .join(' · '),
  insert: `${row.name} `,
});

/** What the next word is: walks over keys with their arguments. */
function expected(words: readonly string[]): SearchArgument | undefined {
  const stack: SearchArgument[] = [];
  for (const word of words) {
    if (word === '(' || word === ')') continue;
    const next = stack.shift() ?? 'key';
    if (next !== 'key') continue;
    const row = searchKeyNamed(word);
    // Behind plain words, and sets, no key is due.
    if (!row) return /^[\d*][\d:,*]*$/.test(word) ? 'key' : undefined;
    stack.unshift(...row.arguments);
  }
  return stack[0] ?? 'key';
}
