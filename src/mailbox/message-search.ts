/** What somebody typed into the search box of a folder: IMAP search keys, or plain words, made into a search program. */
import { err, nearest, ok, type Result, utf8 } from '../base';
import type { Capabilities } from '../protocol/capabilities';
import { checkCommand } from '../protocol/imap/check/check-command';
import { atom, printValues, string } from '../protocol/imap/print';
import { searchKeyNamed, searchKeys } from '../protocol/imap/search-keys';
import { parseSequenceSet } from '../protocol/imap/sequence-set';
import { type ImapValue, textOf } from '../protocol/imap/value';
import { plainly } from './folder-name';

export interface MessageSearch {
  /** The keys as they go on the wire: `FROM "alice" UNSEEN`. */
  readonly keys: readonly ImapValue[];
  /** The same for people, on one line. */
  readonly text: string;
  /** Strings in it need a charset (RFC 9051 §6.4.4). */
  readonly charset: 'US-ASCII' | 'UTF-8';
  /** Plain words were typed. */
  readonly words: boolean;
}

export interface SearchProblem {
  readonly message: string;
  readonly advice?: string;
  /** In what was typed, in characters. */
  readonly start: number;
  readonly end: number;
}

/** Characters of a search that are taken. */
const longest = 2_000;
/** Words of a search that are taken. */
const mostWords = 20;

/** The search for all messages. */
export const everything: MessageSearch = { keys: [atom('ALL')], text: 'ALL', charset: 'US-ASCII', words: false };

/**
 * Text that begins with a search key (in any case, when all of it is a search program; in capitals or with a parenthesis, in any case) is
 * a search program; a word in capitals that is nearly a key is taken for a slip. Anything else is words that must all be in the message:
 * `TEXT "word"` each, phrases in quotes. Blank: all messages.
 */
