/** Keeps the events of an account, bounded, and cuts the transcript of one action out of them. */
import type { RunEvent } from '../transcript/event';

/** One thing the user (or a view) did, and which events of the account are its dialogue. */
export interface Action {
  /** Counted from 1 in an account. */
  readonly id: number;
  /** `Rename Drafts to Old drafts`. */
  readonly title: string;
  /** The connection that it ran on: the `session` of its events. */
  readonly session: number;
  /** The `seq` of its first event and of its last so far. */
  readonly from: number;
  readonly to: number;
  readonly outcome: 'running' | 'done' | 'failed';
}

export interface EventLog {
  readonly events: readonly RunEvent[];
  readonly actions: readonly Action[];
  add(event: RunEvent): void;
  /** From here to `end`, what is said belongs to the action. */
  begin(title: string, session: number): number;
  end(id: number, outcome: 'done' | 'failed'): void;
  /** The connection of that number is signed in: what came before stands in front of each action's transcript. */
  signedIn(session: number): void;
  /**
   * The dialogue of an action, complete in itself: connecting and signing in, the folder that was selected, then its own commands.
   * Empty when there is no such action; what was dropped for its age is missing.
   */
  of(id: number): readonly RunEvent[];
  onEvent(listener: (event: RunEvent) => void): () => void;
}

/** The oldest events go when there are more, or they hold more text (in characters). */
export interface LogLimits {
  readonly events: number;
  readonly characters: number;
  readonly actions: number;
  /** Text of one action that is kept (in characters), so that a large part of a message does not push out everything else. */
  readonly ofAction: number;
}

const defaults: LogLimits = {
  events: 50_000,
  characters: 16 * 1024 * 1024,
  actions: 500,
  ofAction: 2 * 1024 * 1024,
};

export function eventLog(limits: Partial<LogLimits> = {}): EventLog {
  const limit = { ...defaults, ...limits };
  let events: RunEvent[] = [];
  let characters = 0;
  let actions: Action[] = [];
  let lastId = 0;
  /** Characters since the last action began. */
  let said = 0;
  const prologues = new Map<number, readonly RunEvent[]>();
  const listeners = new Set<(event: RunEvent) => void>();

  const trim = (): void => {
    if (events.length <= limit.events && characters <= limit.characters) return;
    // A tenth at a time: dropping from the front costs the whole length.
    let drop = 0;
    const target = limit.characters * 0.9;
    const most = limit.events * 0.9;
    while (drop < events.length && (events.length - drop > most || characters > target)) {
      characters -= sizeOf(events[drop]);
      drop++;
    }
    events = events.slice(drop);
  };

  return {
    get events() {
      return events;
    },
    get actions() {
      return actions;
    },
    add(told) {
      const event = said > limit.ofAction ? withoutText(told) : told;
      events.push(event);
      characters += sizeOf(event);
      said += sizeOf(event);
      trim();
      for (const listener of listeners) listener(event);
    },
    begin(title, session) {
      const from = (events.at(-1)?.seq ?? 0) + 1;
      said = 0;
      actions.push({ id: ++lastId, title, session, from, to: from, outcome: 'running' });
      if (actions.length > limit.actions) actions = actions.slice(-limit.actions);
      return lastId;
    },
    end(id, outcome) {
      const to = events.at(-1)?.seq ?? 0;
      actions = actions.map((action) => (action.id === id ? { ...action, to, outcome } : action));
    },
    signedIn(session) {
      prologues.set(
        session,
        events.filter((event) => event.session === session),
      );
      // Actions refer to few connections: those before the last hundred are forgotten with their actions.
      for (const old of prologues.keys()) if (old < session - 100) prologues.delete(old);
    },
    of(id) {
      const action = actions.find((one) => one.id === id);
      if (!action) return [];
      const before = prologues.get(action.session) ?? [];
      const first = before.at(-1)?.seq ?? 0;
      const until = action.outcome === 'running' ? Number.POSITIVE_INFINITY : action.to;
      const own = events.filter(
        ({ session, seq }) => session === action.session && seq >= action.from && seq <= until && seq > first,
      );
      const selected = lastSelection(events, action, first);
      return [...before, ...selected, ...own];
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const sizeOf = (event: RunEvent | undefined): number =>
  event?.kind === 'sent' || event?.kind === 'received' ? event.wire.text.length : 0;

/** Texts of this length stay in any case: commands, replies. In characters. */
const short = 1_024;

function withoutText(event: RunEvent): RunEvent {
  if (sizeOf(event) <= short || (event.kind !== 'sent' && event.kind !== 'received')) return event;
  const { wire } = event;
  return {
    ...event,
    wire: { text: '', octets: wire.octets },
    note: `${wire.octets} octets, not kept: this action has said too much`,
  };
}

const selects = /^\S+ (?:SELECT|EXAMINE) /i;
const leaves = /^\S+ (?:CLOSE|UNSELECT)\r?\n/i;

/** The SELECT or EXAMINE, with its answers, that the action's commands stand on; none when it selects a folder itself first. */
function lastSelection(events: readonly RunEvent[], action: Action, after: number): readonly RunEvent[] {
  const commands = events.filter(
    (event) => event.kind === 'sent' && event.role === 'command' && event.session === action.session,
  );
  const isSelection = (event: RunEvent): boolean => event.kind === 'sent' && selects.test(event.wire.text);
  const own = commands.find(({ seq }) => seq >= action.from && seq <= action.to);
  if (own && isSelection(own)) return [];
  const last = commands.findLast(
    (event) =>
      event.seq < action.from &&
      event.seq > after &&
      event.kind === 'sent' &&
      (selects.test(event.wire.text) || leaves.test(event.wire.text)),
  );
  if (!last || !isSelection(last)) return [];
  return events.filter((event) => event === last || (event.kind === 'received' && event.answers === last.seq));
}
