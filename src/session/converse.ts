/** Sends lines on a connection and waits for what answers them, the change to TLS or compression included. */
import { fromStrictUtf8, latin1 } from '../base';
import type { ExpectedReply, Place } from '../script/program';
import type { Failure } from '../transcript/event';
import type { Connection } from './connection';
import { duration, emit, failedAt, notReady, type SessionContext, where } from './context';
import type { Awaited, Sending, Unasked } from './conversation';
import { failed, failure, type Outcome, type Stop } from './failure';
import { whatOf } from './link';
import { shorten, showPattern } from './match/show';
import { upgradeStream } from './upgrade';

export const replyTime = (context: SessionContext): number =>
  context.session.settings.timeoutMs ?? context.timeouts.reply;

/** Sends (several: in one write) and waits for all answers; the first failure is the outcome. */
export async function ask(
  context: SessionContext,
  connection: Connection,
  sendings: readonly Sending[],
): Promise<Outcome> {
  const stages = sendings.length === 1 ? (sendings[0]?.stages.length ?? 0) : 1;
  for (let stage = 0; stage < stages; stage++) {
    const full = connection.send(sendings, stage);
    const awaited = sendings[0]?.awaited;
    if (full && !awaited) {
      const stop = await taken(context, connection, full);
      if (stop) return stop;
    }
    if (stage + 1 === stages || !awaited) continue;
    const stop = await until(context, connection, awaited, () => awaited.continued || awaited.done);
    if (stop) return stop;
    if (awaited.done) break;
    awaited.continued = false;
  }
  let outcome: Outcome;
  for (const { awaited } of sendings) {
    if (!awaited) continue;
    if (!awaited.done) {
      const stop = await until(context, connection, awaited, () => awaited.done);
      if (stop) return outcome ?? stop;
    }
    if (awaited.failure) outcome ??= failed(awaited.failure);
    if (connection.conversation.upgrade) {
      // Nothing more can come in clear, so that nothing is left to wait for.
      if (outcome) return outcome;
      const stop = await upgradeStream(context, connection, awaited.place);
      if (stop) return stop;
    }
  }
  return outcome;
}

/** Waits until the peer has taken what was written. */
export async function taken(
  context: SessionContext,
  connection: Connection,
  full: Promise<void>,
): Promise<Stop | undefined> {
  let done = false;
  void full.then(() => {
    done = true;
    context.waiter.wake();
  });
  const woken = await context.waiter.until(() => done || connection.ended !== undefined, replyTime(context));
  if (woken === 'ready') return undefined;
  return notReady(context, woken, () => failure('timeout', 'The server does not take what is sent to it'));
}

async function until(
  context: SessionContext,
  connection: Connection,
  awaited: Awaited,
  ready: () => boolean,
): Promise<Stop | undefined> {
  const ms = replyTime(context);
  const woken = await context.waiter.until(() => ready() || connection.ended !== undefined, ms);
  if (woken !== 'ready') {
    if (woken !== 'cancelled') showPartial(context, connection, awaited);
    const stop = notReady(context, woken, () => lateFailure(context, connection, awaited, ms));
    return stop.kind === 'failed' ? failedAt(stop.failure, awaited.place, connection) : stop;
  }
  if (ready()) return undefined;
  return failedAt(
    awaited.failure ?? closedFailure(context, connection, whatOf(context.recorder, awaited)),
    awaited.place,
    connection,
  );
}

function lateFailure(context: SessionContext, connection: Connection, awaited: Awaited, ms: number): Failure {
  const { partial, hint } = connection.conversation;
  return failure('timeout', `No answer to \`${whatOf(context.recorder, awaited)}\` within ${duration(ms)}`, {
    expected: awaited.expected[0] ? showExpected(awaited.expected[0]) : 'success',
    actual: partial.length > 0 ? `an incomplete answer: "${quote(context, partial)}"` : 'nothing',
    advice:
      hint ??
      (partial.length > 0 ? 'The line end of the answer never came' : 'Raise `timeout` if the server is only slow'),
  });
}

/** The peer closed while something was awaited. */
export function closedFailure(context: SessionContext, connection: Connection, what: string | undefined): Failure {
  const ended = connection.ended;
  if (ended?.cause) return ended.cause;
  if (ended?.by === 'us') {
    return failure('closed', 'The connection is closed: this script closed it', {
      advice: 'Open another with `connect`',
    });
  }
  const did =
    ended?.how === 'rst' ? `broke the connection${ended.reason ? ` (${ended.reason})` : ''}` : 'closed the connection';
  const partial = ended?.partial;
  if (partial && partial.length > 0) {
    return failure('closed', `The server ${did} in mid-reply after "${quote(context, partial)}"`, {
      actual: quote(context, partial),
    });
  }
  return failure(
    'closed',
    what === undefined ? `The server ${did}` : `The server ${did} before it answered \`${what}\``,
    {
      actual: 'nothing',
    },
  );
}

export function showPartial(context: SessionContext, connection: Connection, awaited?: Awaited): void {
  const { partial } = connection.conversation;
  if (partial.length === 0) return;
  const more = { note: 'incomplete', ...(awaited && awaited.sentSeq > 0 && { answers: awaited.sentSeq }) };
  context.recorder.received(
    context.recorder.redactor.wire(partial),
    'reply',
    more,
    where(context, awaited?.place, connection),
  );
}

