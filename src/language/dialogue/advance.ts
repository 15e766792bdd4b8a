/** What a line and its reply do to a connection, by the protocols' own tables of transitions. */
import { commandNamed } from '../../protocol/imap/commands';
import { type ImapState, nextState as nextImap } from '../../protocol/imap/state';
import { nextState as nextPop3, type Pop3Answer, type Pop3State } from '../../protocol/pop3/state';
import { nextState as nextSmtp, type SmtpState } from '../../protocol/smtp/state';
import type { ExpectedReply } from '../../script';
import { announce, announcement } from './announced';
import { type Certainty, type Connection, unopened } from './connection';
import type { Line } from './line';
import { type Outcomes, outcomesOf, patternText } from './outcomes';

/** How the line may be answered. */
export function outcomesFor(connection: Connection, line: Line, expected: readonly ExpectedReply[]): Outcomes {
  const { protocol } = connection;
  const { as, name } = line;
  const goesOn =
    as === 'response' ||
    line.role === 'announcement' ||
    (protocol === 'pop3' && name === 'AUTH' && line.rest.trim() !== '') ||
    (protocol === 'imap' && name !== undefined && (commandNamed(name)?.continuation ?? 'none') !== 'none');
  const whole = as === 'message' && name === undefined ? (connection.chunk ? 'BDAT' : 'DATA.') : name;
  return outcomesOf(protocol, expected, whole, goesOn);
}

/** Moves the connection over a line that was answered in one of these ways. */
export function advance(
  connection: Connection,
  line: Line,
  expected: readonly ExpectedReply[],
  outcomes: Outcomes,
  start: number,
): void {
  connection.started = true;
  connection.mode = line.mode;
  if (line.name === 'BDAT' && line.mode.kind === 'chunk') connection.chunk = chunkEvent(line);
  else if (line.mode.kind === 'message') connection.chunk = undefined;
  if (line.as === 'command') {
    connection.lastCommand = line.name;
    connection.steps = 0;
  } else if (line.as === 'response') connection.steps++;
  if (line.tag !== undefined) connection.tags = new Set([...connection.tags, line.tag]);
  if (connection.protocol === 'imap') advanceImap(connection, line, expected, outcomes, start);
  else if (line.role !== 'data') {
    if (connection.protocol === 'pop3') advancePop3(connection, line, expected, outcomes);
    else advanceSmtp(connection, line, expected, outcomes);
  }
}

const succeeded = (possible: readonly string[], good: (outcome: string) => boolean): Certainty =>
  possible.every(good) ? 'yes' : possible.some(good) ? 'unknown' : 'no';

const positive = (code: string): boolean => code.startsWith('2') || code === 'OK' || code === '+OK';

/** After a handshake nothing of before counts (RFC 3207 §4.2, RFC 9051 §6.2.1, RFC 2595 §4). */
export function secure(connection: Connection, how: Certainty): void {
  if (how === 'no') return;
  connection.tls = how === 'yes' || connection.tls === 'yes' ? 'yes' : 'unknown';
  connection.announced = new Map();
  connection.spelledOut = false;
  connection.freshTls = how === 'yes';
  const { protocol } = connection;
  if (protocol === 'imap') return;
  const fresh = protocol === 'pop3' ? 'authorization' : 'connected';
  connection.states = new Set(how === 'yes' ? [fresh] : [...connection.states, fresh]);
}

/** The connection is signed in, as after `auth`. */
export function signIn(connection: Connection, how: Certainty): void {
  connection.sasl = 'no';
  if (how === 'no') return;
  if (connection.authenticated !== 'yes') connection.authenticated = how;
  // What is announced may be other now (RFC 9051 §6.2.2).
  if (connection.protocol === 'imap') connection.spelledOut = false;
  const signed = { imap: 'authenticated', pop3: 'transaction', smtp: 'greeted', lmtp: 'greeted' }[connection.protocol];
  connection.states = new Set(how === 'yes' ? [signed] : [...connection.states, signed]);
}

