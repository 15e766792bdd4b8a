/** What an SMTP or LMTP server plainly says to each command, where a script leaves it unsaid (RFC 5321 §4.3.2). */

export interface StandardReply {
  readonly code: number;
  readonly enhanced: string;
  readonly text: string;
}

const row = (code: number, enhanced: string, text: string): StandardReply => ({ code, enhanced, text });

/** By verb; `.` is the end of a message, `greeting` the first thing said, `sasl` a line of an AUTH exchange. */
const success: Readonly<Record<string, StandardReply>> = {
  greeting: row(220, '', 'mailwright.test ESMTP'),
  EHLO: row(250, '', 'mailwright.test'),
  LHLO: row(250, '', 'mailwright.test'),
  HELO: row(250, '', 'mailwright.test'),
  MAIL: row(250, '2.1.0', 'sender ok'),
  RCPT: row(250, '2.1.5', 'recipient ok'),
  DATA: row(354, '', 'end the data with <CRLF>.<CRLF>'),
  '.': row(250, '2.0.0', 'message taken'),
  BDAT: row(250, '2.0.0', 'chunk taken'),
  RSET: row(250, '2.0.0', 'ok'),
  NOOP: row(250, '2.0.0', 'ok'),
  QUIT: row(221, '2.0.0', 'bye'),
  HELP: row(214, '2.0.0', 'this server plays a script'),
  VRFY: row(252, '2.5.0', 'send some mail, it will be tried'),
  EXPN: row(252, '2.5.0', 'send some mail, it will be tried'),
  ETRN: row(250, '2.0.0', 'queue started'),
  STARTTLS: row(220, '2.0.0', 'ready to start TLS'),
  AUTH: row(235, '2.7.0', 'signed in'),
  sasl: row(334, '', ''),
};

const otherwise = row(250, '2.0.0', 'ok');

export const standardSuccess = (verb: string): StandardReply => success[verb] ?? otherwise;

/** What replies of each first digit say, and the enhanced code that goes with them (RFC 3463). */
const classes: Readonly<Record<string, readonly [string, string]>> = {
  '2': ['2.0.0', 'ok'],
  '3': ['', 'go on'],
  '4': ['4.0.0', 'not now'],
  '5': ['5.0.0', 'no'],
};

/** The usual text for a code, which the verb decides where it can. */
export function standardText(code: number, verb: string): StandardReply {
  const known = standardSuccess(verb);
  if (known.code === code) return known;
  const [enhanced = '', text = ''] = classes[String(code)[0] ?? ''] ?? [];
  return { code, enhanced, text };
}
