/** Directives without a body → steps: one function a directive. */
import { latin1, utf8 } from '../../base';
import { parseFaultOrder } from '../../protocol/faults/parse';
import type { Auth, ConnectTarget, Step, Template } from '../program';
import type { Argument, Directive, Part, Statement } from '../tree';
import { option, type WordReader, wordsOf, written } from './arguments';
import { placeOf, reportIn, type Scene, type SessionContext } from './compilation';
import { toCondition } from './condition';
import { connectTarget } from './connect-target';
import { includeSteps } from './include';
import { checkConnection, connectionKey, resolveConnection } from './resolve-connection';
import { toTemplate } from './templates';
import { modeAfterRaw } from './wire-mode';
import { groupsOf, named, runOf, toReply } from './wire-steps';

export interface Compiled {
  readonly steps: readonly Step[];
  /** The statement behind, when more than one was used. */
  readonly next?: number;
}

/** The steps of `statements[at]`, which is this directive. */
export function directiveSteps(
  scene: Scene,
  session: SessionContext,
  node: Directive,
  statements: readonly Statement[],
  at: number,
): Compiled {
  const words = wordsOf(scene, node);
  const place = placeOf(scene, node.content);
  const one = (step: Step | undefined): Compiled => {
    words.end();
    return { steps: step ? [step] : [] };
  };
  const on = named(scene, node);
  const resolve = () => resolveConnection(scene, session, node.connection, (node.connection ?? node.word).range);

  switch (node.info.word) {
    case 'connect':
      return one(connect(scene, session, node, words));
    case 'starttls':
    case 'auth': {
      session.started = true;
      const { protocol } = resolve();
      const step = node.info.word === 'auth' ? auth(scene, node, words) : ({ kind: 'starttls', place, ...on } as const);
      words.end();
      const key = connectionKey(scene, session, node.connection);
      const run = runOf(scene, session, statements, at + 1, 'server', key);
      if (run.wires.length === 0) return { steps: [step] };
      for (const wire of run.wires)
        resolveConnection(scene, session, wire.connection, wire.connection?.range ?? wire.mark);
      const [expected, ...rest] = groupsOf(scene, run.wires, protocol).map(toReply);
      const steps: Step[] = [expected ? { ...step, expected } : step];
      if (rest[0]) steps.push({ kind: 'receive', expected: rest, place: rest[0].place, ...on });
      return { steps, next: run.next };
    }
    case 'close':
    case 'reset': {
      const known = resolve();
      session.connections.close(known.name, scene.depth === 0);
      return one({ kind: 'close', how: node.info.word === 'close' ? 'fin' : 'rst', place, ...on });
    }
    case 'expect': {
      const known = resolve();
      if (!words.takeWord('close')) words.missing('`close`');
      session.connections.close(known.name, scene.depth === 0);
      return one({ kind: 'expectClose', place, ...on });
    }
    case 'needs': {
      checkConnection(scene, session, node.connection, node.word.range);
      const capabilities = node.arguments.map((argument) => argument.text ?? written(scene, argument));
      if (capabilities.length === 0) words.missing('a capability');
      return { steps: [{ kind: 'needs', capabilities, when: session.started ? 'here' : 'head', place, ...on }] };
    }
    case 'timeout':
    case 'strict':
    case 'insecure':
      setting(scene, node, words, session);
      return one(undefined);
    case 'include':
      return { steps: includeSteps(scene, session, node) };
    case 'wait': {
      const ms = words.takeDuration('a duration');
      return one(ms === undefined ? undefined : { kind: 'wait', ms, place });
    }
    case 'silence': {
      resolve();
      const ms = words.takeDuration('a duration');
      return one(ms === undefined ? undefined : { kind: 'silence', ms, place, ...on });
    }
    case 'assert': {
      const condition = toCondition(scene, node);
      return { steps: condition ? [{ kind: 'assert', condition, place, ...on }] : [] };
    }
    case 'await':
      resolve();
      return { steps: awaitStep(scene, node, words) };
    case 'fault':
      return { steps: faultStep(scene, node, words) };
    case 'raw': {
      session.started = true;
      return one(raw(scene, node, words, resolve()));
    }
    default:
      return { steps: plainSteps(scene, node, words) };
  }
}

