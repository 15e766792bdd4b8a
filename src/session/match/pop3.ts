/** Compares a POP3 response with its `S:` lines: the status line, then lines in order, gaps allowed (language.md §3). */

import { nearest } from '../../base';
import type { Pop3Response } from '../../protocol/pop3/response';
import { type Pop3ResponseCodeInfo, responseCodeInfo } from '../../protocol/pop3/response-codes';
import type { ExpectedReply, Pattern } from '../../script/program';
import type { Failure } from '../../transcript/event';
import { captured } from './captured';
import { type Miss, mismatch } from './failure';
import { matchText, type TextScope } from './match-text';
import { showPattern } from './show';
import { blockElements, type Element, wordElements } from './text-pattern';
import type { LineVerdict, MatchScope, Verdict } from './verdict';

export interface Pop3Pattern {
  /** What the first word allows; undefined: the line speaks of the response's further lines. */
  readonly status?: readonly Status[];
  readonly words: readonly Element[];
  /** The response's further lines as one string. */
  readonly block?: readonly Element[];
  /** `.`: the end of a multi-line response. */
  readonly end: boolean;
}

const notSaid = 'the server did not say this';

type Status = Pop3Response['kind'] | 'any';

const statusWords: Readonly<Record<string, Status>> = {
  '+OK': 'ok',
  OK: 'ok',
  '-ERR': 'err',
  ERR: 'err',
  '+': 'continuation',
  ANY: 'any',
};

const compiled = new WeakMap<Pattern, Pop3Pattern>();

/** Compiles the pattern of a POP3 `S:` line. */
export function pop3Pattern(pattern: Pattern): Pop3Pattern {
  const known = compiled.get(pattern);
  if (known) return known;
  const [first, ...others] = wordElements(pattern);
  const block = pattern.find((part) => part.kind === 'block');
  const status = first?.kind === 'literal' ? statusOf(first.text) : undefined;
  const separated = others[0] === undefined || others[0].kind === 'space' || others[0].kind === 'words';
  const words = first ? [first, ...others] : [];
  const made: Pop3Pattern = {
    ...(status && separated ? { status, words: others[0]?.kind === 'space' ? others.slice(1) : others } : { words }),
    ...(block && { block: blockElements(block.content) }),
    end: first?.kind === 'literal' && first.text === '.' && others.length === 0,
  };
  compiled.set(pattern, made);
  return made;
}

function statusOf(word: string): readonly Status[] | undefined {
  const statuses = word.split('|').map((one) => statusWords[one.toUpperCase()]);
  return statuses.every((status) => status !== undefined) ? statuses : undefined;
}

type Attempt =
  | {
      readonly ok: true;
      readonly captures: readonly (readonly [string, string])[];
      readonly text: string;
      readonly next: number;
    }
  | { readonly ok: false; readonly miss: Miss };

export function judgePop3(expected: ExpectedReply | undefined, response: Pop3Response, scope: MatchScope): Verdict {
  const found = captured(scope);
  const verdicts: LineVerdict[] = [];
  let failure: Failure | undefined;
  let spokenOf = false;
  let next = 0;
  for (const line of expected?.lines ?? []) {
    const pattern = pop3Pattern(line.pattern);
    const attempt = tryLine(pattern, response, line.mode === 'mustNot' ? 0 : next, found);
    const shown = showPattern(line.pattern, found.value);
    if (line.mode === 'mustNot') {
      verdicts.push({ line, ok: !attempt.ok, text: attempt.ok ? found.show(attempt.text) : notSaid });
      if (attempt.ok) {
        failure ??= mismatch(
          {
            message: 'The server said what it must not say',
            line,
            expected: `nothing like: ${shown}`,
            actual: attempt.text,
          },
          found.show,
        );
      }
      continue;
    }
    if (attempt.ok) {
      found.add(attempt.captures);
      next = attempt.next;
      spokenOf ||= pattern.status !== undefined;
      verdicts.push({ line, ok: true, text: found.show(attempt.text) });
    } else if (line.mode === 'may') {
      verdicts.push({ line, ok: true, text: notSaid });
    } else {
      spokenOf ||= pattern.status !== undefined;
      verdicts.push({ line, ok: false, text: found.show(`nearest: ${attempt.miss.text}`) });
      failure ??= mismatch(
        {
          message: pattern.status
            ? `The server answered ${showStatus(response).split(' ')[0] || 'nothing'}`
            : 'No line of the response says this, or not in this order',
          line,
          expected: shown,
          actual: showResponse(response),
          nearest: attempt.miss,
          advice: adviceFor(response),
        },
        found.show,
      );
    }
  }
  if (!spokenOf && response.kind !== 'ok' && response.kind !== 'continuation') {
    failure ??= mismatch(
      {
        message: 'The server refused, and no line expects that',
        expected: '+OK',
        actual: showResponse(response),
        advice: adviceFor(response),
      },
      found.show,
    );
  }
  return { ok: failure === undefined, lines: verdicts, captures: found.all, ...(failure && { failure }) };
}

