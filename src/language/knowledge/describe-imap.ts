/** IMAP's commands, items, keys, flags, codes and capabilities, described from the tables. */
import type { ImapCapability } from '../../protocol/imap/capability-table';
import type { CommandOption } from '../../protocol/imap/command-options';
import type { ImapCommand } from '../../protocol/imap/command-row';
import type { FetchItem } from '../../protocol/imap/fetch-items';
import type { Flag } from '../../protocol/imap/flags';
import type { ResponseCode } from '../../protocol/imap/response-codes';
import type { ResponseDescription } from '../../protocol/imap/response-descriptions';
import type { SearchKey } from '../../protocol/imap/search-keys';
import type { ImapState } from '../../protocol/imap/state';
import type { Entry } from './entry';
import { code, plain } from './markdown';

export const imapStateNames: Readonly<Record<ImapState, string>> = {
  'not-authenticated': 'before authentication',
  authenticated: 'when authenticated',
  selected: 'with a mailbox selected',
  logout: 'after LOGOUT',
};

/** `capability *(SP capability)` → `capability …`: the tables' ABNF as people write it. */
export const readable = (syntax: string): string =>
  syntax
    .replace(/\s?\*\(SP ((?:[^()]|\([^()]*\))*)\)/g, ' …')
    .replace(/ \/ /g, ' | ')
    .trim();

const needs = (capabilities: readonly string[]): readonly string[] =>
  capabilities.length === 0 ? [] : [`Needs ${capabilities.map(code).join(' or ')}.`];

const numbers: Readonly<Record<ImapCommand['numbers'], readonly string[]>> = {
  none: [],
  sequence: ['Its message numbers are sequence numbers.'],
  uid: ['Its message numbers are UIDs.'],
};

const continuations: Readonly<Record<ImapCommand['continuation'], readonly string[]>> = {
  none: [],
  always: ['The server answers `+`, and the command goes on until the client ends it with `DONE`.'],
  steps: ['Each `+` of the server is a challenge; the answer is a line of base64.'],
};

export const imapCommandEntry = (row: ImapCommand): Entry => ({
  name: row.name,
  kind: 'IMAP command',
  about: row.description,
  syntax: `${row.name} ${readable(row.syntax)}`.trim(),
  notes: [
    `Legal ${row.states.length === 3 ? 'in every state' : row.states.map((state) => imapStateNames[state]).join(', ')}.`,
    ...needs(row.capabilities),
    ...numbers[row.numbers],
    ...continuations[row.continuation],
    ...(row.untagged.length === 0 ? [] : [`Untagged responses: ${row.untagged.map(code).join(', ')}.`]),
  ],
  rfc: row.rfc,
});

export const fetchItemEntry = (row: FetchItem): Entry => ({
  name: row.name,
  kind: row.use === 'macro' ? 'FETCH macro' : 'FETCH item',
  about: plain(row.description),
  notes: [
    ...needs(row.capabilities),
    ...(row.answer === undefined ? [] : [`The response calls it ${code(row.answer)}.`]),
    ...(row.section === 'none' ? [] : ['Takes `[section]` and, behind it, `<first octet.count>`.']),
  ],
  rfc: row.rfc,
});

export const searchKeyEntry = (row: SearchKey): Entry => ({
  name: row.name,
  kind: 'SEARCH key: which messages',
  about: plain(row.description),
  syntax: [row.name, ...row.arguments].join(' '),
  notes: needs(row.capabilities),
  rfc: row.rfc,
});

/** Any row that has a name, an RFC and a description: STATUS items, SORT keys, options, modifiers. */
export const rowEntry = (
  row: { readonly name: string; readonly rfc: string; readonly description: string } & Partial<
    Pick<CommandOption, 'syntax' | 'capabilities'>
  >,
  kind: string,
): Entry => ({
  name: row.name,
  kind,
  about: plain(row.description),
  ...(row.syntax ? { syntax: `${row.name} ${row.syntax}` } : {}),
  notes: needs(row.capabilities ?? []),
  rfc: row.rfc,
});

export const flagEntry = (row: Flag, kind: string): Entry => ({
  name: row.name,
  kind,
  about: plain(row.description),
  rfc: row.rfc,
});

export const responseCodeEntry = (row: ResponseCode): Entry => ({
  name: `[${row.name}]`,
  kind: 'IMAP response code',
  about: plain(row.description),
  ...(row.syntax === '' ? {} : { syntax: `[${row.name} ${readable(row.syntax)}]` }),
  rfc: row.rfc,
});

export const responseEntry = (row: ResponseDescription): Entry => ({
  name: row.name,
  kind: /^(OK|NO|BAD|BYE|PREAUTH)$/.test(row.name) ? 'IMAP status response' : 'untagged IMAP response',
  about: plain(row.description),
  syntax: row.syntax,
  rfc: row.rfc,
});

export const imapCapabilityEntry = (row: ImapCapability, name = row.name): Entry => ({
  name,
  kind: 'IMAP capability',
  about: plain(row.description),
  notes: row.implies.length === 0 ? [] : [`Includes ${row.implies.map(code).join(', ')}.`],
  rfc: row.rfc,
});
