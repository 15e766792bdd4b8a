/** Whose connection it is that a session serves: what the trace of a message says of it. */
import type { Connection } from '../connection/connection';

export interface Origin {
  /** Undefined where it is not known. */
  readonly address: string | undefined;
  /** The host's name, where somebody has told it. */
  readonly name: string | undefined;
}

/** The peer's own, or the one that a PROXY header has named. */
export const originOf = ({ remote }: Connection): Origin => ({ address: remote.replace(/:\d+$/, ''), name: undefined });
