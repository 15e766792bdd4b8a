import {
  createParameters,
  fetchModifiers,
  idFields,
  listReturnOptions,
  listSelectionOptions,
  selectParameters,
  storeModifiers,
  storeOperations,
} from '../../protocol/imap/command-options';
import type { ImapCommand } from '../../protocol/imap/command-row';
import { threadAlgorithms } from '../../protocol/imap/sort-keys';
import type { ImapCommandPlace, ImapCursor } from '../cursor/imap-cursor';
import { rowEntry } from '../knowledge/describe-imap';
import { headerFieldNames } from './header-fields';
import { fetchItemProposals, sectionProposals } from './imap-fetch';
import { attributeProposals, flagProposals, mailboxProposals, sequenceSets } from './imap-names';
import { capabilities, enabled, options, sortProposals, statusProposals } from './imap-options';
import { searchProposals } from './imap-search';
import { fromEntry, type Proposal, plainly } from './proposal';
import { missing, type Offer, type Scene, wordEnd } from './scene';
import { snippet, stop, text } from './snippet';
import { mechanisms, secretValues, userValues, variableValues } from './values';

type Place = ImapCommandPlace & { readonly command: ImapCommand };

/** `from`: the column that `cursor` counts from. */
export function imapArguments(scene: Scene, from: number, cursor: ImapCursor, place: Place): Offer | undefined {
  const proposals = argumentsOf(scene, cursor, place);
  if (proposals === undefined || proposals.length === 0) return undefined;
  const start = from + cursor.word.range.start;
  return { from: start, to: wordEnd(scene, /[^\s()[\]"<>]/), proposals };
}

const name = (place: Place): string => place.command.name.replace(/^UID /, '');

function argumentsOf(scene: Scene, cursor: ImapCursor, place: Place): readonly Proposal[] | undefined {
  const frame = cursor.frames.at(-1);
  if (cursor.quoted) return undefined;
  if (frame?.open === '[') return sectionProposals(frame);
  if (frame?.open === '<') return undefined;
  const command = name(place);
  const at = place.arguments.length;
  if (frame) return inList(scene, cursor, place);
  switch (command) {
    case 'LOGIN':
      return at === 0
        ? [...userValues(scene), ...variableValues(scene)]
        : at === 1
          ? [...secretValues(scene), ...variableValues(scene)]
          : undefined;
    case 'AUTHENTICATE':
      return at === 0 ? mechanisms(scene) : undefined;
    case 'SELECT':
    case 'EXAMINE':
      return at === 0
        ? mailboxProposals(scene)
        : at === 1
          ? options(scene, selectParameters, 'parameter', '()')
          : undefined;
    case 'CREATE':
      return at === 0
        ? variableValues(scene)
        : at === 1
          ? options(scene, createParameters, 'parameter', '()')
          : undefined;
    case 'DELETE':
    case 'SUBSCRIBE':
    case 'UNSUBSCRIBE':
    case 'GETQUOTAROOT':
    case 'GETACL':
    case 'DELETEACL':
    case 'LISTRIGHTS':
    case 'SETACL':
    case 'MYRIGHTS':
    case 'RESETKEY':
    case 'GETMETADATA':
    case 'SETMETADATA':
      return at === 0 ? mailboxProposals(scene) : undefined;
    case 'RENAME':
      return at <= 1 ? mailboxProposals(scene) : undefined;
    case 'STATUS':
      return at === 0
        ? mailboxProposals(scene)
        : at === 1
          ? [
              plainly('(MESSAGES UIDNEXT UIDVALIDITY UNSEEN)', 'snippet', 'what is asked for', {
                insert: snippet('(', stop(1, 'MESSAGES UIDNEXT UIDVALIDITY UNSEEN'), ')'),
              }),
            ]
          : undefined;
    case 'LIST':
    case 'LSUB':
    case 'XLIST':
      return listArguments(
        scene,
        command,
        place.arguments.map((one) => one.text),
      );
    case 'APPEND':
      return appendArguments(
        scene,
        place.arguments.map((one) => one.text),
      );
    case 'REPLACE':
      return at === 0
        ? undefined
        : appendArguments(
            scene,
            place.arguments.slice(1).map((one) => one.text),
          );
    case 'ENABLE':
      return capabilities(scene, (capability) => enabled.has(capability));
    case 'ID':
      return at === 0
        ? [
            plainly('NIL', 'value', 'says nothing of the client'),
            plainly('("name" "mailwright")', 'snippet', 'what the client is', {
              insert: snippet('("name" "', stop(1, 'mailwright'), '")'),
            }),
          ]
        : undefined;
    case 'COMPRESS':
      return at === 0 ? [plainly('DEFLATE', 'value', 'the only mechanism there is (RFC 4978 §3)')] : undefined;
    case 'SEARCH':
    case 'ESEARCH':
      return searchProposals(scene, [...place.arguments.map((one) => one.text)], command);
    case 'SORT':
      return at === 0
        ? [
            plainly('(ARRIVAL)', 'snippet', 'what to sort by', { insert: snippet('(', stop(1, 'ARRIVAL'), ')') }),
            ...returning(scene, command),
          ]
        : sorted(
            scene,
            place.arguments.map((one) => one.text),
          );
    case 'THREAD':
      return at === 0
        ? threadAlgorithms.map((row) =>
            fromEntry(rowEntry(row, 'THREAD algorithm'), 'value', {
              unfit: missing(scene.connection, row.capabilities),
            }),
          )
        : at === 1
          ? charsets
          : searchProposals(
              scene,
              place.arguments.slice(2).map((one) => one.text),
              'keys',
            );
    case 'FETCH':
      return at === 0
        ? sequenceSets(scene)
        : at === 1
          ? fetchItemProposals(scene, [], 'outside')
          : at === 2
            ? options(scene, fetchModifiers, 'option', '()')
            : undefined;
    case 'STORE':
      return storeArguments(
        scene,
        place.arguments.map((one) => one.text),
      );
    case 'COPY':
    case 'MOVE':
      return at === 0 ? sequenceSets(scene) : at === 1 ? mailboxProposals(scene) : undefined;
    case 'EXPUNGE':
      return at === 0 && place.command.numbers === 'uid' ? sequenceSets(scene) : undefined;
    case 'NOTIFY':
      return at === 0
        ? [plainly('SET', 'value', 'says what is to be reported'), plainly('NONE', 'value', 'reports nothing more')]
        : undefined;
    default:
      return undefined;
  }
}

// ---- in lists -----------------------------------------------------------------------------------------------------

function inList(scene: Scene, cursor: ImapCursor, place: Place): readonly Proposal[] | undefined {
  const frame = cursor.frames.at(-1);
  const outer = cursor.frames[0];
  if (!frame || !outer) return undefined;
  const command = name(place);
  const before = frame.before.toUpperCase();
  const depth = cursor.frames.length;
  if (before === 'HEADER.FIELDS' || before === 'HEADER.FIELDS.NOT')
    return headerFieldNames.map((field) => plainly(field, 'value', 'header field'));
  if (before === 'RETURN' && depth === 1) return returnOptions(scene, command, frame.items);
  if (before === 'STATUS' && (depth > 1 || command === 'STATUS')) return statusProposals(scene, frame.items);
  switch (command) {
    case 'STATUS':
      return statusProposals(scene, frame.items);
    case 'FETCH':
      return place.arguments.length <= 1
        ? fetchItemProposals(scene, frame.items, 'list')
        : options(scene, fetchModifiers, 'option', '', frame.items);
    case 'STORE':
      return place.arguments.length === 1
        ? options(scene, storeModifiers, 'option', '', frame.items)
        : flagProposals(frame.items);
    case 'APPEND':
    case 'REPLACE':
      return flagProposals(frame.items);
    case 'SELECT':
    case 'EXAMINE':
      return depth === 1 ? options(scene, selectParameters, 'parameter', '', frame.items) : undefined;
    case 'CREATE':
      return depth === 1 ? options(scene, createParameters, 'parameter', '', frame.items) : attributeProposals('uses');
    case 'LIST':
      return place.arguments.length === 0 ? options(scene, listSelectionOptions, 'option', '', frame.items) : undefined;
    case 'SORT':
      return place.arguments.length === 0
        ? sortProposals(scene, frame.items)
        : searchProposals(scene, frame.items, 'keys');
    case 'SEARCH':
    case 'THREAD':
    case 'ESEARCH':
      return before === 'IN'
        ? sources.map((source) => plainly(source, 'value', 'which mailboxes (RFC 7377 §2.2)'))
        : searchProposals(scene, frame.items, 'keys');
    case 'ID':
      return frame.items.length % 2 === 0
        ? idFields.map((row) =>
            fromEntry(rowEntry(row, 'ID field'), 'key', {
              insert: text(`"${row.name.toLowerCase()}"`),
              label: `"${row.name.toLowerCase()}"`,
            }),
          )
        : undefined;
    default:
      return undefined;
  }
}

const sources = ['personal', 'inboxes', 'subscribed', 'subtree', 'mailboxes', 'selected'];

// ---- single commands ----------------------------------------------------------------------------------------------

function listArguments(scene: Scene, command: string, there: readonly string[]): readonly Proposal[] | undefined {
  const own = there[0]?.startsWith('(') ? there.slice(1) : there;
  if (own.length === 0)
    return [
      plainly('""', 'value', 'no reference: names as they are', { rank: 0 }),
      ...(command === 'LIST' && there.length === 0
        ? options(scene, listSelectionOptions, 'option', '()', [], true)
        : []),
      ...mailboxProposals(scene, 3),
    ];
  if (own.length === 1)
    return [
      plainly('"*"', 'value', 'every mailbox', { rank: 0 }),
      plainly('"%"', 'value', 'mailboxes up to the next delimiter', { rank: 0 }),
      plainly('""', 'value', 'only asks for the delimiter', { rank: 0 }),
      ...mailboxProposals(scene),
    ];
  if (own.length === 2 && command === 'LIST')
    return [
      plainly('RETURN (…)', 'option', 'what is to be said of each mailbox (RFC 9051 §6.3.9.2)', {
        insert: snippet('RETURN (', stop(1, 'CHILDREN'), ')'),
        filter: 'RETURN',
      }),
    ];
  return undefined;
}

/** `APPEND mailbox [(flags)] [date-time] message`. */
function appendArguments(scene: Scene, there: readonly string[]): readonly Proposal[] | undefined {
  if (there.length === 0) return mailboxProposals(scene);
  const last = there.at(-1) ?? '';
  const flags = plainly('(\\Seen)', 'flag', 'flags of the new message', {
    insert: snippet('(', stop(1, '\\Seen'), ')'),
    again: true,
  });
  const date = plainly('" 1-Jan-2030 12:00:00 +0000"', 'value', 'its internal date (RFC 9051 §9, date-time)', {
    insert: snippet('"', stop(1, ' 1-Jan-2030 12:00:00 +0000'), '"'),
    rank: 2,
    again: true,
  });
  const message = [
    plainly('""" … """', 'snippet', 'the message as a block, counted for you', {
      insert: snippet('"""\n', stop(1, 'Subject: Hello'), '\n\n', stop(2, 'Hello, Bob.'), '\n"""'),
      filter: '"""',
      rank: 0,
    }),
    plainly('{{< file.eml}}', 'snippet', 'the message from a file', {
      insert: snippet('{{< ', stop(1, './message.eml'), '}}'),
      filter: '{{<',
      rank: 1,
    }),
  ];
  if (last.startsWith('"""')) return undefined;
  if (there.length === 1) return [...message, flags, date];
  return last.startsWith('(') ? [...message, date] : last.startsWith('"') ? message : undefined;
}

function storeArguments(scene: Scene, there: readonly string[]): readonly Proposal[] | undefined {
  const own = there[1]?.startsWith('(') ? [there[0] ?? '', ...there.slice(2)] : there;
  if (there.length === 0) return sequenceSets(scene);
  if (own.length === 1) {
    const operations = storeOperations.map((row) =>
      fromEntry(rowEntry(row, 'STORE operation'), 'option', {
        insert: snippet(`${row.name} (`, stop(1, '\\Seen'), ')'),
        rank: row.name.endsWith('.SILENT') ? 2 : 1,
      }),
    );
    return there.length === 1
      ? [...operations, ...options(scene, storeModifiers, 'option', '()', [], true)]
      : operations;
  }
  return own.length === 2
    ? [
        plainly('(…)', 'flag', 'a list of flags', {
          insert: snippet('(', stop(1, '\\Seen'), ')'),
          filter: '(',
          rank: 0,
        }),
        ...flagProposals([]),
      ]
    : undefined;
}

const charsets: readonly Proposal[] = [
  plainly('UTF-8', 'value', 'charset of the search strings'),
  plainly('US-ASCII', 'value', 'charset of the search strings'),
];

const returning = (scene: Scene, command: string): readonly Proposal[] => [
  plainly('RETURN (…)', 'option', 'what the answer is to say', {
    insert: snippet('RETURN (', stop(1, 'COUNT'), ')'),
    filter: 'RETURN',
    rank: missing(scene.connection, [command === 'SORT' ? 'ESORT' : 'ESEARCH']) ? 6 : 2,
  }),
];

function sorted(scene: Scene, there: readonly string[]): readonly Proposal[] {
  const own = there[0]?.toUpperCase() === 'RETURN' ? there.slice(2) : there;
  if (own.length === 0)
    return [plainly('(ARRIVAL)', 'snippet', 'what to sort by', { insert: snippet('(', stop(1, 'ARRIVAL'), ')') })];
  return own.length === 1 ? charsets : searchProposals(scene, own.slice(2), 'keys');
}

function returnOptions(scene: Scene, command: string, there: readonly string[]): readonly Proposal[] {
  if (command === 'LIST') return options(scene, listReturnOptions, 'option', '', there);
  return searchProposals(scene, there, 'return');
}
