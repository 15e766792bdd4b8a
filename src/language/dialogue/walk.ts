/** Follows a session line by line with what is known of its connections, and shows each moment to whoever wants to judge it. */
import type { Protocol } from '../../protocol/finding';
import { schemes, services } from '../../protocol/schemes';
import type { Command, Connect, ExpectedReply, Step, Template } from '../../script';
import type { SessionAlone } from '../../script/compile/section';
import { modeAfterRaw, modeAfterReply } from '../../script/compile/wire-mode';
import type { Environments } from '../workspace';
import { advance, outcomesFor, receiveAlone, secure, signIn } from './advance';
import { type Certainty, type Connection, joined, newConnection, type Peer } from './connection';
import { type Line, readLine } from './line';
import { type Outcomes, outcomesOf } from './outcomes';
import { allStates } from './states';

/** Before a `C:` line is sent. */
export interface CommandMoment {
  readonly kind: 'command';
  readonly connection: Connection;
  readonly command: Command;
  readonly line: Line;
  readonly outcomes: Outcomes;
  /** In a `pipeline`: its place in the group; what went before it, by name. */
  readonly pipeline: { readonly last: boolean; readonly before: readonly (string | undefined)[] } | undefined;
}

/** Before a reply is taken in: `to` is the line that it answers. */
export interface ReplyMoment {
  readonly kind: 'reply';
  readonly connection: Connection;
  readonly reply: ExpectedReply;
  readonly to: Pick<CommandMoment, 'command' | 'line' | 'pipeline'> | undefined;
  /** The greeting of its connection. */
  readonly greeting: boolean;
}

/** Before any other step. */
export interface StepMoment {
  readonly kind: 'step';
  readonly step: Exclude<Step, { kind: 'exchange' | 'receive' }>;
  /** The connection that it speaks of, when there is one. */
  readonly connection: Connection | undefined;
}

export type Moment = CommandMoment | ReplyMoment | StepMoment;

export interface Visitor {
  /** `cleanup`: in an `always`. Give back true to stop. */
  moment(moment: Moment, walk: Walk, cleanup: boolean): boolean | undefined;
  /** At the end of a body, or of the first part of an `if`. Give back true to stop. */
  leave?(step: Step, part: 'then' | 'body', walk: Walk): boolean | undefined;
}

/** Where the walk is. */
export interface Walk {
  readonly connections: ReadonlyMap<string, Connection>;
  /** The connection of a line with this name, or of one without. */
  connection(name: string | undefined): Connection | undefined;
}

export interface WalkContext {
  readonly environments: Environments | undefined;
}

interface State extends Walk {
  connections: Map<string, Connection>;
  readonly session: SessionAlone;
  readonly context: WalkContext;
  readonly visitor: Visitor;
  readonly closed: Set<string>;
  cleanup: boolean;
  stopped: boolean;
}

/** Walks through a session. The connections that a visitor sees change behind it: it copies what it keeps. */
export function walkSession(session: SessionAlone, context: WalkContext, visitor: Visitor): Walk {
  const state: State = {
    connections: new Map(),
    session,
    context,
    visitor,
    closed: new Set(),
    cleanup: false,
    stopped: false,
    connection: (name) => find(state, name),
  };
  steps(state, session.steps);
  if (state.stopped || session.cleanup.length === 0) return state;
  state.cleanup = true;
  for (const connection of state.connections.values()) forget(connection);
  steps(state, session.cleanup);
  return state;
}

/** Nothing is known of it any more. */
function forget(connection: Connection): void {
  connection.states = allStates[connection.protocol];
  connection.mode = { kind: 'command' };
  if (connection.tls === 'no') connection.tls = 'unknown';
  connection.freshTls = false;
  connection.authenticated = 'unknown';
  connection.sasl = 'unknown';
  connection.idle = false;
  connection.pending = undefined;
  connection.lastCommand = undefined;
  connection.spelledOut = false;
}

function find(state: State, name: string | undefined): Connection | undefined {
  if (name !== undefined) return state.connections.get(name);
  const all = [...state.connections.values()];
  return all.find((connection) => !state.closed.has(connection.name)) ?? all.at(-1);
}

