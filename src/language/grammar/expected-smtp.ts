/** Checks an `S:` line of SMTP and LMTP: its code against the command, its enhanced code against its code (RFC 5321 §4.2, RFC 2034). */
import { enhancedCodeInfo } from '../../protocol/smtp/enhanced-codes';
import { replyCodes } from '../../protocol/smtp/reply-codes';
import { type ExpectedText, inReply, wordsOf } from './expected-text';
import type { GrammarFinding } from './finding';
import { expectedReplies, type Sent } from './replies';

const codePattern = /^[0-9x]{3}(?:\|[0-9x]{3})*/i;
const known: ReadonlySet<string> = new Set(replyCodes.map(({ code }) => String(code)));

/** `command`: what the reply answers; undefined when nothing tells. `judged`: the line says that the reply must or may come. */
export function checkSmtpReply(line: ExpectedText, sent: Sent | undefined, judged: boolean): readonly GrammarFinding[] {
  const { text } = line;
  const found: GrammarFinding[] = [];
  const head = codePattern.exec(text)?.[0];
  if (head === undefined) {
    const [word] = wordsOf(text, 1);
    if (word && !/^any$/i.test(word.text) && judged && (line.whole || word.end < text.length)) {
      found.push(
        inReply(line, 'bad-reply-code', word.start, word.end, {
          said: 'a reply begins with its code, of three digits',
        }),
      );
    }
    return found;
  }
  const behind = text[head.length];
  if (behind !== undefined && behind !== ' ' && behind !== '-' && behind !== '\t') {
    const end = head.length + (/^[^ \t]*/.exec(text.slice(head.length))?.[0].length ?? 0);
    return [inReply(line, 'bad-reply-code', 0, end, { said: 'a reply code has three digits' })];
  }
  let at = 0;
  for (const code of head.toLowerCase().split('|')) {
    const finding = codeFault(line, code, at, judged ? sent : undefined, head.length === 3);
    if (finding) found.push(finding);
    at += code.length + 1;
  }
  const enhanced = enhancedFault(line, head);
  if (enhanced) found.push(enhanced);
  return found;
}

/** Whether a pattern such as `25x` stands for the code. */
const fits = (pattern: string, code: string): boolean =>
  (pattern[0] === 'x' || pattern[0] === code[0]) &&
  (pattern[1] === 'x' || pattern[1] === code[1]) &&
  (pattern[2] === 'x' || pattern[2] === code[2]);

function codeFault(
  line: ExpectedText,
  code: string,
  at: number,
  sent: Sent | undefined,
  alone: boolean,
): GrammarFinding | undefined {
  if (!/^[2-5x][0-5x][0-9x]$/.test(code))
    return inReply(line, 'bad-reply-code', at, at + 3, { said: `there is no reply code ${code}` });
  const replies = sent && expectedReplies('smtp', sent);
  if (!replies || !sent) return unknownCode(line, code, at);
  const { positive, negative } = replies;
  if (positive.some((one) => fits(code, one)) || negative.some((one) => fits(code, one))) return undefined;
  const what = whatOf(sent);
  if (/^[23x]/.test(code)) {
    const [only] = positive;
    const said = `${what} cannot get ${code}`;
    const advice = `success is ${positive.join(' or ')} here`;
    const fix =
      alone && only !== undefined && positive.length === 1 ? { fix: [`Write ${only}`, at, at + 3, only] as const } : {};
    return inReply(line, 'impossible-reply', at, at + 3, { said, advice, ...fix });
  }
  return (
    unknownCode(line, code, at) ??
    inReply(line, 'unusual-reply', at, at + 3, { said: `no RFC names ${code} as a reply to ${what}` })
  );
}

function unknownCode(line: ExpectedText, code: string, at: number): GrammarFinding | undefined {
  if (code.includes('x') || known.has(code)) return undefined;
  return inReply(line, 'unknown-reply-code', at, at + 3, { said: `no RFC that we know has the reply code ${code}` });
}

const whatOf = ({ name, as }: Sent): string =>
  name === 'greeting'
    ? 'the greeting'
    : as === 'message'
      ? 'a message'
      : as === 'response'
        ? 'an authentication'
        : (name ?? 'the command');

/** status-code = class "." subject "." detail; its class is the first digit of the reply code (RFC 2034 §4). */
function enhancedFault(line: ExpectedText, head: string): GrammarFinding | undefined {
  const word = /^(?:[ -])([0-9x])\.([0-9]{1,3}|x)\.([0-9]{1,3}|x)(?=[ \t]|$)/i.exec(line.text.slice(head.length));
  if (!word) return undefined;
  const start = head.length + 1;
  const end = head.length + word[0].length;
  if (!line.whole && end === line.text.length) return undefined;
  const code = word[0].slice(1);
  const status = word[1] ?? '';
  const classes = head.split('|').map((one) => one[0]?.toLowerCase() ?? '');
  if (status === '3' || (classes.every((one) => one === '3') && status !== 'x')) {
    return inReply(line, 'enhanced-code-mismatch', start, end, {
      said: 'there is no enhanced code of class 3: a reply 3xx has none',
    });
  }
  if (status.toLowerCase() !== 'x' && !classes.includes('x') && !classes.includes(status)) {
    const [right = '5'] = classes;
    return inReply(line, 'enhanced-code-mismatch', start, end, {
      said: `${code} is of class ${status}, and the reply code is of class ${right}`,
      fix: [`Write ${right}${code.slice(1)}`, start, end, `${right}${code.slice(1)}`],
    });
  }
  if (/x/i.test(code) || enhancedCodeInfo(code)) return undefined;
  return inReply(line, 'unknown-enhanced-code', start, end, {
    said: `no RFC that we know has the enhanced code ${code}`,
  });
}
