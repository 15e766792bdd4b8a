/** What can be wrong with an IMAP command, beyond what the scanner finds (`rules.ts`): one row a problem. */
import type { Range } from '../../base';
import type { Correction } from '../correction';

export interface CommandProblemInfo {
  /** `error`: a strict server says BAD. `warning`: servers take it, or some do. */
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly rfc: string;
}

const row =
  (severity: CommandProblemInfo['severity']) =>
  (message: string, rfc: string): CommandProblemInfo => ({ severity, message, rfc });
const error = row('error');
const warning = row('warning');

export const commandProblems = {
  'unknown-command': error('this is no IMAP command', 'RFC 9051 §6'),
  'missing-argument': error('the command needs another argument', 'RFC 9051 §9'),
  'unexpected-argument': error('the command takes fewer arguments', 'RFC 9051 §9'),
  'bad-argument': error('something else is due here', 'RFC 9051 §9'),
  'line-too-long': warning('the command line is longer than the 8192 octets that servers are to take', 'RFC 7162 §4'),
  'bad-astring': error('this atom must be quoted', 'RFC 9051 §9'),
  'eight-bit-string': warning('a quoted string may hold ASCII only, unless UTF-8 is enabled', 'RFC 3501 §9'),
  'bad-sequence-set': error('this is no set of message numbers', 'RFC 9051 §9'),
  'unknown-mechanism': warning('no SASL mechanism that we know has this name', 'RFC 9051 §6.2.2'),
  'bad-initial-response': error('the initial response must be base64, or = for an empty one', 'RFC 9051 §6.2.2'),
  'unknown-fetch-item': error('this is no item of FETCH', 'RFC 9051 §6.4.5'),
  'bad-section': error('this is no section of a message', 'RFC 9051 §6.4.5.1'),
  'bad-partial': error('this is no part of a section', 'RFC 9051 §6.4.5'),
  'macro-in-list': error('a macro stands alone, not in a list', 'RFC 9051 §6.4.5'),
  'unknown-search-key': error('this is no search key', 'RFC 9051 §6.4.4'),
  'unknown-sort-key': error('this is no sort key', 'RFC 5256 §3'),
  'unknown-thread-algorithm': warning('no threading algorithm that we know has this name', 'RFC 5256 §3'),
  'unknown-option': error('this is no option here', 'RFC 9051 §9'),
  'bad-charset': warning('this is no charset that servers have', 'RFC 9051 §6.4.4'),
  'bad-date': error('a date is written 1-Feb-1994', 'RFC 9051 §9'),
  'bad-date-time': error('a date and time is written " 1-Feb-1994 21:52:25 -0800"', 'RFC 9051 §9'),
  'unknown-flag': warning('this is no system flag', 'RFC 9051 §2.3.2'),
  'bad-flag': error('this is no flag', 'RFC 9051 §9'),
  'flag-not-storable': error('this flag cannot be set by clients', 'RFC 9051 §2.3.2'),
  'unknown-status-item': error('this is no item of STATUS', 'RFC 9051 §6.3.11'),
  'bad-mailbox-name': warning('this is no modified UTF-7', 'RFC 3501 §5.1.3'),
  'raw-utf8-mailbox': warning('the name is to be in modified UTF-7, unless UTF-8 is enabled', 'RFC 3501 §5.1.3'),
  'wildcard-in-mailbox': warning('* and % stand for others in LIST only', 'RFC 9051 §5.1'),
  'empty-mailbox-name': warning('the name of the mailbox is empty', 'RFC 9051 §5.1'),
  'message-not-literal': error('the message is sent as a literal', 'RFC 9051 §6.3.12'),
  'not-enableable': warning('ENABLE has nothing to switch on for this', 'RFC 9051 §6.3.1'),
  'bad-entry-name': error('this is no name of an annotation', 'RFC 5464 §3.2'),
  'bad-rights': error('this is no set of rights', 'RFC 4314 §2'),
} as const satisfies Readonly<Record<string, CommandProblemInfo>>;

export type CommandProblemId = keyof typeof commandProblems;

/** What to say instead of, or beyond, what the table says. */
export interface More {
  readonly message?: string;
  readonly rfc?: string;
  readonly advice?: string;
  readonly fix?: Correction;
}

export interface ImapProblem extends CommandProblemInfo, More {
  readonly id: CommandProblemId;
  readonly message: string;
  readonly rfc: string;
  /** Octets, from the start of the command. */
  readonly range: Range;
}
