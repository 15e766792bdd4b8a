/** What a `C:` line is where it stands: a command, the rest of one, data, or the step of an exchange. */
import { commandOf, isCommandWord } from '../../protocol/imap/commands';
import { isExplicitTag } from '../../protocol/imap/tags';
import { commandInfo as pop3Command } from '../../protocol/pop3/commands';
import { commandInfo as smtpCommand } from '../../protocol/smtp/commands';
import type { Command } from '../../script';
import { isWhite, skipWhite } from '../../script/characters';
import { type Role, roleOf, type WireMode } from '../../script/compile/wire-mode';
import type { Connection } from './connection';

export interface Line {
  /**
   * `command`: a command, or its first line. `rest`: the end of an IMAP command behind a literal. `data`: of a message, chunk or
   * literal, without a reply of its own. `message`: the end of a message or chunk. `response`: a step of a SASL exchange. `done`: ends IDLE.
   */
  readonly as: 'command' | 'rest' | 'data' | 'message' | 'response' | 'done';
  readonly role: Role;
  /** The mode behind it. */
  readonly mode: WireMode;
  /** The command it is or belongs to, in upper case and without its tag: `RCPT`, `UID FETCH`. Undefined when values hide it. */
  readonly name: string | undefined;
  /** IMAP: the explicit tag. */
  readonly tag: string | undefined;
  /** What is written behind tag and name as far as it is plain text, cut to a length that no command has. */
  readonly rest: string;
  /** Of BDAT: the last word of the line, when it is plain text. */
  readonly lastWord: string;
}

/** The plain text a line begins with. */
export function leadingText(payload: Command['payload']): string {
  const [first] = payload;
  const text = first?.kind === 'text' ? first.template[0] : undefined;
  return text?.kind === 'text' ? text.text.slice(0, 2_000) : '';
}

function lastWord(payload: Command['payload']): string {
  const last = payload.at(-1);
  const text = last?.kind === 'text' ? last.template.at(-1) : undefined;
  return text?.kind === 'text' ? (/[^ \t]*$/.exec(text.text.slice(-200).trimEnd())?.[0] ?? '') : '';
}

/** Whether all of a line is plain text. */
export const isPlain = (payload: Command['payload']): boolean =>
  payload.length === 0 ||
  (payload.length === 1 && payload[0]?.kind === 'text' && payload[0].template.every((part) => part.kind === 'text'));

export function readLine(connection: Connection, { payload }: Command): Line {
  const { protocol } = connection;
  const { role, mode } = roleOf(payload, connection.mode, protocol);
  const text = leadingText(payload);
  const base = { role, mode, name: undefined, tag: undefined, rest: text, lastWord: '' };
  if (connection.mode.kind === 'literal') {
    const { name, tag } = connection.pending ?? base;
    return { ...base, name, tag, as: role === 'data' && mode.kind === 'literal' ? 'data' : 'rest' };
  }
  if (connection.mode.kind !== 'command') return { ...base, as: role === 'message' ? 'message' : 'data' };
  if (protocol === 'imap') return imapLine(connection, base, text);
  const word = /^[ \t]*([A-Za-z0-9-]+)/.exec(text)?.[1]?.toUpperCase();
  const known = protocol === 'pop3' ? pop3Command(word ?? '') : smtpCommand(word ?? '');
  const answers = connection.sasl !== 'no' && !known;
  if (answers) return { ...base, as: 'response', name: 'AUTH' };
  const rest = text.trimStart().slice(word?.length ?? 0);
  const last = word === 'BDAT' ? lastWord(payload) : '';
  return {
    as: role === 'message' ? 'message' : 'command',
    role,
    mode,
    name: word,
    tag: undefined,
    rest,
    lastWord: last,
  };
}

function imapLine(connection: Connection, base: Omit<Line, 'as'>, text: string): Line {
  const words = firstWords(text);
  const [{ text: first, end: firstEnd }, { text: second, end: secondEnd }, third] = words;
  if (connection.idle && /^done$/i.test(text.trim())) return { ...base, as: 'done', name: 'IDLE' };
  const tagged = isExplicitTag(first, second);
  const begins = isCommandWord(tagged ? second : first);
  if (connection.sasl === 'yes' ? !tagged || !begins : connection.sasl === 'unknown' && !begins)
    return { ...base, as: 'response', name: 'AUTHENTICATE' };
  const [word, further] = tagged ? [second, third.text] : [first, second];
  const row = commandOf([word, further]);
  const isPair = row?.name.startsWith('UID ') === true;
  const end = tagged ? (isPair ? third.end : secondEnd) : isPair ? secondEnd : firstEnd;
  return {
    as: 'command',
    role: base.role,
    mode: base.mode,
    name: row?.name ?? (word === '' ? undefined : word.toUpperCase()),
    tag: tagged ? first : undefined,
    rest: text.slice(end).trimStart(),
    lastWord: '',
  };
}

interface FirstWord {
  readonly text: string;
  /** Behind it. */
  readonly end: number;
}

/** The first three words of a line; empty where there are fewer. */
function firstWords(text: string): readonly [FirstWord, FirstWord, FirstWord] {
  const first = wordFrom(text, text.length - text.trimStart().length);
  const second = wordFrom(text, first.end);
  return [first, second, wordFrom(text, second.end)];
}

function wordFrom(text: string, from: number): FirstWord {
  const start = skipWhite(text, from, text.length);
  let end = start;
  while (end < text.length && !isWhite(text.charCodeAt(end))) end++;
  return { text: text.slice(start, end), end };
}
