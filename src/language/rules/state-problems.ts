/** Commands that cannot stand where they stand: the protocol's state does not allow them. */
import { rows } from './row';

export const stateProblems = rows({
  // SMTP and LMTP
  'hello-missing': {
    level: 'error',
    message: (verb, hello) => `\`${verb}\` comes before ${hello}`,
    advice: (_verb, hello) => `write \`C: ${hello} client.example\` before it`,
    rfc: 'RFC 5321 §4.1.4',
    fixable: true,
  },
  'hello-after-tls': {
    level: 'error',
    message: (verb, hello) => `\`${verb}\` comes before the ${hello} that TLS makes necessary`,
    advice: (_verb, hello) =>
      `write \`C: ${hello} client.example\` behind STARTTLS: what the server said before counts no more`,
    rfc: 'RFC 3207 §4.2',
    fixable: true,
  },
  'mail-missing': {
    level: 'error',
    message: (verb) => `\`${verb}\` comes before MAIL`,
    advice: () => 'a mail transaction is MAIL, then RCPT, then DATA or BDAT',
    rfc: 'RFC 5321 §4.1.4',
  },
  'recipient-missing': {
    level: 'error',
    message: (verb) => `\`${verb}\` comes before any RCPT`,
    advice: () => 'write `C: RCPT TO:<recipient>` before it',
    rfc: 'RFC 5321 §4.1.1.4',
    fixable: true,
  },
  'in-transaction': {
    level: 'error',
    message: (verb) => `\`${verb}\` stands inside a mail transaction`,
    advice: () => 'end it with the message, or give it up with RSET',
    rfc: 'RFC 5321 §4.1.4',
    fixable: true,
  },
  'data-after-bdat': {
    level: 'error',
    message: () => 'DATA follows BDAT in the same mail transaction',
    advice: () => 'send all of the message by BDAT, the last chunk with LAST; or RSET',
    rfc: 'RFC 3030 §2',
  },
  'chunk-refused': {
    level: 'error',
    message: (verb) => `\`${verb}\` follows a chunk that was refused`,
    advice: () => 'only RSET clears the transaction then',
    rfc: 'RFC 3030 §2',
    fixable: true,
  },
  'command-in-message': {
    level: 'warning',
    message: (verb) => `this ${verb} is a line of the message: nothing has ended the data`,
    advice: () => 'write `C: .` before it',
    rfc: 'RFC 5321 §4.1.1.4',
    fixable: true,
  },
  'service-refused': {
    level: 'error',
    message: (verb) => `\`${verb}\` follows a greeting that refuses service`,
    advice: () => 'only QUIT is welcome after 554',
    rfc: 'RFC 5321 §3.1',
  },

  // signing in and TLS
  'signed-in-already': {
    level: 'error',
    message: (command, how) => `\`${command}\` follows ${how}`,
    advice: () => 'a connection is signed in once',
    rfc: 'RFC 4954 §4',
  },
  'not-signed-in': {
    level: 'error',
    message: (command) => `\`${command}\` comes before anybody is signed in`,
    advice: () => 'write `auth USER` before it',
    rfc: 'RFC 9051 §6.3',
    fixable: true,
  },
  'tls-already': {
    level: 'error',
    message: (command) => `\`${command}\` stands where TLS is on already`,
    advice: () => 'leave it out, or connect in clear',
    rfc: 'RFC 3207 §4.2',
    fixable: true,
  },
  'tls-after-sign-in': {
    level: 'error',
    message: (command) => `\`${command}\` follows the sign-in, which went in clear`,
    advice: () => 'put it before the sign-in',
    rfc: 'RFC 9051 §6.2.1',
  },
  'apop-without-timestamp': {
    level: 'warning',
    message: () => 'APOP, and the greeting that the script expects has no time stamp',
    advice: () => 'a server that has APOP greets with `<…@…>`, from which the digest is made',
    rfc: 'RFC 1939 §7',
  },
  'pass-without-user': {
    level: 'error',
    message: () => 'PASS does not follow USER',
    advice: () => 'write `C: USER name` before it',
    rfc: 'RFC 1939 §7',
    fixable: true,
  },

  // IMAP
  'not-selected': {
    level: 'error',
    message: (command) => `\`${command}\` comes before any mailbox is selected`,
    advice: () => 'write `C: SELECT INBOX` before it',
    rfc: 'RFC 9051 §6.4',
    fixable: true,
  },
  'in-idle': {
    level: 'error',
    message: () => 'IDLE is on: only DONE may be sent',
    advice: () => 'write `C: DONE` before it',
    rfc: 'RFC 2177 §3',
    fixable: true,
  },
  'not-in-idle': {
    level: 'error',
    message: () => 'DONE, and no IDLE is on',
    advice: () => 'write `C: IDLE` before it',
    rfc: 'RFC 2177 §3',
  },

  // any
  'after-end': {
    level: 'error',
    message: (command, end) => `\`${command}\` follows ${end}: the connection is over`,
    advice: () => '`connect` again before it, or put it first',
    rfc: 'RFC 5321 §4.1.1.10',
  },
  'wrong-state': {
    level: 'error',
    message: (command, state) => `\`${command}\` cannot stand here: the connection is in the state "${state}"`,
    rfc: 'RFC 5321 §4.1.4',
  },

  // groups
  'pipeline-goes-on': {
    level: 'warning',
    message: (command) => `\`${command}\` must be the last of a pipelined group`,
    advice: () => 'end the `pipeline` behind it, and begin another',
    rfc: 'RFC 2920 §3.1',
    fixable: true,
  },
  'tls-in-pipeline': {
    level: 'error',
    message: (command) =>
      `\`${command}\` cannot be pipelined with what follows: the rest would go in clear, or be taken for TLS`,
    advice: () => 'end the `pipeline` behind it',
    rfc: 'RFC 3207 §4',
    fixable: true,
  },
  'ambiguous-pipeline': {
    level: 'warning',
    message: (command, before) => `\`${command}\` may be misread while ${before} is not done`,
    advice: () => 'message numbers may change; use UIDs, or wait for the reply',
    rfc: 'RFC 9051 §5.5',
  },
});
