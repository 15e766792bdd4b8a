/** Checks an `S:` line of POP3: its status against the command, its response code (RFC 1939 §3, RFC 2449 §8). */
import { nearest } from '../../base';
import { responseCodeInfo, responseCodes } from '../../protocol/pop3/response-codes';
import { type ExpectedText, inReply, wordsOf } from './expected-text';
import type { GrammarFinding } from './finding';
import { hasBody, type Sent } from './replies';

const codeNames: readonly string[] = responseCodes.map((row) => row.code);
const statuses = ['+OK', '-ERR'];

/** As `checkSmtpReply`; `body`: the line stands behind the status line of its response. */
export function checkPop3Reply(
  line: ExpectedText,
  sent: Sent | undefined,
  judged: boolean,
  body: boolean,
): readonly GrammarFinding[] {
  const [first, second] = wordsOf(line.text, 2);
  if (!first || (!line.whole && first.end === line.text.length)) return [];
  const status = first.text.toUpperCase();
  if (body) return judged ? bodyLine(line, sent) : [];
  if (status === '+') {
    if (!judged || sent?.name === undefined || sent.mayContinue !== false) return [];
    const said = `${sent.name} is not answered by +`;
    return [
      inReply(line, 'impossible-reply', first.start, first.end, { said, advice: 'only AUTH is', rfc: 'RFC 5034 §4' }),
    ];
  }
  if (status === 'ANY') return [];
  if (!statuses.includes(status)) {
    if (!judged) return [];
    const near =
      nearest(status, statuses) ?? (status === 'OK' ? '+OK' : /^ERR(?:OR)?$/.test(status) ? '-ERR' : undefined);
    if (near === undefined) return [];
    const fix = [`Write ${near}`, first.start, first.end, near] as const;
    return [
      inReply(line, 'unknown-response', first.start, first.end, {
        said: `a response begins with +OK or -ERR, not ${first.text}`,
        rfc: 'RFC 1939 §3',
        fix,
      }),
    ];
  }
  const name = second && /^\[([A-Z0-9/-]+)/i.exec(second.text)?.[1];
  if (!second || name === undefined) return [];
  const start = second.start + 1;
  const end = start + name.length;
  if (!line.whole && end === line.text.length) return [];
  if (responseCodeInfo(name)) return [];
  const near = nearest(name, codeNames);
  if (near === undefined) return [];
  return [
    inReply(line, 'unknown-response-code', start, end, {
      said: `no RFC that we know has the response code ${name}`,
      advice: `did you mean ${near}?`,
      rfc: 'RFC 2449 §8',
      fix: [`Replace by ${near}`, start, end, near],
    }),
  ];
}

/** Only multi-line responses have lines behind their status. */
function bodyLine(line: ExpectedText, sent: Sent | undefined): readonly GrammarFinding[] {
  if (sent?.as !== 'command' || sent.name === undefined || hasBody(sent.name, sent.words ?? 0) !== false) return [];
  const said = `a response to ${sent.name} has one line only`;
  return [inReply(line, 'body-not-here', 0, line.text.length, { said })];
}