function tryLine(pattern: Pop3Pattern, response: Pop3Response, from: number, scope: TextScope): Attempt {
  const shown = showStatus(response);
  if (pattern.status) {
    if (!pattern.status.includes('any') && !pattern.status.includes(response.kind)) {
      const wanted = pattern.status.map(showKind).join('|');
      return { ok: false, miss: { text: shown, wanted, got: shown.split(' ')[0] ?? '' } };
    }
    const withCode = response.code === undefined ? response.text : `[${response.code}] ${response.text}`;
    const full = matchText(pattern.words, withCode, scope, { mode: 'prefix' });
    const match =
      full.ok || response.code === undefined
        ? full
        : matchText(pattern.words, response.text, scope, { mode: 'prefix' });
    if (!match.ok) {
      const nearer = full.ok || match.reached > full.reached ? match : full;
      return { ok: false, miss: { text: shown, wanted: nearer.wanted, got: nearer.got } };
    }
    if (!pattern.block) return { ok: true, captures: match.captures, text: shown, next: from };
    const body = matchBody(pattern.block, response, scope);
    return body.ok ? { ...body, captures: [...match.captures, ...body.captures] } : body;
  }
  if (pattern.block) return matchBody(pattern.block, response, scope);
  const lines = response.lines ?? [];
  if (pattern.end) {
    if (response.lines) return { ok: true, captures: [], text: '.', next: lines.length };
    return { ok: false, miss: { text: shown, wanted: '.', got: 'the response is a single line' } };
  }
  const misses: Miss[] = [];
  let best: { readonly reached: number; readonly miss: Miss } | undefined;
  for (let i = from; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const match = matchText(pattern.words, line, scope, { mode: 'prefix' });
    if (match.ok) return { ok: true, captures: match.captures, text: line, next: i + 1 };
    const miss = { text: line, wanted: match.wanted, got: match.got };
    if (!best || match.reached > best.reached) best = { reached: match.reached, miss };
    if (match.reached === 0) misses.push(miss);
  }
  if (best?.reached === 0) {
    // Where nothing fits, a misspelling is likely.
    const word = nearest(
      best.miss.wanted,
      misses.map((miss) => miss.got),
    );
    best = { reached: 0, miss: misses.find((miss) => miss.got === word) ?? best.miss };
  }
  return { ok: false, miss: best?.miss ?? { text: shown, wanted: 'one more line', got: 'the end of the response' } };
}

function matchBody(block: readonly Element[], response: Pop3Response, scope: TextScope): Attempt {
  const lines = response.lines ?? [];
  const body = lines.map((line) => `${line}\r\n`).join('');
  const whole = matchText(block, body, scope, { mode: 'exact' });
  const match = whole.ok ? whole : matchText(block, body.slice(0, -2), scope, { mode: 'exact' });
  if (match.ok) return { ok: true, captures: match.captures, text: `${lines.length} lines`, next: lines.length };
  const nearer = whole.ok || match.reached > whole.reached ? match : whole;
  return { ok: false, miss: { text: showStatus(response), wanted: nearer.wanted, got: nearer.got } };
}

const shownKinds: Readonly<Record<Status, string>> = {
  ok: '+OK',
  err: '-ERR',
  continuation: '+',
  unknown: '',
  any: 'any',
};
const showKind = (kind: Status): string => shownKinds[kind];

function showStatus({ kind, code, text }: Pop3Response): string {
  const words = [showKind(kind), code === undefined ? '' : `[${code}]`, text];
  return words.filter((word) => word !== '').join(' ');
}

function showResponse(response: Pop3Response): string {
  const count = response.lines?.length;
  return count === undefined ? showStatus(response) : `${showStatus(response)} (and ${count} lines)`;
}

const deeds: Readonly<Record<string, string>> = {
  'IN-USE': 'Another session holds the maildrop: end it, or try again in a `retry` block',
  'LOGIN-DELAY': 'The server wants more time between logins: `wait` before the next one',
  AUTH: 'The server does not accept these credentials: check the user name and the password',
  UTF8: 'The message needs UTF-8 mode: send UTF8 before signing in',
};

function adviceFor(response: Pop3Response): string | undefined {
  if (response.kind !== 'err' || response.code === undefined) return undefined;
  const info: Pop3ResponseCodeInfo | undefined = responseCodeInfo(response.code);
  return deeds[response.code] ?? (info && `[${response.code}] means: ${info.meaning} (${info.rfc})`);
}
