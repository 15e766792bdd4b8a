/** `S:` lines with no command before them: the greeting, IDLE's data, replies to `raw`. */
import type { ExpectedReply, Place, Receive } from '../../script/program';
import { connectionFor } from '../connect';
import type { Connection } from '../connection';
import { duration, failedAt, notReady, type SessionContext } from '../context';
import { closedFailure, greetingCame, quote, replyTime, showExpected, showPartial } from '../converse';
import { failed, failure, type Outcome } from '../failure';
import { linkOf } from '../judge-reply';
import { conclude } from '../link';
import { startMatch } from '../match/start-match';
import type { ReplyMatch, ServerUnit } from '../match/verdict';
import { matchScope } from '../values/match-scope';

export async function receive(context: SessionContext, step: Receive): Promise<Outcome> {
  const first = connectionFor(context, step.connection, step.place);
  const found = first instanceof Promise ? await first : first;
  if (!found.ok) return found.error;
  const connection = found.value;
  for (const expected of step.expected) {
    const outcome = await one(context, connection, expected);
    if (outcome) return outcome;
  }
  return context.needs.judge(context, connection, step.place);
}

async function one(context: SessionContext, connection: Connection, expected: ExpectedReply): Promise<Outcome> {
  const { conversation } = connection;
  const match = startMatch(conversation.protocol, expected, matchScope(context.values, { index: context.round }));
  if (!connection.greeted) {
    const stop = await greetingCame(context, connection, expected.place);
    if (stop) return stop;
    connection.greeted = true;
    const greeting = conversation.inbox.shift();
    return judged(context, connection, match, greeting?.unit, expected);
  }
  return conversation.protocol === 'imap'
    ? imapData(context, connection, match, expected)
    : nextReply(context, connection, match, expected);
}

async function nextReply(
  context: SessionContext,
  connection: Connection,
  match: ReplyMatch,
  expected: ExpectedReply,
): Promise<Outcome> {
  const { inbox } = connection.conversation;
  const wanted = expected.lines.some((line) => line.mode === 'must');
  if (wanted) {
    const stop = await came(context, connection, expected, () => inbox.length > 0);
    if (stop) return stop;
  }
  const next = inbox.shift();
  return next || wanted ? judged(context, connection, match, next?.unit, expected) : undefined;
}

/** Untagged data in any order until every line is met; a tagged response or a continuation ends it. */
async function imapData(
  context: SessionContext,
  connection: Connection,
  match: ReplyMatch,
  expected: ExpectedReply,
): Promise<Outcome> {
  const { inbox } = connection.conversation;
  let final: ServerUnit | undefined;
  const enough = (): boolean => {
    while (inbox.length > 0 && !final) {
      const unit = inbox.shift()?.unit;
      if (unit?.kind !== 'imap') continue;
      if (unit.response.kind === 'untagged') match.offer(unit);
      else final = unit;
    }
    return final !== undefined || match.satisfied;
  };
  const stop = await came(context, connection, expected, enough, () => match.finish(undefined).failure);
  return stop ?? judged(context, connection, match, final, expected);
}

async function came(
  context: SessionContext,
  connection: Connection,
  expected: ExpectedReply,
  ready: () => boolean,
  missing?: () => { readonly nearest?: unknown } | undefined,
): Promise<Outcome> {
  const ms = replyTime(context);
  const { conversation } = connection;
  let holds = false;
  const test = (): boolean => {
    holds ||= ready();
    return holds;
  };
  const woken = await context.waiter.until(
    () => test() || connection.ended !== undefined || conversation.broken !== undefined,
    ms,
  );
  if (holds) return undefined;
  const place: Place = expected.place;
  if (woken === 'ready') {
    return failedAt(
      { expected: showExpected(expected), ...(conversation.broken ?? closedFailure(context, connection, undefined)) },
      place,
      connection,
    );
  }
  if (woken !== 'cancelled') showPartial(context, connection);
  const nearest = missing?.();
  const stop = notReady(context, woken, () => ({
    ...failure('timeout', `The server did not say this within ${duration(ms)}`, {
      expected: showExpected(expected),
      actual:
        conversation.partial.length > 0
          ? `an incomplete line: "${quote(context, conversation.partial)}"`
          : 'nothing that fits',
      ...(conversation.hint === undefined ? {} : { advice: conversation.hint }),
    }),
    ...(nearest?.nearest ? { nearest: nearest.nearest as { text: string; wanted: string; got: string } } : {}),
  }));
  return stop.kind === 'failed' ? failedAt(stop.failure, place, connection) : stop;
}

function judged(
  context: SessionContext,
  connection: Connection,
  match: ReplyMatch,
  unit: ServerUnit | undefined,
  expected: ExpectedReply,
): Outcome {
  const cause = conclude(linkOf(context, connection), match.finish(unit), expected, expected.place);
  return cause && failed(cause);
}
