/** Checks an `S:` line of IMAP: tagged or untagged, its name, its number, its response code (RFC 9051 §7). */
import { nearest } from '../../base';
import { responseCodeNamed, responseCodes } from '../../protocol/imap/response-codes';
import { statusDescriptions, untaggedDescriptions } from '../../protocol/imap/response-descriptions';
import { type ExpectedText, inReply, type Word, wordsOf } from './expected-text';
import type { GrammarFinding } from './finding';
import { canBring, type Sent } from './replies';

const completions = /^(?:OK|NO|BAD)(?:\|(?:OK|NO|BAD))*$/i;
const numbered: ReadonlySet<string> = new Set(['EXISTS', 'EXPUNGE', 'FETCH', 'RECENT']);
const statusNames: readonly string[] = statusDescriptions.map((row) => row.name);
const dataNames: readonly string[] = untaggedDescriptions.map((row) => row.name);
const names: ReadonlySet<string> = new Set([...statusNames, ...dataNames]);
const allNames: readonly string[] = [...names];
const codeNames: readonly string[] = responseCodes.map((row) => row.name);

/** As `checkSmtpReply`. */
export function checkImapReply(line: ExpectedText, sent: Sent | undefined, judged: boolean): readonly GrammarFinding[] {
  const words = wordsOf(line.text, 4);
  const [first, second] = words;
  if (!first || (!line.whole && first.end === line.text.length)) return [];
  const word = first.text.toUpperCase();
  if (first.text === '*') return untagged(line, words.slice(1), sent, judged);
  if (first.text === '+') return judged ? continuation(line, first, sent) : [];
  if (completions.test(word)) return code(line, second);
  if (word === 'ANY') return [];
  if (word === 'BYE' || word === 'PREAUTH') return [needsStar(line, first, `${word} is untagged`)];
  const name = second?.text.toUpperCase() ?? '';
  if (/^\d+$/.test(word) && numbered.has(name)) return [needsStar(line, first, `${name} is untagged`)];
  if (dataNames.includes(word) && !completions.test(name)) return [needsStar(line, first, `${word} is untagged`)];
  return tagged(line, first, second);
}

const needsStar = (line: ExpectedText, first: Word, said: string): GrammarFinding =>
  inReply(line, 'untagged-only', first.start, first.end, {
    said,
    fix: ['Begin it with *', first.start, first.start, '* '],
  });

/** `tag SP status …` */
function tagged(line: ExpectedText, tag: Word, status: Word | undefined): readonly GrammarFinding[] {
  if (!status || (!line.whole && status.end === line.text.length)) return [];
  const word = status.text.toUpperCase();
  if (completions.test(word) || word === 'ANY' || status.text.startsWith('/')) {
    const next = wordsOf(line.text.slice(status.end), 1)[0];
    return code(line, next && { ...next, start: next.start + status.end, end: next.end + status.end });
  }
  if (word === 'BYE' || word === 'PREAUTH') {
    return [
      inReply(line, 'tagged-only', status.start, status.end, {
        said: `${word} is untagged, and has no tag`,
        fix: ['Replace the tag by *', tag.start, tag.end, '*'],
      }),
    ];
  }
  if (names.has(word) || (/^\d+$/.test(word) && /\d/.test(tag.text))) {
    return [
      inReply(line, 'tagged-only', tag.start, status.end, {
        said: `${word} is untagged, and has no tag`,
        fix: ['Replace the tag by *', tag.start, tag.end, '*'],
      }),
    ];
  }
  const near = nearest(word, ['OK', 'NO', 'BAD']);
  const fix = near
    ? { advice: `did you mean ${near}?`, fix: [`Replace by ${near}`, status.start, status.end, near] as const }
    : {};
  return [
    inReply(line, 'tagged-only', status.start, status.end, {
      said: `a tagged response is OK, NO or BAD, not ${status.text}`,
      ...fix,
    }),
  ];
}

/** `* [number] NAME …` */
function untagged(
  line: ExpectedText,
  words: readonly Word[],
  sent: Sent | undefined,
  judged: boolean,
): readonly GrammarFinding[] {
  const [first, second] = words;
  if (!first || (!line.whole && first.end === line.text.length)) return [];
  const isNumber = /^(?:\d+|#\d+)$/.test(first.text);
  const name = isNumber ? second : first;
  if (!name || (!line.whole && name.end === line.text.length)) return [];
  const upper = name.text.toUpperCase();
  if (/^(?:OK|NO|BAD|BYE|PREAUTH)(?:\||$)/.test(upper)) return isNumber ? [] : code(line, words[1]);
  if (upper === '...' || name.text.startsWith('/') || name.text.startsWith('(')) return [];
  if (!names.has(upper)) return unknownName(line, name);
  if (isNumber && !numbered.has(upper)) {
    return [
      inReply(line, 'response-number', first.start, first.end, {
        said: `${upper} has no number in front`,
        fix: ['Remove the number', first.start, name.start, ''],
      }),
    ];
  }
  if (!isNumber && numbered.has(upper)) {
    const after = second && /^\d+$/.test(second.text) ? second : undefined;
    const fix = after
      ? { fix: ['Put the number in front', first.start, after.end, `${after.text} ${first.text}`] as const }
      : {};
    return [
      inReply(line, 'response-number', first.start, first.end, {
        said: `${upper} has a message number in front`,
        ...fix,
      }),
    ];
  }
  if (!judged || sent?.as !== 'command' || sent.name === undefined || canBring(sent.name, upper)) return [];
  return [
    inReply(line, 'impossible-reply', name.start, name.end, {
      said: `${sent.name} brings no ${upper}`,
      rfc: 'RFC 9051 §7',
    }),
  ];
}

function unknownName(line: ExpectedText, name: Word): readonly GrammarFinding[] {
  const near = nearest(name.text, allNames);
  if (near === undefined) return [];
  const { start, end } = name;
  const said = `there is no response ${name.text}`;
  return [
    inReply(line, 'unknown-response', start, end, {
      said,
      advice: `did you mean ${near}?`,
      fix: [`Replace by ${near}`, start, end, near],
    }),
  ];
}

/** A `+` is for commands with literals, IDLE and AUTHENTICATE (RFC 9051 §7.6). */
function continuation(line: ExpectedText, plus: Word, sent: Sent | undefined): readonly GrammarFinding[] {
  if (!sent || sent.name === undefined || sent.mayContinue !== false) return [];
  const said = `${sent.name} is not answered by +: it has no literal that waits`;
  return [inReply(line, 'impossible-reply', plus.start, plus.end, { said, rfc: 'RFC 9051 §7.6' })];
}

/** `resp-text = ["[" resp-text-code "]" SP] [text]`: a code that seems to be a slip of another. */
function code(line: ExpectedText, word: Word | undefined): readonly GrammarFinding[] {
  const name = word && /^\[([A-Z0-9-]{2,})/i.exec(word.text)?.[1];
  if (!word || name === undefined || responseCodeNamed(name)) return [];
  const end = word.start + 1 + name.length;
  if (!line.whole && end === line.text.length) return [];
  const near = nearest(name, codeNames);
  if (near === undefined || name.toUpperCase().startsWith('X')) return [];
  const start = word.start + 1;
  return [
    inReply(line, 'unknown-response-code', start, end, {
      said: `no RFC that we know has the response code ${name}`,
      advice: `did you mean ${near}?`,
      fix: [`Replace by ${near}`, start, end, near],
    }),
  ];
}
