/** Compares an SMTP or LMTP reply with its `S:` lines: codes, and lines as a set (language.md §3). */
import { editDistance } from '../../base';
import type { SmtpReply, SmtpReplyLine } from '../../protocol/smtp/reply';
import type { ExpectedLine, ExpectedReply } from '../../script/program';
import type { Failure } from '../../transcript/event';
import { type Captured, captured } from './captured';
import { type Miss, mismatch } from './failure';
import { matchText, type TextScope } from './match-text';
import { showPattern } from './show';
import { smtpAdvice } from './smtp-advice';
import { codePattern, success } from './smtp-code';
import { type SmtpPattern, smtpPattern } from './smtp-pattern';
import type { LineVerdict, MatchScope, Verdict } from './verdict';

type Captures = readonly (readonly [string, string])[];
type LineMatch =
  | { readonly ok: true; readonly captures: Captures; readonly text: string; readonly uses: number }
  | { readonly ok: false; readonly score: number; readonly miss: Miss };

/** `uses` of a pattern that is met by the reply as a whole. */
const wholeReply = -1;
const notSaid = 'the server did not say this';

export function judgeSmtp(expected: ExpectedReply | undefined, reply: SmtpReply, scope: MatchScope): Verdict {
  const lines = expected?.lines ?? [];
  const found = captured(scope);
  const verdicts = new Map<ExpectedLine, LineVerdict>();
  let failure: Failure | undefined;
  let accepted = false;

  const must = lines.filter((line) => line.mode === 'must');
  const owners = new Map<number, { readonly line: ExpectedLine; readonly match: LineMatch & { ok: true } }>();
  const chosen = assign(must, reply, found, owners);
  for (const line of must) {
    const own = chosen.get(line);
    // Tried again, since the lines before it may have captured what it names.
    const match = tryLine(line, reply, found, own ? [own.uses] : free(reply, owners));
    if (match.ok) {
      found.add(match.captures);
      owners.set(match.uses, { line, match });
      verdicts.set(line, { line, ok: true, text: found.show(match.text) });
      accepted = true;
    } else {
      verdicts.set(line, { line, ok: false, text: found.show(`nearest: ${match.miss.text}`) });
      failure ??= failureOf(line, match.miss, reply, found);
    }
  }
  for (const line of lines.filter((one) => one.mode === 'may')) {
    const match = tryLine(line, reply, found, [...free(reply, owners), wholeReply]);
    if (match.ok) {
      found.add(match.captures);
      owners.set(match.uses, { line, match });
      accepted = true;
    }
    verdicts.set(line, { line, ok: true, text: match.ok ? found.show(match.text) : notSaid });
  }
  for (const line of lines.filter((one) => one.mode === 'mustNot')) {
    const match = tryLine(line, reply, found, [...reply.lines.keys(), wholeReply]);
    verdicts.set(line, { line, ok: !match.ok, text: match.ok ? found.show(match.text) : notSaid });
    if (!match.ok) continue;
    const shown = showPattern(line.pattern, found.value);
    failure ??= mismatch(
      {
        message: 'The server said what it must not say',
        line,
        expected: `nothing like: ${shown}`,
        actual: match.text,
      },
      found.show,
    );
  }
  if (must.length === 0 && !accepted && !success.accepts(reply.code)) {
    failure ??= mismatch(
      {
        message: `The server refused with ${reply.code}, and no line expects that`,
        expected: success.shown,
        actual: showReply(reply),
        advice: smtpAdvice(reply, undefined),
      },
      found.show,
    );
  }
  return {
    ok: failure === undefined,
    lines: lines.flatMap((line) => verdicts.get(line) ?? []),
    captures: found.all,
    ...(failure && { failure }),
  };
}

/** Gives each line that must be met a line of the reply of its own, as many as can be (augmenting paths). */
function assign(
  must: readonly ExpectedLine[],
  reply: SmtpReply,
  scope: TextScope,
  owners: Map<number, { readonly line: ExpectedLine; readonly match: LineMatch & { ok: true } }>,
): ReadonlyMap<ExpectedLine, LineMatch & { ok: true }> {
  const place = (line: ExpectedLine, seen: Set<number>): boolean => {
    // Lines that nobody has yet come first: `S: 250` behind `S: 250-{{@host}}` is to leave the first line to the capture.
    const [taken, untaken] = [
      candidates(line, reply).filter((i) => owners.has(i)),
      candidates(line, reply).filter((i) => !owners.has(i)),
    ];
    for (const index of [...untaken, ...taken]) {
      if (index !== wholeReply && seen.has(index)) continue;
      const match = tryLine(line, reply, scope, [index]);
      if (!match.ok) continue;
      if (index === wholeReply) {
        whole.set(line, match);
        return true;
      }
      seen.add(index);
      const owner = owners.get(index);
      if (owner && !place(owner.line, seen)) continue;
      owners.set(index, { line, match });
      return true;
    }
    return false;
  };
  const whole = new Map<ExpectedLine, LineMatch & { ok: true }>();
  for (const line of must) place(line, new Set());
  const chosen = new Map(whole);
  for (const { line, match } of owners.values()) chosen.set(line, match);
  return chosen;
}

function candidates(line: ExpectedLine, reply: SmtpReply): readonly number[] {
  const pattern = smtpPattern(line.pattern);
  if (pattern.block) return [wholeReply];
  return pattern.regex ? [...reply.lines.keys(), wholeReply] : [...reply.lines.keys()];
}

const free = (reply: SmtpReply, owners: ReadonlyMap<number, unknown>): readonly number[] =>
  [...reply.lines.keys()].filter((index) => !owners.has(index));

