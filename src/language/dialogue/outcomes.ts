/** How a command may end, by what the script expects: SMTP codes, IMAP statuses, POP3 answers. */
import type { Protocol } from '../../protocol/finding';
import { commands, commonReplies } from '../../protocol/smtp/commands';
import type { ExpectedLine, ExpectedReply, Pattern } from '../../script';

export interface Outcomes {
  /** SMTP: codes. IMAP: `OK`, `NO`, `BAD`, `+`. POP3: `+OK`, `-ERR`, `+`. */
  readonly possible: readonly string[];
  /** An `S:` line says so: else the runner expects success. */
  readonly written: boolean;
}

/** Whether the script itself reckons with a failure: then it knows what it does. */
export const mayFail = ({ possible, written }: Outcomes): boolean => written && possible.some(isFailure);

const isFailure = (outcome: string): boolean => /^(?:[45]|NO|BAD|-ERR|BYE)/.test(outcome);

/** The first line of a reply that it must have. */
const mainLine = (reply: ExpectedReply | undefined): ExpectedLine | undefined =>
  reply?.lines.find((line) => line.mode === 'must');

/** A pattern as plain text as far as it is, with `...` for what is not. */
export function patternText(pattern: Pattern): string {
  let text = '';
  for (const part of pattern) {
    if (part.kind === 'text') text += part.text.slice(0, 2_000);
    else {
      text += '\ufffc';
      if (part.kind !== 'value' && part.kind !== 'capture' && part.kind !== 'any') break;
    }
    if (text.length > 4_000) break;
  }
  return text.trim();
}

/** What each verb can get: all codes, and those of success. */
interface Codes {
  readonly all: readonly string[];
  readonly good: readonly string[];
}

const isSuccess = (code: string): boolean => code.startsWith('2') || code.startsWith('3');

const generalCodes = ['250', '354', '450', '550', '503', '554', ...commonReplies.map(({ code }) => String(code))];
const anyCodes: Codes = { all: generalCodes, good: generalCodes.filter(isSuccess) };
const codesByVerb: ReadonlyMap<string, Codes> = new Map([
  ...commands.map(({ verb, replies }): [string, Codes] => {
    const own = replies.map(({ code }) => String(code));
    return [verb, { all: [...own, ...generalCodes], good: own.filter(isSuccess) }];
  }),
  // The end of the message.
  ['DATA.', { all: generalCodes, good: ['250'] }],
]);

/** The outcomes of the SMTP command `verb`, in upper case; undefined when it is not known. */
export function smtpOutcomes(expected: readonly ExpectedReply[], verb: string | undefined): Outcomes {
  const codes = (verb === undefined ? undefined : codesByVerb.get(verb)) ?? anyCodes;
  const line = mainLine(expected.at(-1));
  if (!line) return { possible: codes.good, written: false };
  const [first] = line.pattern;
  const text = first?.kind === 'text' ? first.text : '';
  const written = /^[ \t]*([0-9x]{3}(?:\|[0-9x]{3})*)/i.exec(text)?.[1]?.toLowerCase();
  if (written === undefined) return { possible: codes.all, written: true };
  if (written.length === 3 && !written.includes('x')) return { possible: [written], written: true };
  return { possible: written.split('|').flatMap((code) => matching(code, codes.all)), written: true };
}

/** The codes that a pattern such as `25x` stands for. */
function matching(pattern: string, codes: readonly string[]): readonly string[] {
  if (!pattern.includes('x')) return [pattern];
  const shape = new RegExp(`^${pattern.replaceAll('x', '[0-9]')}$`);
  const found = codes.filter((code) => shape.test(code));
  return found.length > 0 ? found : [pattern.replaceAll('x', '0')];
}

/** The outcomes of an IMAP line; `goesOn`: the server may answer it by `+`. */
export function imapOutcomes(expected: readonly ExpectedReply[], goesOn: boolean): Outcomes {
  const lines = expected.length === 1 && expected[0] ? expected[0].lines : expected.flatMap((reply) => reply.lines);
  for (const line of lines.toReversed()) {
    if (line.mode !== 'must') continue;
    const [first = '', second = ''] = patternText(line.pattern).split(/[ \t]+/, 2);
    if (first === '+') return { possible: ['+'], written: true };
    for (const word of [first, second]) {
      if (/^(?:OK|NO|BAD)(?:\|(?:OK|NO|BAD))*$/i.test(word) && first !== '*')
        return { possible: word.toUpperCase().split('|'), written: true };
      if (/^any$/i.test(word) && first !== '*') return { possible: ['OK', 'NO', 'BAD'], written: true };
    }
    if (first.startsWith('\ufffc')) return { possible: ['OK', 'NO', 'BAD'], written: true };
  }
  return { possible: goesOn ? ['OK', '+'] : ['OK'], written: false };
}

/** The outcomes of a POP3 command; `goesOn`: the server may answer it by `+`. */
export function pop3Outcomes(expected: readonly ExpectedReply[], goesOn: boolean): Outcomes {
  const line = mainLine(expected[0]);
  if (!line) return { possible: goesOn ? ['+OK', '+'] : ['+OK'], written: false };
  const word = /^\S*/.exec(patternText(line.pattern))?.[0].toUpperCase() ?? '';
  if (word === '+OK' || word === '-ERR') return { possible: [word], written: true };
  return { possible: word === '+' ? ['+'] : ['+OK', '-ERR', ...(goesOn ? ['+'] : [])], written: true };
}

/** The outcomes of a line that speaks no command of its own: the end of a message, the step of an exchange. */
export const outcomesOf = (
  protocol: Protocol,
  expected: readonly ExpectedReply[],
  name: string | undefined,
  goesOn: boolean,
): Outcomes =>
  protocol === 'imap'
    ? imapOutcomes(expected, goesOn)
    : protocol === 'pop3'
      ? pop3Outcomes(expected, goesOn)
      : smtpOutcomes(expected, name);
