/** Which events a list shows, and which of its lines belong to which event. */
import { eventFlags, failureFlags } from './event-facts';
import type { EventIndex } from './event-index';

/** What to show; without a field, everything. */
export interface EventFilter {
  readonly direction?: 'sent' | 'received';
  readonly connection?: string;
  /** A verb in upper case: its commands and what answers them. */
  readonly command?: string;
  /** Only what went wrong. */
  readonly failures?: boolean;
  /** In any line of the event, letters of either case. */
  readonly text?: string;
}

export const isFilter = ({ direction, connection, command, failures, text }: EventFilter): boolean =>
  direction !== undefined || connection !== undefined || command !== undefined || failures === true || !!text;

/** Whether an event passes what the index can tell: all but the text. */
export function passes(index: EventIndex, filter: EventFilter): (event: number) => boolean {
  const { direction, connection, command, failures } = filter;
  const needed = direction === undefined ? 0 : eventFlags[direction];
  const connectionNumber = connection === undefined ? undefined : index.connections.indexOf(connection);
  const commandNumber = command === undefined ? undefined : index.commands.indexOf(command);
  return (event) => {
    const flags = index.at('flags', event);
    return (
      (needed === 0 || (flags & needed) !== 0) &&
      (connectionNumber === undefined || index.at('connection', event) === connectionNumber) &&
      (commandNumber === undefined || index.at('command', event) === commandNumber) &&
      (!failures || (flags & failureFlags) !== 0)
    );
  };
}

export interface RowPosition {
  readonly event: number;
  /** Of the event's own lines, from 0. */
  readonly line: number;
}

export interface EventSelection {
  /** Lines in all. */
  readonly rows: number;
  /** Events in all. */
  readonly size: number;
  /** Shows one more event; the heading of its session comes before the first. */
  add(event: number): void;
  /** A heading that shows only when something of its session does. */
  keepHeading(event: number): void;
  /** What stands at a line. */
  at(row: number): RowPosition | undefined;
  /** The first line of an event, or of the next one that is shown. */
  rowOf(event: number): number;
  /** The n-th event that is shown. */
  event(n: number): number;
}

/** An empty selection; events are added in order. 8 octets an event. */
export function eventSelection(index: EventIndex): EventSelection {
  let events = new Uint32Array(1024);
  let starts = new Uint32Array(1024);
  let size = 0;
  let rows = 0;
  let heading: number | undefined;

  const push = (event: number): void => {
    const own = index.at('rows', event);
    if (own === 0) return;
    if (size === events.length) {
      events = widened(events);
      starts = widened(starts);
    }
    events[size] = event;
    starts[size] = rows;
    size++;
    rows += own;
  };
  /** The last n whose value is not beyond the wanted one. */
  const search = (values: Uint32Array, wanted: number): number => {
    let low = 0;
    let high = size - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((values[middle] ?? 0) <= wanted) low = middle;
      else high = middle - 1;
    }
    return low;
  };

  return {
    get rows() {
      return rows;
    },
    get size() {
      return size;
    },
    event: (n) => events[n] ?? 0,
    add(event) {
      if (heading !== undefined && heading !== event && index.at('session', heading) === index.at('session', event)) {
        const own = heading;
        heading = undefined;
        push(own);
      }
      push(event);
    },
    keepHeading(event) {
      heading = event;
    },
    at(row) {
      if (row < 0 || row >= rows) return undefined;
      const n = search(starts, row);
      return { event: events[n] ?? 0, line: row - (starts[n] ?? 0) };
    },
    rowOf(event) {
      if (size === 0) return 0;
      const n = search(events, event);
      const before = (events[n] ?? 0) < event && n + 1 < size;
      return starts[before ? n + 1 : n] ?? 0;
    },
  };
}

function widened(values: Uint32Array): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(values.length * 2);
  wider.set(values);
  return wider;
}