/** Tries one expected line on these lines of the reply: the first that fits, else the one that fits best. */
function tryLine(line: ExpectedLine, reply: SmtpReply, scope: TextScope, indices: readonly number[]): LineMatch {
  const pattern = smtpPattern(line.pattern);
  const code = matchCode(pattern, reply, scope);
  if (!code.ok) return code;
  let best: LineMatch | undefined;
  const misses: (LineMatch & { ok: false })[] = [];
  for (const index of indices) {
    const match = tryIndex(pattern, reply, index, scope, code.captures);
    if (match.ok) return match;
    if (!best || (!best.ok && match.score > best.score)) best = match;
    if (match.score <= nothingFits) misses.push(match);
  }
  if (best && !best.ok && best.score <= nothingFits) best = likeliest(misses) ?? best;
  const none = {
    text: showReply(reply),
    wanted: 'one more line',
    got: 'no line that another expected line has not met',
  };
  return best ?? { ok: false, score: 0, miss: none };
}

/** The score of a line of which not one character fits. */
const nothingFits = 1;

/** The miss whose word is most like the one that was wanted: a misspelling. */
function likeliest(misses: readonly (LineMatch & { ok: false })[]): LineMatch | undefined {
  const wanted = (misses[0]?.miss.wanted ?? '').toUpperCase();
  const byDistance = misses
    .map((match) => ({ match, distance: editDistance(wanted, match.miss.got.toUpperCase()) }))
    .filter(({ distance }) => distance <= wanted.length / 2)
    .sort((a, b) => a.distance - b.distance);
  return byDistance[0]?.match;
}

function tryIndex(
  pattern: SmtpPattern,
  reply: SmtpReply,
  index: number,
  scope: TextScope,
  before: Captures,
): LineMatch {
  if (index === wholeReply) {
    const text = reply.lines.map(fullText).join(pattern.block ? '\r\n' : '\n');
    if (!pattern.block) {
      if (pattern.regex?.test(text)) return { ok: true, captures: before, text: showReply(reply), uses: index };
      return { ok: false, score: 0, miss: { text: showReply(reply), wanted: String(pattern.regex), got: text } };
    }
    const withEnd = matchText(pattern.block, `${text}\r\n`, scope, { mode: 'exact' });
    const match = withEnd.ok ? withEnd : matchText(pattern.block, text, scope, { mode: 'exact' });
    if (match.ok) return { ok: true, captures: [...before, ...match.captures], text: showReply(reply), uses: index };
    return { ok: false, score: match.reached, miss: { text: showReply(reply), wanted: match.wanted, got: match.got } };
  }
  const line = reply.lines[index];
  if (!line) return { ok: false, score: -1, miss: { text: showReply(reply), wanted: '', got: '' } };
  const shown = showLine(reply, line);
  const full = matchText(pattern.words, fullText(line), scope, { mode: 'prefix' });
  // The enhanced code may be left out: then the words are compared with the text behind it.
  const match =
    full.ok || line.enhanced === undefined ? full : matchText(pattern.words, line.text, scope, { mode: 'prefix' });
  if (match.ok) return { ok: true, captures: [...before, ...match.captures], text: shown, uses: index };
  const nearer = full.ok || match.reached > full.reached ? match : full;
  return { ok: false, score: nearer.reached + 1, miss: { text: shown, wanted: nearer.wanted, got: nearer.got } };
}

function matchCode(
  { code }: SmtpPattern,
  reply: SmtpReply,
  scope: TextScope,
): { readonly ok: true; readonly captures: Captures } | (LineMatch & { ok: false }) {
  const got = String(reply.code).padStart(3, '0');
  const no = (wanted: string): LineMatch & { ok: false } => ({
    ok: false,
    score: 0,
    miss: { text: showReply(reply), wanted, got },
  });
  switch (code.kind) {
    case 'fixed':
      return code.pattern.accepts(reply.code) ? { ok: true, captures: [] } : no(code.pattern.shown);
    case 'value': {
      const text = scope.value(code.expression).trim();
      const accepts = /^[\d|]+$/.test(text) && codePattern(text)?.accepts(reply.code);
      return accepts ? { ok: true, captures: [] } : no(text);
    }
    case 'capture': {
      const bound = scope.bound(code.name);
      return bound === undefined || bound === got ? { ok: true, captures: [[code.name, got]] } : no(bound);
    }
  }
}

const fullText = ({ enhanced, text }: SmtpReplyLine): string =>
  enhanced === undefined ? text : text === '' ? enhanced : `${enhanced} ${text}`;

const showLine = (reply: SmtpReply, line: SmtpReplyLine): string => {
  const separator = line === reply.lines.at(-1) ? ' ' : '-';
  return `${String(reply.code).padStart(3, '0')}${separator}${fullText(line)}`;
};

/** All lines of a reply on one, as far as they are few. */
export function showReply(reply: SmtpReply): string {
  if (reply.code === 0) return reply.text;
  const shown = reply.lines.slice(0, 8).map((line) => showLine(reply, line));
  if (reply.lines.length > 8) shown.push(`… ${reply.lines.length - 8} more lines`);
  return shown.join(' / ');
}

function failureOf(line: ExpectedLine, miss: Miss, reply: SmtpReply, scope: Captured): Failure {
  const pattern = smtpPattern(line.pattern);
  const codeFits = matchCode(pattern, reply, scope).ok;
  return mismatch(
    {
      message: codeFits
        ? `No line of the ${reply.code} reply says this`
        : `The server answered ${String(reply.code).padStart(3, '0')}`,
      line,
      expected: showPattern(line.pattern, scope.value),
      actual: showReply(reply),
      nearest: miss,
      advice: codeFits
        ? undefined
        : smtpAdvice(reply, pattern.code.kind === 'fixed' ? pattern.code.pattern : undefined),
    },
    scope.show,
  );
}
