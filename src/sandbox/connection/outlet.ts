/** Between a session and the wire: octets wait here until what they acknowledge is kept, and meet the faults of the wire. */
import type { Faults } from '../faults';
import type { Service } from '../services';

export interface Wire {
  readonly closed: boolean;
  send(bytes: Uint8Array): void;
  /** Ends the connection behind what was sent: `cut` closes it, `reset` breaks it off. */
  breakOff(how: 'cut' | 'reset'): void;
}

export interface OutletOptions {
  readonly service: Service;
  readonly faults: Faults;
  /** Settles when all that has happened in the store is kept for good; undefined when it is. Rejects when it cannot be. */
  readonly settled: () => Promise<void> | undefined;
  /** Resolves after so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
}

export interface Outlet {
  /** Octets that wait. */
  readonly held: number;
  /** Sends octets, in order, at once where nothing keeps them. */
  pass(bytes: Uint8Array): void;
  /** Settles when nothing waits; undefined when nothing does. */
  emptied(): Promise<void> | undefined;
  /** Stops being slow: the server is stopping. */
  hurry(): void;
}

/** A tenth of a second's octets at a time. */
const slice = 10;

export function createOutlet(options: OutletOptions, wire: Wire): Outlet {
  const { faults, service } = options;
  const queue: { readonly bytes: Uint8Array; readonly kept: Promise<boolean> | undefined }[] = [];
  let held = 0;
  let pumping: Promise<void> | undefined;
  let sent = 0;
  /** Where the octets of a fault that was put on in mid-connection begin to count. */
  let from = 0;
  let breaking: string | undefined;
  let hurried: () => void = () => undefined;
  let inHurry = false;
  const hurrying = new Promise<void>((resolve) => {
    hurried = resolve;
  });

  /** Sends what no fault keeps back; false when the connection is over. */
  const put = (bytes: Uint8Array): boolean => {
    if (wire.closed) return false;
    const fault = faults.none ? undefined : faults.breakOff(service);
    const key = fault && `${fault.kind} ${fault.at}`;
    if (key !== breaking) {
      breaking = key;
      from = sent;
    }
    if (fault && sent - from + bytes.length >= fault.at) {
      wire.send(bytes.subarray(0, fault.at - (sent - from)));
      wire.breakOff(fault.kind);
      return false;
    }
    sent += bytes.length;
    wire.send(bytes);
    return true;
  };
  const putSlowly = async (bytes: Uint8Array): Promise<boolean> => {
    for (let at = 0; at < bytes.length; ) {
      const rate = inHurry ? undefined : faults.find('slow', service)?.rate;
      if (rate === undefined) return put(bytes.subarray(at));
      const size = Math.max(1, Math.floor(rate / slice));
      if (!put(bytes.subarray(at, at + size))) return false;
      at += size;
      await Promise.race([options.pause((1_000 * size) / rate), hurrying]);
    }
    return true;
  };
  const pump = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      // What cannot be kept must not be acknowledged.
      if ((await next.kept) === false) wire.breakOff('reset');
      if (!(await putSlowly(next.bytes))) {
        queue.length = 0;
        held = 0;
        break;
      }
      held -= next.bytes.length;
    }
    pumping = undefined;
  };
  return {
    get held() {
      return held;
    },
    pass(bytes) {
      const kept = options.settled();
      if (!pumping && !kept && (faults.none || !faults.find('slow', service))) {
        put(bytes);
        return;
      }
      queue.push({
        bytes,
        kept: kept?.then(
          () => true,
          () => false,
        ),
      });
      held += bytes.length;
      pumping ??= pump();
    },
    emptied: () => pumping,
    hurry() {
      inHurry = true;
      hurried();
    },
  };
}
