/** Reads one POP3 command line, as a server gets it and as a script has it: RFC 1939 §3, RFC 2449 §3. */
import { nearest, type Range, range } from '../../base';
import { type CommandProblemId, commandProblems, type Pop3Problem } from './command-problems';
import { commandInfo, commands, type Pop3CommandInfo } from './commands';

export type { Pop3Problem } from './command-problems';

export interface Pop3Argument {
  readonly text: string;
  readonly range: Range;
}

export interface Pop3Command {
  /** In upper case. */
  readonly keyword: string;
  readonly keywordRange: Range;
  readonly info?: Pop3CommandInfo;
  /** The words behind the keyword; PASS has one, which may hold spaces (RFC 1939 §7). */
  readonly arguments: readonly Pop3Argument[];
  /** Whether a positive response has a body: what `ResponseFramer.expect` wants to know. */
  readonly multiline: boolean;
  readonly problems: readonly Pop3Problem[];
}

/** Octets of a command line without its CRLF (RFC 2449 §4: 255 with it); AUTH lines may be longer (RFC 5034 §4). */
const longestLine = 253;

const messageNumbers: readonly string[] = ['LIST', 'UIDL', 'RETR', 'DELE', 'TOP'];

/** Reads `text`, a line without its end. Never fails: what is wrong is in `problems`, with ranges in `text`. */
export function parseCommand(text: string): Pop3Command {
  const problems: Pop3Problem[] = [];
  const report = (
    id: CommandProblemId,
    start: number,
    end: number,
    more: { message?: string; rfc?: string } = {},
  ): void => {
    problems.push({ id, ...commandProblems[id], ...more, range: range(start, end) });
  };
  const word = /^[^ \t]*/.exec(text)?.[0] ?? '';
  const keyword = word.toUpperCase();
  const info = commandInfo(keyword);
  const words = keyword === 'PASS' ? restOfLine(text, word.length) : splitWords(text, word.length);

  const control = /[\x00-\x08\x0a-\x1f\x7f]/.exec(text);
  if (control) report('control-character', control.index, control.index + 1);
  if (keyword !== 'AUTH' && new TextEncoder().encode(text).length > longestLine)
    report('line-too-long', 0, text.length);

  if (!info) {
    const guess = nearest(
      keyword,
      commands.map((one) => one.keyword),
    );
    const message = `${word === '' ? 'an empty line' : word} is no POP3 command${guess ? `; did you mean ${guess}?` : ''}`;
    report('unknown-command', 0, word.length, { message });
  } else {
    const [least, most] = info.arguments;
    const extra = words[most];
    if (words.length < least) {
      report('missing-argument', 0, text.length, { message: `the command is written ${info.syntax}`, rfc: info.rfc });
    } else if (extra) {
      report('unexpected-argument', extra.range.start, text.length, {
        message: `the command is written ${info.syntax}`,
        rfc: info.rfc,
      });
    }
    checkArguments(keyword, words, report);
  }
  return {
    keyword,
    keywordRange: range(0, word.length),
    ...(info ? { info } : {}),
    arguments: words,
    multiline: info?.multiline(words.length) ?? false,
    problems,
  };
}

const splitWords = (text: string, start: number): Pop3Argument[] =>
  [...text.slice(start).matchAll(/[^ \t]+/g)].map((match) => ({
    text: match[0],
    range: range(start + match.index, start + match.index + match[0].length),
  }));

function restOfLine(text: string, start: number): Pop3Argument[] {
  const rest = text.slice(start + 1);
  return rest === '' ? [] : [{ text: rest, range: range(start + 1, text.length) }];
}

type Report = (id: CommandProblemId, start: number, end: number) => void;

function checkArguments(keyword: string, words: readonly Pop3Argument[], report: Report): void {
  const [first, second] = words;
  if (messageNumbers.includes(keyword) && first && !/^0*[1-9]\d*$/.test(first.text)) {
    report('bad-message-number', first.range.start, first.range.end);
  }
  if (keyword === 'TOP' && second && !/^\d+$/.test(second.text)) {
    report('bad-line-count', second.range.start, second.range.end);
  }
  if (keyword === 'APOP' && second && !/^[0-9a-f]{32}$/.test(second.text)) {
    report('bad-digest', second.range.start, second.range.end);
  }
  if (keyword !== 'AUTH') return;
  if (first && !/^[A-Z0-9_-]{1,20}$/i.test(first.text)) report('bad-mechanism', first.range.start, first.range.end);
  if (second && second.text !== '=' && !(second.text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(second.text))) {
    report('bad-initial-response', second.range.start, second.range.end);
  }
}