// ---- SMTP ---------------------------------------------------------------------------------------------------------

function advanceSmtp(
  connection: Connection,
  line: Line,
  expected: readonly ExpectedReply[],
  { possible }: Outcomes,
): void {
  const { name } = line;
  const event =
    line.as === 'response' ? 'response' : line.as === 'message' ? messageEvent(connection, line) : (name ?? '');
  const states = new Set<string>();
  for (const state of connection.states) {
    for (const code of possible) states.add(nextSmtp(state as SmtpState, event, Number(code)));
  }
  const good = succeeded(possible, positive);
  if (name === 'AUTH' || line.as === 'response') {
    const goes = succeeded(possible, (code) => code.startsWith('3'));
    connection.sasl = goes;
    if (line.as !== 'response') connection.mechanism = mechanismOf(line);
    if (good !== 'no' && connection.authenticated !== 'yes') connection.authenticated = good;
    if (goes === 'yes') states.delete('greeted');
  }
  connection.states = states;
  if (name === 'STARTTLS') {
    states.delete('tls');
    secure(connection, good);
  } else if ((name === 'EHLO' || name === 'LHLO' || name === 'HELO') && good !== 'no') {
    connection.freshTls = false;
    announce(connection, announcement(connection.protocol, expected, name), true);
  }
}

const mechanismOf = (line: Line): string | undefined => /^[ \t]*([A-Za-z0-9_-]+)/.exec(line.rest)?.[1]?.toUpperCase();

/** A chunk's end counts as the command that began it (RFC 3030 §2). */
const messageEvent = (connection: Connection, line: Line): string =>
  line.name === 'BDAT' ? chunkEvent(line) : (connection.chunk ?? 'message');

const chunkEvent = ({ lastWord }: Line): 'BDAT' | 'BDAT LAST' => (/^LAST$/i.test(lastWord) ? 'BDAT LAST' : 'BDAT');

// ---- IMAP ---------------------------------------------------------------------------------------------------------

function advanceImap(
  connection: Connection,
  line: Line,
  expected: readonly ExpectedReply[],
  outcomes: Outcomes,
  start: number,
): void {
  takeResponses(connection, expected);
  if (line.mode.kind === 'literal') {
    connection.pending ??= { name: line.name, tag: line.tag, start };
    if (!outcomes.written || !outcomes.possible.some((status) => status === 'NO' || status === 'BAD')) return;
  }
  connection.pending = undefined;
  const { name } = line;
  const { possible } = outcomes;
  const good = succeeded(possible, positive);
  if (line.as === 'response' || name === 'AUTHENTICATE') {
    connection.sasl = succeeded(possible, (status) => status === '+');
    if (line.as === 'command') connection.mechanism = mechanismOf(line);
    if (good !== 'no') imapSignIn(connection, 'AUTHENTICATE', possible, good);
    return;
  }
  if (line.as === 'done') {
    connection.idle = false;
    return;
  }
  if (name === 'IDLE') {
    connection.idle = possible.includes('+');
    return;
  }
  if (name === undefined) return;
  if (name === 'LOGIN') imapSignIn(connection, name, possible, good);
  else {
    const states = new Set<string>();
    for (const state of connection.states) {
      for (const status of possible) states.add(nextImap(state as ImapState, name, status));
    }
    connection.states = states;
  }
  if (good === 'no') return;
  if (name === 'STARTTLS') secure(connection, good);
  else if (name === 'SELECT' || name === 'EXAMINE') connection.mailbox = mailboxOf(line.rest);
  else if (name === 'CLOSE' || name === 'UNSELECT') connection.mailbox = undefined;
  else if (name === 'UNAUTHENTICATE') connection.authenticated = 'no';
  else if (name === 'ENABLE')
    connection.enabled = new Set([...connection.enabled, ...line.rest.toUpperCase().split(/[ \t]+/)]);
}

