/** An SMTP or LMTP client's session: commands are checked against the protocol's table, then carried out by one function each. */
import { CR, fromStrictUtf8, latin1, toHex } from '../../base';
import { parseCommand, type SmtpCommand } from '../../protocol/smtp/command-line';
import { greetedStates, nextState, type SmtpState } from '../../protocol/smtp/state';
import { interfere, interfereWithGreeting } from '../interfere';
import type { Protocol } from '../listener';
import { lineLimit, type SessionContext } from '../session';
import type { Account } from '../store/account';
import { auth } from './auth';
import { bdat, data } from './data';
import { mail, rcpt } from './envelope';
import { etrn } from './etrn';
import { greeting } from './greeting';
import { hello } from './hello';
import { help } from './help';
import { noop } from './noop';
import { type Origin, originOf } from './origin';
import { complaintAbout } from './problems';
import { quit } from './quit';
import { rset } from './rset';
import { starttls } from './starttls';
import type { Transaction } from './transaction';
import { expn, vrfy } from './vrfy';
import { xclient } from './xclient';

export interface SmtpSession extends SessionContext {
  readonly lmtp: boolean;
  state: SmtpState;
  /** As the client named itself. */
  client: string;
  /** Whose connection it is: the peer's own, unless XCLIENT says otherwise. */
  origin: Origin;
  /** Greeted by EHLO or LHLO: extensions may be used. */
  extended: boolean;
  account: Account | undefined;
  transaction: Transaction | undefined;
  /** Failed sign-ins so far. */
  failures: number;
  /** A name for the next message, that no other message has. */
  nextQueueId(): string;
  /** Sends a reply of one or more lines; `enhanced` is left out where the client has not been told of enhanced codes. */
  reply(code: number, enhanced: string, ...lines: readonly string[]): void;
}

/** Carries a command out: sends its replies and returns the code by which the state moves on; `moved` when it has moved it. */
export type SmtpHandler = (session: SmtpSession, command: SmtpCommand) => number | Promise<number>;

const handlers: Readonly<Record<string, SmtpHandler>> = {
  EHLO: hello,
  HELO: hello,
  LHLO: hello,
  MAIL: mail,
  RCPT: rcpt,
  DATA: data,
  BDAT: bdat,
  RSET: rset,
  NOOP: noop,
  QUIT: quit,
  HELP: help,
  VRFY: vrfy,
  EXPN: expn,
  ETRN: etrn,
  AUTH: auth,
  STARTTLS: starttls,
  XCLIENT: xclient,
};

export const smtp: Protocol = {
  serve,
  goodbye: '421 4.3.2 the sandbox is stopping\r\n',
  broken: '421 4.3.0 something went wrong here\r\n',
  timedOut: '421 4.4.2 silent for too long\r\n',
  refusal: (why) => `421 4.3.2 ${why}\r\n`,
  // RFC 5321 §4.5.3.2.7: five minutes at least.
  patienceMs: 5 * 60_000,
};

async function serve(context: SessionContext): Promise<void> {
  const { connection, reader } = context;
  const session = newSession(context);
  const greeted = interfereWithGreeting(session, (text) => connection.write(`${text}\r\n`));
  if ((greeted instanceof Promise ? await greeted : greeted) === 'nothing')
    connection.write(`220 ${greeting(session)}\r\n`);
  session.state = nextState(session.state, 'greeting', 220);
  while (session.state !== 'closed' && !connection.closed) {
    const waiting = connection.drained();
    if (waiting) await waiting;
    const read = reader.line(lineLimit);
    const line = read instanceof Promise ? await read : read;
    if (!line) return;
    if (line.kind === 'too-long') {
      session.reply(500, '5.5.2', 'the line is too long');
      continue;
    }
    const { bytes } = line;
    // RFC 5321 §2.3.8: a line that only LF ends is none; whoever takes it lets mail be smuggled.
    if (bytes.at(-2) !== CR || bytes.indexOf(CR) !== bytes.length - 2) {
      session.reply(500, '5.5.2', 'lines end with CRLF: bare CR or LF is not allowed');
      continue;
    }
    const text = bytes.subarray(0, -2);
    const done = carryOut(session, fromStrictUtf8(text) ?? latin1(text));
    if (done instanceof Promise) await done;
  }
}

