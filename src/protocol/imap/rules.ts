/** The findings that the IMAP parsers report: what each is called, how grave it is, and where the rule stands. */
import type { Range } from '../../base';
import type { Finding } from '../finding';

interface Rule {
  readonly kind: Finding['kind'];
  readonly message: string;
  readonly rfc: string;
}

const quirk = (rfc: string, message: string): Rule => ({ kind: 'quirk', message, rfc });
const broken = (rfc: string, message: string): Rule => ({ kind: 'broken', message, rfc });

export const imapRules = {
  'bare-lf': quirk('RFC 9051 §2.2', 'The line ends in LF without CR'),
  'no-line-end': broken('RFC 9051 §2.2', 'The response has no line end'),
  'bare-cr': broken('RFC 9051 §9', 'A CR stands alone inside the line'),
  'control-character': broken('RFC 9051 §9', 'An atom holds a control character'),
  'nul-octet': broken('RFC 9051 §9', 'NUL is allowed nowhere but in a literal8'),
  'not-utf8': quirk('RFC 9051 §9', 'Octets above 127 that are not UTF-8'),
  'eight-bit-atom': quirk('RFC 9051 §9', 'An atom holds octets above 127; such text is to be quoted or a literal'),
  'extra-space': quirk('RFC 9051 §9', 'More white space than the one SP that the grammar has here'),
  'missing-space': quirk('RFC 9051 §9', 'No SP between two values'),
  'trailing-space': quirk('RFC 9051 §9', 'White space before the line end'),
  'tab-as-space': quirk('RFC 9051 §9', 'A TAB where SP is due'),
  'unclosed-quote': broken('RFC 9051 §4.3', 'A quoted string that the line ends in the middle of'),
  'bad-escape': quirk('RFC 9051 §4.3', 'A backslash in a quoted string may only stand before " and \\'),
  'stray-brace': broken('RFC 9051 §4.3', 'A { that announces no literal'),
  'unbalanced-paren': broken('RFC 9051 §4.4', 'Parentheses do not balance'),
  'unclosed-section': broken('RFC 9051 §9', 'A section [ without its ]'),
  'too-deep': broken('RFC 9051 §4.4', 'Lists nested deeper than this parser follows'),
  'literal-plus': broken('RFC 9051 §4.3', 'A server may not send a non-synchronising literal {n+}'),
  'nul-in-literal': quirk('RFC 9051 §4.3', 'A literal holds NUL; only a literal8 may'),
  'empty-response': broken('RFC 9051 §2.2.2', 'An empty line is no response'),
  'missing-name': broken('RFC 9051 §2.2.2', 'The response ends before it says what it is'),
  'bad-tag': broken('RFC 9051 §2.2.1', 'The first word is no tag, nor * or +'),
  'bad-tagged-status': broken('RFC 9051 §7.1', 'A tagged response is OK, NO or BAD'),
  'missing-text': quirk('RFC 9051 §7.1', 'The status response says nothing behind its status'),
  'empty-code': quirk('RFC 9051 §9', 'A response code with nothing in its brackets'),
  'unclosed-code': broken('RFC 9051 §9', 'A response code without its closing bracket'),
  'no-space-after-code': quirk('RFC 9051 §9', 'No SP behind the response code'),
  'bare-continuation': quirk('RFC 9051 §7.6', 'A + without the SP that belongs behind it'),
  'empty-command': broken('RFC 9051 §2.2.1', 'A command begins with a tag'),
  'bad-client-tag': broken('RFC 9051 §9', 'A tag is made of characters that an atom may hold, without +'),
  'missing-command': broken('RFC 9051 §2.2.1', 'A command has a name behind its tag'),
  'missing-number': broken('RFC 9051 §7', 'This response has a message number in front'),
  'needless-number': broken('RFC 9051 §7', 'This response has no number in front'),
  'bad-number': quirk('RFC 9051 §9', 'A number is due here'),
  'nil-for-list': quirk('RFC 9051 §4.4', 'NIL where a list is due; an empty list is ()'),
  'list-expected': broken('RFC 9051 §9', 'A parenthesised list is due here'),
  'value-expected': broken('RFC 9051 §9', 'A value is missing here'),
  'odd-pairs': broken('RFC 9051 §9', 'A list of names and values ends with a name'),
  'space-between-addresses': quirk('RFC 9051 §9', 'White space between the addresses of an envelope'),
  'nil-encoding': quirk('RFC 9051 §9', 'NIL for the content transfer encoding; the default is "7BIT"'),
  'short-envelope': broken('RFC 9051 §7.5.2', 'An envelope has ten fields'),
  'missing-size': quirk('RFC 9051 §9', 'NIL for the size of a body part'),
  'bad-delimiter': quirk('RFC 9051 §7.3.1', 'The hierarchy delimiter is one quoted character, or NIL'),
} as const satisfies Record<string, Rule>;

export type ImapRule = keyof typeof imapRules;

export const finding = (rule: ImapRule, range: Range): Finding => {
  const { kind, message, rfc } = imapRules[rule];
  return { rule, kind, message, rfc, range };
};
