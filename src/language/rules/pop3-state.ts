/** POP3: whether a command may stand where it does (RFC 1939 §4 to §7). */
import type { Range } from '../../base';
import { commandInfo } from '../../protocol/pop3/commands';
import { apopTimestamp } from '../../protocol/pop3/greeting';
import type { Connection } from '../dialogue/connection';
import { mayFail } from '../dialogue/outcomes';
import { nameRange } from './command-word';
import { lineBefore, lineName, type Rule } from './rule';

export const pop3State: Rule = (moment, judge) => {
  if (moment.kind === 'reply') return;
  const { connection } = moment;
  if (connection?.protocol !== 'pop3') return;
  if (moment.kind === 'step') {
    if (moment.step.kind !== 'auth') return;
    const at = moment.step.place.range;
    if (isOver(connection)) judge.report('after-end', at, ['auth', 'QUIT']);
    else if (isSignedIn(connection)) judge.report('signed-in-already', at, ['auth', 'a sign-in that succeeded']);
    return;
  }
  const { line, outcomes, command } = moment;
  if (line.as !== 'command' || line.name === undefined || mayFail(outcomes)) return;
  const info = commandInfo(line.name);
  if (!info) return;
  const at = (): Range => nameRange(moment, judge.text);
  const start = command.place.range.start;
  const name = lineName(connection);
  if (!info.states.some((legal) => connection.states.has(legal))) {
    if (isOver(connection)) judge.report('after-end', at(), [line.name, 'QUIT']);
    else if (isSignedIn(connection)) {
      if (line.name === 'STLS') judge.report('tls-after-sign-in', at(), ['STLS']);
      else judge.report('signed-in-already', at(), [line.name, 'a sign-in that succeeded']);
    } else if (connection.states.has('authorization')) {
      const fix = lineBefore(judge.text, start, 'Sign in before it', `${name}auth USER`);
      judge.report('not-signed-in', at(), [line.name], [fix]);
    } else judge.report('wrong-state', at(), [line.name, [...connection.states].join(' or ')]);
  } else if (line.name === 'STLS' && connection.tls === 'yes') judge.report('tls-already', at(), ['STLS']);
  else if (line.name === 'APOP' && lacksTimestamp(connection)) judge.report('apop-without-timestamp', at());
  else if (line.name === 'PASS' && connection.lastCommand !== undefined && connection.lastCommand !== 'USER') {
    const fix = lineBefore(judge.text, start, 'Write USER before it', `${name}C: USER name`);
    judge.report('pass-without-user', at(), [], [fix]);
  }
};

const isOver = ({ states }: Connection): boolean =>
  [...states].every((state) => state === 'closed' || state === 'update');
const isSignedIn = ({ states }: Connection): boolean => states.size === 1 && states.has('transaction');

/** The greeting is written out, says more than `+OK`, and has no time stamp. */
const lacksTimestamp = ({ greeting }: Connection): boolean =>
  greeting !== undefined &&
  /^\+OK[ \t]+[^ \t]/.test(greeting) &&
  !greeting.includes('\ufffc') &&
  !apopTimestamp(greeting);
