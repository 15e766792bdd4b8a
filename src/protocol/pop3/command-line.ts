/** Reads one POP3 command line, as a server gets it and as a script has it: RFC 1939 §3, RFC 2449 §3. */
import { nearest, type Range, range } from '../../base';
import { explainBase64, isBase64 } from '../base64-faults';
import { replacing } from '../correction';
import { opaque } from '../opaque';
import { mechanismMeant } from '../sasl/mechanism-names';
import { commandProblems, type Pop3Problem, type ReportProblem } from './command-problems';
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

const encoder = new TextEncoder();
const keywords: readonly string[] = commands.map((one) => one.keyword);
const messageNumbers: readonly string[] = ['LIST', 'UIDL', 'RETR', 'DELE', 'TOP'];

/** Reads `text`, a line without its end. Never fails: what is wrong is in `problems`, with ranges in `text`. */
export function parseCommand(text: string): Pop3Command {
  const problems: Pop3Problem[] = [];
  const report: ReportProblem = (id, start, end, more = {}) => {
    problems.push({ id, ...commandProblems[id], ...more, range: range(start, end) });
  };
  const word = /^[^ \t]*/.exec(text)?.[0] ?? '';
  const keyword = word.toUpperCase();
  const info = commandInfo(keyword);
  const words = keyword === 'PASS' ? restOfLine(text, word.length) : splitWords(text, word.length);

  const control = /[\x00-\x08\x0a-\x1f\x7f]/.exec(text);
  if (control) report('control-character', control.index, control.index + 1);
  // No UTF-16 code unit has more than three octets in UTF-8: a short line need not be counted.
  if (keyword !== 'AUTH' && text.length * 3 > longestLine) {
    if (encoder.encode(text.replaceAll(opaque, '')).length > longestLine) report('line-too-long', 0, text.length);
  }
  const spaces = /^[^ \t]*([ \t]{2,}|\t)(?=[^ \t])/.exec(text);
  if (spaces && keyword !== 'PASS') {
    report('extra-space', word.length, spaces[0].length, {
      fix: replacing('Write one space', word.length, spaces[0].length, ' '),
    });
  }

  if (!info) {
    const guess = nearest(keyword, keywords);
    const message = `${word === '' ? 'an empty line' : word} is no POP3 command${guess ? `; did you mean ${guess}?` : ''}`;
    const fix = guess ? { fix: replacing(`Replace by ${guess}`, 0, word.length, guess) } : {};
    report('unknown-command', 0, word.length, { message, ...fix });
  } else {
    const [least, most] = info.arguments;
    const extra = words[most];
    if (words.length < least) {
      report('missing-argument', 0, text.length, { message: `the command is written ${info.syntax}`, rfc: info.rfc });
    } else if (extra) {
      report('unexpected-argument', extra.range.start, text.length, {
        message: `the command is written ${info.syntax}`,
        rfc: info.rfc,
        fix: replacing('Remove it', words[most - 1]?.range.end ?? word.length, text.length, ''),
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

function checkArguments(keyword: string, words: readonly Pop3Argument[], report: ReportProblem): void {
  const [first, second] = words;
  if (messageNumbers.includes(keyword) && first && !/^0*[1-9]\d*$/.test(first.text)) {
    const message = /^0+$/.test(first.text) ? { message: 'messages are numbered from 1' } : {};
    report('bad-message-number', first.range.start, first.range.end, message);
  }
  if (keyword === 'TOP' && second && !/^\d+$/.test(second.text)) {
    report('bad-line-count', second.range.start, second.range.end);
  }
  if (keyword === 'APOP' && second && !/^[0-9a-f]{32}$/.test(second.text)) reportDigest(second, report);
  if (keyword === 'LANG' && first && !/^(?:\*|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)$/.test(first.text)) {
    report('bad-language-tag', first.range.start, first.range.end);
  }
  if (keyword !== 'AUTH') return;
  if (first) checkMechanism(first, report);
  if (second && second.text !== '=' && !isBase64(second.text)) {
    const { start, end } = second.range;
    const { why, right } = explainBase64(second.text);
    const message = `the initial response is no base64: ${why}`;
    const fix = right === undefined ? {} : { fix: replacing('Write it as base64', start, end, right) };
    report('bad-initial-response', start, end, { message, ...fix });
  }
}

function reportDigest({ text, range: { start, end } }: Pop3Argument, report: ReportProblem): void {
  const small = text.toLowerCase();
  if (/^[0-9a-f]{32}$/.test(small)) {
    const message = 'the hexadecimal digits of the digest are in lower case';
    report('bad-digest', start, end, { message, fix: replacing(`Write ${small}`, start, end, small) });
  } else if (/^[0-9a-f]+$/.test(small)) {
    report('bad-digest', start, end, { message: `the digest has ${text.length} hexadecimal digits, not 32` });
  } else report('bad-digest', start, end);
}

function checkMechanism({ text, range: { start, end } }: Pop3Argument, report: ReportProblem): void {
  if (!/^[A-Z0-9_-]{1,20}$/i.test(text)) {
    report('bad-mechanism', start, end);
    return;
  }
  const { known, meant } = mechanismMeant(text);
  if (known) return;
  const near = meant && { advice: `did you mean ${meant}?`, fix: replacing(`Replace by ${meant}`, start, end, meant) };
  report('unknown-mechanism', start, end, { message: `no SASL mechanism that we know is called ${text}`, ...near });
}
