/** `auth`, from the other side: the server's half of SASL, or the protocol's own commands; the script says how it ends. */
import { fromBase64, latin1, toBase64, utf8 } from '../base';
import { parseCommand as parseImap } from '../protocol/imap/command';
import { textOf as textOfValue } from '../protocol/imap/value';
import { verifyApop } from '../protocol/sasl/apop';
import type { ChannelBinding } from '../protocol/sasl/mechanism';
import { findMechanism } from '../protocol/sasl/mechanisms';
import type { Auth } from '../script/program';
import { failed, failure, located, type Outcome } from '../session/failure';
import { type Expected, expectedOf } from './accounts';
import { afterReply, isPositive } from './after-reply';
import { connectionFor, greet } from './connect';
import type { ServeContext } from './context';
import { heard, lineBytes, question } from './hear';
import { leaves } from './leave-script';
import { readImapCommand, readLine, textOf, type Wanted } from './read';
import { type Answering, reply, tell } from './reply';
import type { Served } from './served';

/** How the client tried, and whether it is who the script says. */
type Tried =
  | { readonly kind: 'ok'; readonly mechanism: string }
  | { readonly kind: 'refused'; readonly mechanism: string; readonly reason: string }
  | { readonly kind: 'stop'; readonly stop: Outcome };

export async function auth(context: ServeContext, step: Auth): Promise<Outcome> {
  const found = await connectionFor(context, step.connection, step.place);
  if (!found.ok) return found.error;
  const connection = found.value;
  const stop = await greet(context, connection, step.place);
  if (stop) return stop;
  const expected = await expectedOf(context, step);
  for (const [name, value] of [
    [expected.user ?? 'password', expected.password],
    [expected.user ?? 'token', expected.token],
  ] as const) {
    if (value !== undefined) context.recorder.redactor.add(name, value);
  }
  const wanted: Wanted = {
    place: step.place,
    shown: ['auth', expected.mechanism, expected.user].filter(Boolean).join(' '),
  };
  const tried =
    connection.protocol === 'imap'
      ? await imap(context, connection, expected, wanted)
      : await byLine(context, connection, expected, wanted);
  if (tried.kind === 'stop') return tried.stop;
  const verb = connection.protocol === 'imap' ? 'AUTHENTICATE' : 'AUTH';
  const answering: Answering = { verb, place: step.place };
  if (tried.kind === 'refused' && !refuses(step)) {
    const shown = `${wanted.shown}: ${tried.mechanism} with credentials that are right`;
    const comparison = { ok: false as const, wanted: 'credentials that are right', got: tried.reason };
    return leaves(context, connection, { place: step.place, expected: shown, actual: tried.reason, comparison });
  }
  const replied = await reply(context, connection, step.expected, answering);
  if (replied.stop) return replied.stop;
  if (replied.final && isPositive(replied.final)) connection.dialogue.mechanism = tried.mechanism;
  connection.dialogue.expecting = { kind: 'command' };
  return afterReply(context, connection, '', replied.final, step.place);
}

/** Whether the lines behind `auth` speak of a refusal. */
function refuses({ expected }: Auth): boolean {
  return (expected?.lines ?? []).some((line) => {
    const [part] = line.pattern;
    return line.mode === 'must' && part?.kind === 'text' && /^\s*(?:[45][0-9x]{2}|-ERR|NO|BAD|any\b)/i.test(part.text);
  });
}

const cancelledByClient = (mechanism: string): Tried => ({ kind: 'refused', mechanism, reason: 'the client gave up' });

