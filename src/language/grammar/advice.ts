/** What to do about each problem in general, and whether its findings may bring a fix. */

interface Hint {
  readonly text?: string;
  readonly fixable?: true;
}

const fix = (text?: string): Hint => (text === undefined ? { fixable: true } : { text, fixable: true });
const hint = (text: string): Hint => ({ text });

export const advice: Readonly<Record<string, Hint>> = {
  // commands of any protocol
  'unknown-command': fix(),
  'obsolete-command': hint('leave it out, unless the server is to refuse it'),
  'missing-argument': hint('write what is missing'),
  'unexpected-argument': fix('remove it'),
  'line-too-long': hint('send long values as literals or in several commands; a test of the limit may ignore this'),
  'non-ascii': hint('write ASCII'),
  'control-character': hint('use `raw` to send such octets on purpose'),
  'extra-space': fix('write one space'),
  'trailing-space': fix('remove it'),
  'tab-as-space': fix('write a space'),
  'missing-space': fix('add a space'),

  // SMTP paths
  'missing-keyword': hint('write `MAIL FROM:<sender>` or `RCPT TO:<recipient>`'),
  'space-in-path': fix('remove the space'),
  'missing-brackets': fix('put `<` and `>` around it'),
  'bad-path': fix(),
  'source-route': hint('write the mailbox alone'),
  'empty-path': hint('name a recipient'),
  'bad-local-part': fix(),
  'bad-domain': fix(),
  'bad-address-literal': fix('write `[192.0.2.1]` or `[IPv6:2001:db8::1]`'),
  'bare-address': fix('put it in brackets'),
  'literal-in-helo': hint('use EHLO, or a domain'),
  'missing-domain': hint('add `@` and a domain'),
  'local-part-too-long': hint('a server need take no more than 64 octets'),
  'domain-too-long': hint('a server need take no more than 255 octets'),
  'path-too-long': hint('a server need take no more than 256 octets, the brackets included'),

  // SMTP parameters
  'bad-parameter': hint('write `NAME` or `NAME=value`'),
  'unknown-parameter': fix(),
  'parameter-of-other-command': hint('RET and ENVID belong to MAIL, NOTIFY and ORCPT to RCPT'),
  'duplicate-parameter': fix('remove one of them'),
  'bad-parameter-value': fix(),
  'unknown-address-type': fix('write `rfc822`, or `utf-8` with SMTPUTF8'),
  'needs-smtputf8': fix('add SMTPUTF8 to MAIL'),
  'bad-chunk-size': hint('write `BDAT 86 LAST`, or `BDAT """`, which is counted for you'),
  'bad-node': hint('write a domain, `@domain` or `#queue`'),
  'bad-attribute': hint('write NAME=value, with xtext for what is not plain'),

  // signing in
  'bad-mechanism': hint('names of mechanisms have at most 20 letters, digits, `-` and `_`'),
  'unknown-mechanism': fix(),
  'bad-initial-response': fix('write base64, or `{{value | base64}}`'),
  'bad-base64-response': fix('write base64, or `{{value | base64}}`, or `*`'),
  'bad-sasl-response': fix('the `auth` directive makes the right response by itself'),

  // POP3
  'bad-message-number': hint('write a number from 1 on'),
  'bad-line-count': hint('write a number from 0 on'),
  'bad-digest': fix("the digest is MD5 over the greeting's time stamp and the secret; `auth APOP` makes it"),
  'bad-language-tag': hint('write a tag such as `en` or `de-AT`, or `*`'),
  'body-not-here': hint('expect a status line, `+OK` or `-ERR`'),

  // IMAP
  'eight-bit-atom': fix('quote it'),
  'eight-bit-string': hint('send it as a literal (a block), or ENABLE UTF8=ACCEPT'),
  'unclosed-quote': fix('add `"`, or write `\\"` for a quote inside'),
  'bad-escape': fix('write `\\\\` for a backslash'),
  'stray-brace': hint('a literal is announced by `{5}` at the end of a line; other braces are quoted'),
  'unbalanced-paren': fix(),
  'unclosed-section': fix('add `]`'),
  'bad-argument': fix(),
  'bad-astring': fix('quote it'),
  'bad-sequence-set': fix('write numbers from 1 on and ranges: `1:4,7,9:*`'),
  'unknown-fetch-item': fix(),
  'bad-section': fix('write `[]`, `[TEXT]`, `[1.2]`, `[1.MIME]`, `[HEADER.FIELDS (FROM TO)]`'),
  'bad-partial': fix('write `<0.1024>`: the first octet, and how many'),
  'macro-in-list': fix('write the items that it stands for'),
  'unknown-search-key': fix(),
  'unknown-sort-key': fix(),
  'unknown-thread-algorithm': fix(),
  'unknown-option': fix(),
  'bad-charset': fix('write UTF-8 or US-ASCII'),
  'bad-date': fix('write the day, the month in three English letters, and the year: `1-Feb-1994`'),
  'bad-date-time': fix('write `" 1-Feb-1994 21:52:25 -0800"`, quoted, with the day in two places'),
  'unknown-flag': fix('keywords of your own have no backslash'),
  'bad-flag': hint('write flags such as `\\Seen`, or keywords such as `$Forwarded`'),
  'flag-not-storable': fix('leave it out'),
  'unknown-status-item': fix(),
  'bad-mailbox-name': fix('`&` is written `&-`; the `mutf7` filter encodes'),
  'raw-utf8-mailbox': fix('encode it, or write `{{name | mutf7}}`'),
  'wildcard-in-mailbox': hint('use LIST to find names by pattern'),
  'empty-mailbox-name': hint('name a mailbox'),
  'message-not-literal': hint('write the message as a block'),
  'not-enableable': fix('leave it out'),
  'bad-entry-name': hint('write `/private/comment` or `/shared/comment`'),
  'bad-rights': fix('write letters out of `lrswipkxtea` and digits'),

  // messages
  'text-line-too-long': hint('break the line, or encode the body'),
  'eight-bit-data': fix('add `BODY=8BITMIME` to MAIL, where the server announces 8BITMIME'),
  'nul-in-message': hint('encode the body'),
  'undotted-line': fix('write two dots, or the message as a block, whose dots are stuffed for you'),
  'chunk-count': fix('write `BDAT """`, which is counted for you'),

  // replies
  'bad-reply-code': hint('the first digit is 2 to 5, the second 0 to 5'),
  'impossible-reply': fix(),
  'enhanced-code-mismatch': fix('both begin with the same digit'),
  'unknown-response-code': fix(),
  'untagged-only': fix('begin it with `* `'),
  'tagged-only': fix(),
  'unknown-response': fix(),
  'response-number': fix(),
  'unknown-tag': hint('leave the tag out: `S: OK`'),
  'not-in-protocol': fix(),
};
