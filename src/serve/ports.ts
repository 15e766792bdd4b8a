/** What the server's end needs from outside: clients that come, time, files, secrets. */
import type { Ports, Transport } from '../session/ports';

export interface ServePorts extends Omit<Ports, 'dial'> {
  readonly door: Door;
}

/** Where clients come in, in the order in which they came. Their transports are paused, and TLS is the server's half. */
export interface Door {
  /** The next client, when one waits. */
  take(): Transport | undefined;
  /** Calls back whenever a client has come; the answer ends that. */
  onArrival(callback: () => void): () => void;
}
