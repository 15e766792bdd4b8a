/** What can be wrong with a POP3 command line: one row a problem, for the editor's diagnostics and the sandbox's responses. */
import type { Range } from '../../base';
import type { Correction } from '../correction';

export type CommandProblemId =
  | 'unknown-command'
  | 'missing-argument'
  | 'unexpected-argument'
  | 'line-too-long'
  | 'control-character'
  | 'bad-message-number'
  | 'bad-line-count'
  | 'bad-digest'
  | 'bad-mechanism'
  | 'bad-initial-response'
  | 'unknown-mechanism'
  | 'extra-space'
  | 'bad-language-tag';

export interface CommandProblemInfo {
  /** `error`: a server refuses it. `warning`: beyond a limit that not all servers keep. */
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly rfc: string;
}

const warning = (message: string, rfc: string): CommandProblemInfo => ({ severity: 'warning', message, rfc });
const error = (message: string, rfc: string): CommandProblemInfo => ({ severity: 'error', message, rfc });

export const commandProblems: Readonly<Record<CommandProblemId, CommandProblemInfo>> = {
  'unknown-command': error('this is no POP3 command', 'RFC 1939 §9'),
  'missing-argument': error('the command needs another argument', 'RFC 1939 §9'),
  'unexpected-argument': error('the command takes fewer arguments', 'RFC 1939 §9'),
  'line-too-long': {
    severity: 'warning',
    message: 'the command line is longer than the 255 octets that every server takes',
    rfc: 'RFC 2449 §4',
  },
  'control-character': error('a control character may not stand in a command', 'RFC 2449 §3'),
  'bad-message-number': error('a message number is a positive number', 'RFC 1939 §5'),
  'bad-line-count': error('the number of lines is a number', 'RFC 1939 §7'),
  'bad-digest': error('the digest is 32 hexadecimal digits in lower case', 'RFC 1939 §7'),
  'bad-mechanism': error('this is no name of a SASL mechanism', 'RFC 5034 §5'),
  'bad-initial-response': error('the initial response must be base64, or = for an empty one', 'RFC 5034 §4'),
  'unknown-mechanism': warning('no SASL mechanism that we know has this name', 'RFC 5034 §4'),
  'extra-space': warning('words are separated by one space', 'RFC 1939 §3'),
  'bad-language-tag': error('this is no language tag', 'RFC 6856 §3'),
};

export interface Pop3Problem {
  readonly id: CommandProblemId;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly rfc: string;
  /** What to do, where there is more to say than the message does. */
  readonly advice?: string;
  /** UTF-16 code units, from the start of the command line. */
  readonly range: Range;
  /** Edits of the command line. */
  readonly fix?: Correction;
}

/** Where the parser reports to; what `more` has replaces what the table says. */
export type ReportProblem = (
  id: CommandProblemId,
  start: number,
  end: number,
  more?: { message?: string; rfc?: string; advice?: string; fix?: Correction },
) => void;
