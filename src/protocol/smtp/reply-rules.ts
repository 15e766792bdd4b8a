/** What a reply can do that RFC 5321 and RFC 2034 do not allow: one row a rule. */
import type { Finding } from '../finding';

export type ReplyRule =
  | 'bare-lf'
  | 'bare-cr'
  | 'nul'
  | 'control'
  | 'eight-bit'
  | 'no-line-end'
  | 'line-too-long'
  | 'missing-code'
  | 'code-out-of-range'
  | 'code-mismatch'
  | 'separator'
  | 'enhanced-mismatch';

export interface ReplyRuleInfo {
  readonly kind: Finding['kind'];
  readonly message: string;
  readonly rfc: string;
}

export const replyRules: Readonly<Record<ReplyRule, ReplyRuleInfo>> = {
  'bare-lf': { kind: 'quirk', message: 'a line ends with LF alone, not with CRLF', rfc: 'RFC 5321 §2.3.8' },
  'bare-cr': { kind: 'quirk', message: 'a CR stands without LF inside a line', rfc: 'RFC 5321 §2.3.8' },
  nul: { kind: 'broken', message: 'a NUL octet stands in a line', rfc: 'RFC 5321 §4.2' },
  control: { kind: 'broken', message: 'a control character stands in a line', rfc: 'RFC 5321 §4.2' },
  'eight-bit': { kind: 'broken', message: 'a line has octets above 127 that are not UTF-8', rfc: 'RFC 6531 §3.7.4' },
  'no-line-end': { kind: 'broken', message: 'the last line has no line end', rfc: 'RFC 5321 §2.3.8' },
  'line-too-long': { kind: 'quirk', message: 'a line is longer than 512 octets', rfc: 'RFC 5321 §4.5.3.1.5' },
  'missing-code': { kind: 'broken', message: 'a line does not begin with a reply code', rfc: 'RFC 5321 §4.2' },
  'code-out-of-range': {
    kind: 'quirk',
    message: 'the digits of a reply code are beyond 2–5, 0–5 and 0–9',
    rfc: 'RFC 5321 §4.2',
  },
  'code-mismatch': { kind: 'quirk', message: 'the lines of a reply have different codes', rfc: 'RFC 5321 §4.2.1' },
  separator: {
    kind: 'quirk',
    message: 'a reply code is followed by neither a space nor a hyphen',
    rfc: 'RFC 5321 §4.2',
  },
  'enhanced-mismatch': {
    kind: 'quirk',
    message: 'the class of the enhanced status code is not the first digit of the reply code',
    rfc: 'RFC 2034 §4',
  },
};
