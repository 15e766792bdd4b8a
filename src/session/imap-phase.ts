/** What one line of an IMAP command waits for: untagged data on the way, then `+` or the tagged response. */
import type { ExpectedReply, Place } from '../script/program';
import type { Failure } from '../transcript/event';
import type { Asking, Awaited } from './conversation';
import { failure } from './failure';
import { conclude, type Link } from './link';
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

export interface PhaseOptions {
  readonly link: Link;
  readonly verb: string;
  /** The line for messages. */
  readonly line: string;
  readonly asking: Asking;
  readonly place: Place | undefined;
  readonly matching: () => MatchScope;
  /** The server may ask for more with `+`. */
  readonly continuable: boolean;
  /** `+`s that literals wait for. */
  readonly syncs: number;
}

/** A class, for a pipeline may hold a hundred thousand of them. */
class Phase implements ImapPhase {
  readonly line: string;
  readonly shown: string | undefined;
  readonly verb: string;
  readonly place: Place | undefined;
  readonly expected: readonly ExpectedReply[];
  readonly own: boolean;
  readonly eachRecipient = false;
  readonly continuable: boolean;
  readonly speaksOfContinuation: boolean;
  sentSeq = 0;
  sentAt = 0;
  continued = false;
  done = false;
  failure: Failure | undefined = undefined;
  final: ServerUnit | undefined = undefined;
  judged = 0;
  remaining: number | undefined = undefined;
  syncsLeft: number;
  readonly #link: Link;
  readonly #pipelined: boolean;
  readonly #matching: () => MatchScope;
  #plus: Part | undefined = undefined;
  #rest: Part | undefined = undefined;
  #plusCame = false;

  constructor({ link, verb, line, asking, place, matching, continuable, syncs }: PhaseOptions) {
    this.line = line;
    this.shown = asking.shown?.text;
    this.verb = verb;
    this.place = place;
    this.expected = asking.expected;
    this.own = asking.own;
    this.continuable = continuable;
    this.syncsLeft = syncs;
    this.#link = link;
    this.#pipelined = asking.pipelined;
    this.#matching = matching;
    if (!asking.own && asking.expected.length > 0) {
      const parts = split(joined(asking.expected), matching);
      this.#plus = parts.plus;
      this.#rest = parts.rest;
    }
    this.speaksOfContinuation = this.#plus !== undefined;
  }

  offer(unit: ServerUnit): boolean {
    const claimed = this.#rest?.match.offer(unit) ?? false;
    if (this.#plusCame && claimed) this.#endOfRest();
    return claimed;
  }

  plus(unit: ServerUnit): void {
    if (this.#plus) {
      this.#judgePart(this.#plus, unit);
      this.#plus = undefined;
    } else if (this.syncsLeft === 0 && !this.#rest) this.#judgeDefault(unit);
    if (this.syncsLeft > 0) {
      this.syncsLeft--;
      this.continued = true;
      return;
    }
    this.final = unit;
    this.#plusCame = true;
    if (!this.#rest || this.failure) this.#end(unit);
    else this.#endOfRest();
  }

  tagged(unit: ServerUnit): void {
    if (this.syncsLeft > 0 && unit.kind === 'imap' && unit.response.name === 'OK') {
      this.failure ??= failure('protocol', 'The server ended the command before its literal was sent', {
        ...(this.place ? { place: this.place } : {}),
        advice: 'A literal {n} is asked for with `+` first (RFC 9051 §4.3)',
      });
    } else if (this.#plus && this.syncsLeft === 0) this.#judgePart(this.#plus, unit);
    else if (this.#rest) this.#judgePart(this.#rest, unit);
    else this.#judgeDefault(unit);
    this.#end(unit);
  }

  stop(cause: Failure): void {
    this.failure ??= cause;
    this.#end(undefined);
  }

  #end(final: ServerUnit | undefined): void {
    // Of a pipeline nobody asks for it, and very many would be kept.
    if (final && !this.#pipelined) this.final = final;
    this.done = true;
  }

  #judgeDefault(unit: ServerUnit): void {
    if (this.own) return;
    if (unit.kind === 'imap' && (unit.response.name === 'OK' || unit.response.kind === 'continuation')) return;
    const verdict = startMatch('imap', undefined, this.#matching()).finish(unit);
    this.failure ??= conclude(this.#link, verdict, undefined, this.place);
  }

  #judgePart({ match, expected: lines }: Part, unit: ServerUnit | undefined): void {
    this.failure ??= conclude(this.#link, match.finish(unit), lines, this.place);
  }

  #endOfRest(): void {
    if (!this.#rest?.match.satisfied) return;
    this.#judgePart(this.#rest, undefined);
    this.#rest = undefined;
    this.#end(undefined);
  }
}

export const imapPhase = (options: PhaseOptions): ImapPhase => new Phase(options);
