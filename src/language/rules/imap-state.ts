/** IMAP: whether a command may stand where it does (RFC 9051 §3, §6; RFC 2177 §3). */
import type { Range } from '../../base';
import { commandNamed, type ImapCommand } from '../../protocol/imap/commands';
import type { Connection } from '../dialogue/connection';
import { mayFail } from '../dialogue/outcomes';
import { nameRange } from './command-word';
import { type Judge, lineBefore, lineName, type Rule } from './rule';

export const imapState: Rule = (moment, judge) => {
  if (moment.kind === 'reply') return;
  const { connection } = moment;
  if (connection?.protocol !== 'imap') return;
  if (moment.kind === 'step') {
    if (moment.step.kind !== 'auth') return;
    const at = moment.step.place.range;
    if (connection.idle) inIdle(connection, at, judge);
    else if (isOver(connection)) judge.report('after-end', at, ['auth', 'LOGOUT']);
    else if (isSignedIn(connection)) judge.report('signed-in-already', at, ['auth', signedInBy(connection)]);
    return;
  }
  const { line, outcomes, command } = moment;
  if (line.as === 'data' || line.as === 'rest' || line.as === 'response') return;
  if (line.as === 'done') return;
  if (connection.idle) {
    if (!mayFail(outcomes)) inIdle(connection, command.place.range, judge);
    return;
  }
  if (line.name === 'DONE' && !mayFail(outcomes)) {
    judge.report('not-in-idle', nameRange(moment, judge.text));
    return;
  }
  const row = line.name === undefined ? undefined : commandNamed(line.name);
  if (!row || mayFail(outcomes)) return;
  const legal = [...connection.states].some((state) => row.states.some((one) => one === state));
  if (legal && !(row.name === 'STARTTLS' && connection.tls === 'yes')) return;
  wrongState(connection, row, nameRange(moment, judge.text), command.place.range.start, judge);
};

const isOver = ({ states }: Connection): boolean => states.size === 1 && states.has('logout');
const isSignedIn = ({ states }: Connection): boolean =>
  [...states].every((state) => state === 'authenticated' || state === 'selected');
const signedInBy = ({ preauthenticated }: Connection): string =>
  preauthenticated ? 'PREAUTH: the server has signed the client in' : 'a sign-in that succeeded';

function inIdle(connection: Connection, at: Range, judge: Judge): void {
  const fix = lineBefore(judge.text, at.start, 'End IDLE before it', `${lineName(connection)}C: DONE`);
  judge.report('in-idle', at, [], [fix]);
}

function wrongState(connection: Connection, row: ImapCommand, at: Range, start: number, judge: Judge): void {
  const { name } = row;
  const { text } = judge;
  const prefix = lineName(connection);
  if (name === 'STARTTLS' && connection.tls === 'yes') judge.report('tls-already', at, [name]);
  else if (isOver(connection)) judge.report('after-end', at, [name, 'the end of the session']);
  else if (row.states.includes('not-authenticated')) {
    if (name === 'STARTTLS') judge.report('tls-after-sign-in', at, [name]);
    else judge.report('signed-in-already', at, [name, signedInBy(connection)]);
  } else if (![...connection.states].some((state) => state === 'authenticated' || state === 'selected')) {
    const fix = lineBefore(text, start, 'Sign in before it', `${prefix}auth USER`);
    judge.report('not-signed-in', at, [name], [fix]);
  } else if (row.states.every((state) => state === 'selected')) {
    const fix = lineBefore(text, start, 'Select INBOX before it', `${prefix}C: SELECT INBOX`);
    judge.report('not-selected', at, [name], [fix]);
  } else judge.report('wrong-state', at, [name, [...connection.states].join(' or ')]);
}
