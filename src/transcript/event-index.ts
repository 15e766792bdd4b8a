/** An index of a run's events in columns: where each is stored, who said it, how it was judged. 34 octets an event. */
import type { RunEvent } from './event';
import { factReader } from './event-facts';

/** Grows with the facts, the rows and the columns: an index of another version is made anew. */
export const indexVersion = 1;

const columnTypes = {
  /** Octets from the start of the file. */
  offset: Float64Array,
  /** Octets, line end included. */
  length: Uint32Array,
  /** The lines of the panel that the event takes. */
  rows: Uint16Array,
  /** `eventFlags`. */
  flags: Uint8Array,
  connection: Uint16Array,
  command: Uint16Array,
  /** One more than the session's index; 0: none. */
  session: Uint32Array,
  /** One more than the file's number; 0: no place. */
  file: Uint16Array,
  start: Uint32Array,
  end: Uint32Array,
  /** 1: the start of a session. */
  heading: Uint8Array,
} as const;

type ColumnName = keyof typeof columnTypes;
type Column = Float64Array | Uint32Array | Uint16Array | Uint8Array;
const columnNames = Object.keys(columnTypes) as readonly ColumnName[];
const perEvent = columnNames.reduce((sum, name) => sum + columnTypes[name].BYTES_PER_ELEMENT, 0);

export interface EventIndex {
  /** Events. */
  readonly size: number;
  /** A value of a column; 0 beyond its end. */
  at(column: ColumnName, event: number): number;
  /** Adds an event that was stored; gives the first event that now looks different. */
  add(event: RunEvent, stored: { readonly offset: number; readonly length: number; readonly rows: number }): number;
  /** Names by number: of connections, commands, files. */
  readonly connections: readonly string[];
  readonly commands: readonly string[];
  readonly files: readonly string[];
  /** The events of places that overlap a range of a file, in order. */
  overlapping(file: string, start: number, end: number): readonly number[];
}

interface Table {
  readonly names: string[];
  numberOf(name: string): number;
}

function table(names: string[]): Table {
  const numbers = new Map(names.map((name, number) => [name, number]));
  return {
    names,
    numberOf(name) {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      // What no number is left for is told by the first name: the empty one.
      if (names.length >= 65_000) return 0;
      numbers.set(name, names.length);
      return names.push(name) - 1;
    },
  };
}

interface Content {
  readonly size: number;
  readonly columns: ReadonlyMap<ColumnName, Column>;
  readonly connections: string[];
  readonly commands: string[];
  readonly files: string[];
}

/** An empty index; or one that goes on from what was read. */
export function eventIndex(content?: Content): EventIndex {
  const columns = new Map<ColumnName, Column>(
    content?.columns ?? columnNames.map((name) => [name, new columnTypes[name](1024)]),
  );
  const connections = table(content?.connections ?? ['']);
  const commands = table(content?.commands ?? ['']);
  const files = table(content?.files ?? []);
  const facts = factReader();
  let size = content?.size ?? 0;

  const at = (name: ColumnName, event: number): number => columns.get(name)?.[event] ?? 0;
  const set = (name: ColumnName, event: number, value: number): void => {
    const column = columns.get(name);
    if (column) column[event] = value;
  };
  const grow = (): void => {
    for (const name of columnNames) {
      const column = columns.get(name);
      if (!column || column.length > size) continue;
      const wider = new columnTypes[name](Math.max(1024, column.length * 2));
      wider.set(column);
      columns.set(name, wider);
    }
  };

  return {
    get size() {
      return size;
    },
    connections: connections.names,
    commands: commands.names,
    files: files.names,
    at,
    add(event, { offset, length, rows }) {
      grow();
      const ordinal = size++;
      const { flags, connection, command, place, judges } = facts.read(event, ordinal);
      set('offset', ordinal, offset);
      set('length', ordinal, length);
      set('rows', ordinal, rows);
      set('flags', ordinal, flags);
      set('connection', ordinal, connections.numberOf(connection));
      set('command', ordinal, commands.numberOf(command));
      set('session', ordinal, (event.session ?? -1) + 1);
      set('heading', ordinal, event.kind === 'session-started' ? 1 : 0);
      if (place) {
        set('file', ordinal, files.numberOf(place.file) + 1);
        set('start', ordinal, place.range.start);
        set('end', ordinal, place.range.end);
      }
      if (!judges) return ordinal;
      set('flags', judges.event, at('flags', judges.event) | judges.flag);
      return judges.event;
    },
    overlapping(file, start, end) {
      const number = files.names.indexOf(file) + 1;
      const found: number[] = [];
      if (number === 0) return found;
      for (let event = 0; event < size; event++) {
        if (at('file', event) === number && at('start', event) <= end && at('end', event) >= start) found.push(event);
      }
      return found;
    },
  };
}

/** The index as octets, little end first: a line of JSON, then column after column. */
export function* encodeIndex(index: EventIndex): Generator<Uint8Array> {
  const { size, connections, commands, files } = index;
  const head = JSON.stringify({ version: indexVersion, size, connections, commands, files });
  yield new TextEncoder().encode(`${head}\n`);
  for (const name of columnNames) {
    const column = new columnTypes[name](size);
    for (let event = 0; event < size; event++) column[event] = index.at(name, event);
    yield new Uint8Array(column.buffer);
  }
}

/** The index that these octets hold; undefined when they are cut short, of another version, or no index. */
export function decodeIndex(bytes: Uint8Array): EventIndex | undefined {
  const lf = bytes.indexOf(10);
  const head = lf === -1 ? undefined : headOf(new TextDecoder().decode(bytes.subarray(0, lf)));
  if (!head || bytes.length !== lf + 1 + head.size * perEvent) return undefined;
  const columns = new Map<ColumnName, Column>();
  let from = lf + 1;
  for (const name of columnNames) {
    const type = columnTypes[name];
    const octets = head.size * type.BYTES_PER_ELEMENT;
    // A copy of its own: columns of wider numbers must begin at a multiple of their width.
    const own = new Uint8Array(octets);
    own.set(bytes.subarray(from, from + octets));
    columns.set(name, new type(own.buffer));
    from += octets;
  }
  return eventIndex({ ...head, columns });
}

type Head = Omit<Content, 'columns'>;

function headOf(text: string): Head | undefined {
  try {
    const head: Partial<Head & { readonly version: number }> = JSON.parse(text);
    const { version, size, connections, commands, files } = head;
    const whole = Number.isSafeInteger(size) && [connections, commands, files].every(isNames);
    return version === indexVersion && whole ? (head as Head) : undefined;
  } catch {
    return undefined;
  }
}

const isNames = (value: unknown): boolean => Array.isArray(value) && value.every((name) => typeof name === 'string');
