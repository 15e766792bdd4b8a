/** Makes the events of a run: numbered, timed, and masked at the moment they are made. */
import type { Finding } from '../protocol/finding';
import type { Place } from '../script/program';
import type { EventBody, ReceivedRole, RunEvent, SentRole, WireText } from '../transcript/event';
import type { Redactor } from '../transcript/redact';
import type { Ports } from './ports';

export interface Recorder {
  readonly redactor: Redactor;
  /** Milliseconds since the run began. */
  readonly elapsed: () => number;
  /** Milliseconds since a moment that `elapsed` gave. */
  readonly since: (moment: number) => number;
  /** Emits an event and gives its number. */
  emit(body: EventBody, where?: Where): number;
  sent(wire: WireText, role: SentRole, note: string | undefined, where: Where): number;
  received(wire: WireText, role: ReceivedRole, more: ReceivedMore | undefined, where: Where): number;
}

export interface Where {
  readonly session?: number | undefined;
  readonly connection?: string | undefined;
  readonly place?: Place | undefined;
}

export interface ReceivedMore {
  readonly answers?: number;
  readonly ms?: number;
  readonly note?: string;
  readonly findings?: readonly Finding[];
  readonly unexpected?: true;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export function createRecorder(ports: Pick<Ports, 'clock' | 'emit'>, redactor: Redactor): Recorder {
  const began = ports.clock.now();
  let seq = 0;
  // Whole microseconds: what lies below is noise, and long in a transcript.
  const rounded = (ms: number): number => Math.round(ms * 1000) / 1000;
  const elapsed = (): number => rounded(ports.clock.now() - began);

  const located = (event: Writable<RunEvent>, where: Where): number => {
    if (where.session !== undefined) event.session = where.session;
    if (where.connection !== undefined) event.connection = where.connection;
    if (where.place !== undefined) event.place = where.place;
    ports.emit(event);
    return event.seq;
  };

  return {
    redactor,
    elapsed,
    since: (moment) => rounded(elapsed() - moment),
    emit: (body, where = {}) => located({ seq: ++seq, at: elapsed(), ...body }, where),
    sent(wire, role, note, { session, connection, place }) {
      // Made in one piece: there are very many of them.
      ports.emit({
        seq: ++seq,
        at: elapsed(),
        ...(session !== undefined && { session }),
        ...(connection !== undefined && { connection }),
        ...(place !== undefined && { place }),
        kind: 'sent',
        wire,
        role,
        ...(note !== undefined && { note }),
      });
      return seq;
    },
    received: (wire, role, more, where) =>
      located({ seq: ++seq, at: elapsed(), kind: 'received', wire, role, ...more }, where),
  };
}
