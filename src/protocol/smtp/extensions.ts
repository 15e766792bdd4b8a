/** Every keyword that an EHLO reply can announce: one row each. */

export interface SmtpExtensionInfo {
  readonly keyword: string;
  readonly rfc: string;
  readonly description: string;
  /** What the words after the keyword mean, where there are any. */
  readonly parameters?: string;
  /** Verbs that it adds. */
  readonly verbs: readonly string[];
}

const row = (
  keyword: string,
  rfc: string,
  description: string,
  more: { readonly parameters?: string; readonly verbs?: readonly string[] } = {},
): SmtpExtensionInfo => ({ keyword, rfc, description, verbs: [], ...more });

export const extensions: readonly SmtpExtensionInfo[] = [
  row('SIZE', 'RFC 1870 §3', 'MAIL may say how large the message is.', {
    parameters: 'octets of the largest message the server takes; 0 or nothing for no fixed limit',
  }),
  row('8BITMIME', 'RFC 6152 §2', 'Message bodies may hold octets above 127.'),
  row('PIPELINING', 'RFC 2920 §2', 'Commands may be sent in groups, without waiting for each reply.'),
  row('CHUNKING', 'RFC 3030 §2', 'BDAT sends the message in counted chunks.', { verbs: ['BDAT'] }),
  row('BINARYMIME', 'RFC 3030 §3', 'Messages may be binary, without lines; sent by BDAT only.'),
  row('DSN', 'RFC 3461 §2', 'Delivery reports can be asked for: RET, ENVID, NOTIFY, ORCPT.'),
  row('AUTH', 'RFC 4954 §3', 'Clients can sign in.', { parameters: 'the SASL mechanisms', verbs: ['AUTH'] }),
  row('STARTTLS', 'RFC 3207 §2', 'The connection can go on under TLS.', { verbs: ['STARTTLS'] }),
  row('SMTPUTF8', 'RFC 6531 §3.1', 'Addresses and headers may be UTF-8.'),
  row('ENHANCEDSTATUSCODES', 'RFC 2034 §3', 'Replies have enhanced status codes, such as 5.1.1.'),
  row('ETRN', 'RFC 1985 §2', 'ETRN starts a queue.', { verbs: ['ETRN'] }),
  row('VRFY', 'RFC 5321 §4.1.1.6', 'VRFY checks an address.', { verbs: ['VRFY'] }),
  row('EXPN', 'RFC 5321 §4.1.1.7', 'EXPN lists the members of a mailing list.', { verbs: ['EXPN'] }),
  row('HELP', 'RFC 5321 §4.1.1.8', 'HELP gives help.', { verbs: ['HELP'] }),
  row('REQUIRETLS', 'RFC 8689 §2', 'MAIL may ask that the message only travels under verified TLS.'),
  row('DELIVERBY', 'RFC 2852', 'MAIL may say in what time the message must be delivered.', {
    parameters: 'the least number of seconds for return',
  }),
  row('FUTURERELEASE', 'RFC 4865 §3', 'MAIL may say how long the message is to be held.', {
    parameters: 'the longest hold in seconds, and the latest date',
  }),
  row('MT-PRIORITY', 'RFC 6710 §3', 'MAIL may say how urgent the transfer is.', {
    parameters: 'the name of the priority assignment policy',
  }),
  row('LIMITS', 'RFC 9422', 'The server says what limits it applies.', {
    parameters: 'limits, such as RCPTMAX=100, MAILMAX=10, RCPTDOMAINMAX=1',
  }),
  row('RRVS', 'RFC 7293', 'RCPT may say since when the mailbox must have had the same owner.'),
  row('BURL', 'RFC 4468 §3', 'Message text can be fetched from an IMAP server.', {
    parameters: 'imap, or the URLs of trusted servers',
    verbs: ['BURL'],
  }),
  row('NO-SOLICITING', 'RFC 3865', 'The server states what unsolicited mail it does not want.', {
    parameters: 'classes of solicitation',
  }),
  row('ATRN', 'RFC 2645', 'ATRN changes the roles of client and server, after authentication.', { verbs: ['ATRN'] }),
  row('CHECKPOINT', 'RFC 1845', 'An interrupted transaction can be taken up again.'),
  row('XCLIENT', 'RFC 5321 §4.1.5', 'Postfix: a trusted client may speak for another one.', {
    parameters: 'attributes, such as NAME ADDR PORT PROTO HELO LOGIN DESTADDR DESTPORT',
    verbs: ['XCLIENT'],
  }),
  row('XFORWARD', 'RFC 5321 §4.1.5', 'Postfix: a trusted client may pass on who sent the message first.', {
    parameters: 'attributes, such as NAME ADDR PORT PROTO HELO IDENT SOURCE',
    verbs: ['XFORWARD'],
  }),
  row(
    'X-ANONYMOUSTLS',
    'RFC 5321 §4.1.5',
    'Exchange: TLS with certificates that nobody checks, between its own servers.',
  ),
  row('XEXCH50', 'RFC 5321 §4.1.5', 'Exchange: properties of messages between its own servers.'),
  row('TURN', 'RFC 821 §3.8', 'TURN changes the roles of client and server; obsolete and unsafe.', { verbs: ['TURN'] }),
];

const byKeyword: ReadonlyMap<string, SmtpExtensionInfo> = new Map(extensions.map((one) => [one.keyword, one]));

/** The row of an EHLO keyword, case aside. */
export const extensionInfo = (keyword: string): SmtpExtensionInfo | undefined => byKeyword.get(keyword.toUpperCase());
