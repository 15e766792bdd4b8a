/** Lines of a session script that do something with a folder, its name quoted as IMAP wants it. */
import { quoted } from '../protocol/imap/print';
import type { Folder } from './folder';

export type ScriptLine = 'select' | 'fetch' | 'status';

/** `{{` would begin an expression of the script (language.md §6). */
const mailbox = (name: string): string => (needsQuotes(name) ? quoted(name) : name).replaceAll('{{', '\\{{');
const needsQuotes = (name: string): boolean =>
  name === '' || name.toUpperCase() === 'NIL' || /[\x00-\x20\x7f(){%*"\\\]&]/.test(name);

/** The script text that fetches what is known of one message. */
export const messageLines = (folder: string, uid: number): string =>
  `C: EXAMINE ${mailbox(folder)}\nS: OK\nC: UID FETCH ${uid} (FLAGS ENVELOPE BODYSTRUCTURE)\nS: OK\n`;

/** The script text for one folder: commands with what a server answers at least; ends with a line end. */
export function scriptLines({ name }: Pick<Folder, 'name'>, what: ScriptLine): string {
  const folder = mailbox(name);
  switch (what) {
    case 'select':
      return `C: SELECT ${folder}\nS: OK [READ-WRITE]\n`;
    case 'fetch':
      return `C: SELECT ${folder}\nS: OK\nC: FETCH 1:* (FLAGS ENVELOPE)\nS: OK\n`;
    case 'status':
      return `C: STATUS ${folder} (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)\nS: * STATUS ${folder} (MESSAGES ...)\nS: OK\n`;
    default:
      return what satisfies never;
  }
}
