/** Whole exchanges as snippets: scripts that are legal as they stand, and run against the sandbox. */
import type { Protocol } from '../../protocol/finding';
import { type Insert, type Stop, snippet, stop } from './snippet';

export interface ExchangeSnippet {
  readonly label: string;
  readonly about: string;
  readonly protocols: readonly Protocol[];
  readonly insert: Insert;
  /** It begins with what comes first on a connection. */
  readonly starts: boolean;
}

/** Who writes to whom in the snippets: addresses, or values such as `{{sender}}`. */
export interface Correspondents {
  readonly sender: string;
  readonly recipient: string;
}

/** Nobody's domain (as in the examples); the embedded servers deliver there. */
export const nobodys: Correspondents = { sender: 'alice@example.test', recipient: 'bob@example.test' };

type Part = string | Stop;

const message = ({ sender, recipient }: Correspondents, first: number): readonly Part[] => [
  'C: """\nFrom: ',
  stop(1, sender),
  '\nTo: ',
  stop(2, recipient),
  '\nSubject: ',
  stop(first, 'Hello'),
  '\n\n',
  stop(first + 1, 'Hello, Bob.'),
  '\n"""\n',
];

const transaction = ({ sender, recipient }: Correspondents): readonly Part[] => [
  'C: MAIL FROM:<',
  stop(1, sender),
  '>\nC: RCPT TO:<',
  stop(2, recipient),
  '>\n',
];

/** The recipient as ORCPT has it. */
const xtextOf = (address: string): string =>
  /^\{\{[^|{}]*\}\}$/.test(address)
    ? address.replace(/\s*\}\}$/, ' | xtext}}')
    : address.replace(/[+=]/g, (mark) => `+${mark.charCodeAt(0).toString(16).toUpperCase()}`);

const smtpExchanges = (who: Correspondents): readonly ExchangeSnippet[] => [
  {
    label: 'submit a message',
    about: 'EHLO, MAIL, RCPT, DATA and the message',
    protocols: ['smtp'],
    starts: true,
    insert: snippet(
      'C: EHLO client.example\n',
      ...transaction(who),
      'C: DATA\nS: 354\n',
      ...message(who, 3),
      'S: 250\nC: QUIT',
    ),
  },
  {
    label: 'STARTTLS and AUTH',
    about: 'TLS, EHLO again, then signing in',
    protocols: ['smtp'],
    starts: true,
    insert: snippet(
      'needs STARTTLS AUTH\nC: EHLO client.example\nstarttls\nC: EHLO client.example\nauth ',
      stop(1, 'alice'),
      '\nS: 235\nC: QUIT',
    ),
  },
  {
    label: 'DSN round trip',
    about: 'asks for a delivery report, then finds it in the mailbox',
    protocols: ['smtp'],
    starts: true,
    insert: snippet(
      'needs DSN\n@envid = {{$uuid}}\nC: EHLO client.example\nC: MAIL FROM:<',
      stop(1, who.sender),
      '> RET=HDRS ENVID={{envid}}\nC: RCPT TO:<',
      stop(2, who.recipient),
      '> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;',
      stop(6, xtextOf(who.recipient)),
      '\nC: DATA\nS: 354\n',
      ...message(who, 3),
      'S: 250\nC: QUIT\nconnect as report imap\nreport auth ',
      stop(5, 'alice'),
      '\nretry 30s every 1s\n  report C: SELECT INBOX\n  report C: SEARCH BODY {{envid}}\n  report S: * SEARCH {{@n}}\nend\nreport C: FETCH {{n}} (BODY.PEEK[2])\nreport S: * {{n}} FETCH (BODY[2] """\n...\nOriginal-Envelope-Id: {{envid}}\n...\n""")\nreport C: LOGOUT',
    ),
  },
  {
    label: 'AUTH LOGIN by hand',
    about: 'the exchange line by line, under TLS, the password from a secret',
    protocols: ['smtp'],
    starts: true,
    insert: snippet(
      'needs STARTTLS AUTH=LOGIN\nC: EHLO client.example\nC: STARTTLS\nC: EHLO client.example\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\n@user = ',
      stop(1, 'alice'),
      '\nC: {{user | base64}}\nS: 334\nC: {{$secret ',
      stop(2, 'alice'),
      ' | base64}}\nS: 235\nC: QUIT',
    ),
  },
  {
    label: 'pipelined transaction',
    about: 'MAIL, RCPT and DATA in one write',
    protocols: ['smtp', 'lmtp'],
    starts: false,
    insert: snippet(
      'pipeline\n  C: MAIL FROM:<',
      stop(1, who.sender),
      '>\n  C: RCPT TO:<',
      stop(2, who.recipient),
      '>\n  C: DATA\nend\nS: 250\nS: 250\nS: 354\n',
      ...message(who, 3),
      'S: 250',
    ),
  },
  {
    label: 'LMTP delivery',
    about: 'LHLO, one message for two recipients, a reply for each',
    protocols: ['lmtp'],
    starts: true,
    insert: snippet(
      'C: LHLO client.example\n',
      ...transaction(who),
      'C: RCPT TO:<',
      stop(5, nobodys.sender),
      '>\nC: DATA\nS: 354\n',
      ...message(who, 3),
      'S: 250\nS: 250\nC: QUIT',
    ),
  },
];

