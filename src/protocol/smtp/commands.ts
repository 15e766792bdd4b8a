/** Every SMTP, ESMTP and LMTP command: one row a verb, for completion, hover, diagnostics, the engine and the sandbox. */
import type { SmtpState } from './state';
import { commandStates, greetedStates } from './state';

export interface SmtpReplyMeaning {
  readonly code: number;
  readonly meaning: string;
}

/**
 * `status`: one reply. `capabilities`: a reply whose lines after the first name extensions. `challenge`: 334 challenges until a
 * final reply. `data`: 354, then a reply after the message (LMTP: one for each accepted recipient). `chunk`: one reply after the
 * chunk (LMTP: after the last chunk one for each accepted recipient). `tls`: after 220 a TLS handshake.
 */
export type SmtpReplyShape = 'status' | 'capabilities' | 'challenge' | 'data' | 'chunk' | 'tls';

export interface SmtpCommandInfo {
  readonly verb: string;
  readonly rfc: string;
  /** For people to read: `[…]` may be left out, words in lower case stand for values. */
  readonly syntax: string;
  readonly description: string;
  readonly protocols: readonly ('smtp' | 'lmtp')[];
  readonly states: readonly SmtpState[];
  readonly replies: readonly SmtpReplyMeaning[];
  readonly shape: SmtpReplyShape;
  /** RFC 2920 §3.1: anywhere in a pipelined group, or only as its last command. */
  readonly pipelining: 'anywhere' | 'last';
  /** Whether a value must, may or must not follow the verb. */
  readonly argument: 'required' | 'optional' | 'none';
  /** The EHLO keyword without which the server need not know the command. */
  readonly extension?: string;
  readonly obsolete?: true;
}

const both = ['smtp', 'lmtp'] as const;
const r = (code: number, meaning: string): SmtpReplyMeaning => ({ code, meaning });

/** Replies that any command can get (RFC 5321 §4.3.2). */
export const commonReplies: readonly SmtpReplyMeaning[] = [
  r(421, 'the service is closing the connection'),
  r(500, 'the command is not recognised, or its line is too long'),
  r(501, 'the arguments have a syntax error'),
];

const helloReplies = [
  r(250, 'accepted'),
  r(502, 'not implemented: an old server without EHLO'),
  r(504, 'the parameter is not implemented'),
  r(550, 'refused by policy'),
];

