/** What SMTP reply codes mean: RFC 5321 §4.2.3 and the extensions that add to it. */

export interface SmtpReplyCodeInfo {
  readonly code: number;
  readonly rfc: string;
  readonly meaning: string;
}

const base = 'RFC 5321 §4.2.3';
const row = (code: number, meaning: string, rfc = base): SmtpReplyCodeInfo => ({ code, rfc, meaning });

export const replyCodes: readonly SmtpReplyCodeInfo[] = [
  row(211, 'system status, or system help'),
  row(214, 'help'),
  row(220, 'the service is ready'),
  row(221, 'the service is closing the connection'),
  row(235, 'authentication succeeded', 'RFC 4954 §6'),
  row(250, 'done'),
  row(251, 'the user is not local; the server will forward'),
  row(252, 'cannot verify the user, but will accept the message and try'),
  row(253, 'pending messages for the node started', 'RFC 1985 §5.1'),
  row(334, 'a challenge in base64; the server waits for the response', 'RFC 4954 §4'),
  row(354, 'send the message, end with <CRLF>.<CRLF>'),
  row(421, 'the service is not available, and closes the connection'),
  row(432, 'a password transition is needed', 'RFC 4954 §6'),
  row(450, 'the mailbox is not available for now: busy, or blocked by policy'),
  row(451, 'local error in processing'),
  row(452, 'too little storage, or too many recipients'),
  row(453, 'no mail to send', 'RFC 2645'),
  row(454, 'temporary authentication failure, or TLS not available for now', 'RFC 4954 §6'),
  row(455, 'the server cannot honour the parameters for now'),
  row(458, 'cannot queue messages for the node', 'RFC 1985 §5.1'),
  row(459, 'the node is not allowed', 'RFC 1985 §5.1'),
  row(500, 'syntax error: the command is not recognised, or its line is too long'),
  row(501, 'syntax error in parameters or arguments'),
  row(502, 'the command is not implemented'),
  row(503, 'bad sequence of commands'),
  row(504, 'the parameter is not implemented'),
  row(521, 'the host accepts no mail', 'RFC 7504 §3'),
  row(530, 'authentication, or STARTTLS, is needed first', 'RFC 4954 §6'),
  row(534, 'the authentication mechanism is too weak', 'RFC 4954 §6'),
  row(535, 'the credentials are not valid', 'RFC 4954 §6'),
  row(538, 'encryption is needed for this authentication mechanism', 'RFC 4954 §6'),
  row(550, 'the mailbox is not available: not found, no access, or refused by policy'),
  row(551, 'the user is not local; the reply may name where to try'),
  row(552, 'storage exceeded'),
  row(553, 'the mailbox name is not allowed'),
  row(554, 'the transaction failed; as a greeting: no SMTP service here'),
  row(555, 'parameters of MAIL or RCPT are not recognised or not implemented'),
  row(556, 'the domain accepts no mail', 'RFC 7504 §4'),
];

const byCode: ReadonlyMap<number, SmtpReplyCodeInfo> = new Map(replyCodes.map((one) => [one.code, one]));

const classes: Readonly<Record<number, string>> = {
  2: 'success',
  3: 'the server waits for more',
  4: 'failure for now: try again later',
  5: 'failure for good: do not try again unchanged',
};

/** The row of a code; for an unknown one what its first digit says, as clients must take it (RFC 5321 §4.3.2). */
export function replyCodeInfo(code: number): SmtpReplyCodeInfo | undefined {
  const meaning = classes[Math.floor(code / 100)];
  return byCode.get(code) ?? (meaning === undefined ? undefined : { code, meaning, rfc: 'RFC 5321 §4.2.1' });
}
