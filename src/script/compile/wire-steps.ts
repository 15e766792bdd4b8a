/** Wire lines → exchanges and receipts. */
import { range } from '../../base';
import { isExplicitTag } from '../../protocol/imap/tags';
import type { Command, Exchange, ExpectedLine, ExpectedReply, Receive, Step } from '../program';
import type { Statement, Wire } from '../tree';
import { align, type Slot } from './align';
import { placeOf, type Scene, type SessionContext } from './compilation';
import { type Group, groupReplies, joinTrailing } from './group-replies';
import { connectionKey, resolveConnection, writtenName } from './resolve-connection';
import { toPattern, toPayload } from './templates';
import { leadingWords, modeAfterReply, roleOf } from './wire-mode';

/** A run of wire lines of one side on one connection; comments and blank lines do not break it. */
export interface Run {
  readonly wires: readonly Wire[];
  /** The statement behind its last line. */
  readonly next: number;
}

export function runOf(
  scene: Scene,
  session: SessionContext,
  statements: readonly Statement[],
  from: number,
  side: Wire['side'],
  key: string,
): Run {
  const wires: Wire[] = [];
  let next = from;
  for (let i = from; i < statements.length; i++) {
    const statement = statements[i];
    if (statement?.kind === 'blank' || statement?.kind === 'comment') continue;
    if (statement?.kind !== 'wire' || statement.side !== side) break;
    if (connectionKey(scene, session, statement.connection) !== key) break;
    wires.push(statement);
    next = i + 1;
  }
  return { wires, next };
}

/** The steps of the wire lines that begin at `from`, and the statement behind them. */
export function wireSteps(
  scene: Scene,
  session: SessionContext,
  statements: readonly Statement[],
  from: number,
): { readonly steps: readonly Step[]; readonly next: number } {
  const first = statements[from];
  if (first?.kind !== 'wire') return { steps: [], next: from + 1 };
  const key = connectionKey(scene, session, first.connection);
  if (first.side === 'server') {
    const run = runOf(scene, session, statements, from, 'server', key);
    return { steps: [receive(scene, session, run.wires)], next: run.next };
  }
  const sent = runOf(scene, session, statements, from, 'client', key);
  const answered = runOf(scene, session, statements, sent.next, 'server', key);
  return { steps: exchange(scene, session, sent.wires, answered.wires, false), next: answered.next };
}

/** An exchange, and a receipt of what is expected beyond it. */
export function exchange(
  scene: Scene,
  session: SessionContext,
  sent: readonly Wire[],
  answered: readonly Wire[],
  pipelined: boolean,
): readonly Step[] {
  const [first] = sent;
  if (!first) return answered.length > 0 ? [receive(scene, session, answered)] : [];
  session.started = true;
  const connection = resolveAll(scene, session, [...sent, ...answered]);
  const { protocol } = connection;
  const slots: Slot[] = [];
  const payloads: Command['payload'][] = [];
  for (const wire of sent) {
    const payload = toPayload(scene, wire.parts);
    const { role, mode } = roleOf(payload, connection.mode, protocol);
    const [word = '', second] = protocol === 'imap' && connection.mode.kind === 'command' ? leadingWords(payload) : [];
    slots.push(word !== '' && isExplicitTag(word, second) ? { role, tag: word } : { role });
    connection.mode = mode;
    if (mode.kind === 'literal') session.announces = true;
    payloads.push(payload);
  }
  const { expected, rest } = align(slots, groupsOf(scene, answered, protocol), protocol);
  const commands = sent.map((wire, i): Command => {
    const command = {
      payload: payloads[i] ?? [],
      expected: (expected[i] ?? []).map(toReply),
      place: placeOf(scene, wire.content),
    };
    return slots[i]?.role === 'data' && command.expected.length === 0 ? { ...command, data: true } : command;
  });
  const lastCode = expected.at(-1)?.at(0)?.code;
  connection.mode = modeAfterReply(connection.mode, slots.at(-1)?.role, lastCode);
  const step: Exchange = {
    kind: 'exchange',
    pipelined,
    commands,
    place: placeOfAll(scene, [...sent, ...answered]),
    ...named(scene, first),
  };
  if (rest.length === 0) return [step];
  const lines = rest.flatMap((group) => group.lines);
  const start = lines[0]?.place.range.start ?? 0;
  const place = placeOf(scene, range(start, lines.at(-1)?.place.range.end ?? start));
  return [step, { kind: 'receive', expected: rest.map(toReply), place, ...named(scene, first) }];
}

/** Lines that no command asked for. */
export function receive(scene: Scene, session: SessionContext, wires: readonly Wire[]): Receive {
  session.started = true;
  const { protocol } = resolveAll(scene, session, wires);
  const expected = groupsOf(scene, wires, protocol).map(toReply);
  const first = wires[0];
  return { kind: 'receive', expected, place: placeOfAll(scene, wires), ...(first && named(scene, first)) };
}

/** The replies that `S:` lines speak of. */
export function groupsOf(scene: Scene, wires: readonly Wire[], protocol: SessionContext['protocol']): Group[] {
  const lines = wires.map(
    (wire): ExpectedLine => ({
      mode: wire.mode,
      pattern: toPattern(scene, wire.parts, wire.mode === 'must'),
      place: placeOf(scene, wire.content),
    }),
  );
  const groups = groupReplies(lines, protocol);
  return protocol === 'imap' ? joinTrailing(groups) : groups;
}

export function toReply(group: Group): ExpectedReply {
  const [first] = group.lines;
  const last = group.lines.at(-1);
  const start = first?.place.range.start ?? 0;
  return {
    lines: group.lines,
    place: { file: first?.place.file ?? '', range: range(start, last?.place.range.end ?? start) },
  };
}

export const named = (scene: Scene, wire: Pick<Wire, 'connection'>): { readonly connection?: string } => {
  const name = writtenName(scene, wire.connection);
  return name === undefined ? {} : { connection: name };
};

/** Resolves every line's connection (they are all the same one), so that each unclear line is reported. */
function resolveAll(scene: Scene, session: SessionContext, wires: readonly Wire[]) {
  let found: ReturnType<typeof resolveConnection> | undefined;
  for (const wire of wires) {
    const at = wire.connection ? range(wire.connection.range.start, wire.mark.end) : wire.mark;
    found = resolveConnection(scene, session, wire.connection, at);
  }
  return found ?? resolveConnection(scene, session, undefined, range(0, 0));
}

const placeOfAll = (scene: Scene, wires: readonly Wire[]) => {
  const start = wires[0]?.content.start ?? 0;
  return placeOf(scene, range(start, wires.at(-1)?.content.end ?? start));
};
