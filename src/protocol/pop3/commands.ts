/** Every POP3 command: one row a keyword, for completion, hover, diagnostics, the engine and the sandbox. */
import type { Pop3State } from './state';

export interface Pop3ResponseMeaning {
  /** `+OK` or `-ERR`, with a response code where one is defined for it; `+` for a challenge. */
  readonly status: string;
  readonly meaning: string;
}

export interface Pop3CommandInfo {
  readonly keyword: string;
  readonly rfc: string;
  /** For people to read: `[…]` may be left out, words in lower case stand for values. */
  readonly syntax: string;
  readonly description: string;
  readonly states: readonly Pop3State[];
  readonly responses: readonly Pop3ResponseMeaning[];
  /** How many words may follow: the least and the most. PASS takes the rest of the line as one. */
  readonly arguments: readonly [least: number, most: number];
  /** Whether a positive response to the command with so many arguments has a body. */
  readonly multiline: (argumentCount: number) => boolean;
  /** The CAPA tag without which the server need not know the command. */
  readonly capability?: string;
}

const never = (): boolean => false;
const always = (): boolean => true;
const withoutArguments = (count: number): boolean => count === 0;
const m = (status: string, meaning: string): Pop3ResponseMeaning => ({ status, meaning });
const noSuchMessage = m('-ERR', 'no such message, or it is marked as deleted');
const lockFailures = [
  m('-ERR [IN-USE]', 'another session holds the lock of the maildrop'),
  m('-ERR [LOGIN-DELAY]', 'the last login was too short a time ago'),
  m('-ERR [AUTH]', 'the credentials are not valid'),
  m('-ERR [SYS/TEMP]', 'a failure of the system that may pass'),
  m('-ERR [SYS/PERM]', 'a failure of the system that needs somebody'),
];