export function readMessageSearch(typed: string, capabilities: Capabilities): Result<MessageSearch, SearchProblem> {
  const begin = typed.length - typed.trimStart().length;
  const text = typed.trim();
  if (text === '') return ok(everything);
  const whole = { start: begin, end: begin + text.length };
  if (text.length > longest) {
    return err({
      message: `the search is longer than ${longest} characters`,
      advice: 'Leave something out.',
      ...whole,
    });
  }
  if (/[\0\r\n]/.test(text)) return err({ message: 'a search has no line ends and no NUL', ...whole });
  const first = /^[^\s()"]*/.exec(text)?.[0] ?? '';
  const written = first === first.toUpperCase() && /[A-Z]/.test(first);
  const isKey = searchKeyNamed(first) !== undefined;
  // A number alone is rather a word (an invoice's, a year) than a message's.
  const isSet = /[:,*]/.test(first) && parseSequenceSet(first) !== undefined;
  const isSure = text.startsWith('(') || (isKey && written) || isSet;
  if (!isSure && !isKey) {
    const near = written && first.length > 2 ? nearest(first, keyNames) : undefined;
    if (near === undefined || !takesWhatFollows(near, text.slice(first.length))) return words(text, whole);
    return err({
      message: `${first} is no search key`,
      advice: `Did you mean ${near}? To look for the word itself, write it in quotes: "${first}".`,
      start: begin,
      end: begin + first.length,
    });
  }
  const program = readKeys(text, begin, capabilities);
  // `new offers`, `on monday`: sentences, too, begin with what is a key.
  return program.ok || isSure ? program : words(text, whole);
}

const keyNames: readonly string[] = searchKeys.map(({ name }) => name);

/** Whether a key could stand before the rest: it has as many words as the key wants, at least. */
const takesWhatFollows = (name: string, rest: string): boolean =>
  rest.trim().split(/\s+/).filter(Boolean).length >= (searchKeyNamed(name)?.arguments.length ?? 0);

const prefix = 'SEARCH ';

function readKeys(text: string, begin: number, capabilities: Capabilities): Result<MessageSearch, SearchProblem> {
  // Strings beyond ASCII are sent as literals: in what is typed they may stand in quotes.
  const { command, findings, problems } = checkCommand([{ kind: 'text', bytes: utf8(`${prefix}${text}\r\n`) }], {
    tagged: false,
    utf8: true,
    open: false,
  });
  const characters = charactersIn(`${prefix}${text}`);
  const at = (range: { readonly start: number; readonly end: number }) => ({
    start: begin + Math.max(0, characters(range.start) - prefix.length),
    end: begin + Math.max(0, Math.min(characters(range.end) - prefix.length, text.length)),
  });
  const [problem] = problems.filter(({ severity }) => severity === 'error');
  if (problem) {
    const advice = problem.advice ?? problem.fix?.title;
    return err({
      message: problem.message,
      ...(advice === undefined ? {} : { advice: sentence(advice) }),
      ...at(problem.range),
    });
  }
  const [finding] = findings.filter(({ kind }) => kind === 'broken');
  if (finding) return err({ message: finding.message, ...at(finding.range) });
  const [first] = command.args;
  if (/^(?:RETURN|CHARSET)$/i.test(textOf(first) ?? '') && first) {
    return err({
      message: 'what is returned, and in which charset, is chosen here',
      advice: 'Begin with a search key.',
      ...at(first.range),
    });
  }
  const missing = unannounced(command.args, capabilities);
  if (missing) return err({ ...missing, ...at(missing.range) });
  return ok(search(command.args, false));
}

/** A key of an extension that the server does not announce. */
function unannounced(
  values: readonly ImapValue[],
  capabilities: Capabilities,
): { readonly message: string; readonly advice: string; readonly range: ImapValue['range'] } | undefined {
  let skip = 0;
  for (const value of values) {
    if (skip > 0) {
      skip--;
      continue;
    }
    if (value.kind === 'list') {
      const inside = unannounced(value.items, capabilities);
      if (inside) return inside;
      continue;
    }
    const row = value.kind === 'atom' ? searchKeyNamed(value.text) : undefined;
    if (!row) continue;
    if (row.capabilities.length > 0 && !row.capabilities.some((name) => capabilities.has(name))) {
      return {
        message: `${row.name} needs ${row.capabilities.join(' or ')} (${row.rfc}), which this server does not announce`,
        advice: 'Choose another key.',
        range: value.range,
      };
    }
    // Keys behind NOT and OR are looked at in their turn.
    skip = row.arguments.filter((argument) => argument !== 'key').length;
  }
  return undefined;
}

function words(
  text: string,
  whole: { readonly start: number; readonly end: number },
): Result<MessageSearch, SearchProblem> {
  const found = [...text.matchAll(/"((?:[^"\\]|\\.)*)"?|[^\s"]+/g)]
    .map(([all, phrase]) => (phrase === undefined ? all : phrase.replace(/\\(.)/g, '$1')))
    .filter((word) => word.trim() !== '');
  if (found.length === 0) return ok(everything);
  if (found.length > mostWords) {
    return err({ message: `these are more than ${mostWords} words`, advice: 'Put a phrase in quotes.', ...whole });
  }
  return ok(
    search(
      found.flatMap((word) => [atom('TEXT'), string(word)]),
      true,
    ),
  );
}

function search(typed: readonly ImapValue[], isWords: boolean): MessageSearch {
  const keys = typed.map(wordAsString);
  return { keys, text: plainly(shown(keys), longest), charset: isAscii(keys) ? 'US-ASCII' : 'UTF-8', words: isWords };
}

/** An atom is ASCII (RFC 9051 §9); a word beyond it, typed without quotes, is a string. */
function wordAsString(value: ImapValue): ImapValue {
  if (value.kind === 'list') return { ...value, items: value.items.map(wordAsString) };
  return value.kind === 'atom' && !isAscii([value]) ? string(value.text) : value;
}

const isAscii = (values: readonly ImapValue[]): boolean =>
  values.every((value) => (value.kind === 'list' ? isAscii(value.items) : /^[\x00-\x7f]*$/.test(textOf(value) ?? '')));

/** As it is typed: what goes as a literal stands in quotes. */
const shown = (keys: readonly ImapValue[]): string => new TextDecoder().decode(printValues(keys, { utf8: true }));

const sentence = (text: string): string => {
  const first = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return /[.!?]$/.test(first) ? first : `${first}.`;
};

/** From octets of UTF-8 to characters. */
function charactersIn(text: string): (octets: number) => number {
  return (octets) => new TextDecoder().decode(utf8(text).subarray(0, octets)).length;
}