/** Directives that also may stand in the preamble: they speak of no connection. */
export function plainSteps(scene: Scene, node: Directive, words = wordsOf(scene, node)): readonly Step[] {
  const place = placeOf(scene, node.content);
  if (node.info.word === 'log') {
    return [{ kind: 'log', text: toTemplate(scene, node.arguments[0]?.parts ?? []), place }];
  }
  if (node.info.word !== 'compose') return [];
  const argument = words.take();
  words.end();
  const name = argument?.text;
  if (!argument || name === undefined || !/^[A-Za-z_][\w-]*$/.test(name)) return words.missing('a name') ?? [];
  const content = toTemplate(scene, node.block?.content ?? []);
  scene.compilation.scope.define(name, 'compose', !scene.conditional, scene.file, argument.range);
  return [{ kind: 'compose', name, content, place }];
}

/** `timeout`, `strict`, `insecure`: of the session, or in the preamble of every session. */
export function setting(
  scene: Scene,
  node: Directive,
  words: WordReader,
  settings: Pick<SessionContext, 'strict' | 'insecure' | 'timeoutMs'>,
): void {
  if (scene.depth > 0) reportIn(scene, 'setting-inside', node.word.range, node.word.text);
  if (node.info.word === 'strict') settings.strict = true;
  else if (node.info.word === 'insecure') settings.insecure = true;
  else settings.timeoutMs = words.takeDuration('a duration') ?? settings.timeoutMs;
}

function connect(scene: Scene, session: SessionContext, node: Directive, words: WordReader): Step | undefined {
  let name = node.connection?.text ?? scene.connection;
  let target: ConnectTarget = { kind: 'default' };
  let protocol: SessionContext['protocol'] | undefined;
  const readName = (): void => {
    if (!words.takeWord('as')) return;
    const argument = words.take();
    if (argument?.text !== undefined && /^[A-Za-z_][\w-]*$/.test(argument.text)) name = argument.text;
    else words.missing('a name after `as`');
  };
  readName();
  const argument = words.take();
  if (argument) {
    const found = connectTarget(scene, argument);
    if (found) ({ target, protocol } = found);
  }
  readName();
  if (protocol !== undefined && name === undefined && !session.started) session.protocol = protocol;
  protocol ??= session.protocol;
  session.connections.connect(name ?? '', protocol);
  return {
    kind: 'connect',
    target,
    protocol,
    place: placeOf(scene, node.content),
    ...(name !== undefined && { as: name }),
  };
}

/** A mechanism is written in capitals (RFC 4422 §3.1); a user whose name looks like one is put in quotes. */
const mechanismShape = /^[A-Z][A-Z0-9_-]{1,19}$/;

/** Options that `auth` knows; any other `x=y` is a user or a password. */
const authOptions: ReadonlySet<string> = new Set(['authzid', 'token', 'realm', 'host', 'port', 'trace', 'initial']);

function auth(scene: Scene, node: Directive, words: WordReader): Auth {
  const place = placeOf(scene, node.content);
  const options: { name: string; value: Template }[] = [];
  const positional: Argument[] = [];
  for (let argument = words.take(); argument; argument = words.take()) {
    const found = option(argument);
    if (found && authOptions.has(found.name)) options.push({ name: found.name, value: toTemplate(scene, found.value) });
    else positional.push(argument);
  }
  const quoted = positional[0] && scene.file.tree.text[positional[0].range.start] === '"';
  const hasMechanism = positional.length > 2 || (!quoted && mechanismShape.test(positional[0]?.text ?? ''));
  const [mechanism, user, password, extra] = hasMechanism ? positional : [undefined, ...positional];
  if (extra) reportIn(scene, 'extra-argument', extra.range, 'auth', node.info.syntax);
  return {
    kind: 'auth',
    place,
    options,
    ...named(scene, node),
    ...(mechanism && { mechanism: toTemplate(scene, mechanism.parts) }),
    ...(user && { user: toTemplate(scene, user.parts) }),
    ...(password && { password: toTemplate(scene, password.parts) }),
  };
}