export const commands: readonly Pop3CommandInfo[] = [
  {
    keyword: 'USER',
    rfc: 'RFC 1939 §7',
    syntax: 'USER name',
    description: 'Names the mailbox to open; PASS must follow.',
    states: ['authorization'],
    responses: [m('+OK', 'send PASS; it need not mean that the mailbox exists'), m('-ERR', 'no such mailbox')],
    arguments: [1, 1],
    multiline: never,
    capability: 'USER',
  },
  {
    keyword: 'PASS',
    rfc: 'RFC 1939 §7',
    syntax: 'PASS password',
    description: 'Gives the password for the mailbox that USER named, in clear; locks and opens the maildrop.',
    states: ['authorization'],
    responses: [m('+OK', 'the maildrop is locked and open'), m('-ERR', 'wrong password, or no lock'), ...lockFailures],
    arguments: [1, 1],
    multiline: never,
    capability: 'USER',
  },
  {
    keyword: 'APOP',
    rfc: 'RFC 1939 §7',
    syntax: 'APOP name digest',
    description: "Signs in with the MD5 digest of the greeting's time stamp and a shared secret.",
    states: ['authorization'],
    responses: [m('+OK', 'the maildrop is locked and open'), m('-ERR', 'permission denied'), ...lockFailures],
    arguments: [2, 2],
    multiline: never,
  },
  {
    keyword: 'AUTH',
    rfc: 'RFC 5034 §4',
    syntax: 'AUTH mechanism [initial-response | =]',
    description: 'Signs in by a SASL mechanism; without a mechanism some servers list those they have.',
    states: ['authorization'],
    responses: [
      m('+OK', 'the maildrop is locked and open'),
      m('+', 'challenge in base64: send a response, or * to give up'),
      m('-ERR', 'failed, or the mechanism is not known'),
      ...lockFailures,
    ],
    arguments: [0, 2],
    multiline: withoutArguments,
    capability: 'SASL',
  },
  {
    keyword: 'STLS',
    rfc: 'RFC 2595 §4',
    syntax: 'STLS',
    description: 'Asks to go on under TLS; after +OK the handshake follows.',
    states: ['authorization'],
    responses: [m('+OK', 'begin the handshake'), m('-ERR', 'TLS is already on, or not available')],
    arguments: [0, 0],
    multiline: never,
    capability: 'STLS',
  },
  {
    keyword: 'CAPA',
    rfc: 'RFC 2449 §5',
    syntax: 'CAPA',
    description: 'Asks what the server can do.',
    states: ['authorization', 'transaction'],
    responses: [m('+OK', 'the capabilities, one a line'), m('-ERR', 'not implemented')],
    arguments: [0, 0],
    multiline: always,
  },
  {
    keyword: 'STAT',
    rfc: 'RFC 1939 §5',
    syntax: 'STAT',
    description: 'Asks for the number of messages and their size in octets.',
    states: ['transaction'],
    responses: [m('+OK', 'the number of messages and their octets')],
    arguments: [0, 0],
    multiline: never,
  },
  {
    keyword: 'LIST',
    rfc: 'RFC 1939 §5',
    syntax: 'LIST [message]',
    description: 'Asks for the size of one message, or of each.',
    states: ['transaction'],
    responses: [m('+OK', 'message number and octets'), noSuchMessage],
    arguments: [0, 1],
    multiline: withoutArguments,
  },
  {
    keyword: 'UIDL',
    rfc: 'RFC 1939 §7',
    syntax: 'UIDL [message]',
    description: 'Asks for the unique id of one message, or of each.',
    states: ['transaction'],
    responses: [m('+OK', 'message number and unique id'), noSuchMessage],
    arguments: [0, 1],
    multiline: withoutArguments,
    capability: 'UIDL',
  },
  {
    keyword: 'RETR',
    rfc: 'RFC 1939 §5',
    syntax: 'RETR message',
    description: 'Asks for a whole message.',
    states: ['transaction'],
    responses: [m('+OK', 'the message follows'), noSuchMessage, m('-ERR [UTF8]', 'the message needs UTF-8 mode')],
    arguments: [1, 1],
    multiline: always,
  },
  {
    keyword: 'TOP',
    rfc: 'RFC 1939 §7',
    syntax: 'TOP message lines',
    description: 'Asks for the header of a message and so many lines of its body.',
    states: ['transaction'],
    responses: [m('+OK', 'the lines follow'), noSuchMessage, m('-ERR [UTF8]', 'the message needs UTF-8 mode')],
    arguments: [2, 2],
    multiline: always,
    capability: 'TOP',
  },
  {
    keyword: 'DELE',
    rfc: 'RFC 1939 §5',
    syntax: 'DELE message',
    description: 'Marks a message as deleted; QUIT removes it.',
    states: ['transaction'],
    responses: [m('+OK', 'marked'), noSuchMessage],
    arguments: [1, 1],
    multiline: never,
  },
  {
    keyword: 'RSET',
    rfc: 'RFC 1939 §5',
    syntax: 'RSET',
    description: 'Takes the marks off all messages that are marked as deleted.',
    states: ['transaction'],
    responses: [m('+OK', 'done')],
    arguments: [0, 0],
    multiline: never,
  },
  {
    keyword: 'NOOP',
    rfc: 'RFC 1939 §5',
    syntax: 'NOOP',
    description: 'Does nothing but get a response.',
    states: ['transaction'],
    responses: [m('+OK', 'done')],
    arguments: [0, 0],
    multiline: never,
  },
  {
    keyword: 'UTF8',
    rfc: 'RFC 6856 §2.1',
    syntax: 'UTF8',
    description: 'Switches the session to UTF-8 mode.',
    states: ['authorization'],
    responses: [m('+OK', 'UTF-8 mode is on'), m('-ERR', 'refused')],
    arguments: [0, 0],
    multiline: never,
    capability: 'UTF8',
  },
  {
    keyword: 'LANG',
    rfc: 'RFC 6856 §3',
    syntax: 'LANG [language-tag | *]',
    description: 'Chooses the language of response texts, or lists the languages.',
    states: ['authorization', 'transaction'],
    responses: [m('+OK', 'the language chosen, or the list'), m('-ERR', 'the language is not known')],
    arguments: [0, 1],
    multiline: withoutArguments,
    capability: 'LANG',
  },
  {
    keyword: 'QUIT',
    rfc: 'RFC 1939 §6',
    syntax: 'QUIT',
    description: 'Ends the session; after sign-in the messages marked as deleted are removed.',
    states: ['authorization', 'transaction'],
    responses: [m('+OK', 'done; the server closes the connection'), m('-ERR', 'some messages could not be removed')],
    arguments: [0, 0],
    multiline: never,
  },
];

const byKeyword: ReadonlyMap<string, Pop3CommandInfo> = new Map(commands.map((command) => [command.keyword, command]));

/** The row of a keyword, case aside. */
export const commandInfo = (keyword: string): Pop3CommandInfo | undefined => byKeyword.get(keyword.toUpperCase());

/** Whether a positive response to this command line has a body: what `ResponseFramer.expect` wants to know. */
export function expectsBody(line: string): boolean {
  const [keyword = '', ...rest] = line.trim().split(/[ \t]+/);
  return commandInfo(keyword)?.multiline(rest.length) ?? false;
}
