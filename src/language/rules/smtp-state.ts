/** SMTP and LMTP: whether a command may stand where it does (RFC 5321 §4.1.4, RFC 4954 §4, RFC 3207 §4, RFC 3030 §2, RFC 2920 §3.1). */
import { range } from '../../base';
import { commandInfo } from '../../protocol/smtp/commands';
import { mayFail } from '../dialogue/outcomes';
import type { CommandMoment } from '../dialogue/walk';
import type { Fix } from '../found';
import { nameRange } from './command-word';
import { type Judge, lineBefore, lineName, type Rule } from './rule';

export const smtpState: Rule = (moment, judge) => {
  if (moment.kind === 'step') return directive(moment, judge);
  if (moment.kind !== 'command') return;
  const { connection, line, outcomes } = moment;
  if (connection.protocol !== 'smtp' && connection.protocol !== 'lmtp') return;
  if (line.as === 'data') return inMessage(moment, judge);
  const isCommand = line.as === 'command' || (line.as === 'message' && line.name === 'BDAT');
  if (!isCommand || line.name === undefined || mayFail(outcomes)) return;
  const info = commandInfo(line.name);
  if (!info) return;
  if (line.name === 'AUTH' && connection.authenticated === 'yes' && connection.states.has('greeted')) {
    judge.report('signed-in-already', nameRange(moment, judge.text), ['AUTH', 'a sign-in that succeeded']);
  } else if (line.name === 'STARTTLS' && connection.tls === 'yes') {
    judge.report('tls-already', nameRange(moment, judge.text), ['STARTTLS'], []);
  } else if (line.name === 'STARTTLS' && connection.authenticated === 'yes') {
    judge.report('tls-after-sign-in', nameRange(moment, judge.text), ['STARTTLS']);
  } else if (![...connection.states].some((state) => info.states.some((legal) => legal === state))) {
    wrongState(moment, line.name, judge);
  }
};

function wrongState(moment: CommandMoment, verb: string, judge: Judge): void {
  const { connection } = moment;
  const { text } = judge;
  const at = nameRange(moment, text);
  const start = moment.command.place.range.start;
  const name = lineName(connection);
  const before = (title: string, line: string): readonly Fix[] => [lineBefore(text, start, title, `${name}C: ${line}`)];
  const { states } = connection;
  const only = (...all: readonly string[]): boolean => [...states].every((state) => all.includes(state));
  const hello = connection.protocol === 'lmtp' ? 'LHLO' : 'EHLO';
  if (only('closed')) judge.report('after-end', at, [verb, 'QUIT']);
  else if (only('refused')) judge.report('service-refused', at, [verb]);
  else if (only('connected', 'closed')) {
    const id = connection.freshTls ? 'hello-after-tls' : 'hello-missing';
    judge.report(id, at, [verb, hello], before(`Write ${hello} before it`, `${hello} client.example`));
  } else if (only('failed', 'closed') && verb !== 'RSET')
    judge.report('chunk-refused', at, [verb], before('Write RSET before it', 'RSET'));
  else if (verb === 'RCPT' && only('greeted', 'closed')) judge.report('mail-missing', at, [verb]);
  else if ((verb === 'DATA' || verb === 'BDAT') && only('greeted', 'closed')) judge.report('mail-missing', at, [verb]);
  else if ((verb === 'DATA' || verb === 'BDAT') && only('mail', 'greeted', 'closed')) {
    // Recipients that were refused are no mistake of the script: who sends in groups does not know yet (RFC 2920 §3.1).
    if (connection.lastCommand === 'RCPT') return;
    judge.report('recipient-missing', at, [verb], before('Write RCPT before it', 'RCPT TO:<recipient@example.com>'));
  } else if (verb === 'DATA' && only('bdat', 'closed')) judge.report('data-after-bdat', at);
  else if (only('mail', 'rcpt', 'bdat', 'failed', 'closed'))
    judge.report('in-transaction', at, [verb], before('Write RSET before it', 'RSET'));
  else judge.report('wrong-state', at, [verb, [...states].join(' or ')]);
}

/** Lines of a message that look like the commands of a client who thinks that it has ended. */
const commandShape = /^(?:MAIL FROM:|RCPT TO:|BDAT \d|QUIT$|RSET$|DATA$|STARTTLS$)/i;

function inMessage(moment: CommandMoment, judge: Judge): void {
  const { connection, line, command } = moment;
  if (connection.mode.kind !== 'message' || line.role !== 'data') return;
  const match = commandShape.exec(line.rest);
  if (!match) return;
  const verb = /^[A-Za-z]+/.exec(match[0])?.[0].toUpperCase() ?? '';
  const start = command.place.range.start;
  const fix = lineBefore(judge.text, start, 'End the message before it', `${lineName(connection)}C: .`);
  judge.report('command-in-message', command.place.range, [verb], [fix]);
}

function directive({ step, connection }: Extract<Parameters<Rule>[0], { kind: 'step' }>, judge: Judge): void {
  if (!connection || (connection.protocol !== 'smtp' && connection.protocol !== 'lmtp')) return;
  if (step.kind !== 'auth' && step.kind !== 'starttls') return;
  const { states } = connection;
  const at = range(step.place.range.start, step.place.range.end);
  const hello = connection.protocol === 'lmtp' ? 'LHLO' : 'EHLO';
  if ([...states].every((state) => state === 'closed')) judge.report('after-end', at, [step.kind, 'QUIT']);
  else if ([...states].every((state) => state === 'connected') && step.kind === 'auth') {
    const fix = lineBefore(
      judge.text,
      at.start,
      `Write ${hello} before it`,
      `${lineName(connection)}C: ${hello} client.example`,
    );
    judge.report(connection.freshTls ? 'hello-after-tls' : 'hello-missing', at, ['auth', hello], [fix]);
  } else if (step.kind === 'auth' && connection.authenticated === 'yes')
    judge.report('signed-in-already', at, ['auth', 'a sign-in that succeeded']);
  else if ([...states].every((state) => state === 'mail' || state === 'rcpt' || state === 'bdat'))
    judge.report('in-transaction', at, [step.kind]);
}
