/** `C:` lines with their `S:` lines, from the other side: each is heard, then answered. */
import { isCommandWord } from '../protocol/imap/commands';
import { commandInfo as pop3Info } from '../protocol/pop3/commands';
import { commandInfo as smtpInfo } from '../protocol/smtp/commands';
import type { Command, Exchange, ExpectedReply, Receive, Step } from '../script/program';
import type { Outcome } from '../session/failure';
import type { ServerUnit } from '../session/match/verdict';
import { afterReply } from './after-reply';
import { connectionFor, greet } from './connect';
import type { ServeContext } from './context';
import { type Heard, hear } from './hear';
import { type Answering, reply } from './reply';
import type { Served } from './served';

export async function exchange(context: ServeContext, step: Exchange): Promise<Outcome> {
  const found = await connectionFor(context, step.connection, step.place);
  if (!found.ok) return found.error;
  const connection = found.value;
  const stop = await greet(context, connection, step.place);
  if (stop) return stop;
  for (const [i, command] of step.commands.entries()) {
    const heard = await hear(context, connection, command);
    if (!heard.ok) return heard.error;
    const next = step.commands[i + 1] ?? nextCommand(context.ahead, step.connection);
    const outcome = await answer(context, connection, command, heard.value, next);
    if (outcome) return outcome;
  }
  return undefined;
}

async function answer(
  context: ServeContext,
  connection: Served,
  command: Command,
  { answer: what, used }: Heard,
  next: Command | undefined,
): Promise<Outcome> {
  if (!what) return undefined;
  const literal = what.verb.endsWith(' literal');
  const goesOn = literal || goesOnAfter(what.verb, connection, next);
  const last = / LAST$|^\.$/.test(what.verb);
  const standard = verbOf(what.verb, goesOn, connection);
  const answering: Answering = { ...what, verb: standard, goesOn, place: command.place };
  const expected: readonly (ExpectedReply | undefined)[] =
    last && connection.protocol === 'lmtp'
      ? eachRecipient(command.expected, connection)
      : command.expected.length > used
        ? command.expected.slice(used)
        : [undefined];
  let final: ServerUnit | undefined;
  for (const one of expected) {
    const replied = await reply(context, connection, one, answering);
    if (replied.stop) return replied.stop;
    final = replied.final ?? final;
  }
  if (literal && final?.kind === 'imap' && final.response.kind !== 'continuation')
    connection.dialogue.expecting = { kind: 'command' };
  if (last) connection.dialogue.recipients = 0;
  return afterReply(context, connection, what.verb.replace(/ (?:LAST|literal)$/, ''), final, command.place);
}

/** After a message LMTP answers once for each accepted recipient (RFC 2033 §4.2). */
function eachRecipient(
  expected: readonly ExpectedReply[],
  { dialogue }: Served,
): readonly (ExpectedReply | undefined)[] {
  const missing = Math.max(0, dialogue.recipients - expected.length);
  const all = [...expected, ...new Array<undefined>(missing).fill(undefined)];
  return all.length > 0 ? all : [undefined];
}

/** The row of the table of standard replies. */
function verbOf(verb: string, goesOn: boolean, { protocol }: Served): string {
  if (protocol === 'imap' || protocol === 'pop3') return verb.replace(/ literal$/, '');
  if (goesOn) return 'sasl';
  return verb.replace(/ LAST$/, '');
}

/** Whether the client has more to say to the command, as the next `C:` line has it. */
function goesOnAfter(verb: string, { protocol }: Served, next: Command | undefined): boolean {
  if (verb === 'IDLE') return true;
  if (!/^(?:AUTH|AUTHENTICATE)$/.test(verb) || !next) return false;
  const [first] = next.payload;
  const text = first?.kind === 'text' && first.template[0]?.kind === 'text' ? first.template[0].text : '';
  const words = text.trim().split(/\s+/);
  if (words[0] === '') return first !== undefined;
  switch (protocol) {
    case 'imap':
      return !words.slice(0, 2).some(isCommandWord);
    case 'pop3':
      return pop3Info((words[0] ?? '').toUpperCase()) === undefined;
    default:
      return smtpInfo((words[0] ?? '').toUpperCase()) === undefined;
  }
}

/** The first `C:` line of the steps that follow, on this connection. */
function nextCommand(steps: readonly Step[], name: string | undefined): Command | undefined {
  for (const step of steps) {
    if (step.kind === 'exchange' && step.connection === name) return step.commands[0];
    if (step.kind === 'auth' || step.kind === 'starttls' || step.kind === 'connect') return undefined;
  }
  return undefined;
}

/** `S:` lines with no command before them: the greeting, IDLE's data, what follows `raw`. */
export async function receive(context: ServeContext, step: Receive): Promise<Outcome> {
  const found = await connectionFor(context, step.connection, step.place);
  if (!found.ok) return found.error;
  const connection = found.value;
  for (const expected of step.expected) {
    const greeting = !connection.dialogue.greeted;
    if (greeting) {
      const stop = await greet(context, connection, step.place, expected);
      if (stop) return stop;
      continue;
    }
    if (!expected.lines.some((line) => line.mode === 'must')) continue;
    const replied = await reply(context, connection, expected, { verb: '', place: step.place });
    if (replied.stop) return replied.stop;
    const outcome = await afterReply(context, connection, '', replied.final, step.place);
    if (outcome) return outcome;
  }
  return undefined;
}
