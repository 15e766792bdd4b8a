/** Makes a reply of the lines that speak of it, checks it as the client will, and sends it. */
import { concat, utf8 } from '../base';
import type { Condition, ExpectedLine, ExpectedReply, Pattern, Place } from '../script/program';
import { replyFact } from '../session/facts';
import { failed, failure, located, type Outcome, type Stop } from '../session/failure';
import { numberAfter } from '../session/imap-facts';
import { masked } from '../session/link';
import { showPattern } from '../session/match/show';
import { startMatch } from '../session/match/start-match';
import type { MatchScope, ServerUnit, Verdict } from '../session/match/verdict';
import { durationOf } from '../session/values/compare';
import { evaluate } from '../session/values/conditions';
import type { ReceivedRole } from '../transcript/event';
import { type ServeContext, where } from './context';
import { follow } from './dialogue';
import { neededBy, withUsual } from './make/announce';
import type { Maker } from './make/element-text';
import { makeImap } from './make/imap';
import type { NodeMaker } from './make/imap-node-text';
import { makePop3 } from './make/pop3';
import { textFor } from './make/regex-text';
import { makeSmtp } from './make/smtp';
import { sourceFor } from './make/wishes';
import type { Served } from './served';
import { forcedText } from './values/hole';

/** What is answered. */
export interface Answering {
  /** The verb, the command's name, or `greeting`, `.`, `sasl`; empty where nothing was asked. */
  readonly verb: string;
  readonly argument?: string;
  /** POP3: a positive response has a body. */
  readonly multiline?: boolean;
  /** The client has more to say to this command before it is done. */
  readonly goesOn?: boolean;
  readonly place: Place;
}

interface Made {
  readonly bytes: Uint8Array;
  readonly unit: ServerUnit;
}

export type Replied = { readonly stop: Stop } | { readonly stop: undefined; readonly final: ServerUnit | undefined };

/** Sends what `expected` speaks of; without it, what is plainly said to the command. */
export async function reply(
  context: ServeContext,
  connection: Served,
  expected: ExpectedReply | undefined,
  answering: Answering,
): Promise<Replied> {
  const place = expected?.place ?? answering.place;
  let last: { made: readonly Made[]; verdict: Verdict; missing: string | undefined } | undefined;
  for (const strict of context.session.settings.strict ? [true] : [false, true]) {
    last = attempt(context, connection, expected, answering, strict);
    if (last.verdict.ok && last.missing === undefined) {
      const { made, verdict } = last;
      for (const [name, value] of verdict.captures) {
        context.values.capture(name, value);
        const shown = context.recorder.redactor.text(value);
        context.recorder.emit({ kind: 'captured', name, value: shown }, where(context, place, connection));
      }
      const slow = await late(context, connection);
      const stop = slow ?? (await send(context, connection, made, answering, place));
      return stop ? { stop } : { stop: undefined, final: made.at(-1)?.unit };
    }
  }
  return { stop: failed(unplayable(context, connection, expected, last, place)) };
}

function unplayable(
  context: ServeContext,
  connection: Served,
  expected: ExpectedReply | undefined,
  last: { readonly verdict: Verdict; readonly missing: string | undefined; readonly made: readonly Made[] } | undefined,
  place: Place,
) {
  const cause = last?.verdict.failure;
  const lines = expected?.lines.map((line) => showPattern(line.pattern)).join(', ') ?? 'success';
  const made = failure('resolve', 'No reply could be made that these lines fit', {
    expected: cause?.expected ?? lines,
    actual: last?.missing ?? cause?.actual ?? 'nothing',
    advice: 'Write the reply out: what is sent is what the line says, with `...` left out',
  });
  return located(masked({ ...made, place: cause?.place ?? place }, context.recorder), place, connection.name);
}

