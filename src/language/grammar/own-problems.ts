/** What only whole dialogues show to be wrong: payloads, replies that cannot come, responses of an authentication. */
import type { Severity } from '../../base';

const row =
  (severity: Severity) =>
  (message: string, rfc: string): { readonly severity: Severity; readonly message: string; readonly rfc: string } => ({
    severity,
    message,
    rfc,
  });
const error = row('error');
const warning = row('warning');
const information = row('information');

export const ownProblems = {
  // commands
  'not-in-protocol': error('the protocol has no such command', 'RFC 2033 §4.1'),

  // authentication
  'bad-sasl-response': warning('the decoded response is not what the mechanism needs', 'RFC 4954 §4'),
  'bad-base64-response': error('a response of an authentication is base64, or * to give up', 'RFC 4954 §4'),

  // messages and chunks
  'text-line-too-long': warning('a line of a message has at most 998 octets, its CRLF aside', 'RFC 5322 §2.1.1'),
  'eight-bit-data': warning('the message holds octets above 127, and MAIL had no BODY=8BITMIME', 'RFC 6152 §3'),
  'nul-in-message': error('a message may not hold NUL', 'RFC 5321 §4.5.2'),
  'undotted-line': warning('the server takes the first dot of this line away', 'RFC 5321 §4.5.2'),
  'chunk-count': warning('the lines that follow have another number of octets', 'RFC 3030 §2'),

  // replies
  'bad-reply-code': error('there is no such reply code', 'RFC 5321 §4.2'),
  'unknown-reply-code': information('no RFC that we know has this reply code', 'RFC 5321 §4.2.3'),
  'impossible-reply': warning('this command cannot get this reply', 'RFC 5321 §4.3.2'),
  'unusual-reply': information('the RFC does not name this reply for this command', 'RFC 5321 §4.3.2'),
  'enhanced-code-mismatch': warning('the enhanced code has another class than the reply code', 'RFC 2034 §4'),
  'unknown-enhanced-code': information('no RFC that we know has this enhanced code', 'RFC 3463 §2'),
  'unknown-response-code': warning('no RFC that we know has this response code', 'RFC 9051 §7.1'),
  'untagged-only': error('this response is untagged', 'RFC 9051 §7'),
  'tagged-only': error('this status ends a command: only OK, NO and BAD do', 'RFC 9051 §7.1'),
  'unknown-response': warning('there is no such response', 'RFC 9051 §7'),
  'response-number': error('this response has its number in front, or none', 'RFC 9051 §7'),
  'unknown-tag': error('no command has this tag', 'RFC 9051 §2.2.1'),
  'body-not-here': warning('a response to this command has no lines behind its status', 'RFC 1939 §3'),
} as const;