function awaitStep(scene: Scene, node: Directive, words: WordReader): readonly Step[] {
  const kind = words.take()?.text;
  const all = node.arguments.slice(1);
  const within = all.findLastIndex((argument) => argument.text === 'within');
  const subject = within === -1 ? all : all.slice(0, within);
  let withinMs: number | undefined = 60_000;
  if (within !== -1) {
    for (let i = 0; i <= within; i++) words.take();
    withinMs = words.takeDuration('a duration after `within`');
    words.end();
  }
  if (kind !== 'dsn' && kind !== 'message') words.missing('`dsn` or `message`');
  else if (subject.length === 0) words.missing(kind === 'dsn' ? 'an envelope id' : 'search keys');
  else if (kind === 'dsn' && subject[1])
    reportIn(scene, 'extra-argument', subject[1].range, 'await dsn', node.info.syntax);
  if ((kind !== 'dsn' && kind !== 'message') || subject.length === 0 || withinMs === undefined) return [];
  const template = toTemplate(scene, joined(scene, subject));
  const what = kind === 'dsn' ? ({ kind, envid: template } as const) : ({ kind, search: template } as const);
  return [{ kind: 'await', what, withinMs, place: placeOf(scene, node.content), ...named(scene, node) }];
}

/** What holds no values is checked here; the rest when it is carried out. */
function faultStep(scene: Scene, node: Directive, words: WordReader): readonly Step[] {
  const [argument] = node.arguments;
  if (!argument) return words.missing('a fault') ?? [];
  const parsed = argument.text === undefined ? undefined : parseFaultOrder(argument.text);
  if (parsed && !parsed.ok) {
    const { message, advice, range } = parsed.error;
    const { start } = argument.range;
    const where = { start: start + range.start, end: start + range.end };
    reportIn(scene, 'bad-fault', where, message, advice);
  }
  return [{ kind: 'fault', text: toTemplate(scene, argument.parts), place: placeOf(scene, node.content) }];
}

/** Words with the white space between them as it was written. Quotes stay: search keys need them. */
function joined(scene: Scene, words: readonly Argument[]): readonly Part[] {
  const { text } = scene.file.tree;
  const parts: Part[] = [];
  let from = words[0]?.range.start ?? 0;
  const plain = (to: number): void => {
    if (to > from) parts.push({ kind: 'text', text: text.slice(from, to), range: { start: from, end: to } });
  };
  for (const part of words.flatMap((word) => word.parts)) {
    if (part.kind !== 'value') continue;
    plain(part.range.start);
    parts.push(part);
    from = part.range.end;
  }
  plain(words.at(-1)?.range.end ?? from);
  return parts;
}

function raw(
  scene: Scene,
  node: Directive,
  words: WordReader,
  connection: ReturnType<typeof resolveConnection>,
): Step | undefined {
  const argument = words.take();
  if (!argument || scene.file.tree.text[argument.range.start] !== '"') return words.missing('bytes in quotes');
  const bytes = toTemplate(
    scene,
    argument.parts.map((part) => (part.kind === 'text' ? toOctets(scene, part) : part)),
  );
  const everyMs = words.takeWord('every') ? words.takeDuration('a duration after `every`') : undefined;
  connection.mode = modeAfterRaw(connection.mode, argument.text ?? '');
  return {
    kind: 'raw',
    bytes,
    place: placeOf(scene, node.content),
    ...named(scene, node),
    ...(everyMs !== undefined && { everyMs }),
  };
}

/** One character an octet: `\xff` stays one, and a character beyond ASCII that was typed becomes its UTF-8 octets. */
function toOctets(scene: Scene, part: Extract<Part, { kind: 'text' }>): Part {
  const typed = scene.file.tree.text.slice(part.range.start, part.range.end);
  if (!/[^\x00-\x7f]/.test(typed)) return part;
  const text = typed.replace(/\\x([0-9a-fA-F]{2})|\\(.)|[^\x00-\x7f]+/gs, (whole, hex?: string, escaped?: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (escaped === undefined) return latin1(utf8(whole));
    return ({ r: '\r', n: '\n', t: '\t', '0': '\0' } as Readonly<Record<string, string>>)[escaped] ?? escaped;
  });
  return { ...part, text };
}