function attempt(
  context: ServeContext,
  connection: Served,
  expected: ExpectedReply | undefined,
  answering: Answering,
  strict: boolean,
): { made: readonly Made[]; verdict: Verdict; missing: string | undefined } {
  let missing: string | undefined;
  const { dialogue } = connection;
  const moment = { index: context.round, tag: dialogue.tag };
  const gone = [...dialogue.expunged];
  const tentative = new Map<string, string>();
  const maker: NodeMaker = {
    cannot(what) {
      missing ??= what;
    },
    value: (expression) => forcedText(context.values.expression(expression, moment)),
    capture(name, take, suggestions) {
      const before = tentative.get(name) ?? context.values.bound(name);
      if (before !== undefined) return before;
      const candidates = take.kind === 'regex' ? fitting(take, suggestions) : suggestions;
      const text = context.wishes.choose(name, candidates);
      tentative.set(name, text);
      context.values.set(name, text);
      return text;
    },
    follow: (n) => numberAfter(n, gone) ?? n,
  };
  const made = make(context, connection, expected, answering, strict, maker, (number) => gone.push(number));
  const expunged = [...dialogue.expunged];
  const scope: MatchScope = {
    text: (expression, captured) => {
      const { source, filters } = expression;
      const fresh = source.kind === 'variable' && filters.length === 0 ? captured?.get(source.name) : undefined;
      return fresh ?? maker.value(expression);
    },
    bound: (name) => (tentative.has(name) ? undefined : context.values.bound(name)),
    mask: (text) => context.recorder.redactor.text(text),
    follow: (n) => numberAfter(n, expunged),
    ...(dialogue.tag === undefined ? {} : { tag: dialogue.tag }),
  };
  const match = startMatch(connection.protocol, expected, scope);
  const final = finalOf(made, answering);
  for (const { unit } of made) {
    if (unit === final) break;
    match.offer(unit);
    if (unit.kind === 'imap' && unit.response.name === 'EXPUNGE') expunged.push(unit.response.number ?? 0);
  }
  return { made, verdict: match.finish(final), missing };
}

/** IMAP: what completes a command, or the greeting; data that comes by itself has none. */
function finalOf(made: readonly Made[], { verb }: Answering): ServerUnit | undefined {
  const last = made.at(-1)?.unit;
  if (last?.kind !== 'imap') return last;
  return last.response.kind !== 'untagged' || verb === 'greeting' ? last : undefined;
}

function fitting(
  take: { readonly source: string; readonly flags: string },
  suggestions: readonly string[],
): readonly string[] {
  const whole = new RegExp(`^(?:${take.source})$`, take.flags.replace(/[gy]/g, ''));
  const made = textFor(take.source, take.flags);
  return [...suggestions.filter((text) => whole.test(text)), ...(made === undefined ? [] : [made])];
}

function make(
  context: ServeContext,
  connection: Served,
  expected: ExpectedReply | undefined,
  answering: Answering,
  strict: boolean,
  maker: NodeMaker,
  expunged: (number: number) => void,
): readonly Made[] {
  const { protocol, dialogue, transport } = connection;
  const needed = neededBy(context.session, protocol, transport.tls !== undefined, context);
  const ground = {
    verb: answering.verb,
    maker: maker as Maker & NodeMaker,
    needed,
    usual: withUsual(needed, protocol),
    strict,
    says: (line: ExpectedLine) => capturesOf(line.pattern).some((name) => context.wishes.needs(name)),
  };
  switch (protocol) {
    case 'smtp':
    case 'lmtp': {
      const conditions = assertedNext(context, connection);
      const pleases = (unit: ServerUnit): boolean => conditions.every((one) => holds(one, unit, context));
      return [makeSmtp(expected, { ...ground, pleases })];
    }
    case 'pop3':
      return [
        makePop3(expected, {
          ...ground,
          multiline: answering.multiline ?? false,
          goesOn: answering.goesOn ?? false,
          timestamp: answering.verb === 'greeting' ? dialogue.timestamp : undefined,
        }),
      ];
    case 'imap':
      return makeImap(expected, {
        ...ground,
        name: answering.verb,
        argument: answering.argument ?? '',
        tag: answering.verb === '' || answering.verb === 'greeting' ? undefined : dialogue.tag,
        goesOn: answering.goesOn ?? false,
        expunged,
        mailbox: {
          exists: askedNumber(context, 'mailbox.exists') ?? dialogue.mailbox.exists ?? 0,
          uidnext: askedNumber(context, 'mailbox.uidnext') ?? dialogue.mailbox.uidnext ?? 1,
          uidvalidity: askedNumber(context, 'mailbox.uidvalidity') ?? dialogue.mailbox.uidvalidity ?? 1,
        },
      }).map(({ bytes, response }) => ({ bytes, unit: { kind: 'imap', response } }));
  }
}

function capturesOf(pattern: Pattern): readonly string[] {
  return pattern.flatMap((part) =>
    part.kind === 'capture' ? [part.name] : part.kind === 'block' ? capturesOf(part.content) : [],
  );
}

/** What the script asserts of this reply, before anything else is said. */
function assertedNext(context: ServeContext, connection: Served): readonly Condition[] {
  const conditions: Condition[] = [];
  for (const step of context.ahead) {
    if (step.kind === 'assert') {
      const { left, connection: name } = step.condition;
      const here = (name ?? step.connection ?? connection.name) === connection.name;
      if (here && left.kind === 'fact' && left.path.startsWith('reply.') && left.path !== 'reply.time')
        conditions.push(step.condition);
    } else if (step.kind !== 'log' && step.kind !== 'assign') break;
  }
  return conditions;
}

