/** One client of a script that is played over another server: what the script speaks of is answered, all else passed on. */
import { concat, latin1 } from '../base';
import { dotStuff } from '../protocol/dot-stuff';
import type { ImapPart } from '../protocol/imap/part';
import { parseCommand as parsePop3 } from '../protocol/pop3/command-line';
import { parseBdat } from '../protocol/smtp/bdat';
import { failed, failure, type Outcome } from '../session/failure';
import type { Ports, Transport } from '../session/ports';
import { createWaiter } from '../session/waiter';
import type { Failure } from '../transcript/event';
import { afterReply, secure } from './after-reply';
import { connectionFor } from './connect';
import { note, type ServeContext } from './context';
import { hear, heard, lineBytes } from './hear';
import { lineOf, piecesOf } from './line';
import { sleep } from './mirrored';
import type { ServePorts } from './ports';
import { readImapCommand, readLine, readMessage, readOctets, textOf, type Wanted } from './read';
import { reply, said, tell } from './reply';
import type { Rule } from './rules';
import { compareWords } from './said/compare';
import { commandOfParts, compareImap, withoutTag } from './said/imap';
import { compareSmtp } from './said/smtp';
import { newContext, type SessionServing } from './serve-session';
import type { Served } from './served';
import { type Passing, upstreamFramer, withoutStartTls } from './upstream';

export interface OverridePorts extends ServePorts {
  readonly dial: Ports['dial'];
  /** The servers underneath: URLs by service. */
  readonly servers: Readonly<Record<string, string>>;
}

/** One client from its coming to its leaving; the failure, if the script itself could not be played. */
export async function passing(
  serving: Omit<SessionServing, 'index' | 'session'>,
  ports: OverridePorts,
  rules: readonly Rule[],
  transport: Transport,
): Promise<Failure | undefined> {
  const [session] = serving.program.sessions;
  if (!session) return undefined;
  const waiter = createWaiter(ports.clock, Number.MAX_SAFE_INTEGER);
  const { signal } = serving.options;
  const cancel = (): void => waiter.cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  // What each `needs` announces is the server's business here.
  const context = newContext({ ...serving, index: 0, session }, waiter, transport);
  const found = await connectionFor(context, undefined, session.place);
  let stop: Outcome;
  if (!found.ok) stop = found.error;
  else {
    found.value.dialogue.greeted = true;
    stop = await passOn(context, ports, rules, found.value);
    await found.value.close('fin');
  }
  signal?.removeEventListener('abort', cancel);
  waiter.end();
  return stop?.kind === 'failed' && stop.failure.kind === 'resolve' ? stop.failure : undefined;
}

/** The connection to the server underneath, and what is outstanding on it. */
interface Upstream {
  readonly transport: Transport;
  expect(multiline: boolean): void;
  /** Commands that it has not answered. */
  outstanding: number;
  ended: boolean;
}

async function passOn(
  context: ServeContext,
  ports: OverridePorts,
  rules: readonly Rule[],
  connection: Served,
): Promise<Outcome> {
  const { protocol } = connection;
  const url = ports.servers[protocol];
  const place = context.session.place;
  const dialled = url
    ? await ports.dial({
        url,
        insecure: false,
        timeoutMs: 10_000,
        signal: new AbortController().signal,
        onAttempt: () => {},
      })
    : undefined;
  if (!dialled?.ok) {
    return failed(dialled?.error ?? failure('resolve', `The server underneath speaks no ${protocol}`, { place }));
  }
  const upstream = connect(context, connection, dialled.value);
  try {
    for (;;) {
      const stop = await next(context, connection, upstream, rules);
      if (stop) return stop;
      if (connection.ended) return undefined;
    }
  } finally {
    await dialled.value.close();
  }
}

/** What the server says goes to the client as it comes. */
function connect(context: ServeContext, connection: Served, transport: Transport): Upstream {
  const framer = upstreamFramer(connection.protocol, context.limits);
  const upstream: Upstream = {
    transport,
    expect: (multiline) => framer.expect(multiline),
    // The greeting.
    outstanding: connection.protocol === 'imap' ? 0 : 1,
    ended: false,
  };
  transport.resume({
    data(chunk) {
      for (const { bytes, answers, asks } of framer.push(chunk)) {
        const own = connection.transport.tls ? withoutStartTls(bytes, connection.protocol) : bytes;
        said(context, connection, own, 'reply', undefined, { note: 'from the server underneath' });
        void connection.write(own);
        if (answers && upstream.outstanding > 0) upstream.outstanding--;
        expectNext(connection, answers, asks);
      }
      context.waiter.wake();
    },
    end() {
      upstream.ended = true;
      void connection.close('fin');
      context.waiter.wake();
    },
  });
  return upstream;
}

