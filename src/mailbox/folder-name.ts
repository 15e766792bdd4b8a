/** Folder names: as on the wire, and as people read them, also when they are broken or mean harm. */
import { decodeMailboxName, encodeMailboxName, levelsOf } from '../protocol/imap/mailbox-name';

export interface FolderName {
  /** The whole name for people: decoded, with whatever could deceive made visible. */
  readonly text: string;
  /** Its last level. */
  readonly label: string;
  /** What is odd about the name, in clear words. */
  readonly notices: readonly string[];
}

/** Characters of a label; the rest is cut. */
const longest = 200;

/**
 * Controls, and characters that reorder or hide others (Unicode's bidirectional controls, zero-width and tag characters): a name with
 * them can pass for another.
 */
const deceiving =
  /[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\udb40[\udc00-\udfff]/g;

/** Text from outside for a line on a screen: what could deceive is written as `‹U+202E›`, what is too long is cut. */
export function plainly(text: string, most = longest): string {
  const shown = text.replace(
    deceiving,
    (found) => `‹U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`,
  );
  return shown.length > most ? `${shown.slice(0, most)}…` : shown;
}

/** `wire`: as LIST gave it (RFC 3501 §5.1.3); `utf8`: the server sends names in UTF-8 (RFC 6855 §3, RFC 9051 §5.1). */
export function folderName(wire: string, delimiter: string | undefined, utf8 = false): FolderName {
  const notices: string[] = [];
  const decoded = utf8 ? wire : decodeMailboxName(wire);
  const raw = decoded ?? wire;
  if (decoded === undefined) {
    notices.push(
      'The name is not valid modified UTF-7 (RFC 3501 §5.1.3): it is shown, and used, as the server sent it.',
    );
  } else if (!utf8 && encodeMailboxName(decoded) !== wire) {
    notices.push('The name is encoded otherwise than RFC 3501 §5.1.3 says: other clients may not find this folder.');
  }
  if (raw.search(deceiving) !== -1)
    notices.push('The name has control or direction characters: they are shown as ‹U+…›.');
  if (/^\s|\s$/.test(raw)) notices.push('The name begins or ends with white space.');
  if (raw.length > longest) notices.push(`The name is ${raw.length} characters long and is cut here.`);
  const label = levelsOf(raw, delimiter).at(-1) ?? raw;
  return { text: plainly(raw, 4 * longest), label: label === '' ? '‹empty›' : plainly(label), notices };
}

/** Why a name that somebody typed cannot be a folder's level; undefined: it can. */
export function levelProblem(label: string, delimiter: string | undefined): string | undefined {
  if (label.trim() === '') return 'Enter a name.';
  if (/[\0\r\n]/.test(label)) return 'A name has no line ends and no NUL.';
  if (delimiter && label.includes(delimiter))
    return `“${delimiter}” separates levels on this server: it cannot be in a name.`;
  if (/[*%]/.test(label)) return '“*” and “%” are wildcards of LIST: many servers refuse them in names.';
  return undefined;
}

/** What somebody typed, as it goes on the wire. */
export const toWire = (text: string, utf8 = false): string => (utf8 ? text : encodeMailboxName(text));