/** The connection of a line, opened when it is the first to speak. */
function demand(state: State, name: string | undefined): Connection {
  const known = find(state, name);
  if (known) return known;
  const made = newSessionConnection(state.session.protocol, state.context.environments, name);
  state.connections.set(made.name, made);
  return made;
}

/** The connection that a session opens by itself. */
export function newSessionConnection(
  protocol: Protocol,
  environments: Environments | undefined,
  name = '',
): Connection {
  const peer = peerOf({ kind: 'default' }, protocol, { environments });
  return newConnection(name, protocol, peer, tlsOf(peer));
}

function show(state: State, moment: Moment): void {
  if (state.visitor.moment(moment, state, state.cleanup)) state.stopped = true;
}

function steps(state: State, list: readonly Step[]): void {
  for (const step of list) {
    if (state.stopped) return;
    one(state, step);
  }
}

function one(state: State, step: Step): void {
  switch (step.kind) {
    case 'exchange':
      exchange(state, step);
      return;
    case 'receive': {
      const connection = demand(state, step.connection);
      const greeting = !connection.started;
      for (const reply of step.expected) {
        if (state.stopped) return;
        show(state, { kind: 'reply', connection, reply, to: undefined, greeting });
      }
      if (!state.stopped) receiveAlone(connection, step.expected);
      return;
    }
    case 'if':
    case 'repeat':
    case 'retry':
      body(state, step);
      return;
    case 'connect':
      connect(state, step);
      return;
    case 'assign':
    case 'wait':
    case 'compose':
    case 'log':
    case 'fault':
      show(state, { kind: 'step', step, connection: undefined });
      return;
    case 'needs':
    case 'assert':
      show(state, { kind: 'step', step, connection: find(state, step.connection) });
      return;
    case 'auth':
    case 'starttls':
    case 'close':
    case 'expectClose':
    case 'silence':
    case 'await':
    case 'raw': {
      const connection = demand(state, step.connection);
      show(state, { kind: 'step', step, connection });
      if (!state.stopped) directive(state, step, connection);
      return;
    }
  }
}

type Directive = Extract<Step, { kind: 'auth' | 'starttls' | 'close' | 'expectClose' | 'silence' | 'await' | 'raw' }>;

function directive(state: State, step: Directive, connection: Connection): void {
  switch (step.kind) {
    case 'auth':
    case 'starttls': {
      connection.started = true;
      connection.lastCommand = undefined;
      const { protocol } = connection;
      const expected = step.expected ? [step.expected] : [];
      if (step.expected)
        show(state, { kind: 'reply', connection, reply: step.expected, to: undefined, greeting: false });
      const { possible } = outcomesOf(protocol, expected, step.kind === 'auth' ? 'AUTH' : 'STARTTLS', false);
      const good = possible.filter((outcome) => /^(?:2|OK|\+OK)/.test(outcome)).length;
      const bad = possible.filter((outcome) => /^(?:[45]|NO|BAD|-ERR)/.test(outcome)).length;
      const how: Certainty = bad === 0 ? 'yes' : good === 0 ? 'no' : 'unknown';
      if (step.kind === 'starttls') secure(connection, how);
      else signIn(connection, how);
      return;
    }
    case 'close':
    case 'expectClose':
      state.closed.add(connection.name);
      return;
    case 'raw': {
      const text = step.bytes.map((part) => (part.kind === 'text' ? part.text : '')).join('');
      const { mode } = connection;
      forget(connection);
      connection.started = true;
      connection.mode = modeAfterRaw(mode, text);
      return;
    }
    case 'silence':
    case 'await':
      return;
  }
}

function exchange(state: State, step: Extract<Step, { kind: 'exchange' }>): void {
  const connection = demand(state, step.connection);
  const before: (string | undefined)[] = [];
  let lastRole: Line['role'] | undefined;
  let lastCode: string | undefined;
  for (const [at, command] of step.commands.entries()) {
    const line = readLine(connection, command);
    const outcomes = outcomesFor(connection, line, command.expected);
    const pipeline = step.pipelined ? { last: at === step.commands.length - 1, before: [...before] } : undefined;
    const moment: CommandMoment = { kind: 'command', connection, command, line, outcomes, pipeline };
    show(state, moment);
    if (state.stopped) return;
    for (const reply of command.expected) {
      show(state, { kind: 'reply', connection, reply, to: moment, greeting: false });
      if (state.stopped) return;
    }
    advance(connection, line, command.expected, outcomes, command.place.range.start);
    if (line.as === 'command' || line.as === 'message') before.push(line.name);
    lastRole = line.role;
    lastCode = outcomes.written ? outcomes.possible[0] : undefined;
  }
  connection.mode = modeAfterReply(connection.mode, lastRole, lastCode);
}