const mailboxExchanges: readonly ExchangeSnippet[] = [
  {
    label: 'login, select, fetch',
    about: 'signs in, opens the mailbox, reads its messages',
    protocols: ['imap'],
    starts: true,
    insert: snippet(
      'auth ',
      stop(1, 'alice'),
      '\nC: SELECT ',
      stop(2, 'INBOX'),
      '\nS: * {{@exists}} EXISTS\nC: UID FETCH 1:* (FLAGS RFC822.SIZE ENVELOPE)\nC: LOGOUT',
    ),
  },
  {
    label: 'IDLE',
    about: 'waits for what happens, and ends IDLE',
    protocols: ['imap'],
    starts: true,
    insert: snippet(
      'needs IDLE\nauth ',
      stop(1, 'alice'),
      '\nC: SELECT ',
      stop(2, 'INBOX'),
      '\nC: IDLE\nS: +\nC: DONE\nS: OK\nC: LOGOUT',
    ),
  },
  {
    label: 'APPEND',
    about: 'adds a message to a mailbox, and reads it back',
    protocols: ['imap'],
    starts: true,
    insert: snippet(
      'auth ',
      stop(1, 'alice'),
      '\nC: APPEND ',
      stop(2, 'INBOX'),
      ' (\\Seen) """\nFrom: alice@example.test\nTo: bob@example.test\nSubject: ',
      stop(3, 'Hello'),
      '\n\n',
      stop(4, 'Hello, Bob.'),
      '\n"""\nC: SELECT ',
      stop(2, 'INBOX'),
      '\nC: FETCH * (FLAGS BODY.PEEK[TEXT])\nC: LOGOUT',
    ),
  },
  {
    label: 'search and sort',
    about: 'finds messages, and gives them in order',
    protocols: ['imap'],
    starts: true,
    insert: snippet(
      'needs SORT\nauth ',
      stop(1, 'alice'),
      '\nC: SELECT ',
      stop(2, 'INBOX'),
      '\nC: UID SEARCH ',
      stop(3, 'UNSEEN'),
      '\nC: UID SORT (',
      stop(4, 'REVERSE ARRIVAL'),
      ') UTF-8 ALL\nC: LOGOUT',
    ),
  },
  {
    label: 'POP3 fetch',
    about: 'signs in, lists the messages, reads the header of each',
    protocols: ['pop3'],
    starts: true,
    insert: snippet(
      'auth ',
      stop(1, 'alice'),
      '\nC: STAT\nS: +OK {{@count}}\nC: LIST\nC: UIDL\nif count > 0\n  C: TOP 1 0\nend\nC: QUIT',
    ),
  },
  {
    label: 'CAPA and STLS',
    about: 'asks what the server can do, before and under TLS',
    protocols: ['pop3'],
    starts: true,
    insert: snippet('needs STLS\nC: CAPA\nstarttls\nC: CAPA\nC: QUIT'),
  },
];

/** The exchanges of a protocol. */
export const exchangesOf = (protocol: Protocol, who: Correspondents = nobodys): readonly ExchangeSnippet[] =>
  [...smtpExchanges(who), ...mailboxExchanges].filter(({ protocols }) => protocols.includes(protocol));
