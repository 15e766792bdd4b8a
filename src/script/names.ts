/** Filters, built-ins and facts: one row a name. Feed the problems, completion, hover and docs/language.md. */

export interface NameInfo {
  readonly name: string;
  /** As it is written. */
  readonly syntax: string;
  readonly doc: string;
}

export const filters: readonly NameInfo[] = [
  ['base64', 'Base64 (RFC 4648 §4)'],
  ['unbase64', 'decodes base64'],
  ['xtext', 'xtext, for DSN parameters (RFC 3461 §4)'],
  ['quoted', 'an IMAP quoted string, or a literal where it must be (RFC 9051 §4.3)'],
  ['mutf7', 'modified UTF-7, for mailbox names (RFC 3501 §5.1.3)'],
  ['upper', 'upper case'],
  ['lower', 'lower case'],
  ['trim', 'without white space at both ends'],
  ['hex', 'its octets in hexadecimal'],
  ['md5', 'MD5 in hexadecimal (RFC 1321)'],
  ['sha256', 'SHA-256 in hexadecimal (RFC 6234)'],
  ['length', 'how many octets it has'],
  ['urlencode', 'percent-encoding (RFC 3986 §2.1)'],
].map(([name = '', doc = '']) => ({ name, syntax: `{{name | ${name}}}`, doc }));

export interface BuiltinInfo extends NameInfo {
  readonly argument: 'none' | 'required' | 'optional';
}

export const builtins: readonly BuiltinInfo[] = [
  { name: 'uuid', syntax: '{{$uuid}}', argument: 'none', doc: 'a new random UUID' },
  { name: 'tag', syntax: '{{$tag}}', argument: 'none', doc: 'the tag of the IMAP command in hand' },
  { name: 'now', syntax: '{{$now}}', argument: 'none', doc: 'date and time as in a header (RFC 5322 §3.3)' },
  { name: 'today', syntax: '{{$today}}', argument: 'none', doc: 'the date as IMAP writes it (RFC 9051 §9)' },
  { name: 'timestamp', syntax: '{{$timestamp}}', argument: 'none', doc: 'seconds since 1970' },
  {
    name: 'random',
    syntax: '{{$random 8}}',
    argument: 'optional',
    doc: 'so many random letters and digits (8 unless said)',
  },
  { name: 'env', syntax: '{{$env NAME}}', argument: 'required', doc: "the process's environment variable" },
  {
    name: 'secret',
    syntax: '{{$secret NAME}}',
    argument: 'required',
    doc: 'the secret of that name; masked everywhere',
  },
  {
    name: 'prompt',
    syntax: '{{$prompt "text"}}',
    argument: 'required',
    doc: 'what the user types, hidden; masked everywhere',
  },
  { name: 'hostname', syntax: '{{$hostname}}', argument: 'none', doc: "this machine's name" },
  { name: 'index', syntax: '{{$index}}', argument: 'none', doc: 'how often the `repeat` has run before, from 0' },
];

export interface FactInfo extends NameInfo {
  readonly argument: 'none' | 'required';
}

export const facts: readonly FactInfo[] = [
  ['reply.code', 'the code of the last reply: `250`; IMAP: `OK`, `NO`, `BAD`; POP3: `+OK`, `-ERR`'],
  ['reply.enhanced', 'its enhanced status code (RFC 3463), such as `2.1.0`'],
  ['reply.text', 'its text'],
  ['reply.lines', 'how many lines it has'],
  ['reply.time', 'how long it took'],
  ['capabilities', 'what the server has announced, separated by spaces'],
  ['tls.version', 'such as `TLSv1.3`'],
  ['tls.cipher', 'such as `TLS_AES_256_GCM_SHA384`'],
  ['tls.authorized', 'whether the certificate verified: `true` or `false`'],
  ['tls.peer.subject', 'whom the certificate is for'],
  ['tls.peer.issuer', 'who signed it'],
  ['tls.peer.daysLeft', 'whole days until it ends'],
  ['mailbox.exists', 'messages in the selected mailbox'],
  ['mailbox.uidnext', 'its next UID'],
  ['mailbox.uidvalidity', 'its UIDVALIDITY'],
  ['mailbox.flags', 'its flags'],
  ['auth.mechanism', 'by which mechanism the session signed in'],
  ['dsn.action', 'of the delivery report that `await dsn` found (RFC 3464 §2.3.3)'],
  ['dsn.status', 'its status code (RFC 3464 §2.3.4)'],
  ['dsn.diagnostic', 'its diagnostic code (RFC 3464 §2.3.6)'],
  ['dsn.recipient', 'its final recipient (RFC 3464 §2.3.2)'],
  ['message.subject', 'of the message that `await message` found'],
  ['message.header', 'a header field of it'],
  ['message.size', 'its octets'],
].map(([name = '', doc = '']) => {
  const argument = name === 'message.header' ? 'required' : 'none';
  return { name, syntax: argument === 'required' ? `${name}(Name)` : name, argument, doc };
});

const index = <Row extends NameInfo>(rows: readonly Row[]): ReadonlyMap<string, Row> =>
  new Map(rows.map((row) => [row.name, row]));

const filterIndex = index(filters);
const builtinIndex = index(builtins);
const factIndex = index(facts);

export const filter = (name: string): NameInfo | undefined => filterIndex.get(name);
export const builtin = (name: string): BuiltinInfo | undefined => builtinIndex.get(name);
export const fact = (name: string): FactInfo | undefined => factIndex.get(name);