function body(state: State, step: Extract<Step, { kind: 'if' | 'repeat' | 'retry' }>): void {
  if (step.kind !== 'if') {
    const mayBeSkipped = step.kind === 'repeat' && !isPositive(step.times);
    const before = mayBeSkipped ? copies(state.connections) : undefined;
    show(state, { kind: 'step', step, connection: undefined });
    steps(state, step.body);
    leave(state, step, 'body');
    if (before && !state.stopped) state.connections = joinAll(before, state.connections);
    return;
  }
  show(state, { kind: 'step', step, connection: find(state, step.condition.connection) });
  if (state.stopped) return;
  const before = copies(state.connections);
  const closed = new Set(state.closed);
  steps(state, step.then);
  leave(state, step, 'then');
  if (state.stopped) return;
  const after = state.connections;
  state.connections = before;
  for (const name of [...state.closed]) if (!closed.has(name)) state.closed.delete(name);
  steps(state, step.else);
  leave(state, step, 'body');
  if (!state.stopped) state.connections = joinAll(after, state.connections);
}

const isPositive = (times: Template): boolean => {
  const [only] = times;
  return times.length === 1 && only?.kind === 'text' && Number(only.text) > 0;
};

function leave(state: State, step: Step, part: 'then' | 'body'): void {
  if (!state.stopped && state.visitor.leave?.(step, part, state)) state.stopped = true;
}

const copies = (all: ReadonlyMap<string, Connection>): Map<string, Connection> =>
  new Map([...all].map(([name, connection]) => [name, { ...connection }]));

function joinAll(a: ReadonlyMap<string, Connection>, b: ReadonlyMap<string, Connection>): Map<string, Connection> {
  const all = new Map<string, Connection>();
  for (const name of new Set([...a.keys(), ...b.keys()])) {
    const one = a.get(name);
    const other = b.get(name);
    if (one && other) all.set(name, joined(one, other));
    else if (one ?? other) {
      const only = { ...(one ?? other) } as Connection;
      forget(only);
      all.set(name, only);
    }
  }
  return all;
}

// ---- whom a connection is to --------------------------------------------------------------------------------------

function connect(state: State, step: Connect): void {
  show(state, { kind: 'step', step, connection: undefined });
  if (state.stopped) return;
  const protocol = step.protocol ?? state.session.protocol;
  const peer = peerOf(step.target, protocol, state.context);
  const made = newConnection(step.as ?? '', protocol, peer, tlsOf(peer));
  state.closed.delete(made.name);
  state.connections.delete(made.name);
  state.connections.set(made.name, made);
}

function peerOf(target: Connect['target'], protocol: Protocol, { environments }: WalkContext): Peer {
  if (target.kind === 'url') {
    const text = target.url.map((part) => (part.kind === 'text' ? part.text : '\ufffc')).join('');
    return { service: undefined, url: text };
  }
  if (target.kind === 'mx') return { service: undefined, url: 'mx:' };
  const wanted =
    target.kind === 'service' ? [target.name] : Object.keys(services).filter((name) => services[name] === protocol);
  const service = wanted.find((name) => environments?.servers[name] !== undefined) ?? wanted[0];
  return { service, url: service === undefined ? undefined : environments?.servers[service] };
}

/** Whether TLS is on from the start. */
function tlsOf({ url }: Peer): Certainty {
  const scheme = /^([a-z0-9]+):/i.exec(url ?? '')?.[1]?.toLowerCase();
  if (scheme === undefined) return 'unknown';
  if (scheme === 'mx') return 'no';
  const row = Object.hasOwn(schemes, scheme) ? schemes[scheme] : undefined;
  return row ? (row.implicitTls ? 'yes' : 'no') : 'unknown';
}