/** What the client says next; after a final reply it is a command. */
function expectNext({ dialogue }: Served, answers: boolean, asks: Passing['asks']): void {
  if (asks === 'message') dialogue.expecting = { kind: 'message' };
  else if (asks === 'line') dialogue.expecting = { kind: 'line', verb: 'AUTH' };
  else if (answers) dialogue.expecting = { kind: 'command' };
}

/** Hears one thing that the client says, and answers it or passes it on. */
async function next(
  context: ServeContext,
  connection: Served,
  upstream: Upstream,
  rules: readonly Rule[],
): Promise<Outcome> {
  const { dialogue, protocol } = connection;
  const wanted: Wanted = { place: context.session.place, shown: 'anything', extraMs: idle };
  const came = await context.waiter.until(
    () => connection.pending > 0 || connection.line() !== undefined || connection.ended !== undefined,
    idle,
  );
  if (connection.ended && connection.line() === undefined) return undefined;
  if (came === 'cancelled') return { kind: 'cancelled' };
  // What comes next depends on replies that may be on their way: DATA and AUTH are not pipelined past (RFC 2920 §3.1).
  if (dialogue.expecting.kind === 'message') {
    const message = await readMessage(context, connection, wanted);
    if (!message.ok) return message.error;
    dialogue.expecting = { kind: 'command' };
    return forward(context, connection, upstream, dotStuff(message.value), 'data');
  }
  if (dialogue.expecting.kind === 'line') {
    const line = await readLine(context, connection, wanted);
    if (!line.ok) return line.error;
    dialogue.expecting = { kind: 'command' };
    return forward(context, connection, upstream, lineBytes(line.value), 'sasl', protocol !== 'imap');
  }
  return protocol === 'imap'
    ? imapCommand(context, connection, upstream, rules, wanted)
    : lineCommand(context, connection, upstream, rules, wanted);
}

/** RFC 9051 §5.4: clients may be silent for half an hour. */
const idle = 31 * 60_000;

async function lineCommand(
  context: ServeContext,
  connection: Served,
  upstream: Upstream,
  rules: readonly Rule[],
  wanted: Wanted,
): Promise<Outcome> {
  const read = await readLine(context, connection, wanted);
  if (!read.ok) return read.error;
  const text = textOf(read.value);
  const verb = (/^\s*(\S*)/.exec(text)?.[1] ?? '').toUpperCase();
  const smtp = connection.protocol !== 'pop3';
  for (const rule of rules) {
    if (rule.left === 0) continue;
    const line = await lineOf(context, connection, rule.command);
    if (!line.ok) continue;
    const pieces = piecesOf(line.value);
    const same = smtp ? compareSmtp(pieces, text, false) : compareWords(pieces, text, { caseless: true });
    if (!same.ok) continue;
    heard(context, connection, lineBytes(read.value), 'command', rule.command);
    return instead(context, connection, upstream, rule, { verb, multiline: !smtp && parsePop3(text).multiline });
  }
  if (verb === 'STARTTLS' || verb === 'STLS')
    return ownTls(
      context,
      connection,
      read.value,
      wanted,
      smtp ? '220 2.0.0 ready to start TLS\r\n' : '+OK ready to start TLS\r\n',
    );
  const bdat = verb === 'BDAT' ? parseBdat(text.replace(/^\s*\S+\s*/, '')) : undefined;
  const octets = bdat ? await readOctets(context, connection, bdat.size, wanted) : undefined;
  if (octets && !octets.ok) return octets.error;
  if (!smtp) upstream.expect(parsePop3(text).multiline);
  return forward(
    context,
    connection,
    upstream,
    concat([lineBytes(read.value), octets?.value ?? new Uint8Array(0)]),
    'command',
  );
}

