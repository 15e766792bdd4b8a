/** What one line of an IMAP command waits for: untagged data on the way, then `+` or the tagged response. */
import type { ExpectedReply, Place } from '../script/program';
import type { Failure } from '../transcript/event';
import type { Asking, Awaited } from './conversation';
import { failure } from './failure';
import { awaitedFor, conclude, type Link } from './link';
import { startMatch } from './match/start-match';
import type { MatchScope, ReplyMatch, ServerUnit } from './match/verdict';

export interface ImapPhase extends Awaited {
  /** `+`s that literals still wait for. */
  syncsLeft: number;
  /** The server may ask for more with `+`. */
  readonly continuable: boolean;
  /** An `S:` line speaks of `+`. */
  readonly speaksOfContinuation: boolean;
  /** Untagged data; true when a line speaks of it. */
  offer(unit: ServerUnit): boolean;
  plus(unit: ServerUnit): void;
  tagged(unit: ServerUnit): void;
  /** Ends it without an answer. */
  stop(cause: Failure): void;
}

/** A command that has no tagged response yet. */
export interface InFlight {
  readonly tag: string;
  readonly name: string;
  /** What the last line sent for it waits for; undefined while nothing does (IDLE after `+`). */
  phase: ImapPhase | undefined;
  /** Numbers of messages expunged since it was sent. */
  readonly expunged: number[];
  /** The server said `+`, and the next line goes on with it. */
  challenged: boolean;
  /** Octets of a literal announced by hand that the next lines bring. */
  literalLeft: number;
  /** The literal is complete and the command's line is not. */
  unfinished: boolean;
}

interface Part {
  readonly expected: ExpectedReply;
  readonly match: ReplyMatch;
}

/** The lines that speak of `+` are judged apart: they are met long before the others. */
function split(expected: ExpectedReply | undefined, matching: () => MatchScope): { plus?: Part; rest?: Part } {
  if (!expected) return {};
  const ofPlus = expected.lines.filter(({ mode, pattern: [first] }) => {
    return mode !== 'mustNot' && first?.kind === 'text' && first.text.trimStart().startsWith('+');
  });
  if (ofPlus.length === 0) return { rest: part(expected, matching) };
  const others = expected.lines.filter((line) => !ofPlus.includes(line));
  const plus = part({ ...expected, lines: ofPlus }, matching);
  return others.length === 0 ? { plus } : { plus, rest: part({ ...expected, lines: others }, matching) };
}

/** A command has one answer: `+` and the tagged response of a literal are of one piece. */
function joined([first, ...more]: readonly ExpectedReply[]): ExpectedReply | undefined {
  return first && more.length > 0 ? { ...first, lines: [first, ...more].flatMap(({ lines }) => lines) } : first;
}

const part = (expected: ExpectedReply, matching: () => MatchScope): Part => ({
  expected,
  match: startMatch('imap', expected, matching()),
});

export function imapPhase(
  link: Link,
  verb: string,
  line: string,
  asking: Asking,
  place: Place | undefined,
  matching: () => MatchScope,
  { continuable, syncs }: { readonly continuable: boolean; readonly syncs: number },
): ImapPhase {
  const expected = joined(asking.expected);
  const parts = split(asking.own ? undefined : expected, matching);
  let plus = parts.plus;
  let rest = parts.rest;
  let plusCame = false;

  const end = (final: ServerUnit | undefined): void => {
    if (final) phase.final = final;
    phase.done = true;
  };

  const judgeDefault = (unit: ServerUnit): void => {
    if (asking.own) return;
    if (unit.kind === 'imap' && (unit.response.name === 'OK' || unit.response.kind === 'continuation')) return;
    const verdict = startMatch('imap', undefined, matching()).finish(unit);
    phase.failure ??= conclude(link, verdict, undefined, place);
  };

  const judgePart = ({ match, expected: lines }: Part, unit: ServerUnit | undefined): void => {
    phase.failure ??= conclude(link, match.finish(unit), lines, place);
  };

  const endOfRest = (): void => {
    if (!rest?.match.satisfied) return;
    judgePart(rest, undefined);
    rest = undefined;
    end(undefined);
  };

  const phase: ImapPhase = Object.assign(awaitedFor(verb, line, asking, place), {
    syncsLeft: syncs,
    continuable,
    speaksOfContinuation: parts.plus !== undefined,
    offer(unit: ServerUnit): boolean {
      const claimed = rest?.match.offer(unit) ?? false;
      if (plusCame && claimed) endOfRest();
      return claimed;
    },
    plus(unit: ServerUnit): void {
      if (plus) {
        judgePart(plus, unit);
        plus = undefined;
      } else if (phase.syncsLeft === 0 && !rest) judgeDefault(unit);
      if (phase.syncsLeft > 0) {
        phase.syncsLeft--;
        phase.continued = true;
        return;
      }
      phase.final = unit;
      plusCame = true;
      if (!rest || phase.failure) end(unit);
      else endOfRest();
    },
    tagged(unit: ServerUnit): void {
      if (phase.syncsLeft > 0 && unit.kind === 'imap' && unit.response.name === 'OK') {
        phase.failure ??= failure('protocol', 'The server ended the command before its literal was sent', {
          ...(place ? { place } : {}),
          advice: 'A literal {n} is asked for with `+` first (RFC 9051 §4.3)',
        });
      } else if (plus && phase.syncsLeft === 0) judgePart(plus, unit);
      else if (rest) judgePart(rest, unit);
      else judgeDefault(unit);
      end(unit);
    },
    stop(cause: Failure): void {
      phase.failure ??= cause;
      end(undefined);
    },
  });
  return phase;
}