function holds(condition: Condition, unit: ServerUnit, context: ServeContext): boolean {
  const judged = evaluate(
    condition,
    sourceFor(context.values, {}, (path) => replyFact(unit, 0, path.replace(/^reply\./, ''))),
  );
  return judged.ok && judged.value.ok;
}

/** An `assert reply.time >= 60ms` wants a server that takes its time. */
async function late(context: ServeContext, connection: Served): Promise<Outcome> {
  const next = context.ahead[0];
  if (next?.kind !== 'assert' || !/^>=?$/.test(next.condition.operator)) return undefined;
  const { left, connection: name } = next.condition;
  const here = (name ?? next.connection ?? connection.name) === connection.name;
  if (!here || left.kind !== 'fact' || left.path !== 'reply.time') return undefined;
  const judged = evaluate(
    next.condition,
    sourceFor(context.values, {}, () => 0),
  );
  const ms = durationOf((judged.ok ? judged.value.expected : '').replace(/^>=? /, ''));
  if (ms === undefined) return undefined;
  const woken = await context.waiter.until(() => connection.ended !== undefined, ms + 10);
  return woken === 'cancelled' ? { kind: 'cancelled' } : undefined;
}

/** A number that an `assert` further down wants a fact to have. */
function askedNumber(context: ServeContext, path: string): number | undefined {
  for (const step of context.ahead) {
    if (step.kind !== 'assert' || step.condition.operator !== '=') continue;
    const { left } = step.condition;
    if (left.kind !== 'fact' || left.path !== path) continue;
    const judged = evaluate(
      step.condition,
      sourceFor(context.values, {}, () => 0),
    );
    const text = judged.ok ? judged.value.expected.slice(2) : '';
    if (/^\d+$/.test(text)) return Number(text);
  }
  return undefined;
}

const roleOf = (unit: ServerUnit, { verb }: Answering): ReceivedRole => {
  if (verb === 'greeting') return 'greeting';
  switch (unit.kind) {
    case 'smtp':
      return unit.reply.code === 334 || unit.reply.code === 354 ? 'continuation' : 'reply';
    case 'pop3':
      return unit.response.kind === 'continuation' ? 'continuation' : 'reply';
    case 'imap':
      return unit.response.kind === 'tagged' ? 'reply' : unit.response.kind;
  }
};

async function send(
  context: ServeContext,
  connection: Served,
  made: readonly Made[],
  answering: Answering,
  place: Place,
): Promise<Outcome> {
  const { dialogue } = connection;
  for (const { bytes, unit } of made) {
    if (unit.kind === 'imap' && unit.response.name === 'EXPUNGE') dialogue.expunged.push(unit.response.number ?? 0);
    follow(dialogue, unit);
    said(context, connection, bytes, roleOf(unit, answering), place);
  }
  return put(context, connection, concat(made.map(({ bytes }) => bytes)), place);
}

/** Records what we say. The octets are the caller's to send. */
export function said(
  context: ServeContext,
  connection: Served,
  bytes: Uint8Array,
  role: ReceivedRole,
  place: Place | undefined,
  more: { readonly note?: string } = {},
): void {
  const { recorder } = context;
  const { said: answers, saidAt } = connection.dialogue;
  const answered = answers === undefined || role === 'greeting' ? {} : { answers, ms: recorder.since(saidAt) };
  recorder.received(recorder.redactor.wire(bytes), role, { ...answered, ...more }, where(context, place, connection));
}

/** Says a line of our own making, such as an error. */
export async function tell(
  context: ServeContext,
  connection: Served,
  text: string,
  role: ReceivedRole,
  place: Place | undefined,
): Promise<Outcome> {
  const bytes = utf8(text);
  said(context, connection, bytes, role, place, role === 'continuation' ? {} : { note: 'not in the script' });
  return put(context, connection, bytes, place);
}

/** Sends; a client that takes nothing for too long fails the session. */
export async function put(
  context: ServeContext,
  connection: Served,
  bytes: Uint8Array,
  place: Place | undefined,
): Promise<Outcome> {
  const full = connection.write(bytes);
  if (!full) return undefined;
  let done = false;
  const settled = (): void => {
    done = true;
    context.waiter.wake();
  };
  full.then(settled, settled);
  const woken = await context.waiter.until(() => done || connection.ended !== undefined, context.timeouts.command);
  if (woken === 'ready') return undefined;
  if (woken === 'cancelled') return { kind: 'cancelled' };
  return failed(located(failure('timeout', 'The client takes nothing of what is sent to it'), place, connection.name));
}