function imapSignIn(connection: Connection, name: string, possible: readonly string[], good: Certainty): void {
  const states = new Set<string>();
  for (const state of connection.states) {
    for (const status of possible) states.add(nextImap(state as ImapState, name, status));
  }
  connection.states = states;
  if (good !== 'no' && connection.authenticated !== 'yes') connection.authenticated = good;
  if (good !== 'no') connection.spelledOut = false;
}

/** The mailbox at a command's first argument, when it is written out. */
function mailboxOf(rest: string): string | undefined {
  const match = /^(?:"((?:[^"\\]|\\.)*)"|([^ "(){%*\\]+))/.exec(rest);
  return match?.[1]?.replace(/\\(.)/g, '$1') ?? match?.[2];
}

/** What untagged responses and response codes tell: capabilities, BYE, PREAUTH. */
export function takeResponses(connection: Connection, expected: readonly ExpectedReply[]): void {
  announce(connection, announcement('imap', expected, undefined), false);
  for (const reply of expected) {
    for (const line of reply.lines) {
      if (line.mode !== 'must') continue;
      if (/^\* BYE\b/i.test(patternText(line.pattern))) connection.states = new Set(['logout']);
    }
  }
}

// ---- POP3 ---------------------------------------------------------------------------------------------------------

const pop3Answers: Readonly<Record<string, Pop3Answer>> = { '+OK': 'ok', '-ERR': 'err', '+': 'continuation' };

function advancePop3(
  connection: Connection,
  line: Line,
  expected: readonly ExpectedReply[],
  { possible }: Outcomes,
): void {
  const { name } = line;
  if (name === 'USER') connection.user = line.rest.trim() || undefined;
  const lists = name === 'AUTH' && line.as === 'command' && line.rest.trim() === '';
  const event = line.as === 'response' ? 'response' : lists ? '' : (name ?? '');
  const states = new Set<string>();
  for (const state of connection.states) {
    for (const answer of possible) states.add(nextPop3(state as Pop3State, event, pop3Answers[answer] ?? 'ok'));
  }
  connection.states = states;
  const good = succeeded(possible, positive);
  if (line.as === 'response' || (name === 'AUTH' && !lists)) {
    connection.sasl = succeeded(possible, (answer) => answer === '+');
    if (line.as !== 'response') connection.mechanism = mechanismOf(line);
  }
  const signsIn = line.as === 'response' || name === 'PASS' || name === 'APOP' || (name === 'AUTH' && !lists);
  if (signsIn && good !== 'no' && connection.authenticated !== 'yes') connection.authenticated = good;
  if (name === 'STLS') {
    states.delete('tls');
    secure(connection, good);
  } else if (name === 'CAPA' && good !== 'no') announce(connection, announcement('pop3', expected, name), true);
}

// ---- what comes by itself -----------------------------------------------------------------------------------------

/** Takes in replies that no command asked for: the greeting, when they are the first. */
export function receiveAlone(connection: Connection, expected: readonly ExpectedReply[]): void {
  const first = !connection.started;
  connection.started = true;
  const text = patternText(expected[0]?.lines.find((line) => line.mode === 'must')?.pattern ?? []);
  if (first) connection.greeting = text;
  const { protocol } = connection;
  if (protocol === 'imap') {
    if (first && /^\* PREAUTH\b/i.test(text)) {
      connection.states = new Set(['authenticated']);
      connection.authenticated = 'yes';
      connection.preauthenticated = true;
    }
    takeResponses(connection, expected);
    return;
  }
  if (!first) return;
  const outcomes = outcomesOf(protocol, expected, 'greeting', false);
  const states = outcomes.possible.map((outcome) =>
    protocol === 'pop3'
      ? nextPop3(unopened.pop3 as Pop3State, 'greeting', pop3Answers[outcome] ?? 'ok')
      : nextSmtp(unopened.smtp as SmtpState, 'greeting', Number(outcome)),
  );
  connection.states = new Set(states.filter((state) => state !== 'opening'));
}
