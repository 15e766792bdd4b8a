/** What can stand in a `C:` line of IMAP: tag, command, and what its arguments may be where the cursor is. */

import type { ImapCommand } from '../../protocol/imap/command-row';
import { imapCommands } from '../../protocol/imap/commands';
import { commandPlace, type ImapCursor, imapCursor } from '../cursor/imap-cursor';
import { imapCommandEntry, imapStateNames } from '../knowledge/describe-imap';
import { imapArguments } from './imap-arguments';
import { fromEntry, type Proposal, plainly, unfitRank } from './proposal';
import { missing, type Offer, restIsBlank, type Scene, wordEnd } from './scene';
import { choice, type Insert, type Stop, snippet, stop, text } from './snippet';
import { variables } from './values';

export function imapCommand(scene: Scene, from: number): Offer | undefined {
  const { line, column, connection } = scene;
  const cursor = imapCursor(line.slice(from), column - from);
  const place = commandPlace(cursor);
  const start = from + cursor.word.range.start;
  const expects = connection?.expects.kind ?? 'command';
  if (place.name === undefined && cursor.frames.length === 0) {
    const uid = cursor.words.at(-1)?.text.toUpperCase() === 'UID' && place.arguments.length === 0;
    const to = wordEnd(scene, /[A-Za-z]/);
    return {
      from: start,
      to,
      proposals: uid ? uidCommands(scene, restIsBlank(line, to)) : first(scene, expects, cursor, restIsBlank(line, to)),
    };
  }
  if (expects === 'response' || expects === 'literal') return undefined;
  return place.command ? imapArguments(scene, from, cursor, { ...place, command: place.command }) : undefined;
}

function first(scene: Scene, expects: string, cursor: ImapCursor, bare: boolean): readonly Proposal[] {
  if (expects === 'done') return [plainly('DONE', 'command', 'ends IDLE (RFC 9051 §6.3.13)', { rank: 0 })];
  if (expects === 'response') return [plainly('*', 'command', 'gives the exchange up (RFC 9051 §6.2.2)', { rank: 0 })];
  if (expects === 'literal') return [];
  const tagged = cursor.words.length > 0;
  return [
    ...imapCommands.map((row) => proposal(scene, row, row.name, bare)),
    ...(tagged ? [] : [plainly('DONE', 'command', 'only in IDLE · ends it', { rank: unfitRank })]),
  ];
}

const uidCommands = (scene: Scene, bare: boolean): readonly Proposal[] =>
  imapCommands
    .filter((row) => row.name.startsWith('UID '))
    .map((row) => proposal(scene, row, row.name.slice('UID '.length), bare));

function proposal(scene: Scene, row: ImapCommand, name: string, bare: boolean): Proposal {
  return fromEntry(imapCommandEntry(row), 'command', {
    label: name,
    insert: bare ? withArguments(scene, row, name) : text(name),
    unfit: notNow(scene, row),
    ...(row.syntax === '' ? {} : { again: true as const }),
  });
}

function notNow({ connection }: Scene, row: ImapCommand): string | undefined {
  if (!connection) return undefined;
  if (connection.expects.kind === 'nothing') return 'the connection is closed';
  const { states } = connection;
  if (states.length > 0 && !row.states.some((state) => states.includes(state)))
    return `only ${row.states.map((state) => imapStateNames[state]).join(', ')}`;
  if (row.name === 'STARTTLS' && connection.tls === 'yes') return 'TLS is on already';
  return missing(connection, row.capabilities);
}

const message = ['From: alice@example.test\nTo: bob@example.test\nSubject: ', 'Hello', '\n\n', 'Hello, Bob.'] as const;

const literal = (number: number): readonly (string | Stop)[] => [
  `"""\n${message[0]}`,
  stop(number, message[1]),
  message[2],
  stop(number + 1, message[3]),
  '\n"""',
];

