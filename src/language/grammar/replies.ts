/** Which replies a command can get, as its protocol's table says. */
import type { Protocol } from '../../protocol/finding';
import { commandNamed } from '../../protocol/imap/commands';
import { commandInfo as pop3Command } from '../../protocol/pop3/commands';
import { commandInfo as smtpCommand, commands as smtpCommands } from '../../protocol/smtp/commands';

/** What was sent, as far as its reply depends on it. */
export interface Sent {
  /** In upper case, without the tag: `RCPT`, `UID FETCH`; `greeting` for the server's first words. Undefined when it is not known. */
  readonly name: string | undefined;
  /** `message`: the end of a message or chunk. `response`: a step of an authentication. */
  readonly as: 'command' | 'message' | 'response';
  /** IMAP and POP3: the server may answer by `+`. */
  readonly mayContinue?: boolean;
  /** POP3: how many words stand behind the command. */
  readonly words?: number;
}

export interface ExpectedReplies {
  /** SMTP: codes of success, and 3xx. IMAP and POP3: the statuses, `+` among them. */
  readonly positive: readonly string[];
  /** SMTP: codes of failure that the RFCs name for the command, or for any. */
  readonly negative: readonly string[];
}

/** Codes of failure that any command can get: RFC 5321 §4.3.2, RFC 4954 §6, RFC 7504 §3, and policy. */
const anyFailure = ['421', '450', '451', '452', '500', '501', '502', '503', '504', '521', '530', '550', '554'];

const isPositive = (code: string): boolean => /^[23]/.test(code);

const smtpReplies: ReadonlyMap<string, ExpectedReplies> = new Map(
  smtpCommands.map(({ verb, replies }): [string, ExpectedReplies] => {
    const codes = replies.map(({ code }) => String(code));
    const negative = [...codes.filter((code) => !isPositive(code)), ...anyFailure];
    return [verb, { positive: codes.filter(isPositive), negative }];
  }),
);
const negativeOfData = smtpReplies.get('DATA')?.negative ?? anyFailure;
const dataReplies: ExpectedReplies = { positive: ['354'], negative: negativeOfData };
const messageReplies: ExpectedReplies = { positive: ['250'], negative: negativeOfData };
const greetingReplies: ExpectedReplies = {
  positive: ['220'],
  negative: ['421', '450', '451', '521', '550', '554'],
};

/** The replies that the tables name for what was sent; undefined when they do not know it. */
export function expectedReplies(protocol: Protocol, sent: Sent): ExpectedReplies | undefined {
  if (protocol === 'imap') {
    return { positive: sent.mayContinue ? ['OK', '+'] : ['OK'], negative: ['NO', 'BAD'] };
  }
  if (protocol === 'pop3') {
    return { positive: sent.mayContinue ? ['+OK', '+'] : ['+OK'], negative: ['-ERR'] };
  }
  if (sent.name === 'greeting') return greetingReplies;
  const name = sent.as === 'response' ? 'AUTH' : sent.as === 'message' ? (sent.name ?? 'DATA') : sent.name;
  const row = name === undefined ? undefined : smtpCommand(name);
  if (!row) return undefined;
  // DATA itself is answered by 354, its message by 250.
  if (row.verb === 'DATA') return sent.as === 'message' ? messageReplies : dataReplies;
  return smtpReplies.get(row.verb);
}

/** Untagged data that comes only when a command asks for it; everything else may come at any time (RFC 9051 §5.2, §7). */
const onlyAsked: ReadonlySet<string> = new Set(
  'SEARCH SORT THREAD LSUB XLIST NAMESPACE ENABLED ID ACL LISTRIGHTS MYRIGHTS QUOTAROOT LANGUAGE COMPARATOR GENURLAUTH URLFETCH CONVERSION'.split(
    ' ',
  ),
);

/** Whether an untagged response can be there while the command is in progress. */
export function canBring(command: string, response: string): boolean {
  if (!onlyAsked.has(response)) return true;
  const row = commandNamed(command);
  return !row || row.untagged.includes(response);
}

/** Whether a positive response to the command has lines behind its status; undefined when the command is not known. */
export const hasBody = (name: string, words: number): boolean | undefined => pop3Command(name)?.multiline(words);