/** SMTP and POP3: `AUTH`, and in POP3 `USER`, `PASS` and `APOP`. */
async function byLine(context: ServeContext, connection: Served, expected: Expected, wanted: Wanted): Promise<Tried> {
  for (;;) {
    const read = await readLine(context, connection, wanted);
    if (!read.ok) return { kind: 'stop', stop: read.error };
    const text = textOf(read.value);
    const [verb = '', first = '', second] = text.trim().split(/\s+/);
    const pop3 = connection.protocol === 'pop3';
    switch (verb.toUpperCase()) {
      case 'AUTH':
        return sasl(context, connection, expected, wanted, {
          name: first,
          initial: second,
          bytes: lineBytes(read.value),
        });
      case 'CAPA': {
        const stop =
          pop3 &&
          (await question(context, connection, read.value, { verb: 'CAPA', multiline: true, place: wanted.place }));
        if (stop) return { kind: 'stop', stop };
        if (pop3) continue;
        break;
      }
      case 'APOP': {
        const digest = second ?? '';
        if (digest !== '') context.recorder.redactor.add(first, digest);
        heard(context, connection, lineBytes(read.value), 'sasl', wanted);
        const { timestamp } = connection.dialogue;
        const right = expected.password === undefined || verifyApop(timestamp ?? '', expected.password, digest);
        return judge(expected, 'APOP', first, right);
      }
      case 'USER': {
        if (!pop3) break;
        heard(context, connection, lineBytes(read.value), 'sasl', wanted);
        const stop = await tell(context, connection, '+OK\r\n', 'reply', wanted.place);
        if (stop) return { kind: 'stop', stop };
        const next = await readLine(context, connection, wanted);
        if (!next.ok) return { kind: 'stop', stop: next.error };
        const password = /^PASS (.*)$/is.exec(textOf(next.value))?.[1];
        if (password === undefined) return left(context, connection, wanted, textOf(next.value));
        context.recorder.redactor.add(first, password);
        heard(context, connection, lineBytes(next.value), 'sasl', wanted);
        return judge(expected, 'USER', first, expected.password === undefined || password === expected.password);
      }
    }
    return left(context, connection, wanted, text);
  }
}

async function left(context: ServeContext, connection: Served, wanted: Wanted, actual: string): Promise<Tried> {
  const comparison = { ok: false as const, wanted: wanted.shown, got: actual.split(' ')[0] ?? '' };
  const stop = await leaves(context, connection, { place: wanted.place, expected: wanted.shown, actual, comparison });
  return { kind: 'stop', stop };
}

function judge({ user }: Expected, mechanism: string, name: string, right: boolean): Tried {
  if (user !== undefined && user !== name) return { kind: 'refused', mechanism, reason: `the client is ${name}` };
  return right ? { kind: 'ok', mechanism } : { kind: 'refused', mechanism, reason: 'the password is wrong' };
}

/** IMAP: `AUTHENTICATE` or `LOGIN` (RFC 9051 §6.2.2, §6.2.3). */
async function imap(context: ServeContext, connection: Served, expected: Expected, wanted: Wanted): Promise<Tried> {
  for (;;) {
    const read = await readImapCommand(context, connection, wanted, (parts) => {
      connection.dialogue.tag = parseImap(parts).tag;
      return tell(context, connection, '+ go on\r\n', 'continuation', wanted.place);
    });
    if (!read.ok) return { kind: 'stop', stop: read.error };
    const { tag, name, args } = parseImap(read.value);
    connection.dialogue.tag = tag;
    const bytes = read.value.flatMap((part) => [part.bytes]);
    const whole = bytes.length === 1 && bytes[0] ? bytes[0] : joinBytes(bytes);
    const [first = '', second] = args.map((arg) => textOfValue(arg));
    if (name === 'CAPABILITY') {
      const stop = await question(context, connection, whole.subarray(0, -2), { verb: name, place: wanted.place });
      if (stop) return { kind: 'stop', stop };
      continue;
    }
    if (name === 'AUTHENTICATE') {
      return sasl(context, connection, expected, wanted, { name: first, initial: second, bytes: whole });
    }
    if (name !== 'LOGIN' || second === undefined) return left(context, connection, wanted, textOf(whole).trimEnd());
    context.recorder.redactor.add(first, second);
    heard(context, connection, whole, 'sasl', wanted);
    return judge(expected, 'LOGIN', first, expected.password === undefined || second === expected.password);
  }
}

const joinBytes = (all: readonly Uint8Array[]): Uint8Array => utf8(all.map((bytes) => textOf(bytes)).join(''));

