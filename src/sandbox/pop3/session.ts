/** A POP3 client's session: commands are checked against the protocol's table, then carried out by one function each. */
import { fromUtf8, toBase64 } from '../../base';
import { commandInfo, type Pop3CommandInfo } from '../../protocol/pop3/commands';
import { nextState, type Pop3State } from '../../protocol/pop3/state';
import { makeApopTimestamp } from '../../protocol/sasl/apop';
import { type Answer, readAnswer } from '../authentication';
import { interfere, interfereWithGreeting } from '../interfere';
import type { Protocol } from '../listener';
import { lineLimit, type SessionContext, secure } from '../session';
import * as authorization from './authorization';
import { capa } from './capa';
import type { Maildrop } from './maildrop';
import * as transaction from './transaction';

export interface Pop3Session extends SessionContext {
  state: Pop3State;
  /** The time stamp in the greeting; empty without APOP. */
  readonly timestamp: string;
  /** Named by USER. */
  user: string | undefined;
  /** RFC 6856 §2.1. */
  utf8: boolean;
  maildrop: Maildrop | undefined;
  /** Failed sign-ins so far. */
  failures: number;
  /** `text` without `+OK ` and line end. */
  ok(text: string): void;
  /** `text` may begin with a response code. */
  err(text: string): void;
  /** Sends a challenge and waits for the client's line. */
  challenge(bytes: Uint8Array): Promise<Answer>;
}

/** Carries a command out: sends exactly one response. */
export type Pop3Handler = (session: Pop3Session, words: readonly string[]) => void | Promise<void>;

const handlers: Readonly<Record<string, Pop3Handler>> = {
  CAPA: capa,
  USER: authorization.user,
  PASS: authorization.pass,
  APOP: authorization.apop,
  AUTH: authorization.auth,
  STLS: stls,
  UTF8: authorization.utf8,
  STAT: transaction.stat,
  LIST: transaction.list,
  UIDL: transaction.uidl,
  RETR: transaction.retr,
  TOP: transaction.top,
  DELE: transaction.dele,
  RSET: transaction.rset,
  NOOP: (session) => session.ok('done'),
  QUIT: transaction.quit,
};

export const pop3: Protocol = {
  serve,
  goodbye: '',
  broken: '-ERR [SYS/TEMP] something went wrong here\r\n',
  // RFC 1939 §3: ten minutes at least; the connection is then closed without a word.
  timedOut: '',
  patienceMs: 10 * 60_000,
  refusal: (why) => `-ERR [SYS/TEMP] ${why}\r\n`,
};

async function serve(context: SessionContext): Promise<void> {
  const { server, connection } = context;
  const session = newSession(context);
  const greeted = interfereWithGreeting(session, (text) => connection.write(`${text}\r\n`));
  if ((greeted instanceof Promise ? await greeted : greeted) === 'nothing')
    session.ok(`${server.hostname} POP3 ready ${session.timestamp}`.trimEnd());
  session.state = nextState(session.state, 'greeting', 'ok');
  try {
    while (session.state !== 'closed' && !connection.closed) {
      const waiting = connection.drained();
      if (waiting) await waiting;
      const read = context.reader.line(lineLimit);
      const line = read instanceof Promise ? await read : read;
      if (!line) break;
      if (line.kind === 'too-long') session.err('the line is too long');
      else await carryOut(session, fromUtf8(line.bytes).replace(/\r?\n$/, ''));
    }
  } finally {
    session.maildrop?.unlock();
  }
}

function newSession(context: SessionContext): Pop3Session {
  const { server, connection } = context;
  const write = (text: string): void => connection.write(text);
  return {
    ...context,
    state: 'opening',
    timestamp: server.has('APOP') ? makeApopTimestamp(server.random, server.hostname) : '',
    user: undefined,
    utf8: false,
    maildrop: undefined,
    failures: 0,
    ok: (text) => write(`+OK ${text}\r\n`),
    err: (text) => write(`-ERR ${text}\r\n`),
    challenge(bytes) {
      write(`+ ${toBase64(bytes)}\r\n`);
      return readAnswer(context);
    },
  };
}

async function carryOut(session: Pop3Session, line: string): Promise<void> {
  const [first = '', ...rest] = line.split(' ');
  const keyword = first.toUpperCase();
  const instead = interfere(session, keyword, (text) => session.connection.write(`${text}\r\n`));
  if ((instead instanceof Promise ? await instead : instead) === 'answered') return;
  const handler = handlers[keyword];
  const info = commandInfo(keyword);
  if (!handler || !info || !known(session, info)) return session.err('unknown command');
  if (!info.states.includes(session.state)) return session.err(`${keyword} is not for the ${session.state} state`);
  // A password may hold spaces (RFC 1939 §7).
  const words = keyword === 'PASS' ? (rest.length === 0 ? [] : [rest.join(' ')]) : rest.filter((word) => word !== '');
  const [least, most] = info.arguments;
  if (words.length < least || words.length > most) return session.err(`the form is ${info.syntax}`);
  await handler(session, words);
}

const known = ({ server }: Pop3Session, info: Pop3CommandInfo): boolean =>
  server.has(info.keyword) && (info.capability === undefined || server.has(info.capability));

/** RFC 2595 §4: what the client said before is forgotten. */
async function stls(session: Pop3Session): Promise<void> {
  if (session.connection.tls) return session.err('TLS is on already');
  if (session.server.faults.find('no-starttls', session.service)) return session.err('[SYS/TEMP] TLS is not available');
  session.user = undefined;
  session.utf8 = false;
  const done = await secure(session, '+OK begin TLS\r\n');
  session.state = done ? 'authorization' : 'closed';
}