export const quote = (context: SessionContext, bytes: Uint8Array): string =>
  shorten(context.recorder.redactor.text(fromStrictUtf8(bytes) ?? latin1(bytes)), 200);

export const showExpected = ({ lines }: ExpectedReply): string =>
  lines
    .map(({ mode, pattern }) => `${mode === 'must' ? '' : mode === 'may' ? 'perhaps ' : 'not '}${showPattern(pattern)}`)
    .join(', ');

/** Waits for the greeting and, as no line spoke of it, judges it: only a positive one lets the dialogue begin. */
export async function greeted(
  context: SessionContext,
  connection: Connection,
  place: Place | undefined,
): Promise<Outcome> {
  if (connection.greeted) return undefined;
  const stop = await greetingCame(context, connection, place);
  if (stop) return stop;
  connection.greeted = true;
  const greeting = connection.conversation.inbox.shift();
  if (!greeting || isPositive(greeting)) return undefined;
  return failedAt(
    failure('refused', `The server’s greeting is not positive: ${greeting.text}`, {
      expected: { smtp: '2xx', lmtp: '2xx', imap: '* OK or * PREAUTH', pop3: '+OK' }[connection.conversation.protocol],
      actual: greeting.text,
      advice: 'Where that is expected, write it: an `S:` line before the first command speaks of the greeting',
    }),
    place,
    connection,
  );
}

export async function greetingCame(
  context: SessionContext,
  connection: Connection,
  place: Place | undefined,
): Promise<Stop | undefined> {
  const { conversation } = connection;
  if (!conversation.opening) return undefined;
  const ms = replyTime(context);
  const woken = await context.waiter.until(
    () => !conversation.opening || conversation.broken !== undefined || connection.ended !== undefined,
    ms,
  );
  if (!conversation.opening) return undefined;
  if (woken === 'ready') {
    return failedAt(
      conversation.broken ?? closedFailure(context, connection, 'the connection with a greeting'),
      place,
      connection,
    );
  }
  const { partial } = conversation;
  if (woken !== 'cancelled') showPartial(context, connection);
  const stop = notReady(context, woken, () =>
    failure('timeout', `The server did not greet within ${duration(ms)}`, {
      expected: 'a greeting',
      actual: partial.length > 0 ? `an incomplete line: "${quote(context, partial)}"` : 'nothing',
      advice: 'Check that the port speaks this protocol in clear: implicit TLS wants `smtps:`, `imaps:`, `pop3s:`',
    }),
  );
  return stop.kind === 'failed' ? failedAt(stop.failure, place, connection) : stop;
}

function isPositive({ unit }: Unasked): boolean {
  switch (unit.kind) {
    case 'smtp':
      return unit.reply.code >= 200 && unit.reply.code < 300;
    case 'pop3':
      return unit.response.positive;
    case 'imap':
      return unit.response.name === 'OK' || unit.response.name === 'PREAUTH';
  }
}

/** Before anything else is said: what the server said unasked is an error, IMAP's data aside (language.md §3). */
export function nothingUnasked(context: SessionContext, connection: Connection, place: Place | undefined): Outcome {
  const { inbox, broken } = connection.conversation;
  if (broken) return failedAt(broken, place, connection);
  for (const { unit, text } of inbox) {
    const cause = unaskedFailure(unit, text, context.session.settings.strict);
    if (cause) {
      inbox.length = 0;
      return failedAt(cause, place, connection);
    }
  }
  return undefined;
}

function unaskedFailure(unit: Unasked['unit'], text: string, strict: boolean): Failure | undefined {
  if (unit.kind === 'imap') {
    const { kind, name } = unit.response;
    if (name === 'BYE') {
      return failure('closed', `The server closes: ${text}`, {
        actual: text,
        advice: 'Where that is expected, write `S: * BYE`',
      });
    }
    if (kind === 'untagged' && !strict) return undefined;
    const what = kind === 'tagged' ? 'ended a command that no line waits for' : 'said something nobody asked for';
    return failure(strict && kind === 'untagged' ? 'mismatch' : 'protocol', `The server ${what}: ${text}`, {
      actual: text,
      advice: 'Write an `S:` line where it is expected',
    });
  }
  if (unit.kind === 'smtp' && unit.reply.code === 421) {
    return failure('closed', `The server closes: ${text}`, {
      actual: text,
      advice: 'Where that is expected, write `S: 421`',
    });
  }
  return failure('protocol', `The server sent a reply that no command asked for: ${text}`, {
    actual: text,
    expected: 'nothing before the next command',
    advice: 'Write an `S:` line where it is expected; it may also be the reply to a line that was taken for data',
  });
}

/** The outcome is noted in the transcript as advice only: clean-up must not change what a session came to. */
export function warn(context: SessionContext, text: string, place: Place | undefined, connection?: Connection): void {
  emit(context, { kind: 'logged', level: 'warning', text: context.recorder.redactor.text(text) }, place, connection);
}