function newSession(context: SessionContext): SmtpSession {
  const { server, connection, service } = context;
  let queued = 0;
  let queue = '';
  const session: SmtpSession = {
    ...context,
    lmtp: service === 'lmtp',
    state: 'opening',
    client: '',
    origin: originOf(connection),
    extended: false,
    account: undefined,
    transaction: undefined,
    failures: 0,
    nextQueueId() {
      if (queue === '') queue = toHex(server.random(5)).toUpperCase();
      return queued++ === 0 ? queue : `${queue}${queued.toString(36).toUpperCase()}`;
    },
    reply(code, enhanced, ...lines) {
      const prefix = enhanced !== '' && session.extended && server.has('ENHANCEDSTATUSCODES') ? `${enhanced} ` : '';
      let text = '';
      lines.forEach((line, i) => {
        text += `${code}${i === lines.length - 1 ? ' ' : '-'}${prefix}${line}\r\n`;
      });
      connection.write(text);
    },
  };
  return session;
}

function carryOut(session: SmtpSession, line: string): void | Promise<void> {
  const command = parseCommand(line);
  const instead = interfere(session, command.verb, (text) => session.connection.write(`${text}\r\n`));
  if (instead instanceof Promise)
    return instead.then((done) => (done === 'nothing' ? obey(session, command) : undefined));
  if (instead === 'nothing') return obey(session, command);
}

function obey(session: SmtpSession, command: SmtpCommand): void | Promise<void> {
  const code = answer(session, command);
  if (code instanceof Promise) return code.then((settled) => moveOn(session, command, settled));
  moveOn(session, command, code);
}

function moveOn(session: SmtpSession, { verb }: SmtpCommand, code: number): void {
  session.state = nextState(session.state, verb, code);
}

function answer(session: SmtpSession, command: SmtpCommand): number | Promise<number> {
  const { verb, info } = command;
  const refuse = (code: number, enhanced: string, text: string): number => {
    session.reply(code, enhanced, text);
    return code;
  };
  const handler = handlers[verb];
  if (!info || (verb === 'EHLO' && !session.server.esmtp)) return refuse(502, '5.5.1', 'command not recognised');
  if (!handler || !isKnown(session, command)) return refuse(502, '5.5.1', `${verb} is not implemented`);
  // BDAT looks after its own state and syntax: whatever is wrong, its octets must be read (RFC 3030 §2).
  if (verb === 'BDAT') return handler(session, command);
  if (!info.states.includes(session.state)) return refuse(503, '5.5.1', outOfOrder(session, verb));
  const complaint = complaintAbout(command);
  if (complaint) return refuse(...complaint);
  return handler(session, command);
}

/** Whether the command belongs to this protocol and to an extension that has not been taken away. */
function isKnown({ server, lmtp }: SmtpSession, { verb, info }: SmtpCommand): boolean {
  if (!info?.protocols.includes(lmtp ? 'lmtp' : 'smtp') || !server.has(verb)) return false;
  if (info.extension === undefined) return true;
  return server.has(info.extension) && server.esmtp;
}

function outOfOrder(session: SmtpSession, verb: string): string {
  const { state, transaction } = session;
  if (!greetedStates.includes(state))
    return `send ${session.lmtp ? 'LHLO' : session.server.esmtp ? 'EHLO' : 'HELO'} first`;
  if (state === 'failed') return 'a chunk was refused: send RSET';
  if (verb === 'DATA' && state === 'mail' && transaction && transaction.refused > 0) return 'no valid recipients';
  if (verb === 'RCPT' || verb === 'DATA') return state === 'greeted' ? 'send MAIL first' : 'send RCPT first';
  return `not ${verb} now: a mail transaction is open`;
}
