/** Capabilities that `S:` lines announce, read from the patterns. */
import type { Protocol } from '../../protocol/finding';
import { extensionInfo } from '../../protocol/smtp/extensions';
import type { ExpectedReply } from '../../script';
import type { Connection } from './connection';
import { patternText } from './outcomes';

export interface Announcement {
  readonly names: ReadonlyMap<string, 'there' | 'not there'>;
  /** Whether it is there line by line: not just a status. */
  readonly spelledOut: boolean;
}

/** What `expected` says of capabilities; undefined when it says nothing of them. `command`: whose reply it is, in upper case. */
export function announcement(
  protocol: Protocol,
  expected: readonly ExpectedReply[],
  command: string | undefined,
): Announcement | undefined {
  const names = new Map<string, 'there' | 'not there'>();
  const add = (words: readonly string[], said: 'there' | 'not there'): void => {
    for (const word of words) if (word !== '' && !word.includes('\ufffc')) names.set(word.toUpperCase(), said);
  };
  let spelledOut = false;
  for (const reply of expected) {
    for (const [at, line] of reply.lines.entries()) {
      if (line.mode === 'may') continue;
      const said = line.mode === 'must' ? 'there' : 'not there';
      const text = patternText(line.pattern);
      const words =
        protocol === 'imap'
          ? imapNames(text)
          : protocol === 'pop3'
            ? pop3Names(text, command)
            : smtpNames(text, command, at === 0);
      if (words === undefined) continue;
      add(words, said);
      if (said === 'there') spelledOut = true;
    }
  }
  return names.size === 0 && !spelledOut ? undefined : { names, spelledOut };
}

/** `250-SIZE 1000` (RFC 5321 §4.1.1.1). The first line is the server's name, unless it is a keyword. */
function smtpNames(text: string, command: string | undefined, first: boolean): readonly string[] | undefined {
  if (command !== 'EHLO' && command !== 'LHLO') return undefined;
  const match = /^2\d\d[- ]([A-Za-z0-9-]+)(?:[ =]([^\ufffc]*))?/.exec(text);
  const keyword = match?.[1];
  if (keyword === undefined) return undefined;
  if (first && (!extensionInfo(keyword) || /^2\d\d[- ][^ =]*\./.test(text))) return undefined;
  return withParameters(keyword, match?.[2] ?? '');
}

const withParameters = (keyword: string, rest: string): readonly string[] => [
  keyword,
  ...rest
    .trim()
    .split(/[ \t]+/)
    .filter((word) => word !== '')
    .map((word) => `${keyword}=${word}`),
];

/** `* CAPABILITY IMAP4rev1 IDLE`, `OK [CAPABILITY …]` (RFC 9051 §7.2.2, §7.1). */
function imapNames(text: string): readonly string[] | undefined {
  const match = /^\* CAPABILITY(?: ([^\ufffc]*))?|\[CAPABILITY ([^\]\ufffc]*)/i.exec(text);
  if (!match) return undefined;
  return (match[1] ?? match[2] ?? '').split(/[ \t]+/).flatMap((word) => (word === '' || word === '=' ? [] : [word]));
}

/** The lines behind CAPA's status (RFC 2449 §5). */
function pop3Names(text: string, command: string | undefined): readonly string[] | undefined {
  if (command !== 'CAPA' || /^[+-]/.test(text) || text === '.' || text === '') return undefined;
  const match = /^([\x21-\x7e]+)(?: ([^\ufffc]*))?/.exec(text);
  return match?.[1] === undefined ? undefined : withParameters(match[1], match[2] ?? '');
}

/** Takes in what a reply announces: EHLO and CAPA tell all anew, an IMAP line too. */
export function announce(connection: Connection, found: Announcement | undefined, anew: boolean): void {
  if (anew) {
    connection.announced = found?.names ?? new Map();
    connection.spelledOut = found?.spelledOut ?? false;
  } else if (found) {
    connection.announced = new Map([...connection.announced, ...found.names]);
    connection.spelledOut ||= found.spelledOut;
  }
}
