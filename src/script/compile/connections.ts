/** The connections of a session as the text tells them: which are open where, what they speak, what state their wire is in. */
import type { Protocol } from '../../protocol/finding';
import type { WireMode } from './wire-mode';

export interface KnownConnection {
  /** Empty: the connection without a name. */
  readonly name: string;
  readonly protocol: Protocol;
  mode: WireMode;
  /** `maybe`: closed in a body that may not run. */
  state: 'open' | 'maybe' | 'closed';
}

export interface Connections {
  /** Opens (or opens again) a connection. */
  connect(name: string, protocol: Protocol): void;
  close(name: string, sure: boolean): void;
  get(name: string): KnownConnection | undefined;
  /** Those that a line without a name could be for: at most one, where it is clear. */
  candidates(): readonly KnownConnection[];
  names(): string[];
  /** Names that some `connect` of the session gives, here or later. */
  readonly announced: () => ReadonlySet<string>;
}

export function newConnections(announced: () => ReadonlySet<string>): Connections {
  const all = new Map<string, KnownConnection>();
  /** Asked for with every line: kept until something changes. */
  let candidates: readonly KnownConnection[] | undefined;
  return {
    announced,
    connect(name, protocol) {
      candidates = undefined;
      all.set(name, { name, protocol, mode: { kind: 'command' }, state: 'open' });
    },
    close(name, sure) {
      const known = all.get(name);
      candidates = undefined;
      if (known) known.state = sure ? 'closed' : 'maybe';
    },
    get: (name) => all.get(name),
    candidates() {
      candidates ??= findCandidates([...all.values()]);
      return candidates;
    },
    names: () => [...all.keys()].filter((name) => name !== ''),
  };
}

function findCandidates(all: readonly KnownConnection[]): readonly KnownConnection[] {
  for (const state of ['open', 'maybe', 'closed'] as const) {
    const found = all.filter((known) => known.state === state);
    if (found.length > 0) return state === 'closed' ? found.slice(-1) : found;
  }
  return [];
}
