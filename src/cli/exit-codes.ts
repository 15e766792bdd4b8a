/** The exit codes, for scripts that call the command line. */
import type { SessionOutcome } from '../report';

export const exitCodes = { passed: 0, failed: 1, usage: 2, parse: 3, connect: 4, cancelled: 130 } as const;

/** What a run comes to: a script that cannot be read first, then servers that cannot be reached at all, then anything else that failed. */
export function exitCodeOf(sessions: readonly SessionOutcome[]): number {
  const failures = sessions.flatMap((session) => session.failure ?? []);
  if (failures.some((failure) => failure.kind === 'parse')) return exitCodes.parse;
  if (sessions.some((session) => session.outcome === 'cancelled')) return exitCodes.cancelled;
  if (failures.length === 0) return exitCodes.passed;
  return failures.every((failure) => failure.kind === 'connect') ? exitCodes.connect : exitCodes.failed;
}
