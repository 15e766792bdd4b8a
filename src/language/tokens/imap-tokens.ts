/** Tokens of IMAP lines: tag, command, mailbox, flags, mechanism; status, response code, response name (RFC 9051 §9). */
import { commandOf, imapCommands } from '../../protocol/imap/commands';
import { isExplicitTag } from '../../protocol/imap/tags';
import type { AddToken, WrittenText } from './token';

interface Word extends WrittenText {
  readonly end: number;
}

/** Atoms, quoted strings, and each parenthesis by itself, until `limit` of them. */
function wordsOf({ text, start }: WrittenText, limit = 2_000): readonly Word[] {
  const words: Word[] = [];
  for (const found of text.matchAll(/"(?:[^"\\]|\\.)*"|[()]|[^\s()"]+/g)) {
    words.push({ text: found[0], start: start + found.index, end: start + found.index + found[0].length });
    if (words.length >= limit) break;
  }
  return words;
}

/** Which arguments of a command are mailboxes, counted from 0 and without lists in parentheses: by the words of its syntax. */
const mailboxPlaces: ReadonlyMap<string, readonly number[]> = new Map(
  imapCommands.map(({ name, syntax }) => [
    name,
    syntax
      .split(/\s+/)
      .filter((word) => !/^[[(*]/.test(word))
      .flatMap((word, i) => (/mailbox/.test(word) ? [i] : [])),
  ]),
);

export function imapCommandTokens(written: WrittenText, add: AddToken): void {
  const words = wordsOf(written);
  const hasTag = isExplicitTag(words[0]?.text ?? '', words[1]?.text);
  const [tag] = words;
  if (hasTag && tag) add(tag.start, tag.end, 'tag');
  const rest = hasTag ? words.slice(1) : words;
  const row = commandOf(rest.map(({ text }) => text));
  const [verb, second] = rest;
  if (!verb || !/^[A-Za-z]/.test(verb.text)) return;
  add(verb.start, verb.end, 'command');
  const isUid = /^UID$/i.test(verb.text) && second !== undefined && row !== undefined;
  if (isUid && second) add(second.start, second.end, 'command');
  const args = rest.slice(isUid ? 2 : 1);
  const places = (row && mailboxPlaces.get(row.name)) ?? [];
  let place = 0;
  let depth = 0;
  for (const word of args) {
    if (word.text === '(') depth++;
    else if (word.text === ')') depth = Math.max(0, depth - 1);
    else if (word.text.startsWith('\\')) add(word.start, word.end, 'flag');
    else if (depth === 0) {
      if (places.includes(place) && !/^\{|^~\{/.test(word.text)) add(word.start, word.end, 'mailbox');
      else if (row?.name === 'AUTHENTICATE' && place === 0) add(word.start, word.end, 'mechanism');
      place++;
    }
  }
}

const statuses = /^(?:OK|NO|BAD|BYE|PREAUTH)(?:\|(?:OK|NO|BAD))*$/i;

export function imapResponseTokens(written: WrittenText, refused: boolean, add: AddToken): void {
  const words = wordsOf(written);
  const modifiers = refused ? (['refused'] as const) : [];
  let at = 0;
  const first = words[0];
  if (!first) return;
  const isStatus = ({ text }: WrittenText): boolean => statuses.test(text) || text === 'any';
  if (first.text === '+') {
    add(first.start, first.end, 'replyCode', ...modifiers);
    return;
  }
  if (first.text !== '*' && !isStatus(first)) {
    add(first.start, first.end, 'tag');
    at = 1;
  } else if (first.text === '*') at = 1;
  if (first.text === '*' && /^[0-9]+$|^#[0-9]+$/.test(words[at]?.text ?? '')) at++;
  const name = words[at];
  if (name && isStatus(name)) {
    add(name.start, name.end, 'replyCode', ...modifiers);
    const code = words[at + 1];
    const found = code && /^\[([A-Za-z0-9-]+)\]?/.exec(code.text);
    if (code && found) add(code.start + 1, code.start + 1 + (found[1]?.length ?? 0), 'enhancedCode');
  } else if (name && /^[A-Za-z][A-Za-z0-9.-]*$/.test(name.text)) add(name.start, name.end, 'response', ...modifiers);
  for (const word of words.slice(at + 1)) if (/^\\[A-Za-z*]/.test(word.text)) add(word.start, word.end, 'flag');
}
