/** What the first line of a POP3 response can do that its RFCs do not allow: one row a rule. */
import type { Finding } from '../finding';

export type ResponseRule =
  | 'bare-lf'
  | 'bare-cr'
  | 'nul'
  | 'eight-bit'
  | 'no-line-end'
  | 'line-too-long'
  | 'missing-status'
  | 'lower-case-status';

export interface ResponseRuleInfo {
  readonly kind: Finding['kind'];
  readonly message: string;
  readonly rfc: string;
}

export const responseRules: Readonly<Record<ResponseRule, ResponseRuleInfo>> = {
  'bare-lf': { kind: 'quirk', message: 'the line ends with LF alone, not with CRLF', rfc: 'RFC 1939 §3' },
  'bare-cr': { kind: 'quirk', message: 'a CR stands without LF inside the line', rfc: 'RFC 1939 §3' },
  nul: { kind: 'broken', message: 'a NUL octet stands in the line', rfc: 'RFC 2449 §3' },
  'eight-bit': { kind: 'broken', message: 'the line has octets above 127 that are not UTF-8', rfc: 'RFC 6856 §3.2' },
  'no-line-end': { kind: 'broken', message: 'the line has no line end', rfc: 'RFC 1939 §3' },
  'line-too-long': { kind: 'quirk', message: 'the line is longer than 512 octets', rfc: 'RFC 2449 §4' },
  'missing-status': { kind: 'broken', message: 'the line begins with neither +OK nor -ERR', rfc: 'RFC 1939 §3' },
  'lower-case-status': { kind: 'quirk', message: '+OK and -ERR must be in upper case', rfc: 'RFC 1939 §3' },
};
