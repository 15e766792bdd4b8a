/** Reads one reply of an SMTP or LMTP server: codes, texts, and what is wrong with it (RFC 5321 §4.2, RFC 2034). */
import { CR, fromStrictUtf8, LF, latin1, type Range } from '../../base';
import type { Finding } from '../finding';
import { type ReplyRule, replyRules } from './reply-rules';

export interface SmtpReplyLine {
  /** What follows the code, the separator and the enhanced status code. */
  readonly text: string;
  readonly enhanced?: string;
  /** Octets of the line in the frame, without its line end. */
  readonly range: Range;
}

export interface SmtpReply {
  /** The code of the last line that has one; 0 when none has. */
  readonly code: number;
  /** The first enhanced status code (RFC 3463) in the reply. */
  readonly enhanced?: string;
  readonly lines: readonly SmtpReplyLine[];
  /** The texts of all lines, joined by LF. */
  readonly text: string;
  readonly findings: readonly Finding[];
}

/** Octets in a reply line, code and CRLF included (RFC 5321 §4.5.3.1.5). */
const longestReplyLine = 512;

const TAB = 9;
const SPACE = 32;
const HYPHEN = 45;
const DOT = 46;
const enhancedSyntax = /^([245])\.(?:0|[1-9]\d{0,2})\.(?:0|[1-9]\d{0,2})(?=[ \t]|$)/;

/** Reads the bytes of one frame; whatever they are, there is a reply, with findings for what the grammar does not allow. */
export function parseReply(bytes: Uint8Array): SmtpReply {
  const findings: Finding[] = [];
  const report = (rule: ReplyRule, start: number, end: number, detail?: string): void => {
    const { kind, message, rfc } = replyRules[rule];
    findings.push({ rule, kind, message: detail ?? message, rfc, range: { start, end } });
  };

  const lines: SmtpReplyLine[] = [];
  let code = 0;
  let firstCode = 0;
  let enhanced: string | undefined;

  let start = 0;
  while (start < bytes.length) {
    const lf = bytes.indexOf(LF, start);
    const next = lf === -1 ? bytes.length : lf + 1;
    let end = next;
    if (lf === -1) report('no-line-end', next, next);
    else if (bytes[lf - 1] === CR && lf > start) end = lf - 1;
    else {
      end = lf;
      report('bare-lf', lf, next);
    }
    if (next - start > longestReplyLine) report('line-too-long', start, next);
    const raw = decodeLine(bytes, start, end, report);

    const own = codeOf(bytes, start, end);
    let at = 0;
    if (own === -1) report('missing-code', start, end);
    else {
      if (own < 200 || own > 559 || own % 100 > 59) report('code-out-of-range', start, start + 3);
      if (firstCode === 0) firstCode = own;
      else if (own !== firstCode) {
        report(
          'code-mismatch',
          start,
          start + 3,
          `a line has code ${raw.slice(0, 3)} in a reply that began with ${firstCode}`,
        );
      }
      code = own;
      at = 3;
      const separator = bytes[start + 3];
      if (separator === SPACE || separator === HYPHEN) at = 4;
      else if (end > start + 3) report('separator', start + 3, start + 4);
    }

    // Most texts have no digit and dot here; the regular expression is for those that have.
    const status = at === 4 && raw.charCodeAt(5) === DOT ? enhancedSyntax.exec(raw.slice(4))?.[0] : undefined;
    if (status !== undefined) {
      if (status[0] !== raw[0]) report('enhanced-mismatch', start + at, start + at + status.length);
      enhanced ??= status;
      at += status.length;
      const behind = raw.charCodeAt(at);
      if (behind === SPACE || behind === TAB) at++;
    }
    const lineText = raw.slice(at);
    const octets = { start, end };
    lines.push(
      status === undefined ? { text: lineText, range: octets } : { text: lineText, enhanced: status, range: octets },
    );
    start = next;
  }
  if (lines.length === 0) report('missing-code', 0, 0);

  const text = lines.length === 1 ? (lines[0]?.text ?? '') : lines.map((line) => line.text).join('\n');
  return enhanced === undefined ? { code, lines, text, findings } : { code, enhanced, lines, text, findings };
}

/** The three digits at the beginning of a line as a number, or -1. */
function codeOf(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 3) return -1;
  let code = 0;
  for (let at = start; at < start + 3; at++) {
    const digit = (bytes[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) return -1;
    code = code * 10 + digit;
  }
  return code;
}

type Report = (rule: ReplyRule, start: number, end: number) => void;

function decodeLine(bytes: Uint8Array, start: number, end: number, report: Report): string {
  for (let at = start; at < end; at++) {
    const octet = bytes[at] ?? 0;
    if (octet >= 32 || octet === 9) continue;
    report(octet === 0 ? 'nul' : octet === CR ? 'bare-cr' : 'control', at, at + 1);
  }
  const line = bytes.subarray(start, end);
  const decoded = fromStrictUtf8(line);
  if (decoded !== undefined) return decoded;
  report('eight-bit', start, end);
  return latin1(line);
}
