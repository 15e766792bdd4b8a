/** Proposals from the tables of what IMAP's arguments may hold: options, STATUS items, SORT keys, capabilities. */
import { imapCapabilities } from '../../protocol/imap/capability-table';
import type { CommandOption } from '../../protocol/imap/command-options';
import { sortKeys } from '../../protocol/imap/sort-keys';
import { statusItems } from '../../protocol/imap/status-items';
import { imapCapabilityEntry, rowEntry } from '../knowledge/describe-imap';
import { fromEntry, type Proposal } from './proposal';
import { missing, type Scene } from './scene';
import { snippet, stop, text } from './snippet';

/** Rows of a table of options. `wrapped`: `()` puts a list around each. `leads`: something must follow. */
export function options(
  scene: Scene,
  rows: readonly CommandOption[],
  kind: 'option' | 'parameter',
  wrapped: '' | '()',
  there: readonly string[] = [],
  leads = false,
): readonly Proposal[] {
  const taken = new Set(there.map((one) => one.toUpperCase()));
  const [open, close] = wrapped === '()' ? ['(', ')'] : ['', ''];
  return rows
    .filter((row) => !taken.has(row.name))
    .map((row) =>
      fromEntry(rowEntry(row, kind), kind, {
        label: `${open}${row.name}${close}`,
        insert: optionInsert(row, open, close),
        unfit: missing(scene.connection, row.capabilities),
        ...(leads ? { again: true as const } : {}),
      }),
    );
}

function optionInsert(row: CommandOption, open: string, close: string): Proposal['insert'] {
  switch (row.name) {
    case 'QRESYNC':
      return snippet(`${open}QRESYNC (`, stop(1, '67890007'), ' ', stop(2, '20050715194045000'), `)${close}`);
    case 'CHANGEDSINCE':
    case 'UNCHANGEDSINCE':
      return snippet(`${open}${row.name} `, stop(1, '1'), close);
    case 'PARTIAL':
      return snippet(`${open}PARTIAL `, stop(1, '1:100'), close);
    case 'RECURSIVEMATCH':
      return text(open === '' ? 'RECURSIVEMATCH' : '(RECURSIVEMATCH SUBSCRIBED)');
    case 'USE':
      return snippet(`${open}USE (`, stop(1, '\\Archive'), `)${close}`);
    case 'STATUS':
      return snippet(`${open}STATUS (`, stop(1, 'MESSAGES UNSEEN'), `)${close}`);
    default:
      return text(`${open}${row.name}${close}`);
  }
}

/** What STATUS can ask, without what is in `there`. */
export function statusProposals(scene: Scene, there: readonly string[]): readonly Proposal[] {
  const taken = new Set(there.map((one) => one.toUpperCase()));
  return statusItems
    .filter((row) => !taken.has(row.name))
    .map((row) =>
      fromEntry(rowEntry(row, 'STATUS item'), 'item', { unfit: missing(scene.connection, row.capabilities) }),
    );
}

/** What SORT can sort by, without what is in `there`. */
export function sortProposals(scene: Scene, there: readonly string[]): readonly Proposal[] {
  const taken = new Set(there.map((one) => one.toUpperCase()));
  return sortKeys
    .filter((row) => row.name === 'REVERSE' || !taken.has(row.name))
    .map((row) =>
      fromEntry(rowEntry(row, 'SORT key'), 'key', {
        unfit: missing(scene.connection, row.capabilities),
        ...(row.name === 'REVERSE' ? { again: true as const } : {}),
      }),
    );
}

/** What ENABLE switches on. */
export const enabled: ReadonlySet<string> = new Set([
  'CONDSTORE',
  'QRESYNC',
  'UTF8=ACCEPT',
  'IMAP4REV2',
  'METADATA',
  'METADATA-SERVER',
]);

/** Capabilities, those of the last run first. */
export function capabilities(scene: Scene, wanted: (name: string) => boolean = () => true): readonly Proposal[] {
  return imapCapabilities
    .filter((row) => !row.name.endsWith('=') && wanted(row.name))
    .map((row) => fromEntry(imapCapabilityEntry(row), 'capability', { unfit: missing(scene.connection, [row.name]) }));
}
