/** How a program is to be served. */
import type { FrameLimits } from '../protocol/finding';
import type { RunOptions, RunResult } from '../session/options';

export interface ServeOptions extends Pick<RunOptions, 'variables' | 'signal'> {
  /** Whom `auth` may sign in, and the variables that the script is given. */
  readonly environment: RunOptions['environment'];
  readonly timeouts?: Partial<ServeTimeouts>;
  readonly limits?: Partial<FrameLimits>;
}

/** Milliseconds. */
export interface ServeTimeouts {
  /** For the first client of a session. Default: without end. */
  readonly accept: number;
  /** For what the client must say next, and for further connections of a session. Default 30,000. */
  readonly command: number;
  /** For a whole session, from its first client on. Default 300,000. */
  readonly session: number;
}

export type ServeResult = RunResult;
