/** What can be wrong with an SMTP command line: one row a problem, for the editor's diagnostics and the sandbox's replies. */
import type { Range } from '../../base';
import type { Correction } from '../correction';

export type CommandProblemId =
  | 'unknown-command'
  | 'obsolete-command'
  | 'missing-argument'
  | 'unexpected-argument'
  | 'line-too-long'
  | 'non-ascii'
  | 'control-character'
  | 'missing-keyword'
  | 'space-in-path'
  | 'missing-brackets'
  | 'bad-path'
  | 'source-route'
  | 'empty-path'
  | 'bad-local-part'
  | 'bad-domain'
  | 'bad-address-literal'
  | 'missing-domain'
  | 'local-part-too-long'
  | 'domain-too-long'
  | 'path-too-long'
  | 'bad-parameter'
  | 'unknown-parameter'
  | 'parameter-of-other-command'
  | 'duplicate-parameter'
  | 'bad-parameter-value'
  | 'needs-smtputf8'
  | 'bad-chunk-size'
  | 'bad-mechanism'
  | 'bad-initial-response'
  | 'unknown-mechanism'
  | 'bad-attribute'
  | 'bad-node'
  | 'bare-address'
  | 'literal-in-helo'
  | 'unknown-address-type';

export interface CommandProblemInfo {
  /** `error`: a strict server refuses it. `warning`: servers take it, but it is old, or beyond a limit that not all keep. */
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly rfc: string;
}

const error = (message: string, rfc: string): CommandProblemInfo => ({ severity: 'error', message, rfc });
const warning = (message: string, rfc: string): CommandProblemInfo => ({ severity: 'warning', message, rfc });

export const commandProblems: Readonly<Record<CommandProblemId, CommandProblemInfo>> = {
  'unknown-command': error('this is no SMTP command', 'RFC 5321 §4.1.1'),
  'obsolete-command': warning('this command is obsolete and unsafe', 'RFC 5321 §4.1.1'),
  'missing-argument': error('the command needs an argument', 'RFC 5321 §4.1.1'),
  'unexpected-argument': error('the command takes no argument', 'RFC 5321 §4.1.1'),
  'line-too-long': warning(
    'the command line is longer than the 512 octets that every server takes',
    'RFC 5321 §4.5.3.1.4',
  ),
  'non-ascii': error('only ASCII may stand here', 'RFC 5321 §2.4'),
  'control-character': error('a control character may not stand in a command', 'RFC 5321 §4.1.2'),
  'missing-keyword': error('FROM: must follow MAIL, and TO: must follow RCPT', 'RFC 5321 §4.1.1.2'),
  'space-in-path': warning('no space may stand between the colon and the path', 'RFC 5321 §3.3'),
  'missing-brackets': warning('the path must stand in < and >', 'RFC 5321 §4.1.2'),
  'bad-path': error('this is no path', 'RFC 5321 §4.1.2'),
  'source-route': warning('source routes are obsolete; servers may ignore or refuse them', 'RFC 5321 §3.6.1'),
  'empty-path': error('the empty path <> can only be a sender', 'RFC 5321 §4.1.1.3'),
  'bad-local-part': error('the part before @ is neither a dot-string nor a quoted string', 'RFC 5321 §4.1.2'),
  'bad-domain': error('this is no domain name', 'RFC 5321 §4.1.2'),
  'bad-address-literal': error('this is no address literal', 'RFC 5321 §4.1.3'),
  'missing-domain': error('the mailbox has no domain; only postmaster may stand alone', 'RFC 5321 §4.1.1.3'),
  'local-part-too-long': warning('the part before @ is longer than 64 octets', 'RFC 5321 §4.5.3.1.1'),
  'domain-too-long': warning('the domain is longer than 255 octets', 'RFC 5321 §4.5.3.1.2'),
  'path-too-long': warning('the path is longer than 256 octets', 'RFC 5321 §4.5.3.1.3'),
  'bad-parameter': error('this is no parameter: NAME or NAME=value', 'RFC 5321 §4.1.2'),
  'unknown-parameter': warning('no extension that we know has this parameter', 'RFC 5321 §4.1.1.11'),
  'parameter-of-other-command': error('this parameter belongs to the other command', 'RFC 5321 §4.1.1.11'),
  'duplicate-parameter': error('the parameter stands here twice', 'RFC 5321 §4.1.1.11'),
  'bad-parameter-value': error('the value of the parameter does not fit its grammar', 'RFC 5321 §4.1.1.11'),
  'needs-smtputf8': error('an address beyond ASCII needs the parameter SMTPUTF8', 'RFC 6531 §3.4'),
  'bad-chunk-size': error('BDAT takes a number of octets, and LAST or nothing', 'RFC 3030 §2'),
  'bad-mechanism': error('this is no name of a SASL mechanism', 'RFC 4954 §8'),
  'bad-initial-response': error('the initial response must be base64, or = for an empty one', 'RFC 4954 §4'),
  'unknown-mechanism': warning('no SASL mechanism that we know has this name', 'RFC 4954 §4'),
  'bad-attribute': error('attributes are written NAME=value, the value as xtext', 'RFC 5321 §4.1.5'),
  'bad-node': error('ETRN takes a domain, @domain or #queue', 'RFC 1985 §5'),
  'bare-address': warning('an IP address stands in brackets', 'RFC 5321 §4.1.3'),
  'literal-in-helo': warning('HELO takes a domain; an address literal is for EHLO', 'RFC 5321 §4.1.1.1'),
  'unknown-address-type': warning('this is no registered address type', 'RFC 3461 §4.2'),
};

export interface SmtpProblem {
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

/** Where a parser reports to; `message` and `rfc` replace those of the table. */
export type ReportProblem = (
  id: CommandProblemId,
  start: number,
  end: number,
  more?: { message?: string; rfc?: string; advice?: string; fix?: Correction },
) => void;