interface Begun {
  readonly name: string;
  /** Base64; `=` is an empty one (RFC 4954 §4). */
  readonly initial: string | undefined;
  readonly bytes: Uint8Array;
}

/** More challenges than any mechanism has. */
const tooMany = 20;

async function sasl(
  context: ServeContext,
  connection: Served,
  expected: Expected,
  wanted: Wanted,
  begun: Begun,
): Promise<Tried> {
  const mechanism = findMechanism(begun.name);
  if (!mechanism || (expected.mechanism !== undefined && mechanism.name !== expected.mechanism)) {
    return left(context, connection, wanted, `AUTH ${begun.name}`);
  }
  const { name } = mechanism;
  const { random } = context.ports;
  const account = expected.password === undefined && expected.token === undefined ? undefined : expected;
  if (!account && name.startsWith('SCRAM-')) {
    const cause = failure(
      'resolve',
      `${name} cannot be served without the password of ${expected.user ?? 'the user'}`,
      {
        advice: `Give it to the script (auth ${name} USER {{$secret NAME}}), to the environment, or as MAILWRIGHT_SECRET_…`,
      },
    );
    return { kind: 'stop', stop: failed(located(cause, wanted.place, connection.name)) };
  }
  let asked = '';
  const exchange = mechanism.server({
    lookUp(user) {
      asked = user;
      const known = account && (expected.user === undefined || expected.user === user);
      return known
        ? { password: expected.password ?? '', token: expected.token ?? expected.password ?? '' }
        : undefined;
    },
    random,
    host: 'mailwright.test',
    announced: context.mechanisms,
    channelBindings: bindingsOf(connection),
    certificateUser: expected.user ?? 'client',
  });
  const mask = (bytes: Uint8Array | undefined): void => {
    // What gives a password away is not known before it is decoded: all of the response is masked.
    if (bytes && bytes.length > 0 && (mechanism.clearText || mechanism.needs === 'token'))
      context.recorder.redactor.add(expected.user ?? 'password', bytes);
  };
  let response =
    begun.initial === undefined ? undefined : begun.initial === '=' ? new Uint8Array(0) : fromBase64(begun.initial);
  mask(response);
  heard(context, connection, begun.bytes, 'sasl', wanted);
  for (let round = 0; round < tooMany; round++) {
    const next = exchange.step(response);
    if (next.kind === 'success') return { kind: 'ok', mechanism: name };
    if (next.kind === 'failure') {
      const unknown = !account && expected.user !== undefined && asked !== '' && asked !== expected.user;
      if (unknown) return { kind: 'refused', mechanism: name, reason: `the client is ${asked}` };
      return account ? { kind: 'refused', mechanism: name, reason: next.reason } : { kind: 'ok', mechanism: name };
    }
    const stop = await challenge(context, connection, next.bytes, wanted);
    if (stop) return { kind: 'stop', stop };
    const read = await readLine(context, connection, wanted);
    if (!read.ok) return { kind: 'stop', stop: read.error };
    const text = latin1(read.value);
    response = fromBase64(text);
    mask(response);
    heard(context, connection, lineBytes(read.value), 'sasl', wanted);
    if (text === '*') return cancelledByClient(name);
    if (!response) return { kind: 'refused', mechanism: name, reason: 'the response is no base64' };
  }
  return { kind: 'refused', mechanism: name, reason: 'the exchange has no end' };
}

function challenge(context: ServeContext, connection: Served, bytes: Uint8Array, wanted: Wanted): Promise<Outcome> {
  const smtp = connection.protocol === 'smtp' || connection.protocol === 'lmtp';
  const text = `${smtp ? '334' : '+'} ${toBase64(bytes)}\r\n`;
  return tell(context, connection, text, 'continuation', wanted.place);
}

function bindingsOf({ transport }: Served): ChannelBinding[] {
  return (['tls-exporter', 'tls-server-end-point'] as const).flatMap((type) => {
    const data = transport.channelBinding(type);
    return data ? [{ type, data }] : [];
  });
}
