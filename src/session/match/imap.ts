/** Compares IMAP responses with their `S:` lines as they arrive: untagged ones in any order, then the final one (language.md §3). */
import type { ImapResponse } from '../../protocol/imap/response';
import type { ExpectedLine, ExpectedReply } from '../../script/program';
import type { Failure } from '../../transcript/event';
import { type Captured, captured } from './captured';
import { type Miss, mismatch } from './failure';
import { imapAdvice } from './imap-advice';
import { context } from './imap-context';
import { type ImapPattern, imapPattern } from './imap-pattern';
import { compareResponse, concerns } from './imap-response';
import { showResponse } from './imap-show';
import type { TextScope } from './match-text';
import { showPattern } from './show';
import type { LineVerdict, MatchScope, ReplyMatch, Verdict } from './verdict';

interface LineState {
  readonly line: ExpectedLine;
  readonly pattern: ImapPattern;
  /** Names that the line captured: free again for the responses after the first that met it. */
  readonly own: Set<string>;
  /** The response that met it. */
  met?: string;
  nearest?: Miss & { readonly fitted: number };
}

export function imapMatch(expected: ExpectedReply | undefined, scope: MatchScope): ReplyMatch {
  const found = captured(scope);
  const states = (expected?.lines ?? []).map(
    (line): LineState => ({ line, pattern: imapPattern(line.pattern), own: new Set() }),
  );
  const follow = scope.follow && ((n: number) => scope.follow?.(n));

  /** Tries one response on one line; keeps the nearest miss. */
  const tryLine = (state: LineState, response: ImapResponse): boolean => {
    if (!concerns(state.pattern, response)) return false;
    const lineScope: TextScope =
      state.own.size === 0
        ? found
        : { value: found.value, bound: (name) => (state.own.has(name) ? undefined : found.bound(name)) };
    const ctx = context(lineScope, follow);
    if (compareResponse(state.pattern, response, ctx)) {
      if (state.met === undefined && state.line.mode !== 'mustNot') {
        for (const [name] of ctx.captures) state.own.add(name);
        found.add(ctx.captures);
      }
      state.met ??= showResponse(response);
      return true;
    }
    if (state.met === undefined && ctx.miss && (!state.nearest || ctx.miss.fitted > state.nearest.fitted)) {
      state.nearest = { ...ctx.miss, text: showResponse(response) };
    }
    return false;
  };

  const offer = (response: ImapResponse): boolean => {
    let spokenOf = false;
    for (const state of states) {
      if (state.met !== undefined && scope.once) continue;
      if (state.pattern.kind === 'untagged' && tryLine(state, response)) spokenOf ||= state.line.mode !== 'mustNot';
    }
    return spokenOf;
  };

  const must = states.filter((state) => state.line.mode === 'must');
  return {
    offer: (unit) => unit.kind === 'imap' && unit.response.kind === 'untagged' && offer(unit.response),
    finish(unit) {
      const final = unit?.kind === 'imap' ? unit.response : undefined;
      let spokenOf = false;
      if (final) {
        for (const state of states) {
          if (state.pattern.kind === 'untagged' ? final.kind === 'untagged' : true) {
            if (tryLine(state, final)) spokenOf ||= state.line.mode !== 'mustNot';
          }
        }
      }
      return verdictOf(states, final, spokenOf, found);
    },
    get satisfied() {
      return must.every((state) => state.met !== undefined);
    },
  };
}

function verdictOf(
  states: readonly LineState[],
  final: ImapResponse | undefined,
  spokenOf: boolean,
  found: Captured,
): Verdict {
  let failure: Failure | undefined;
  const unmet = states.filter((state) => state.line.mode === 'must' && state.met === undefined);
  // A refusal explains why data did not come, so it goes first.
  const finalUnmet = unmet.find((state) => state.pattern.kind !== 'untagged');
  const refused = final !== undefined && !isSuccess(final);
  if (refused && !spokenOf && !finalUnmet) {
    failure = mismatch(
      {
        message: `The server ${final.name === 'BYE' ? 'said BYE' : `refused with ${final.name || 'no status'}`}, and no line expects that`,
        expected: 'OK',
        actual: showResponse(final),
        advice: imapAdvice(final),
      },
      found.show,
    );
  }
  const first = finalUnmet ?? unmet[0];
  if (first) failure ??= unmetFailure(first, final, found);
  for (const state of states) {
    if (state.line.mode !== 'mustNot' || state.met === undefined) continue;
    failure ??= mismatch(
      {
        message: 'The server said what it must not say',
        line: state.line,
        expected: `nothing like: ${showPattern(state.line.pattern, found.value)}`,
        actual: state.met,
      },
      found.show,
    );
  }
  if (!final && states.length === 0) {
    failure ??= mismatch({ message: 'The server said nothing', expected: 'OK', actual: 'nothing' }, found.show);
  }
  return {
    ok: failure === undefined,
    lines: states.map((state) => lineVerdict(state, found)),
    captures: found.all,
    ...(failure && { failure }),
  };
}

/** Tagged OK, a continuation, or a greeting that lets in. */
function isSuccess({ kind, name }: ImapResponse): boolean {
  return (
    kind === 'continuation' ||
    name === 'OK' ||
    (kind === 'untagged' && name !== 'BYE' && name !== 'NO' && name !== 'BAD')
  );
}

function lineVerdict({ line, met: response, nearest }: LineState, { show }: Captured): LineVerdict {
  const met = response === undefined ? undefined : show(response);
  switch (line.mode) {
    case 'must':
      return {
        line,
        ok: met !== undefined,
        text: met ?? (nearest ? show(`nearest: ${nearest.text}`) : 'no such response came'),
      };
    case 'may':
      return { line, ok: true, text: met ?? 'the server did not say this' };
    case 'mustNot':
      return { line, ok: met === undefined, text: met ?? 'the server did not say this' };
  }
}

function unmetFailure(state: LineState, final: ImapResponse | undefined, scope: Captured): Failure {
  const { pattern, line, nearest } = state;
  const expected = showPattern(line.pattern, scope.value);
  const came = final ? showResponse(final) : 'nothing';
  if (pattern.kind === 'untagged') {
    const name = pattern.names?.join('|');
    return mismatch(
      {
        message: nearest ? 'No response says this' : name ? `No ${name} response came` : 'No such response came',
        line,
        expected,
        actual: nearest?.text ?? (name ? `no ${name} response before: ${came}` : came),
        nearest,
        advice: final && !isSuccess(final) ? imapAdvice(final) : undefined,
      },
      scope.show,
    );
  }
  const message =
    final?.kind === 'continuation' && pattern.kind === 'final'
      ? 'The server waits for more of the command'
      : final?.kind === 'tagged' && pattern.kind === 'continuation'
        ? `The server answered ${final.name}, and does not wait for more`
        : final
          ? `The server answered ${final.name}`
          : 'The server said nothing';
  return mismatch(
    {
      message,
      line,
      expected,
      actual: came,
      nearest,
      advice: final && !isSuccess(final) ? imapAdvice(final) : undefined,
    },
    scope.show,
  );
}
