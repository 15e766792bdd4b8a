/** Judges the final reply of a directive by the `S:` line behind it. */
import type { ExpectedReply, Place } from '../script/program';
import type { Connection } from './connection';
import type { SessionContext } from './context';
import { failed, type Outcome } from './failure';
import { conclude } from './link';
import { startMatch } from './match/start-match';
import type { ServerUnit } from './match/verdict';
import { matchScope } from './values/match-scope';

/** Without an `S:` line success is expected. */
export function judgeReply(
  context: SessionContext,
  connection: Connection,
  expected: ExpectedReply | undefined,
  final: ServerUnit | undefined,
  place: Place,
): Outcome {
  const { protocol } = connection.conversation;
  const match = startMatch(protocol, expected, matchScope(context.values, { index: context.round }));
  const cause = conclude(linkOf(context, connection), match.finish(final), expected, place);
  return cause && failed(cause);
}

export const linkOf = (context: SessionContext, connection: Connection) => ({
  recorder: context.recorder,
  session: context.index,
  connection: connection.name,
  capture: (name: string, value: string): void => context.values.capture(name, value),
});
