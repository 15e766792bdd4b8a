/** Values as the server writes them (RFC 9051 §9). */
import { utf8 } from '../../base';
import { encodeMailboxName } from '../../protocol/imap/mailbox-name';
import { formOf, quoted } from '../../protocol/imap/print';
import type { ImapSession } from './session';

/** Beyond this a literal is written: clients have limits on lines. */
const longestQuoted = 4_096;

/** What stands between quotes as it is. */
const needsNothing = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

/** A string: quoted where it may be, else a literal. */
export function string(session: ImapSession, text: string): string {
  if (text.length <= longestQuoted && needsNothing.test(text)) return `"${text}"`;
  if (text.length <= longestQuoted && formOf(text, international(session)) !== 'literal') return quoted(text);
  return `${literalHead(session, utf8(text).length)}${text}`;
}

export const nstring = (session: ImapSession, text: string | undefined): string =>
  text === undefined ? 'NIL' : string(session, text);

/** `{n}` and the line end; a fault may make it lie. */
export function literalHead({ server, service }: ImapSession, size: number, binary = false): string {
  const by = server.faults.find('literal-length', service)?.by ?? 0;
  return `${binary ? '~' : ''}{${size + by}}\r\n`;
}

/** An atom where the name may be one, else a string; modified UTF-7 unless UTF-8 has been agreed on. */
export function mailboxName(session: ImapSession, name: string): string {
  const written = international(session) ? name : encodeMailboxName(name);
  return formOf(written, international(session)) === 'atom' ? written : string(session, written);
}

export const flagList = (flags: readonly string[]): string => `(${flags.join(' ')})`;

/** RFC 9051 §5.1, RFC 6855 §3: UTF-8 in quoted strings and names. */
export const international = ({ enabled }: ImapSession): boolean =>
  enabled.has('IMAP4REV2') || enabled.has('UTF8=ACCEPT');

/** Ascending numbers as a sequence set: `1:3,7`. */
export function sequenceSet(numbers: readonly number[]): string {
  const ranges: string[] = [];
  for (let i = 0; i < numbers.length; i++) {
    const from = numbers[i] ?? 0;
    let to = from;
    while (numbers[i + 1] === to + 1) {
      to++;
      i++;
    }
    ranges.push(from === to ? String(from) : `${from}:${to}`);
  }
  return ranges.join(',');
}
