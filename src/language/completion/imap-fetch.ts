/** What FETCH can ask for: items, macros, sections and header fields. */
import { sectionParts } from '../../protocol/imap/command-options';
import { type FetchItem, fetchItems } from '../../protocol/imap/fetch-items';
import type { ImapFrame } from '../cursor/imap-cursor';
import { fetchItemEntry, rowEntry } from '../knowledge/describe-imap';
import { fromEntry, type Proposal, plainly } from './proposal';
import { missing, type Scene } from './scene';
import { choice, type Insert, snippet, stop, text } from './snippet';

/** `outside`: not in a list, where macros may stand. `list`: in one. `response`: in a FETCH response. */
export function fetchItemProposals(
  scene: Scene,
  there: readonly string[],
  where: 'outside' | 'list' | 'response',
): readonly Proposal[] {
  const taken = new Set(there.map((one) => one.toUpperCase()));
  const rows = fetchItems.filter(
    (row) =>
      !taken.has(row.name) &&
      (row.use === 'macro' ? where === 'outside' : row.use === 'request' ? where !== 'response' : true),
  );
  return [
    ...(where === 'outside'
      ? [
          plainly('(…)', 'snippet', 'several items', {
            insert: snippet('(', stop(1, 'FLAGS'), ')'),
            filter: '(',
            rank: 0,
          }),
        ]
      : []),
    ...rows.map((row) =>
      fromEntry(fetchItemEntry(row), 'item', {
        insert: where === 'response' ? text(row.name) : itemInsert(row),
        unfit: missing(scene.connection, row.capabilities),
      }),
    ),
  ];
}

const sections = ['', 'HEADER', 'TEXT', 'HEADER.FIELDS (From To Subject Date)', '1', '1.MIME'];

function itemInsert(row: FetchItem): Insert {
  if (row.section === 'none' || row.name === 'BODY') return text(row.name);
  // The parts of BINARY are numbers only (RFC 9051 §6.4.5.1).
  return row.name.startsWith('BINARY')
    ? snippet(`${row.name}[`, stop(1, '1'), ']')
    : snippet(`${row.name}[`, choice(1, [...sections.slice(1), sections[0] ?? '']), ']');
}

/** Inside the brackets of `BODY[…]`. */
export function sectionProposals(frame: ImapFrame): readonly Proposal[] | undefined {
  if (!/^(BODY|BINARY)/i.test(frame.before)) return undefined;
  if (/^BINARY/i.test(frame.before)) return [plainly('1', 'value', 'the first part')];
  return sectionParts.map((row) =>
    fromEntry(rowEntry(row, 'section'), 'item', {
      insert: row.name.startsWith('HEADER.FIELDS')
        ? snippet(`${row.name} (`, stop(1, 'From To Subject Date'), ')')
        : text(row.name === 'MIME' ? '1.MIME' : row.name),
      label: row.name === 'MIME' ? '1.MIME' : row.name,
    }),
  );
}