export const commands: readonly SmtpCommandInfo[] = [
  {
    verb: 'EHLO',
    rfc: 'RFC 5321 §4.1.1.1',
    syntax: 'EHLO domain | address-literal',
    description: 'Names the client and asks which extensions the server has; any open mail transaction is given up.',
    protocols: ['smtp'],
    states: ['connected', ...greetedStates],
    replies: helloReplies,
    shape: 'capabilities',
    pipelining: 'last',
    argument: 'required',
  },
  {
    verb: 'HELO',
    rfc: 'RFC 5321 §4.1.1.1',
    syntax: 'HELO domain',
    description: 'Names the client, without extensions: for servers that do not know EHLO.',
    protocols: ['smtp'],
    states: ['connected', ...greetedStates],
    replies: helloReplies,
    shape: 'status',
    pipelining: 'last',
    argument: 'required',
  },
  {
    verb: 'LHLO',
    rfc: 'RFC 2033 §4.1',
    syntax: 'LHLO domain',
    description: "Names the client and asks for the server's extensions, in LMTP, where it takes the place of EHLO.",
    protocols: ['lmtp'],
    states: ['connected', ...greetedStates],
    replies: helloReplies,
    shape: 'capabilities',
    pipelining: 'last',
    argument: 'required',
  },
  {
    verb: 'MAIL',
    rfc: 'RFC 5321 §4.1.1.2',
    syntax: 'MAIL FROM:<[reverse-path]> [parameter[=value] …]',
    description: 'Opens a mail transaction and names the address to which delivery reports go; <> for none.',
    protocols: both,
    states: ['greeted'],
    replies: [
      r(250, 'accepted'),
      r(451, 'local error; try again'),
      r(452, 'too little storage; try again'),
      r(455, 'the parameters cannot be honoured now'),
      r(503, 'bad sequence of commands'),
      r(530, 'authentication or STARTTLS is needed first'),
      r(550, 'refused: the mailbox or policy'),
      r(552, 'the message is larger than the server takes'),
      r(553, 'the mailbox name is not allowed'),
      r(555, 'a parameter is not recognised or not implemented'),
    ],
    shape: 'status',
    pipelining: 'anywhere',
    argument: 'required',
  },
  {
    verb: 'RCPT',
    rfc: 'RFC 5321 §4.1.1.3',
    syntax: 'RCPT TO:<forward-path> [parameter[=value] …]',
    description: 'Names one recipient of the mail transaction.',
    protocols: both,
    states: ['mail', 'rcpt'],
    replies: [
      r(250, 'accepted'),
      r(251, 'not local, will be forwarded'),
      r(450, 'the mailbox is busy or blocked for now (greylisting); try again'),
      r(451, 'local error; try again'),
      r(452, 'too little storage, or too many recipients'),
      r(455, 'the parameters cannot be honoured now'),
      r(503, 'bad sequence of commands'),
      r(530, 'authentication is needed first'),
      r(550, 'no such mailbox, or refused by policy'),
      r(551, 'not local; the reply names another address'),
      r(552, 'the mailbox is over its storage'),
      r(553, 'the mailbox name is not allowed'),
      r(555, 'a parameter is not recognised or not implemented'),
      r(556, 'the domain accepts no mail'),
    ],
    shape: 'status',
    pipelining: 'anywhere',
    argument: 'required',
  },
  {
    verb: 'DATA',
    rfc: 'RFC 5321 §4.1.1.4',
    syntax: 'DATA',
    description: 'Asks to send the message; after 354 its dot-stuffed lines follow, ended by a line with only a dot.',
    protocols: both,
    states: ['rcpt'],
    replies: [
      r(354, 'send the message, end with <CRLF>.<CRLF>'),
      r(250, 'after the message: accepted'),
      r(450, 'after the message: refused by policy for now'),
      r(451, 'after the message: local error; try again'),
      r(452, 'after the message: too little storage; try again'),
      r(503, 'bad sequence of commands'),
      r(550, 'after the message: refused by policy'),
      r(552, 'after the message: too large'),
      r(554, 'no valid recipients, or the transaction failed'),
    ],
    shape: 'data',
    pipelining: 'last',
    argument: 'none',
  },
  {
    verb: 'BDAT',
    rfc: 'RFC 3030 §2',
    syntax: 'BDAT octets [LAST]',
    description: 'Sends a chunk of the message: exactly so many octets follow the line; LAST ends the message.',
    protocols: both,
    states: ['rcpt', 'bdat'],
    replies: [
      r(250, 'chunk accepted; after LAST: message accepted'),
      r(451, 'local error; try again'),
      r(452, 'too little storage; try again'),
      r(503, 'bad sequence of commands'),
      r(550, 'refused by policy'),
      r(552, 'too large'),
      r(554, 'no valid recipients, or the transaction failed'),
    ],
    shape: 'chunk',
    pipelining: 'anywhere',
    argument: 'required',
    extension: 'CHUNKING',
  },
  {
    verb: 'RSET',
    rfc: 'RFC 5321 §4.1.1.5',
    syntax: 'RSET',
    description: 'Gives up the mail transaction.',
    protocols: both,
    states: ['connected', ...greetedStates],
    replies: [r(250, 'done')],
    shape: 'status',
    pipelining: 'anywhere',
    argument: 'none',
  },
  {
    verb: 'VRFY',
    rfc: 'RFC 5321 §4.1.1.6',
    syntax: 'VRFY user | mailbox [SMTPUTF8]',
    description: 'Asks whether a user or mailbox exists.',
    protocols: both,
    states: ['connected', ...greetedStates],
    replies: [
      r(250, 'it exists'),
      r(251, 'not local, mail will be forwarded'),
      r(252, 'cannot verify, but mail will be tried'),
      r(502, 'not implemented'),
      r(504, 'the parameter is not implemented'),
      r(550, 'no such mailbox, or refused by policy'),
      r(551, 'not local'),
      r(553, 'ambiguous, or the name is not allowed'),
    ],
    shape: 'status',
    pipelining: 'last',
    argument: 'required',
  },
  {
    verb: 'EXPN',
    rfc: 'RFC 5321 §4.1.1.7',
    syntax: 'EXPN list [SMTPUTF8]',
    description: 'Asks for the members of a mailing list.',
    protocols: both,
    states: ['connected', ...greetedStates],
    replies: [
      r(250, 'the members, one a line'),
      r(252, 'cannot expand, but mail will be tried'),
      r(502, 'not implemented'),
      r(504, 'the parameter is not implemented'),
      r(550, 'no such list, or refused by policy'),
    ],
    shape: 'status',
    pipelining: 'last',
    argument: 'required',
    extension: 'EXPN',
  },
  {
    verb: 'HELP',
    rfc: 'RFC 5321 §4.1.1.8',
    syntax: 'HELP [topic]',
    description: 'Asks for help, for people to read.',
    protocols: both,
    states: ['connected', ...greetedStates],
    replies: [
      r(211, 'system status'),
      r(214, 'help'),
      r(502, 'not implemented'),
      r(504, 'the parameter is not implemented'),
    ],
    shape: 'status',
    pipelining: 'last',
    argument: 'optional',
  },
  {
    verb: 'NOOP',
    rfc: 'RFC 5321 §4.1.1.9',
    syntax: 'NOOP [text]',
    description: 'Does nothing but get a reply.',
    protocols: both,
    states: ['connected', ...greetedStates],
    replies: [r(250, 'done')],
    shape: 'status',
    pipelining: 'last',
    argument: 'optional',
  },
  {
    verb: 'QUIT',
    rfc: 'RFC 5321 §4.1.1.10',
    syntax: 'QUIT',
    description: 'Ends the session; the server replies and closes the connection.',
    protocols: both,
    states: commandStates,
    replies: [r(221, 'closing')],
    shape: 'status',
    pipelining: 'last',
    argument: 'none',
  },
  {
    verb: 'STARTTLS',
    rfc: 'RFC 3207 §4',
    syntax: 'STARTTLS',
    description: 'Asks to go on under TLS; after 220 the handshake follows, then a new EHLO.',
    protocols: both,
    states: ['greeted'],
    replies: [
      r(220, 'ready: begin the handshake'),
      r(454, 'TLS is not available for now'),
      r(503, 'TLS is already on'),
    ],
    shape: 'tls',
    pipelining: 'last',
    argument: 'none',
    extension: 'STARTTLS',
  },
  {
    verb: 'AUTH',
    rfc: 'RFC 4954 §4',
    syntax: 'AUTH mechanism [initial-response]',
    description: 'Signs in by a SASL mechanism; challenges and responses are lines of base64.',
    protocols: both,
    states: ['greeted'],
    replies: [
      r(235, 'signed in'),
      r(334, 'challenge in base64: send a response, or * to give up'),
      r(432, 'a password transition is needed'),
      r(454, 'temporary failure; try again'),
      r(503, 'already signed in, or not now'),
      r(504, 'the mechanism is not known'),
      r(534, 'the mechanism is too weak'),
      r(535, 'the credentials are not valid'),
      r(538, 'encryption is needed for this mechanism'),
    ],
    shape: 'challenge',
    pipelining: 'last',
    argument: 'required',
    extension: 'AUTH',
  },
  {
    verb: 'ETRN',
    rfc: 'RFC 1985 §5',
    syntax: 'ETRN [@ | #]node',
    description: 'Asks the server to start sending what it has queued for a host.',
    protocols: ['smtp'],
    states: ['greeted'],
    replies: [
      r(250, 'queuing started'),
      r(251, 'no messages waiting'),
      r(252, 'pending messages started'),
      r(253, 'pending messages started, with their number'),
      r(458, 'cannot queue messages'),
      r(459, 'the node is not allowed'),
    ],
    shape: 'status',
    pipelining: 'last',
    argument: 'required',
    extension: 'ETRN',
  },
  {
    verb: 'XCLIENT',
    rfc: 'RFC 5321 §4.1.5',
    syntax: 'XCLIENT attribute=value …',
    description:
      'Tells the server, in a private extension of Postfix, to treat the session as another client’s; a new EHLO follows.',
    protocols: both,
    states: ['connected', 'greeted'],
    replies: [
      r(220, 'done; the session begins again'),
      r(503, 'a mail transaction is open'),
      r(550, 'not allowed for this client'),
    ],
    shape: 'status',
    pipelining: 'last',
    argument: 'required',
    extension: 'XCLIENT',
  },
  {
    verb: 'XFORWARD',
    rfc: 'RFC 5321 §4.1.5',
    syntax: 'XFORWARD attribute=value …',
    description: 'Passes on, in a private extension of Postfix, who sent the message first, for the server’s log.',
    protocols: both,
    states: ['greeted'],
    replies: [r(250, 'done'), r(503, 'a mail transaction is open'), r(550, 'not allowed for this client')],
    shape: 'status',
    pipelining: 'last',
    argument: 'required',
    extension: 'XFORWARD',
  },
  {
    verb: 'TURN',
    rfc: 'RFC 821 §3.8',
    syntax: 'TURN',
    description: 'Asks client and server to change roles; unsafe, since the client is not authenticated.',
    protocols: ['smtp'],
    states: ['greeted'],
    replies: [r(250, 'roles are changed'), r(502, 'refused'), r(503, 'bad sequence of commands')],
    shape: 'status',
    pipelining: 'last',
    argument: 'none',
    obsolete: true,
  },
];

const byVerb: ReadonlyMap<string, SmtpCommandInfo> = new Map(commands.map((command) => [command.verb, command]));

/** The row of a verb, case aside. */
export const commandInfo = (verb: string): SmtpCommandInfo | undefined => byVerb.get(verb.toUpperCase());