async function imapCommand(
  context: ServeContext,
  connection: Served,
  upstream: Upstream,
  rules: readonly Rule[],
  wanted: Wanted,
): Promise<Outcome> {
  const { dialogue } = connection;
  const goOn = (): Promise<Outcome> => tell(context, connection, '+ go on\r\n', 'continuation', undefined);
  const read = await readImapCommand(context, connection, wanted, goOn);
  if (!read.ok) return read.error;
  const parsed = commandOfParts(read.value);
  const bytes = concat(read.value.map((part) => part.bytes));
  for (const rule of rules) {
    if (rule.left === 0) continue;
    const line = await lineOf(context, connection, rule.command);
    if (!line.ok || !compareImap(withoutTag(line.value).line, parsed).ok) continue;
    dialogue.tag = parsed.tag;
    dialogue.expunged = [];
    heard(context, connection, bytes, 'command', rule.command);
    return instead(context, connection, upstream, rule, { verb: parsed.name });
  }
  if (parsed.name === 'STARTTLS') {
    return ownTls(context, connection, bytes.subarray(0, -2), wanted, `${parsed.tag} OK ready to start TLS\r\n`);
  }
  dialogue.tag = parsed.tag;
  return forward(context, connection, upstream, concat(read.value.map(withoutWaiting)), 'command');
}

/** A literal has been waited for already: underneath it need not be (RFC 7888 §4). */
function withoutWaiting(part: ImapPart): Uint8Array {
  if (part.kind === 'literal') return part.bytes;
  const text = latin1(part.bytes);
  const changed = text.replace(/\{(\d+)\}\r\n$/, '{$1+}\r\n');
  return changed === text ? part.bytes : Uint8Array.from(changed, (character) => character.charCodeAt(0));
}

/** TLS ends here: the server underneath knows nothing of it. */
async function ownTls(
  context: ServeContext,
  connection: Served,
  line: Uint8Array,
  wanted: Wanted,
  ready: string,
): Promise<Outcome> {
  heard(context, connection, lineBytes(line), 'command', undefined);
  const stop = await tell(context, connection, ready, 'reply', undefined);
  return stop ?? secure(context, connection, wanted.place);
}

async function forward(
  context: ServeContext,
  connection: Served,
  upstream: Upstream,
  bytes: Uint8Array,
  role: 'command' | 'data' | 'sasl',
  answered = true,
): Promise<Outcome> {
  heard(context, connection, bytes, role, undefined, 'to the server underneath');
  const imap = connection.protocol === 'imap';
  if (answered && !imap) upstream.outstanding++;
  if (upstream.ended) return undefined;
  await upstream.transport.write(bytes);
  // Whether a message follows, or a response, is known with the reply.
  const text = latin1(bytes, 0, Math.min(bytes.length, 40)).toUpperCase();
  if (!imap && !/^(?:DATA|AUTH|QUIT)\b/.test(text)) return undefined;
  return settled(context, connection, upstream);
}

/** Waits until the server underneath has answered all that it was asked. */
async function settled(context: ServeContext, connection: Served, upstream: Upstream): Promise<Outcome> {
  const woken = await context.waiter.until(
    () => upstream.outstanding === 0 || upstream.ended || connection.ended !== undefined,
    context.timeouts.command,
  );
  return woken === 'cancelled' ? { kind: 'cancelled' } : undefined;
}

/** The script's answer, in its turn; then the lines that go on with the command, as the script has them. */
async function instead(
  context: ServeContext,
  connection: Served,
  upstream: Upstream,
  rule: Rule,
  what: { readonly verb: string; readonly multiline?: boolean },
): Promise<Outcome> {
  const before =
    (await settled(context, connection, upstream)) ?? (rule.delay > 0 ? await sleep(context, rule.delay) : undefined);
  if (before) return before;
  rule.left--;
  const { place, expected } = rule.command;
  note(context, 'answered by the script', place, connection);
  const replied = await reply(context, connection, expected[0], { ...what, place });
  if (replied.stop) return replied.stop;
  const stop = await afterReply(context, connection, what.verb, replied.final, place);
  if (stop) return stop;
  for (const command of rule.rest) {
    if (connection.dialogue.expecting.kind === 'command' || connection.ended) break;
    const next = await hear(context, connection, command);
    if (!next.ok) return next.error;
    const { answer } = next.value;
    if (!answer) continue;
    const more = await reply(context, connection, command.expected[0], { ...answer, place: command.place });
    if (more.stop) return more.stop;
    const after = await afterReply(context, connection, answer.verb, more.final, command.place);
    if (after) return after;
  }
  return undefined;
}
