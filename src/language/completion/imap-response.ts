/** What can stand in an `S:` line of IMAP: tagged and untagged responses, their data, and response codes. */
import { commandNamed } from '../../protocol/imap/commands';
import { type ResponseCode, responseCodes } from '../../protocol/imap/response-codes';
import {
  type ResponseDescription,
  statusDescriptions,
  untaggedDescriptions,
} from '../../protocol/imap/response-descriptions';
import { statusItems } from '../../protocol/imap/status-items';
import { isExplicitTag } from '../../protocol/imap/tags';
import type { Answered } from '../cursor/exchange';
import { type ImapCursor, imapCursor } from '../cursor/imap-cursor';
import { responseCodeEntry, responseEntry, rowEntry } from '../knowledge/describe-imap';
import { fetchItemProposals } from './imap-fetch';
import { attributeProposals, mailboxProposals, serverFlagProposals } from './imap-names';
import { capabilities } from './imap-options';
import { fromEntry, type Proposal, plainly } from './proposal';
import { type Offer, restIsBlank, type Scene, wordEnd } from './scene';
import { type Insert, snippet, stop, text } from './snippet';
import { captures } from './values';

export function imapResponse(scene: Scene, from: number, answered: Answered): Offer | undefined {
  const { line, column } = scene;
  const cursor = imapCursor(line.slice(from), column - from);
  if (cursor.quoted) return undefined;
  const proposals = responseProposals(scene, cursor, answered);
  if (proposals === undefined) return undefined;
  return { from: from + cursor.word.range.start, to: wordEnd(scene, /[^\s()[\]"{}<>]/), proposals };
}

const status = /^(OK|NO|BAD|BYE|PREAUTH)(\|(OK|NO|BAD))*$/i;

function responseProposals(scene: Scene, cursor: ImapCursor, answered: Answered): readonly Proposal[] | undefined {
  const words = cursor.words.map((word) => word.text);
  const [first = '', second = ''] = words;
  const frame = cursor.frames.at(-1);
  const closed = scene.line.slice(scene.column).trimStart().startsWith(']');
  if (frame?.open === '[' && status.test(frame.before)) return inCode(scene, frame.items, closed);
  if (frame) return inList(scene, cursor, words);
  if (words.length === 0) return starts(scene, answered);
  if (first === '*') {
    if (words.length === 1) return untagged(answered, restIsBlank(scene.line, scene.column));
    if (status.test(second)) return words.length === 2 ? codes('* ') : undefined;
    if (/^(\d+|#\d+|\{\{.*\}\})$/.test(second) && words.length === 2) return numbered(answered);
    return dataOf(scene, second.toUpperCase(), words.slice(2));
  }
  if (status.test(first)) return words.length === 1 ? codes('') : undefined;
  if (isExplicitTag(first, second) && words.length === 1) return tagged('');
  if (status.test(second)) return words.length === 2 ? codes('') : undefined;
  return undefined;
}

/** The line's first word. */
function starts(scene: Scene, answered: Answered): readonly Proposal[] {
  if (answered.kind === 'greeting')
    return [
      plainly('* OK', 'response', 'the greeting (RFC 9051 §7.1.1)', { rank: 0 }),
      plainly('* PREAUTH', 'response', 'the greeting: authenticated already (RFC 9051 §7.1.4)', { rank: 1 }),
      plainly('* BYE', 'response', 'the greeting: the server refuses (RFC 9051 §7.1.5)', { rank: 2 }),
      plainly('*', 'response', 'an untagged response', { rank: 2, again: true }),
    ];
  const [word = '', next] = answered.command.text.split(/\s+/);
  const tag = isExplicitTag(word, next) ? `${word} ` : '';
  const row = commandNamed(answered.command.name);
  const goesOn = row?.continuation !== 'none' || /\{\d+\}$|"{3,}/.test(answered.command.text);
  return [
    ...tagged(tag),
    plainly('*', 'response', 'an untagged response', { rank: 0, again: true }),
    plainly('+', 'response', 'the server waits for more (RFC 9051 §7.6)', { rank: goesOn ? 0 : 4 }),
    plainly('any', 'response', 'whatever completes the command', { rank: 3 }),
    ...untaggedRows(answered, true).map((row) => untaggedProposal(row, '* ', 2)),
  ].filter((one, at, all) => all.findIndex((other) => other.label === one.label) === at && scene.protocol === 'imap');
}

const tagged = (tag: string): readonly Proposal[] =>
  statusDescriptions
    .filter(({ name }) => name === 'OK' || name === 'NO' || name === 'BAD')
    .map((row) =>
      fromEntry(responseEntry(row), 'response', {
        label: `${tag}${row.name}`,
        insert: text(`${tag}${row.name}`),
        rank: row.name === 'OK' ? 0 : 1,
      }),
    );

/** The untagged responses that the commands cause; `only`: no others. */
function untaggedRows(answered: Answered, only: boolean): readonly ResponseDescription[] {
  const caused = new Set(
    answered.kind === 'commands' ? answered.all.flatMap(({ name }) => commandNamed(name)?.untagged ?? []) : [],
  );
  const rows = [...untaggedDescriptions, ...statusDescriptions].filter(({ name }) => name !== 'PREAUTH');
  const own = rows.filter(({ name }) => caused.has(name));
  return only ? own : [...own, ...rows.filter(({ name }) => !caused.has(name))];
}

function untagged(answered: Answered, bare: boolean): readonly Proposal[] {
  if (answered.kind === 'greeting') {
    const greetings = statusDescriptions.filter(({ name }) => /^(OK|PREAUTH|BYE)$/.test(name));
    return [
      ...greetings.map((row) => untaggedProposal(row, '', 0, bare)),
      ...untaggedDescriptions.map((row) => untaggedProposal(row, '', 2, bare)),
    ];
  }
  const own = new Set(untaggedRows(answered, true).map(({ name }) => name));
  return untaggedRows(answered, false).map((row) => untaggedProposal(row, '', own.has(row.name) ? 0 : 2, bare));
}

const isNumbered = (row: ResponseDescription): boolean => row.syntax.startsWith('number ');

const untaggedProposal = (row: ResponseDescription, before: string, rank: number, bare = true): Proposal =>
  fromEntry(responseEntry(row), 'response', {
    label: `${before}${row.syntax.replace(/^number /, '3 ').replace(/^(\S+(?: [A-Z]+)?).*$/, '$1')}`,
    filter: `${before}${row.name}`,
    insert: bare ? responseInsert(row, before) : text(`${before}${row.name}`),
    rank,
  });

function responseInsert(row: ResponseDescription, before: string): Insert {
  if (isNumbered(row) && row.name === 'FETCH')
    return snippet(`${before}`, stop(1, '1'), ' FETCH (', stop(2, 'FLAGS ()'), ')');
  if (isNumbered(row)) return snippet(`${before}`, stop(1, '1'), ` ${row.name}`);
  switch (row.name) {
    case 'LIST':
    case 'LSUB':
    case 'XLIST':
      return snippet(`${before}${row.name} (`, stop(1), ') "/" ', stop(2, 'INBOX'));
    case 'STATUS':
      return snippet(`${before}STATUS `, stop(1, 'INBOX'), ' (', stop(2, 'MESSAGES 1'), ')');
    case 'FLAGS':
      return snippet(`${before}FLAGS (`, stop(1, '\\Seen'), ')');
    case 'SEARCH':
    case 'SORT':
      return snippet(`${before}${row.name} `, stop(1, '1'));
    case 'ESEARCH':
      return snippet(`${before}ESEARCH (TAG {{$tag}}) `, stop(1, 'COUNT 1'));
    case 'VANISHED':
      return snippet(`${before}VANISHED `, stop(1, '1'));
    case 'CAPABILITY':
      return snippet(`${before}CAPABILITY `, stop(1, 'IMAP4rev1'));
    default:
      return text(`${before}${row.name}`);
  }
}

/** Behind `* 3 `. */
const numbered = (answered: Answered): readonly Proposal[] =>
  untaggedRows(answered, false)
    .filter(isNumbered)
    .map((row) =>
      fromEntry(responseEntry(row), 'response', {
        insert: row.name === 'FETCH' ? snippet('FETCH (', stop(1, 'FLAGS ()'), ')') : text(row.name),
      }),
    );

/** Response codes behind a status. */
const codes = (before: '' | '* '): readonly Proposal[] => {
  const first = before === '* ' ? onOpening : onCompletion;
  return [
    ...responseCodes.map((row) =>
      fromEntry(responseCodeEntry(row), 'code', {
        insert: codeInsert(row, '[', ']'),
        rank: first.has(row.name) ? 1 : 2,
      }),
    ),
    ...captures,
  ];
};

const onOpening = new Set([
  'UIDVALIDITY',
  'UIDNEXT',
  'PERMANENTFLAGS',
  'HIGHESTMODSEQ',
  'CAPABILITY',
  'MAILBOXID',
  'UNSEEN',
  'ALERT',
  'CLOSED',
  'NOMODSEQ',
]);
const onCompletion = new Set([
  'READ-WRITE',
  'READ-ONLY',
  'APPENDUID',
  'COPYUID',
  'CAPABILITY',
  'TRYCREATE',
  'AUTHENTICATIONFAILED',
  'NONEXISTENT',
  'ALREADYEXISTS',
  'OVERQUOTA',
  'NOPERM',
  'MODIFIED',
]);

function codeInsert(row: ResponseCode, open: string, close: string): Insert {
  switch (row.name) {
    case 'APPENDUID':
      return snippet(`${open}APPENDUID `, stop(1, '{{@uidvalidity}}'), ' ', stop(2, '{{@uid}}'), close);
    case 'COPYUID':
      return snippet(
        `${open}COPYUID `,
        stop(1, '{{@uidvalidity}}'),
        ' ',
        stop(2, '{{@from}}'),
        ' ',
        stop(3, '{{@to}}'),
        close,
      );
    case 'UIDVALIDITY':
    case 'UIDNEXT':
    case 'UNSEEN':
    case 'HIGHESTMODSEQ':
      return snippet(`${open}${row.name} `, stop(1, `{{@${row.name.toLowerCase()}}}`), close);
    case 'PERMANENTFLAGS':
      return snippet(`${open}PERMANENTFLAGS (`, stop(1, '\\Seen \\*'), `)${close}`);
    case 'CAPABILITY':
      return snippet(`${open}CAPABILITY `, stop(1, 'IMAP4rev1'), close);
    case 'MODIFIED':
      return snippet(`${open}MODIFIED `, stop(1, '1'), close);
    default:
      return text(`${open}${row.name}${close}`);
  }
}

/** In the brackets of a response code. */
function inCode(scene: Scene, items: readonly string[], closed: boolean): readonly Proposal[] | undefined {
  const [name = ''] = items;
  if (items.length === 0)
    return responseCodes.map((row) =>
      fromEntry(responseCodeEntry(row), 'code', { label: row.name, insert: codeInsert(row, '', closed ? '' : ']') }),
    );
  return name.toUpperCase() === 'CAPABILITY' ? capabilities(scene) : captures;
}

function inList(scene: Scene, cursor: ImapCursor, words: readonly string[]): readonly Proposal[] | undefined {
  const frame = cursor.frames.at(-1);
  if (frame?.open !== '(') return undefined;
  const before = frame.before.toUpperCase();
  const response = (
    words[0] === '*' ? (/^(\d+|#\d+|\{\{.*\}\})$/.test(words[1] ?? '') ? words[2] : words[1]) : ''
  )?.toUpperCase();
  if (before === 'FLAGS' || before === 'PERMANENTFLAGS') return serverFlagProposals(frame.items);
  if (response === 'FETCH' && cursor.frames.length === 1)
    return frame.items.length % 2 === 0 ? fetchItemProposals(scene, frame.items, 'response') : captures;
  if (response === 'STATUS')
    return frame.items.length % 2 === 0
      ? statusItems.map((row) => fromEntry(rowEntry(row, 'STATUS item'), 'item'))
      : captures;
  if (response === 'LIST' || response === 'LSUB' || response === 'XLIST') return attributeProposals('all', frame.items);
  if (response === 'ESEARCH')
    return frame.items.length === 0
      ? [plainly('TAG', 'key', 'the command it answers')]
      : [plainly('{{$tag}}', 'builtin', 'the tag of the command in hand')];
  return undefined;
}

/** Behind the name of an untagged response. */
function dataOf(scene: Scene, name: string, there: readonly string[]): readonly Proposal[] | undefined {
  switch (name) {
    case 'CAPABILITY':
    case 'ENABLED':
      return capabilities(scene);
    case 'STATUS':
    case 'ACL':
    case 'MYRIGHTS':
    case 'QUOTAROOT':
      return there.length === 0 ? mailboxProposals(scene) : undefined;
    case 'LIST':
    case 'LSUB':
    case 'XLIST':
      return there.length === 2
        ? mailboxProposals(scene)
        : there.length === 1
          ? [plainly('"/"', 'value', 'hierarchy delimiter'), plainly('NIL', 'value', 'no hierarchy')]
          : undefined;
    case 'ESEARCH':
      return ['COUNT', 'ALL', 'MIN', 'MAX', 'UID'].map((one) => plainly(one, 'key', 'of the result'));
    case 'SEARCH':
    case 'SORT':
      return captures;
    default:
      return undefined;
  }
}