/** The command with places for its arguments. */
function withArguments(scene: Scene, row: ImapCommand, name: string): Insert {
  const user = variables(scene).find((one) => one.name === 'user')?.name;
  switch (row.name) {
    case 'LOGIN':
      return snippet(
        'LOGIN ',
        stop(1, user ? `{{${user} | quoted}}` : 'alice'),
        ' ',
        stop(2, '{{$secret alice | quoted}}'),
      );
    case 'AUTHENTICATE':
      return snippet('AUTHENTICATE ', stop(1, 'PLAIN'));
    case 'SELECT':
    case 'EXAMINE':
    case 'SUBSCRIBE':
    case 'UNSUBSCRIBE':
    case 'GETQUOTAROOT':
    case 'GETACL':
    case 'MYRIGHTS':
      return snippet(`${name} `, stop(1, 'INBOX'));
    case 'CREATE':
    case 'DELETE':
      return snippet(`${name} `, stop(1, 'Archive'));
    case 'RENAME':
      return snippet('RENAME ', stop(1, 'Old'), ' ', stop(2, 'New'));
    case 'LIST':
    case 'LSUB':
    case 'XLIST':
      return snippet(`${name} "" `, choice(1, ['"*"', '"%"']));
    case 'STATUS':
      return snippet('STATUS ', stop(1, 'INBOX'), ' (', stop(2, 'MESSAGES UIDNEXT UIDVALIDITY'), ')');
    case 'APPEND':
      return snippet('APPEND ', stop(1, 'INBOX'), ' (', stop(2, '\\Seen'), ') ', ...literal(3));
    case 'REPLACE':
    case 'UID REPLACE':
      return snippet(`${name} `, stop(1, '1'), ' ', stop(2, 'INBOX'), ' ', ...literal(3));
    case 'SEARCH':
    case 'UID SEARCH':
      return snippet(`${name} `, stop(1, 'ALL'));
    case 'SORT':
    case 'UID SORT':
      return snippet(`${name} (`, stop(1, 'ARRIVAL'), ') UTF-8 ', stop(2, 'ALL'));
    case 'THREAD':
    case 'UID THREAD':
      return snippet(`${name} `, choice(1, ['REFERENCES', 'ORDEREDSUBJECT']), ' UTF-8 ', stop(2, 'ALL'));
    case 'FETCH':
    case 'UID FETCH':
      return snippet(`${name} `, stop(1, '1:*'), ' (', stop(2, 'FLAGS'), ')');
    case 'STORE':
    case 'UID STORE':
      return snippet(
        `${name} `,
        stop(1, '1'),
        ' ',
        choice(2, ['+FLAGS', '-FLAGS', 'FLAGS']),
        ' (',
        stop(3, '\\Seen'),
        ')',
      );
    case 'COPY':
    case 'MOVE':
    case 'UID COPY':
    case 'UID MOVE':
      return snippet(`${name} `, stop(1, '1'), ' ', stop(2, 'Archive'));
    case 'UID EXPUNGE':
      return snippet(`${name} `, stop(1, '1'));
    case 'ENABLE':
      return snippet('ENABLE ', stop(1, 'CONDSTORE'));
    case 'ID':
      return snippet('ID ', choice(1, ['NIL', '("name" "mailwright")']));
    case 'COMPRESS':
      return text('COMPRESS DEFLATE');
    case 'GETQUOTA':
      return snippet('GETQUOTA ', stop(1, '""'));
    case 'SETQUOTA':
      return snippet('SETQUOTA ', stop(1, '""'), ' (STORAGE ', stop(2, '1024'), ')');
    case 'SETACL':
      return snippet('SETACL ', stop(1, 'INBOX'), ' ', stop(2, 'bob'), ' ', stop(3, 'lrs'));
    case 'DELETEACL':
    case 'LISTRIGHTS':
      return snippet(`${name} `, stop(1, 'INBOX'), ' ', stop(2, 'bob'));
    case 'GETMETADATA':
      return snippet('GETMETADATA ', stop(1, 'INBOX'), ' ', stop(2, '/private/comment'));
    case 'SETMETADATA':
      return snippet(
        'SETMETADATA ',
        stop(1, 'INBOX'),
        ' (',
        stop(2, '/private/comment'),
        ' ',
        stop(3, '"My comment"'),
        ')',
      );
    case 'NOTIFY':
      return snippet('NOTIFY ', choice(1, ['SET (selected (MessageNew MessageExpunge))', 'NONE']));
    case 'ESEARCH':
      return snippet('ESEARCH IN (', stop(1, 'personal'), ') ', stop(2, 'ALL'));
    case 'CANCELUPDATE':
      return snippet('CANCELUPDATE ', stop(1, '"A1"'));
    case 'LANGUAGE':
      return snippet('LANGUAGE ', stop(1, 'en'));
    case 'CONVERSIONS':
      return snippet('CONVERSIONS ', stop(1, '"text/html"'), ' ', stop(2, '"text/plain"'));
    default:
      return text(name);
  }
}
