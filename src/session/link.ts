/** What a conversation is given by its connection: a place in the transcript, the values of the session, time. */
import { fromStrictUtf8, latin1 } from '../base';
import type { FrameLimits, Protocol } from '../protocol/finding';
import type { ExpectedReply, Place } from '../script/program';
import type { Failure, ReceivedRole, WireText } from '../transcript/event';
import type { Asking, Awaited } from './conversation';
import { failure, located } from './failure';
import { shorten } from './match/show';
import { startMatch } from './match/start-match';
import type { MatchScope, ServerUnit, Verdict } from './match/verdict';
import type { Files } from './ports';
import type { ReceivedMore, Recorder } from './recorder';

export interface Link {
  readonly recorder: Recorder;
  readonly session: number;
  readonly connection: string | undefined;
  readonly keep: Files['keep'];
  readonly limits: Partial<FrameLimits>;
  readonly strict: boolean;
  /** What a comparison is given: of a command with this tag, messages followed to the numbers they have now. */
  readonly matching: (tag?: string, follow?: (n: number) => number | undefined) => MatchScope;
  readonly capture: (name: string, value: string) => void;
  /** A part of an answer has come. */
  readonly progress: () => void;
  /** Nothing more is read until the stream has been changed. */
  readonly pause: () => void;
}

/** The text of octets for messages: masked, one line, short. */
export function shown(link: Link, bytes: Uint8Array): string {
  const text = fromStrictUtf8(bytes) ?? latin1(bytes);
  return shorten(link.recorder.redactor.text(text.replace(/\r?\n$/, '')), 200);
}

/** A new awaited answer; its `sent` event is filled in when it is sent. */
export const awaitedFor = (
  verb: string,
  line: string,
  asking: Asking,
  place: Place | undefined,
  eachRecipient = false,
): Awaited => ({
  line,
  shown: asking.shown?.text,
  verb,
  place,
  expected: asking.expected,
  own: asking.own,
  sentSeq: 0,
  sentAt: 0,
  continued: false,
  done: false,
  failure: undefined,
  final: undefined,
  judged: 0,
  eachRecipient,
  remaining: undefined,
});

/** A command for people: masked, one line, short. */
export const whatOf = ({ redactor }: Recorder, { line, shown: instead }: Pick<Awaited, 'line' | 'shown'>): string =>
  shorten(instead?.trimEnd() ?? redactor.text(line.trimEnd()), 200);

/** Emits a `received` event for octets. */
export function receive(
  link: Link,
  bytes: Uint8Array,
  role: ReceivedRole,
  awaited: Awaited | undefined,
  more?: ReceivedMore,
): number {
  return receiveText(link, link.recorder.redactor.wire(bytes), role, awaited, more);
}

export function receiveText(
  link: Link,
  wire: WireText,
  role: ReceivedRole,
  awaited: Awaited | undefined,
  more?: ReceivedMore,
): number {
  const answers =
    awaited && awaited.sentSeq > 0
      ? { answers: awaited.sentSeq, ms: link.recorder.since(awaited.sentAt), ...more }
      : more;
  link.progress();
  return link.recorder.received(wire, role, answers, {
    session: link.session,
    connection: link.connection,
    place: awaited?.place,
  });
}

/** Judges one whole reply; the failure, if there is one, knows its place. */
export function judge(
  link: Link,
  protocol: Protocol,
  expected: ExpectedReply | undefined,
  unit: ServerUnit,
  place: Place | undefined,
): Failure | undefined {
  return conclude(link, startMatch(protocol, expected, link.matching()).finish(unit), expected, place);
}

/** Puts a verdict into the transcript and its captures into the session. */
export function conclude(
  link: Pick<Link, 'recorder' | 'session' | 'connection' | 'capture'>,
  verdict: Verdict,
  expected: ExpectedReply | undefined,
  place: Place | undefined,
): Failure | undefined {
  const { recorder } = link;
  for (const { line, ok, text } of verdict.lines) checked(link, ok, recorder.redactor.text(text), line.place);
  for (const [name, value] of verdict.captures) {
    link.capture(name, value);
    recorder.emit(
      { kind: 'captured', name, value: recorder.redactor.text(value) },
      { session: link.session, connection: link.connection, place: expected?.place },
    );
  }
  const cause = verdict.failure;
  if (verdict.lines.length === 0 && !verdict.ok) checked(link, false, successText, place);
  if (verdict.ok || !cause) return undefined;
  return located(masked(cause, recorder), place, link.connection);
}

const successText = 'success, as no line asks for anything else';

export function checked(
  link: Pick<Link, 'recorder' | 'session' | 'connection'>,
  ok: boolean,
  text: string,
  place: Place | undefined,
): void {
  link.recorder.emit({ kind: 'checked', ok, text }, { session: link.session, connection: link.connection, place });
}

/** The failure with secrets masked in all its texts. */
export function masked(cause: Failure, { redactor }: Recorder): Failure {
  const mask = (text: string): string => redactor.text(text);
  return {
    ...cause,
    message: mask(cause.message),
    ...(cause.expected !== undefined && { expected: mask(cause.expected) }),
    ...(cause.actual !== undefined && { actual: mask(cause.actual) }),
    ...(cause.advice !== undefined && { advice: mask(cause.advice) }),
    ...(cause.nearest && {
      nearest: { text: mask(cause.nearest.text), wanted: mask(cause.nearest.wanted), got: mask(cause.nearest.got) },
    }),
  };
}

export function oversized(link: Link, bytes: Uint8Array, dropped: number, awaited: Awaited | undefined): Failure {
  receive(link, bytes, 'data', awaited, { note: `cut: ${dropped} octets more were not kept` });
  return failure(
    'protocol',
    `The server sent more than the limits allow: ${bytes.length + dropped} octets and no end in sight`,
    {
      actual: shown(link, bytes),
      advice: 'If the server is right, raise the limits (line, literal)',
      ...(link.connection === undefined ? {} : { connection: link.connection }),
      ...(awaited?.place ? { place: awaited.place } : {}),
    },
  );
}
