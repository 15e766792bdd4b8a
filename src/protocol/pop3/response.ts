/** Reads one response of a POP3 server: status, response code, text, lines (RFC 1939 §3, RFC 2449 §8). */
import { CR, fromStrictUtf8, LF, latin1 } from '../../base';
import type { Finding } from '../finding';
import { type ResponseRule, responseRules } from './response-rules';

export interface Pop3Response {
  /** `unknown`: neither `+OK` nor `-ERR`, nor a `+ ` challenge. */
  readonly kind: 'ok' | 'err' | 'continuation' | 'unknown';
  readonly positive: boolean;
  /** The response code in upper case, without brackets, such as `IN-USE` or `SYS/TEMP` (RFC 2449 §8, RFC 3206). */
  readonly code?: string;
  /** What follows the status and the response code. */
  readonly text: string;
  /** The lines of a multi-line response, without doubled dots, made when asked for; undefined for a single line. */
  readonly lines: readonly string[] | undefined;
  readonly findings: readonly Finding[];
}

/** Octets in the first line, CRLF included (RFC 2449 §4). */
const longestStatusLine = 512;

const statusSyntax = /^(\+OK|-ERR)(?![^ \t])[ \t]?/i;
const codeSyntax = /^\[([^\]\s]+)\][ \t]?/;

/** Reads the first line (with its line end) and the body (without doubled dots) of a response, as the framer gives them. */
export function parseResponse(frame: {
  readonly status: Uint8Array;
  readonly body?: Uint8Array | undefined;
}): Pop3Response {
  const findings: Finding[] = [];
  const report = (rule: ResponseRule, start: number, end: number): void => {
    findings.push({ rule, ...responseRules[rule], range: { start, end } });
  };
  const { status, body } = frame;
  const line = readStatusLine(status, report);
  const head = statusSyntax.exec(line);
  let kind: Pop3Response['kind'] = 'unknown';
  let text = line;
  let code: string | undefined;
  if (head?.[1] !== undefined) {
    kind = head[1].startsWith('+') ? 'ok' : 'err';
    if (head[1] !== head[1].toUpperCase()) report('lower-case-status', 0, head[1].length);
    text = line.slice(head[0].length);
    const bracket = codeSyntax.exec(text);
    if (bracket?.[1] !== undefined) {
      code = bracket[1].toUpperCase();
      text = text.slice(bracket[0].length);
    }
  } else if (/^\+(?: |$)/.test(line)) {
    kind = 'continuation';
    text = line.slice(2);
  } else report('missing-status', 0, status.length);

  let lines: readonly string[] | undefined;
  return {
    kind,
    positive: kind === 'ok',
    ...(code === undefined ? {} : { code }),
    text,
    findings,
    get lines() {
      if (body !== undefined) lines ??= splitLines(body);
      return lines;
    },
  };
}

type Report = (rule: ResponseRule, start: number, end: number) => void;

function readStatusLine(status: Uint8Array, report: Report): string {
  let end = status.length;
  if (status.at(-1) !== LF) report('no-line-end', end, end);
  else if (status.at(-2) === CR) end -= 2;
  else {
    end -= 1;
    report('bare-lf', end, end + 1);
  }
  if (status.length > longestStatusLine) report('line-too-long', 0, status.length);
  for (let at = 0; at < end; at++) {
    const octet = status[at] ?? 0;
    if (octet === 0) report('nul', at, at + 1);
    else if (octet === CR) report('bare-cr', at, at + 1);
  }
  const line = status.subarray(0, end);
  const text = fromStrictUtf8(line);
  if (text !== undefined) return text;
  report('eight-bit', 0, end);
  return latin1(line);
}

const decode = (bytes: Uint8Array): string => fromStrictUtf8(bytes) ?? latin1(bytes);

/** The lines of a body without their ends; each is UTF-8, or one character an octet where it is not. */
export function splitLines(body: Uint8Array): readonly string[] {
  const lines: string[] = [];
  let start = 0;
  for (let lf = body.indexOf(LF); lf !== -1; lf = body.indexOf(LF, start)) {
    lines.push(decode(body.subarray(start, lf > start && body[lf - 1] === CR ? lf - 1 : lf)));
    start = lf + 1;
  }
  if (start < body.length) lines.push(decode(body.subarray(start)));
  return lines;
}
