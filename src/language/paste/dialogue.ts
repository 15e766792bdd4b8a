/** What a recording says: who said which line, in order. Importers make it, the events of a run are made from it. */
import type { Protocol } from '../../protocol/finding';

export type Side = 'client' | 'server';

export type Turn =
  /** One line, without its line end. */
  | { readonly kind: 'said'; readonly side: Side; readonly text: string }
  /** Octets that the recording leaves out: a literal, a message, a SASL response. */
  | { readonly kind: 'missing'; readonly side: Side; readonly octets?: number };

/** One connection of a recording. */
export interface Dialogue {
  readonly turns: readonly Turn[];
  /** Where the recording says it. */
  readonly protocol?: Protocol;
  /** Lines of script that stand before the dialogue: what was done before the recording began. */
  readonly before?: readonly string[];
  readonly notes?: readonly string[];
}

/** Reads recordings of one kind. */
export interface Importer {
  readonly kind: string;
  /** For people to read: "a swaks transcript". */
  readonly title: string;
  /** Whether a line is one of a dialogue as this kind writes it. */
  readonly recognises: (line: string) => boolean;
  readonly read: (lines: readonly string[]) => readonly Dialogue[];
}

/** What one side said, cut into lines; a last line end ends the last line. */
export function said(side: Side, text: string): readonly Turn[] {
  const lines = text.split(/\r?\n/);
  if (lines.length > 1 && lines.at(-1) === '') lines.pop();
  return lines.map((line) => ({ kind: 'said', side, text: line }));
}

/** Collects turns by connection, in the order in which the connections appear. */
export function byConnection(): {
  add(connection: string, turns: readonly Turn[]): void;
  all(): readonly Dialogue[];
} {
  const found = new Map<string, Turn[]>();
  return {
    add(connection, turns) {
      const own = found.get(connection);
      if (own) own.push(...turns);
      else found.set(connection, [...turns]);
    },
    all: () => [...found.values()].map((turns) => ({ turns })),
  };
}
