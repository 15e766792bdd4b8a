/** The table of IMAP commands, and how to look one up. */
import type { ImapCommand } from './command-row';
import { baseCommands } from './commands-base';
import { extensionCommands } from './commands-extensions';

export type { ImapCommand } from './command-row';

/** Every command of IMAP4rev1, IMAP4rev2 and the extensions we know. */
export const imapCommands: readonly ImapCommand[] = [...baseCommands, ...extensionCommands];

const byName: ReadonlyMap<string, ImapCommand> = new Map(imapCommands.map((row) => [row.name, row]));

/** First words of commands, `UID` among them. */
const firstWords: ReadonlySet<string> = new Set(imapCommands.map((row) => row.name.split(' ')[0] ?? row.name));

/** The row of a command by its name; case does not count, `UID FETCH` is one name. */
export const commandNamed = (name: string): ImapCommand | undefined => byName.get(name.toUpperCase());

/** The command that a line's words begin with, `UID` taken together with the word behind it. */
export function commandOf(words: readonly string[]): ImapCommand | undefined {
  const [first = '', second = ''] = words;
  return first.toUpperCase() === 'UID' ? commandNamed(`UID ${second}`) : commandNamed(first);
}

/** Whether a word can begin a command; case does not count. */
export const isCommandWord = (word: string): boolean => firstWords.has(word.toUpperCase());

const keepsNumbers: ReadonlySet<string> = new Set(['FETCH', 'STORE', 'SEARCH', 'SORT', 'THREAD']);

/**
 * Whether `next` may be sent while `earlier` is not done yet (RFC 9051 §5.5): not behind a command with continuations or one that
 * changes the connection, and not with sequence numbers behind anything that lets the server send EXPUNGE.
 */
export function mayFollow(earlier: ImapCommand, next: ImapCommand): boolean {
  if (earlier.ambiguous || earlier.continuation !== 'none') return false;
  return next.numbers !== 'sequence' || keepsNumbers.has(earlier.name);
}
